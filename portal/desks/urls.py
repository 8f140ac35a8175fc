"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import preview
from .rehearsal import pages

PREVIEW = "<slug:tenant>/office/editions/<int:pk>/preview/"
REHEARSALS = "<slug:tenant>/office/editions/<int:pk>/rehearsals/"

urlpatterns: list[URLPattern] = [
    path(PREVIEW, preview.preview, name="edition_preview"),
    path(f"{PREVIEW}public/", preview.preview_public, name="edition_preview_public"),
    path(REHEARSALS, pages.rehearsals, name="rehearsals"),
    path(f"{REHEARSALS}<int:rehearsal_id>/", pages.rehearsal, name="rehearsal"),
]
