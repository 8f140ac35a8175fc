"""Addresses of the register of honours, imports, the self-check and questions about clauses."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import importing, register

REGISTER = "<slug:tenant>/office/register/"

urlpatterns: list[URLPattern] = [
    path(REGISTER, register.register, name="honour_register"),
    path(f"{REGISTER}add/", register.add, name="honour_add"),
    path(f"{REGISTER}import/", importing.honours, name="honour_import"),
    path(f"{REGISTER}import/template.xlsx", importing.honours_template, name="honour_template"),
    path(f"{REGISTER}recognitions/", register.recognitions, name="recognitions"),
    path(f"{REGISTER}recognitions/<int:pk>/end/", register.end_recognition, name="recognition_end"),
    path(f"{REGISTER}<int:pk>/", register.record, name="honour_record"),
    path(f"{REGISTER}enterprises/<slug:code>/", register.enterprise, name="honour_enterprise"),
]
