from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from applications.awaiting import add_source
        from applications.locking import add_lock

        from .awaiting import reviews_awaiting
        from .locking import settled_by_run

        add_source(reviews_awaiting)
        add_lock(settled_by_run)
