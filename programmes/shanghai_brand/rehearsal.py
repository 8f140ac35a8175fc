"""An edition of as many invented firms as wanted, of every fate, for `manage.py rehearse`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from programmes.demonstration import DemoEdition, ProgrammeDemo
from programmes.shanghai_brand.demo import (
    AWARD,
    BENCHMARK,
    FASHION,
    LISTED,
    LITTLE,
    LOGIN,
    ORGANISER,
    SLUG,
    SRDI,
    STAFFED,
    STEPS_2025,
    Fate,
    at,
    make_filing,
)

# What happens to the first firms whatever the seed says, so that even a small rehearsal shows it.
ALWAYS: tuple[Fate, ...] = (
    Fate(("listed", "not_proposed"), 84, consultation="no_objection", mark_downloads=1),
    Fate(LISTED, 88, honours=LITTLE, is_priority=True),
    Fate(LISTED, 86, consultation="no_answer", honours=SRDI),
    Fate(("listed", "screened_out"), 85),
    Fate(LISTED, 84, returned="agency"),
    Fate(LISTED, 83, returned="district", mark_downloads=1),
    Fate(("screened_out",)),
    Fate(("not_recommended",), consultation="objection"),
    Fate(("not_proposed",), 62),
    Fate(("listed", "listed", "not_proposed"), 87, honours=BENCHMARK, is_priority=True, is_large=True),
    Fate(("returned_for_correction",), returned="district"),
)
# How the others fare, in hundredths; their points are drawn beside it.
SHARES: tuple[tuple[int, Fate], ...] = (
    (26, Fate(LISTED)),
    (12, Fate(("listed", "listed"))),
    (10, Fate(LISTED, honours=LITTLE, is_priority=True)),
    (6, Fate(("listed", "not_proposed"), honours=AWARD, is_priority=True)),
    (8, Fate(LISTED, consultation="no_objection")),
    (6, Fate(LISTED, consultation="no_answer", honours=FASHION)),
    (6, Fate(("listed", "screened_out"))),
    (5, Fate(LISTED, returned="agency")),
    (4, Fate(LISTED, returned="district")),
    (5, Fate(("not_proposed",))),
    (4, Fate(("screened_out",))),
    (4, Fate(("not_recommended",), consultation="objection")),
    (1, Fate(("returned_for_correction",), returned="district")),
    (1, Fate(("withdrawn",))),
    (2, Fate(("draft",))),
)


def make_rehearsal(count: int, seed: int) -> ProgrammeDemo:
    """count firms drawn from a seed; the same two numbers give the same edition on any day.

    From eleven firms on there is every one of ALWAYS.
    """
    edition = make_edition(seed)
    random = Random(seed)  # noqa: S311  (repeatable sample figures, no secret)
    fates = [*ALWAYS[:count], *(draw_fate(random) for _ in range(count - len(ALWAYS)))]
    random.shuffle(fates)
    filings = tuple(
        make_filing(number, fate, edition, district=random.choice(STAFFED), seed=seed)
        for number, fate in enumerate(fates, start=1)
    )
    return ProgrammeDemo(SLUG, ORGANISER, (edition,), filings, login=LOGIN)


def draw_fate(random: Random) -> Fate:
    shares, fates = zip(*SHARES, strict=True)
    fate: Fate = random.choices(fates, weights=shares)[0]
    return replace(fate, points=random.randint(82, 93))


def make_edition(seed: int) -> DemoEdition:
    """The calendar of a year whose working days are decreed, so that no rehearsal hangs on the day it is played."""
    return DemoEdition(
        key=f"rehearsal {seed}",
        year=2025,
        title="2025年“上海品牌”培育试点（演练）",
        document_number="演练〔2025〕3号",
        opens_at=at(date(2025, 3, 3), 9),
        closes_at=at(date(2025, 4, 11), 17),
        district_due_at=at(date(2025, 4, 30), 17),
        review_due_at=at(date(2025, 7, 4), 17),
        steps=STEPS_2025,
    )
