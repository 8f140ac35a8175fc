"""Addresses of the register of honours, imports, the self-check and questions about clauses."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
