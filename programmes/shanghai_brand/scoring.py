"""The quantitative score of one item: seven lines, 0–100 each, weighted to 100. None of it stands in the notice.

It is the reading of an edition and can be changed there; 40 % of the whole, experts give the other 60 %. A filing as a
whole has no score: only its items have.

Worked: three indicators, one at the best abroad (100), one above the national standard (80) and one equal to it (60)
are 80.00; with a national standard (90) that is evaluated (100), rank 2 to 3 (85), a share of 12 % of 30 (40),
revenue from 1,000 to 1,440 万元 (20 % a year: 100) and two posts (70) the item has
0.35·80 + 0.10·90 + 0.15·100 + 0.15·85 + 0.10·40 + 0.10·100 + 0.05·70 = 82.25.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

from portal.kit.money import round_half_up
from programmes.contract import Facts, QuantScore, ScoreLine
from programmes.shanghai_brand.form_fields import (
    LEAST_POINTS,
    LOWER,
    MARKET_RANKS,
    STANDARD_LEVELS,
    STANDARD_STATUSES,
)
from programmes.shanghai_brand.judging import known_of, plain
from programmes.shanghai_brand.reading import ITEMS, figure_in, points_of, rows_in, word_in
from programmes.shanghai_brand.words import mark as _

ZERO, HUNDRED = Decimal(0), Decimal(100)
PRECISION = 40
POSTS = ("roles_cbo", "roles_cqo", "roles_cso")
Known = Mapping[str, Any]
Settings = Mapping[str, Any]
Measure = tuple[str, Decimal | None, str]
"""value as it is shown, points unrounded, threshold as it is shown"""
NOTHING: Measure = ("", None, "")
NEW_ITEM = _("上两年无收入，按新项目计分")

LABELS: dict[str, str] = {
    "advanced": _("先进性指标"),
    "standard_level": _("执行标准级别"),
    "standard_status": _("执行标准状态"),
    "market_rank": _("细分市场排名"),
    "share": _("市场占有率"),
    "growth": _("项目收入年均增速"),
    "posts": _("品牌、质量、标准负责人"),
}
GROUPS: dict[str, str] = {
    "advanced": _("先进性"),
    "standard_level": _("标准"),
    "standard_status": _("标准"),
    "market_rank": _("市场"),
    "share": _("市场"),
    "growth": _("市场"),
    "posts": _("组织"),
}
CHOICES = {key: dict(rows) for key, rows in (("standard_level", STANDARD_LEVELS), ("market_rank", MARKET_RANKS))}
CHOICES["standard_status"] = dict(STANDARD_STATUSES)

DEFAULTS: dict[str, Any] = {
    "quant_weights": {
        "advanced": "0.35",
        "standard_level": "0.10",
        "standard_status": "0.15",
        "market_rank": "0.15",
        "share": "0.10",
        "growth": "0.10",
        "posts": "0.05",
    },
    "advanced_scores": {"best": "100", "above": "80", "equal": "60", "below": "0"},
    "standard_level_scores": {
        "international": "100",
        "national": "90",
        "industry": "80",
        "local": "75",
        "group": "75",
        "enterprise": "60",
    },
    "standard_status_scores": {"evaluated": "100", "adopted": "70", "drafting": "40"},
    "market_rank_scores": {"1": "100", "2-3": "85", "4-10": "70", "over_10": "50", "unknown": "30"},
    "posts_scores": {"0": "0", "1": "40", "2": "70", "3": "100"},
    "linear_ranges": {"share": ["0", "30"], "growth": ["-10", "20"]},
    "new_item_score": "60",
}
"""As an edition keeps them: numbers as text."""


def quantify(facts: Facts, parameters: Mapping[str, Any]) -> QuantScore:
    """The score of the item at facts.position; value None while a line is open, and for a filing as a whole."""
    settings = {**DEFAULTS, **parameters}
    if not 0 < facts.position <= len(rows_in(facts.answers, ITEMS)):
        return QuantScore(None, ())
    known = known_of(facts)
    with localcontext() as context:
        context.prec = PRECISION
        found = {key: measure(known, facts, settings) for key, measure in MEASURES.items()}
        weights = {key: Decimal(settings["quant_weights"][key]) for key in found}
        parts = [None if points is None else weights[key] * points for key, (_v, points, _t) in found.items()]
        known_parts = [part for part in parts if part is not None]
        total = sum(known_parts, ZERO) if len(known_parts) == len(parts) else None
    lines = tuple(
        ScoreLine(
            key=key,
            label=LABELS[key],
            value=value,
            threshold=threshold,
            score=None if points is None else round_half_up(points, 2),
            weight_ratio=weights[key],
            group=GROUPS[key],
        )
        for key, (value, points, threshold) in found.items()
    )
    return QuantScore(None if total is None else round_half_up(total, 2), lines)


def rate_point(row: Mapping[str, Any]) -> str | None:
    """best, above, equal or below: one indicator against the best abroad and the national standard.

    Only compared, never divided: an indicator may be negative or nought. None while there is nothing to compare. With
    no national standard whatever falls short of the best abroad counts as equal to a standard.
    """
    own, national, best = (figure_in(row, key) for key in ("own", "national", "best_abroad"))
    if own is None or (national is None and best is None):
        return None
    sign = -1 if word_in(row, "direction") == LOWER else 1
    if best is not None and sign * own >= sign * best and (national is None or sign * own >= sign * national):
        return "best"
    if national is None:
        return "equal"
    return "above" if sign * own > sign * national else "equal" if own == national else "below"


def growth_pct(latest: Decimal, base: Decimal) -> Decimal:
    """((latest ÷ base)^½ − 1) × 100, unrounded; base above zero, latest not below it."""
    with localcontext() as context:
        context.prec = PRECISION
        return ((latest / base).sqrt() - 1) * HUNDRED


def along(value: Decimal, ends: Sequence[Any]) -> Decimal:
    """0 at the first end, 100 at the second, straight between them, clamped."""
    low, high = (Decimal(end) for end in ends)
    return min(max((value - low) / (high - low) * HUNDRED, ZERO), HUNDRED)


def _advanced(known: Known, facts: Facts, settings: Settings) -> Measure:
    """Mean of the item's indicators; open while one cannot be compared or there are too few of them."""
    rated = [rate_point(row) for row in points_of(facts.answers, facts.position)]
    if len(rated) < LEAST_POINTS or None in rated:
        return NOTHING
    points = [Decimal(settings["advanced_scores"][one]) for one in rated if one is not None]
    surpassing = sum(one in ("best", "above") for one in rated)
    return f"{surpassing} / {len(rated)}", sum(points, ZERO) / len(points), f"≥ {LEAST_POINTS}"


def _chosen(key: str) -> Callable[[Known, Facts, Settings], Measure]:
    """The points of a choice; a choice that the edition's table does not know earns nothing."""

    def measure(known: Known, facts: Facts, settings: Settings) -> Measure:
        choice = word_in(known, key)
        if not choice:
            return NOTHING
        return CHOICES[key].get(choice, choice), Decimal(settings[f"{key}_scores"].get(choice, 0)), ""

    return measure


def _share(known: Known, facts: Facts, settings: Settings) -> Measure:
    share = figure_in(known, "share")
    if share is None:
        return NOTHING
    ends = settings["linear_ranges"]["share"]
    return f"{plain(share)} %", along(share, ends), _show_ends(ends)


def _growth(known: Known, facts: Facts, settings: Settings) -> Measure:
    latest, base = figure_in(known, "revenue_y0"), figure_in(known, "revenue_y2")
    ends = settings["linear_ranges"]["growth"]
    if latest is None or base is None or latest < 0 or base < 0:
        return NOTHING
    if base == 0:
        return NEW_ITEM, Decimal(settings["new_item_score"]) if latest > 0 else ZERO, _show_ends(ends)
    grown = growth_pct(latest, base)
    return f"{plain(round_half_up(grown, 2))} %", along(grown, ends), _show_ends(ends)


def _posts(known: Known, facts: Facts, settings: Settings) -> Measure:
    answers = [known.get(key) for key in POSTS]
    if any(not isinstance(answer, bool) for answer in answers):
        return NOTHING
    count = answers.count(True)
    return str(count), Decimal(settings["posts_scores"][str(count)]), ""


def _show_ends(ends: Sequence[Any]) -> str:
    low, high = (plain(Decimal(end)) for end in ends)
    return f"{low} % → {high} %"


MEASURES: dict[str, Callable[[Known, Facts, Settings], Measure]] = {
    "advanced": _advanced,
    "standard_level": _chosen("standard_level"),
    "standard_status": _chosen("standard_status"),
    "market_rank": _chosen("market_rank"),
    "share": _share,
    "growth": _growth,
    "posts": _posts,
}
