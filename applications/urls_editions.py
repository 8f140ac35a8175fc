"""Addresses of making an edition."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import edition_making

EDITION = "<slug:tenant>/office/editions/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("<slug:tenant>/office/editions/new/", edition_making.new, name="edition_new"),
    path(f"{EDITION}copy/", edition_making.copy, name="edition_copy"),
    path(f"{EDITION}name/", edition_making.name, name="edition_name"),
]
