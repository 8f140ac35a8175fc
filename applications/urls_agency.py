"""Addresses of agencies and certification bodies, and of whoever entrusts them."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import agency, agency_acts, entrusting

CASE = "<slug:tenant>/agency/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("<slug:tenant>/office/entrusting/", entrusting.entrust, name="entrusting"),
    path("<slug:tenant>/office/entrusting/<int:pk>/", entrusting.take_back, name="entrusting_end"),
    path("<slug:tenant>/agency/", agency.desk, name="agency_desk"),
    path(CASE, agency.case, name="agency_case"),
    path(f"{CASE}files/<int:file_id>/", agency.file, name="agency_file"),
    path(f"{CASE}screening/", agency_acts.screen, name="agency_screen"),
    path(f"{CASE}return/", agency_acts.return_, name="agency_return"),
    path(f"{CASE}acceptance/", agency_acts.accept, name="agency_accept"),
    path(f"{CASE}refusal/", agency_acts.refuse, name="agency_refuse"),
    path(f"{CASE}steps/", agency_acts.step, name="agency_step"),
    path(f"{CASE}steps/<int:step_id>/", agency_acts.resolve, name="agency_resolve"),
    path(f"{CASE}certificate/", agency_acts.certify, name="agency_certify"),
]
