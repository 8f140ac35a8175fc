from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "portal.tenancy"
    label = "tenancy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import policies  # noqa: F401  (registers the system check)

        post_migrate.connect(fence_after_migrate, dispatch_uid="tenancy.fence")


def fence_after_migrate(*, using: str, app_config: AppConfig, **kwargs: Any) -> None:
    """Once per migrate run: post_migrate is sent for every app, the last one finds all tables made."""
    from django.apps import apps

    from .policies import apply_fences

    if app_config.label == list(apps.get_app_configs())[-1].label:
        apply_fences(using=using)
