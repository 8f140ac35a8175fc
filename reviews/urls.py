"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import avoiding, draws, looks, panels, results, runs, sheets, verifying

PANEL = "<slug:tenant>/office/panels/<int:pk>/"
SHEET = "<slug:tenant>/review/sheets/<int:pk>/"
RUN = "<slug:tenant>/office/runs/<int:pk>/"
VERIFICATION = "<slug:tenant>/review/verifications/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("my/<slug:tenant>/applications/<int:pk>/avoid/", avoiding.avoid, name="application_avoid"),
    path("<slug:tenant>/office/panels/", panels.panels, name="panels"),
    path("<slug:tenant>/office/panels/new/<int:edition_id>/", panels.panel_new, name="panel_new"),
    path(PANEL, panels.panel, name="panel"),
    path(f"{PANEL}freeze/", panels.panel_freeze, name="panel_freeze"),
    path(f"{PANEL}commit/", draws.panel_commit, name="panel_commit"),
    path(f"{PANEL}reveal/", draws.panel_reveal, name="panel_reveal"),
    path(f"{PANEL}start/", panels.panel_start, name="panel_start"),
    path(f"{PANEL}close/", panels.panel_close, name="panel_close"),
    path(f"{PANEL}dissolve/", panels.panel_dissolve, name="panel_dissolve"),
    path(f"{PANEL}record/", draws.panel_record, name="panel_record"),
    path(f"{PANEL}record.json", draws.panel_record_json, name="panel_record_json"),
    path(f"{PANEL}units/<int:unit_id>/", panels.panel_unit, name="panel_unit"),
    path(f"{PANEL}units/<int:unit_id>/vacancy/", panels.panel_vacancy, name="panel_vacancy"),
    path("<slug:tenant>/review/", sheets.review_desk, name="review_desk"),
    path(SHEET, sheets.sheet, name="sheet"),
    path(f"{SHEET}declare/", sheets.sheet_declare, name="sheet_declare"),
    path(f"{SHEET}autosave/", sheets.sheet_autosave, name="sheet_autosave"),
    path(f"{SHEET}sign/", sheets.sheet_sign, name="sheet_sign"),
    path(f"{SHEET}attachments/<int:attachment_id>/", sheets.sheet_attachment, name="sheet_attachment"),
    path("<slug:tenant>/review/second-looks/<int:pk>/", looks.second_look, name="second_look"),
    path("<slug:tenant>/office/runs/", runs.runs, name="runs"),
    path("<slug:tenant>/office/runs/new/<int:edition_id>/", runs.run_new, name="run_new"),
    path(RUN, runs.run, name="run"),
    path(f"{RUN}lines/<int:line_id>/", runs.run_line, name="run_line"),
    path(f"{RUN}verification/", runs.run_verification, name="run_verification"),
    path(VERIFICATION, verifying.verification, name="verification"),
    path(f"{VERIFICATION}units/<int:unit_id>/", verifying.verification_unit, name="verification_unit"),
    path(f"{VERIFICATION}proposals/<int:proposal_id>/", verifying.verification_second, name="verification_second"),
    path("my/<slug:tenant>/applications/<int:pk>/result/", results.application_result, name="application_result"),
    path(f"{RUN}submit/", runs.run_submit, name="run_submit"),
    path(f"{RUN}decide/", runs.run_decide, name="run_decide"),
    path(f"{RUN}run.json", runs.run_json, name="run_json"),
]
