"""Addresses of the enterprise: /my/ and /my/<tenant>/…"""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import enterprise, form_pages, review_pages

FILING = "my/<slug:tenant>/applications/<int:pk>/"
SECTION = f"{FILING}sections/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("my/", enterprise.desk, name="desk"),
    path("my/<slug:tenant>/editions/<int:edition_id>/apply/", enterprise.apply, name="apply"),
    path("my/<slug:tenant>/attachments/<int:pk>/", enterprise.attachment, name="attachment_mine"),
    path(FILING, enterprise.application, name="application"),
    path(SECTION, form_pages.section, name="application_section"),
    path(f"{SECTION}autosave/", form_pages.autosave, name="application_autosave"),
    path(f"{SECTION}verdict/", form_pages.verdict, name="application_verdict"),
    path(f"{SECTION}workbook/", form_pages.workbook, name="application_workbook"),
    path(f"{FILING}review/", review_pages.review, name="application_review"),
    path(f"{FILING}versions/<int:number>/", review_pages.version, name="application_version"),
    path(f"{FILING}print/", review_pages.print_page, name="application_print"),
    path(f"{FILING}withdraw/", review_pages.withdraw, name="application_withdraw"),
]
