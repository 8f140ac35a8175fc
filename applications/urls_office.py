"""Addresses of the offices: filing's other side."""

from __future__ import annotations

from django.urls import path

from .views import queue

urlpatterns = [
    path("<slug:tenant>/office/queue/", queue.queue, name="queue"),
    path("<slug:tenant>/office/queue/export.xlsx", queue.queue_export, name="queue_export"),
]
