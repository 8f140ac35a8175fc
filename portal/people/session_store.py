"""Django's sessions in the database, with one mistake put right."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    """Django takes every error while a login is noted for "this login was ended meanwhile" and answers 400.

    Where the database is away, that is not so: the error itself goes on, the answer is 500, and the login stays.
    """

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            if isinstance(error.__context__, (OperationalError, InterfaceError)):
                raise error.__context__ from None
            raise
