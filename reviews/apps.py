from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from applications.awaiting import add_source

        from .awaiting import reviews_awaiting

        add_source(reviews_awaiting)
