from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"

    def ready(self) -> None:
        from applications.awaiting import add_source

        from . import celery  # noqa: F401  (shared tasks bind to this app)
        from .desks.awaiting import mails_awaiting

        add_source(mails_awaiting)
