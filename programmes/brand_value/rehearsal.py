"""An edition of as many invented firms as wanted, of every quality, for `manage.py rehearse`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from programmes.brand_value.demo import (
    EXCLUDED,
    LOWERED,
    ORGANISER,
    RAISED,
    SLUG,
    STAFFED,
    TIERS,
    Fate,
    at,
    make_filing,
)
from programmes.brand_value.firms import NO_TIER
from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.demonstration import DemoEdition, ProgrammeDemo

# What happens to the first firms whatever the seed says, so that even a small rehearsal shows it. Two that tie follow
# each other: the size of both is fixed, so that they stand high enough to be on the list.
ALWAYS: tuple[Fate, ...] = (
    Fate("listed", LITTLE_GIANT, 88),
    Fate("not_accepted", SRDI_SME, refused=("a3",)),
    Fate("listed", SRDI_SME, 80, is_returned=True),
    Fate("listed", SRDI_SME, 78, is_exact=True, size_ratio=0.8),
    Fate("listed", SRDI_SME, 78, is_exact=True, size_ratio=0.8),
    Fate("listed", NO_TIER, 78),
    Fate("not_proposed", LITTLE_GIANT, 80, verification=("exclude", None, EXCLUDED)),
    Fate("listed", LITTLE_GIANT, 82, verification=("adjust", Decimal("0.05"), RAISED)),
    Fate("accepted", SRDI_SME, paper="mismatch"),
    Fate("listed", SRDI_SME, 74, is_loss=True),
    Fate("listed", NO_TIER, 76, is_queried=True),
    Fate("not_accepted", NO_TIER, paper="missing"),
    Fate("returned_for_correction", NO_TIER, is_returned=True),
)
# How the others fare, in hundredths; their tier and their experts' points are drawn beside it.
SHARES: tuple[tuple[int, Fate], ...] = (
    (64, Fate("listed")),
    (8, Fate("listed", is_returned=True)),
    (6, Fate("listed", is_queried=True)),
    (3, Fate("listed", is_loss=True)),
    (3, Fate("listed", verification=("adjust", Decimal("-0.08"), LOWERED))),
    (2, Fate("listed", verification=("adjust", Decimal("0.04"), RAISED))),
    (2, Fate("not_proposed", verification=("exclude", None, EXCLUDED))),
    (2, Fate("not_accepted", refused=("a3",))),
    (2, Fate("not_accepted", refused=("a8",))),
    (2, Fate("accepted", paper="mismatch")),
    (2, Fate("not_accepted", paper="missing")),
    (1, Fate("returned_for_correction", is_returned=True)),
    (1, Fate("withdrawn")),
    (2, Fate("draft")),
)
TIER_SHARES = (30, 42, 28)
"""Of little giants, specialised firms and all others, in hundredths."""


def make_rehearsal(count: int, seed: int) -> ProgrammeDemo:
    """count firms drawn from a seed; the same two numbers give the same edition on any day.

    From three firms on there is a listed one, a refused one and one sent back; from thirteen on all of ALWAYS.
    """
    edition = make_edition(seed)
    random = Random(seed)  # noqa: S311  (repeatable sample figures, no secret)
    fates = [*ALWAYS[:count], *(draw_fate(random) for _ in range(count - len(ALWAYS)))]
    random.shuffle(fates)
    filings = tuple(
        make_filing(number, fate, edition, district=random.choice(STAFFED), seed=seed)
        for number, fate in enumerate(fates, start=1)
    )
    return ProgrammeDemo(SLUG, ORGANISER, (edition,), filings)


def draw_fate(random: Random) -> Fate:
    shares, fates = zip(*SHARES, strict=True)
    fate: Fate = random.choices(fates, weights=shares)[0]
    return replace(fate, tier=random.choices(TIERS, weights=TIER_SHARES)[0], points=random.randint(66, 93))


def make_edition(seed: int) -> DemoEdition:
    """The calendar of a year whose working days are decreed, so that no rehearsal hangs on the day it is played."""
    closes = at(date(2025, 4, 12), 0)
    return DemoEdition(
        key=f"rehearsal {seed}",
        year=2025,
        title="2025年上海市中小企业品牌价值评价（演练）",
        document_number="演练〔2025〕2号",
        opens_at=at(date(2025, 3, 10), 9),
        closes_at=closes,
        district_due_at=at(date(2025, 4, 30), 17),
        review_due_at=at(date(2025, 5, 30), 17),
        steps={
            "filed": at(date(2025, 4, 1)),
            "returned": at(date(2025, 4, 3)),
            "corrected": at(date(2025, 4, 8)),
            "district": at(date(2025, 4, 10)),
            "checked": at(date(2025, 4, 15)),
            "received": at(date(2025, 4, 17)),
            "queried": at(date(2025, 4, 18)),
            "answered": at(date(2025, 4, 21)),
            "data_checked": at(date(2025, 4, 23)),
            "drawn": at(date(2025, 4, 25)),
            "scored": at(date(2025, 5, 7)),
            "verified": at(date(2025, 5, 9)),
            "decided": at(date(2025, 5, 13)),
            "noticed": at(date(2025, 5, 14), 9),
            "released": at(date(2025, 5, 26)),
        },
    )
