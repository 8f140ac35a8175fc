"""Addresses of the years before the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import importing, past

PAST = "<slug:tenant>/office/past/"

urlpatterns: list[URLPattern] = [
    path(PAST, importing.past_lists, name="past_lists"),
    path(f"{PAST}import/<slug:kind>/", importing.past_import, name="past_import"),
    path(f"{PAST}import/<slug:kind>/template.xlsx", importing.past_template, name="past_template"),
    path(f"{PAST}<int:pk>/", importing.past_list, name="past_list"),
    path(f"{PAST}entries/<int:pk>/revoke/", importing.past_revoke, name="past_revoke"),
    path("<slug:tenant>/lists/past/", past.past_lists_public, name="past_lists_public"),
    path("<slug:tenant>/lists/past/<int:pk>/", past.past_list_public, name="past_list_public"),
]
