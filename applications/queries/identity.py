"""What a unit is known by from year to year, by its programme's own rule."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from applications.models import Application, Unit
from programmes.contract import Facts, Programme

from .facts import facts_for

LONGEST = 64


def identity_of(unit: Unit) -> str:
    """Of the newest version; "" where nothing hangs on it. unit with application and edition. Raises NotFound."""
    programme = unit.edition.programme
    answers = facts_for(unit).of_unit(programme.items)
    return identity_in(programme, answers, uscc=unit.application.enterprise_uscc)


def identity_in(programme: Programme, answers: Mapping[str, Any], *, uscc: str) -> str:
    """answers: of one unit, its own row on top; a rule that asks for it finds the firm's code under "uscc"."""
    found = programme.identity_of({**answers, "uscc": uscc})
    return found if len(found) <= LONGEST else hashlib.sha256(found.encode()).hexdigest()


def identities_in(application: Application, answers: Mapping[str, Any]) -> dict[int, str]:
    """Position -> identity of everything that a filing names, as it is written now; "" left out."""
    programme = application.edition.programme
    count = len(answers.get(programme.items) or ()) if programme.items else 1
    found = {}
    for position in range(1, count + 1):
        own = Facts(answers=answers, position=position if programme.items else 0).of_unit(programme.items)
        if identity := identity_in(programme, own, uscc=application.enterprise_uscc):
            found[position] = identity
    return found
