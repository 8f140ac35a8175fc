from __future__ import annotations

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .asking import questions_awaiting
        from .awaiting import add_own_source, add_source
        from .awaiting_bodies import nonconformities_to_mend, units_to_entrust

        add_source(questions_awaiting)
        add_source(units_to_entrust)
        add_own_source(nonconformities_to_mend)
