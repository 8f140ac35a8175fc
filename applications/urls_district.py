"""Addresses of what districts and the departments that they consult do beside the queue."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
