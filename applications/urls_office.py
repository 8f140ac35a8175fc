"""Addresses of the offices: filing's other side."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    case,
    data_check,
    district,
    edition_settings,
    editions,
    formal,
    inspection,
    paper,
    queue,
    recommending,
)

CASE = "<slug:tenant>/office/cases/<int:pk>/"
INSPECTION = "<slug:tenant>/office/inspections/"
EDITION = "<slug:tenant>/office/editions/"

urlpatterns: list[URLPattern] = [
    path("<slug:tenant>/office/queue/", queue.queue, name="queue"),
    path("<slug:tenant>/office/queue/export.xlsx", queue.queue_export, name="queue_export"),
    path("<slug:tenant>/office/attachments/<int:pk>/", case.attachment, name="attachment_office"),
    path(CASE, case.case, name="case"),
    path(f"{CASE}reveal/<slug:key>/", case.reveal, name="case_reveal"),
    path(f"{CASE}put-forward/", district.put_forward, name="case_put_forward"),
    path(f"{CASE}sign/", district.sign, name="case_sign"),
    path(f"{CASE}receipt/", district.receipt, name="case_receipt"),
    path(f"{CASE}return/", district.return_, name="case_return"),
    path(f"{CASE}findings/", formal.findings, name="case_findings"),
    path(f"{CASE}figure/", formal.figure, name="case_figure"),
    path(f"{CASE}accept/", formal.accept, name="case_accept"),
    path(f"{CASE}refuse/", formal.refuse, name="case_refuse"),
    path(f"{CASE}paper/", paper.record, name="case_paper"),
    path(f"{CASE}data/", data_check.sheet, name="case_data"),
    path(f"{CASE}data/confirm/", data_check.confirm, name="case_data_confirm"),
    path(f"{CASE}data/figures/<slug:key>/", data_check.register, name="case_data_register"),
    path("<slug:tenant>/office/paper/", paper.batch, name="paper"),
    path("<slug:tenant>/office/", editions.office_home, name="office_home"),
    path(INSPECTION, inspection.inspections, name="inspections"),
    path(f"{INSPECTION}<int:pk>/plan/", inspection.plan, name="inspection_plan"),
    path(f"{INSPECTION}<int:pk>/record/", inspection.record, name="inspection_record"),
    path(EDITION, editions.editions, name="editions"),
    path(f"{EDITION}<int:pk>/", editions.edition, name="edition"),
    path(f"{EDITION}<int:pk>/dates/", editions.dates, name="edition_dates"),
    path(f"{EDITION}<int:pk>/settings/", edition_settings.settings, name="edition_settings"),
    path(f"{EDITION}<int:pk>/recommendations/", recommending.recommendations, name="recommendations"),
    path(f"{EDITION}<int:pk>/recommendations/letter/", recommending.letter, name="recommendations_letter"),
    path(f"{EDITION}<int:pk>/recommendations/summary.xlsx", recommending.workbook, name="recommendations_workbook"),
]
