from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    label = "publications"
    default_auto_field = "django.db.models.BigAutoField"
