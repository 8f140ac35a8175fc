"""What is known of one firm: answers under verified figures, and the tier that it held on the closing day.

Facts come typed from the form or frozen as JSON (numbers as text, days in ISO); both read the same.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.brand_value.reading import Gap, read_number
from programmes.contract import Facts

TIER_CLAUSES = {"tier_little_giant": LITTLE_GIANT, "tier_srdi_sme": SRDI_SME}
"""Clause -> the honour that it speaks of, the higher tier first."""
LISTS_BY_TIER = {LITTLE_GIANT: "L1", SRDI_SME: "L2"}
LIST_OF_ALL_OTHERS = "L3"


def known_of(facts: Facts) -> dict[str, Any]:
    """Form keys -> what was filed, replaced by what an official has verified."""
    return {**facts.answers, **facts.verified}


def figure_in(known: Mapping[str, Any], key: str) -> Decimal | None:
    """A figure of either sign; None where there is none, or nothing that is one."""
    try:
        return read_number(known, key, may_be_negative=True)
    except Gap:
        return None


def day_in(value: Any) -> date | None:
    """A day, or its ISO text; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def claimed_tiers(facts: Facts) -> set[str]:
    """Tiers claimed as held on the closing day: given by then and not run out. A blank end is no end."""
    closing_on = day_in(facts.closing_on)
    return {row["honour"] for row in _honour_rows(facts) if _is_held(row, closing_on)} & set(LISTS_BY_TIER)


def held_tiers(facts: Facts) -> set[str]:
    """Claimed tiers without those that an official has found not to be held."""
    refused = {honour for clause, honour in TIER_CLAUSES.items() if facts.findings.get(clause) is False}
    return claimed_tiers(facts) - refused


def list_of(facts: Facts) -> str:
    """The one list in which the firm competes: that of the highest tier it held."""
    held = held_tiers(facts)
    return next((code for honour, code in LISTS_BY_TIER.items() if honour in held), LIST_OF_ALL_OTHERS)


def _honour_rows(facts: Facts) -> Iterator[Mapping[str, Any]]:
    """The form's rows, which also say when an honour was given; other registered honours beside them."""
    table = known_of(facts).get("honours")
    rows = table if isinstance(table, list | tuple) else ()
    filed = [row for row in rows if isinstance(row, Mapping) and row.get("honour")]
    yield from filed
    named = {row["honour"] for row in filed}
    yield from (row for row in facts.honours if row.get("honour") and row["honour"] not in named)


def _is_held(row: Mapping[str, Any], closing_on: date | None) -> bool:
    """An end that cannot be read is no proof of being held."""
    if closing_on is None:
        return True
    issued_on, ends = row.get("issued_on"), row.get("valid_to")
    given = not issued_on or ((day := day_in(issued_on)) is not None and day <= closing_on)
    return given and (not ends or ((last := day_in(ends)) is not None and last >= closing_on))
