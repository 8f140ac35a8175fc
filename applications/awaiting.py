"""What waits for a person beyond the filings' stations: every app adds its own rows to the home of an office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.queries.paper import count_awaited, last_day_of, papers_to_post
from portal.kit import clock
from portal.kit.actor import Actor
from portal.people import policy as people_policy
from portal.people import queries as people
from programmes.models import Edition


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One row: what, how many, of which edition (None = of no edition), the first instant too late, where."""

    label: str
    count: int
    edition: Edition | None
    url: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """What an enterprise has to do outside its filings: about what, at whom, what, the first instant too late."""

    title: str
    under: str
    need: str
    url: str
    due_at: datetime


OwnSource = Callable[[Actor], list[OwnNeed]]
_own_sources: list[OwnSource] = []
Source = Callable[[Actor, str], list[Awaiting]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Called once, when an app is ready. source(actor, tenant slug): rows that this actor himself has to see to."""
    if source not in _sources:
        _sources.append(source)


def add_own_source(source: OwnSource) -> None:
    """As add_source, for the desk of an enterprise."""
    if source not in _own_sources:
        _own_sources.append(source)


def own_needs(actor: Actor) -> list[OwnNeed]:
    """Every row for this actor's enterprise, in the order of the apps."""
    return [row for source in (papers_awaited, *_own_sources) for row in source(actor)]


def papers_awaited(actor: Actor) -> list[OwnNeed]:
    """Stamped forms that the enterprise has still to post."""
    return [
        OwnNeed(
            title=row.title or row.enterprise_name,
            under=row.edition.title,
            need=_("打印申报书，盖章后寄出（以邮戳为准）"),
            url=reverse("application", args=(row.tenant.slug, row.pk)),
            due_at=clock.end_of(sheet.post_by),
        )
        for row, sheet in papers_to_post(actor)
    ]


def awaiting_for(actor: Actor, slug: str) -> list[Awaiting]:
    """Every row for this actor, in the order of the apps."""
    return [row for source in (claims_awaiting, paper_awaiting, *_sources) for row in source(actor, slug)]


def claims_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    """Organisations whose proof lies with this office."""
    count = people.filed_claims(actor) if people_policy.may_decide_claims(actor) else 0
    return [Awaiting(_("主体待核验"), count, None, reverse("claims", args=(slug,)))] if count else []


def paper_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    """Stamped forms that are still to be matched with what was filed."""
    return [
        Awaiting(
            _("待核对纸质申报表"), count, edition, reverse("paper", args=(slug,)), clock.end_of(last_day_of(edition))
        )
        for edition, count in count_awaited(actor)
    ]
