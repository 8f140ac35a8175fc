"""Addresses of this app: the enterprise's side, the offices', and those of outside bodies and of the public."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from . import urls_agency, urls_district, urls_editions, urls_my, urls_office, urls_register

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_my.urlpatterns,
    *urls_office.urlpatterns,
    *urls_district.urlpatterns,
    *urls_agency.urlpatterns,
    *urls_editions.urlpatterns,
    *urls_register.urlpatterns,
]
