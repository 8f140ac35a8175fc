"""Which list is which: codes, titles and honours of a programme's lists, and what an edition lets them show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Outcome, Unit
from programmes.contract import Programme, PublishedListForm
from programmes.models import Edition


def code_or_first(programme: Programme, code: str) -> str:
    """A unit whose decision names none of the programme's lists belongs to the first."""
    return code if programme.list_named(code) else programme.lists[0].code


def outcome_of(unit: Unit) -> Outcome | None:
    """The decision on a unit that came with it; None where there is none."""
    return getattr(unit, "outcome", None)


def code_of(unit: Unit, programme: Programme) -> str:
    outcome = outcome_of(unit)
    return code_or_first(programme, outcome.list_code if outcome else "")


def place_of(programme: Programme, code: str) -> int:
    """Where a list stands in the programme's order, from 0; what is no list of it stands last."""
    codes = [form.code for form in programme.lists]
    return codes.index(code) if code in codes else len(codes)


def by_list(programme: Programme, rows: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """(title, rows) for each list that has some, in the programme's order. rows: have a list_code, or are dicts with
    one. A programme of one list has one group without a title.
    """
    groups: dict[str, list[Any]] = {}
    for row in rows:
        code = row["list_code"] if isinstance(row, dict) else row.list_code
        groups.setdefault(code_or_first(programme, code), []).append(row)
    is_plain = len(programme.lists) == 1
    return [("" if is_plain else form.title, groups[form.code]) for form in programme.lists if form.code in groups]


def has_several(edition: Edition) -> bool:
    return len(edition.programme.lists) > 1


def title_of_list(edition: Edition, form: PublishedListForm) -> str:
    """What a list of the edition is called unless its drafter says otherwise."""
    return f"{edition.year}{form.title}" if has_several(edition) else _("%(title)s名单") % {"title": edition.title}


def honour_of_list(edition: Edition, code: str) -> str:
    """What whoever is on the list may call itself.

    Where the programme's lists name their honours it is the list's with the edition's year before it; else the
    certificate's, or the programme's title where there is no certificate.
    """
    of = edition.programme
    form = of.list_named(code)
    if form is not None and names_honours(of):
        return f"{edition.year}{form.honour or form.title}"
    return of.certificate.honour if of.certificate else of.title


def names_honours(programme: Programme) -> bool:
    return any(form.honour for form in programme.lists)


def head_of_names(programme: Programme) -> str:
    """What the column of names is called: the unit where one enterprise may have several, a name otherwise."""
    is_several = bool(programme.items) or programme.most_filings > 1
    return _(programme.unit_word) if is_several else _("名称")


def has_mark(edition: Edition) -> bool:
    return edition.has_stage("mark") and edition.programme.mark is not None


def has_reward(edition: Edition) -> bool:
    return edition.has_stage("reward") and edition.programme.reward is not None


def is_outside(edition: Edition) -> bool:
    """Whether the honour is a certificate of an outside body, which the portal only shows."""
    form = edition.programme.certificate
    return form is not None and form.is_outside


def is_ranked(edition: Edition) -> bool:
    """Whether a place in the list is what the edition is about."""
    return edition.programme.model is not None


def shows(edition: Edition, setting: str, *, default: bool = False) -> bool:
    """A switch of the edition: list_shows_rank, list_shows_figure or certificate_shows_rank."""
    return bool(edition.settings().get(setting, default))


def figure_label(programme: Programme, code: str) -> tuple[str, str]:
    """(label, unit) of what a list is ranked by; ("", "") where nothing is."""
    return programme.model.figures.get(code, ("", "")) if programme.model else ("", "")
