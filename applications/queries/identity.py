"""What a unit is known by from year to year, by its programme's own rule."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from applications.models import Application, Unit
from programmes.contract import Facts, Programme
from programmes.registry import read_answers_of

from .facts import facts_for
from .filing import OVER

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


def same_product(application: Application, answers: Mapping[str, Any]) -> list[Application]:
    """Other filings of the enterprise in the edition, not over, that are about the same product; two queries.

    answers: as written now. Only where an enterprise may have several filings; it is warned and never stopped.
    """
    own = set(identities_in(application, answers).values())
    if application.edition.programme.most_filings == 1 or not own:
        return []
    rows = Application.objects.filter(edition_id=application.edition_id, enterprise_id=application.enterprise_id)
    others = list(rows.exclude(pk=application.pk).exclude(state__in=OVER).select_related("edition").order_by("pk"))
    written = read_answers_of(application.edition.programme, [row.pk for row in others])
    return [row for row in others if own & set(identities_in(row, written.get(row.pk, {})).values())]
