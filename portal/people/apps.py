from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from .adapter import count_enrolment

        # allauth tells this in no other way than its signal.
        authenticator_added.connect(count_enrolment, dispatch_uid="people.count_enrolment")
