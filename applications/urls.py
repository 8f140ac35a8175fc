"""Addresses of this app: the enterprise's side and the offices'."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from . import urls_my, urls_office

urlpatterns: list[URLPattern | URLResolver] = [*urls_my.urlpatterns, *urls_office.urlpatterns]
