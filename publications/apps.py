from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    label = "publications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from applications.awaiting import add_own_source, add_source

        from .awaiting import needs_of_enterprise, publications_awaiting

        add_source(publications_awaiting)
        add_own_source(needs_of_enterprise)
