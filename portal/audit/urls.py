"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from . import views

urlpatterns: list[URLPattern] = [
    path("<slug:tenant>/office/audit/", views.audit_log, name="audit_log"),
    re_path(r"^(?P<tenant>[-\w]+)/office/audit/export\.(?P<kind>xlsx|jsonl)$", views.audit_export, name="audit_export"),
    path("<slug:tenant>/office/audit/<uuid:pk>/", views.audit_event, name="audit_event"),
]
