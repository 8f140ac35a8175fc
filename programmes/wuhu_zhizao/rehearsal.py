"""An edition of as many invented products as wanted, of every fate, for `manage.py rehearse`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from programmes.demonstration import DemoEdition, ProgrammeDemo
from programmes.wuhu_zhizao.demo import LOGIN, ORGANISER, SLUG, Fate, at, make_filing

# What happens to the first filings whatever the seed says, so that even a small rehearsal shows it.
ALWAYS: tuple[Fate, ...] = (
    Fate("listed", 86, reward="paid"),
    Fate("not_proposed", 36),
    Fate("listed", 84, reward="paid", is_returned=True),
    Fate("not_certified", 83),
    Fate("listed", 85, reward="paid", is_reworked=True),
    Fate("listed", 86, reward="paid", surveillance="suspended"),
    Fate("listed", 83, reward="paid", surveillance="withdrawn"),
    Fate("not_recommended"),
    Fate("listed", 84, reward="applied", has_nonconformity=True),
    Fate("listed", 87, firm=1, number=2, reward="paid"),
    Fate("listed", 82, reward="refused"),
    Fate("listed", 84, reward="paid", surveillance="resumed"),
    Fate("returned_for_correction", is_returned=True),
)
# How the others fare, in hundredths; the experts' points are drawn beside it.
SHARES: tuple[tuple[int, Fate], ...] = (
    (34, Fate("listed", reward="paid")),
    (8, Fate("listed", reward="approved")),
    (6, Fate("listed", reward="checked")),
    (6, Fate("listed", reward="applied")),
    (4, Fate("listed", reward="refused")),
    (4, Fate("listed")),
    (6, Fate("listed", reward="paid", is_returned=True)),
    (5, Fate("listed", reward="paid", is_reworked=True)),
    (5, Fate("listed", reward="paid", has_nonconformity=True)),
    (2, Fate("listed", reward="paid", surveillance="suspended")),
    (2, Fate("listed", reward="paid", surveillance="resumed")),
    (2, Fate("listed", reward="paid", surveillance="withdrawn")),
    (4, Fate("not_certified")),
    (5, Fate("not_proposed")),
    (3, Fate("not_recommended")),
    (1, Fate("returned_for_correction", is_returned=True)),
    (1, Fate("withdrawn")),
    (2, Fate("draft")),
)
SECOND_IN = 12
"""One firm in so many files another product."""


def make_rehearsal(count: int, seed: int) -> ProgrammeDemo:
    """count filings drawn from a seed; the same two numbers give the same edition on any day.

    The first is listed and rewarded; from ten on a firm files two products; from thirteen on all of ALWAYS is there.
    """
    edition = make_edition(seed)
    random = Random(seed)  # noqa: S311  (repeatable sample figures, no secret)
    fates = [*ALWAYS[:count], *(draw_fate(random) for _ in range(count - len(ALWAYS)))]
    filings = [
        make_filing(fate, edition, firm=firm, kind=firm + fate.number - 1, seed=seed)
        for firm, fate in with_firms(fates, random)
    ]
    random.shuffle(filings)
    filings.sort(key=lambda one: one.number)  # a firm's second filing after its first
    return ProgrammeDemo(SLUG, ORGANISER, (edition,), tuple(filings), login=LOGIN)


def draw_fate(random: Random) -> Fate:
    shares, fates = zip(*SHARES, strict=True)
    fate: Fate = random.choices(fates, weights=shares)[0]
    points = random.randint(24, 38) if fate.target == "not_proposed" else random.randint(80, 93)
    return replace(fate, points=points)


def with_firms(fates: list[Fate], random: Random) -> Iterator[tuple[int, Fate]]:
    """(number of the firm, fate): its own, or now and then that of a firm before it that has one product so far."""
    alone: list[int] = []
    for number, fate in enumerate(fates, start=1):
        if fate.firm:
            alone.remove(fate.firm)
            yield fate.firm, fate
        elif number > len(ALWAYS) and alone and random.randrange(SECOND_IN) == 0:
            yield alone.pop(random.randrange(len(alone))), replace(fate, number=2)
        else:
            alone.append(number)
            yield number, fate


def make_edition(seed: int) -> DemoEdition:
    """The calendar of a year whose working days are decreed, so that no rehearsal hangs on the day it is played."""
    return DemoEdition(
        key=f"rehearsal {seed}",
        year=2025,
        title="2025年“芜湖智造”品牌认证（演练）",
        document_number="演练〔2025〕4号",
        opens_at=at(date(2025, 2, 17), 9),
        closes_at=at(date(2025, 3, 28), 17),
        district_due_at=at(date(2025, 4, 11), 17),
        review_due_at=at(date(2025, 5, 30), 17),
        steps={
            "filed": at(date(2025, 3, 18)),
            "returned": at(date(2025, 3, 20)),
            "corrected": at(date(2025, 3, 24)),
            "district": at(date(2025, 4, 2)),
            "checked": at(date(2025, 4, 9)),
            "drawn": at(date(2025, 4, 15)),
            "scored": at(date(2025, 4, 28)),
            "decided": at(date(2025, 5, 8)),
            "reworked": at(date(2025, 5, 13)),
            "certified": at(date(2025, 7, 22)),
            "released": at(date(2025, 8, 6)),
            "rewarded": at(date(2025, 9, 3)),
            "surveilled": at(date(2025, 10, 21)),
        },
    )
