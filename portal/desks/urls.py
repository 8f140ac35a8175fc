"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from .rehearsal import pages

REHEARSALS = "<slug:tenant>/office/editions/<int:pk>/rehearsals/"

urlpatterns: list[URLPattern] = [
    path(REHEARSALS, pages.rehearsals, name="rehearsals"),
    path(f"{REHEARSALS}<int:rehearsal_id>/", pages.rehearsal, name="rehearsal"),
]
