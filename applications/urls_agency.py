"""Addresses of agencies and certification bodies, and of whoever entrusts them."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
