"""What an action may refuse with. Each error knows its HTTP status; texts are for the user, in the user's language.

`message` may be a lazy translation: it is turned into text only when a page or an API answer is written.
"""

from __future__ import annotations

from collections.abc import Mapping


class PortalError(Exception):
    """Base of every refusal that a user can be told about."""

    status = 400

    def __init__(self, message: object = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).__name__


class Denied(PortalError):
    """The right key, the wrong person: `message` names the rule and who can help."""

    status = 403


class NotFound(PortalError):
    """No such row for this actor; never tells whether it exists for somebody else."""

    status = 404


class Conflict(PortalError):
    """The row has moved on since the page was made: stale form, second click, jump not in the workflow."""

    status = 409


class Closed(Conflict):
    """Too late, or too early: the edition, notice or panel is not open at this instant."""


class Invalid(PortalError):
    """Values that break a rule. fields: {form field or row path: message}."""

    status = 422

    def __init__(self, message: object = "", *, fields: Mapping[str, object] | None = None, code: str = "") -> None:
        super().__init__(message, code=code)
        self.fields = dict(fields or {})
