"""The growth score of the third list, 0-100: growth of revenue, research, patents and strength (4.5).

Worked: growth 25 % a year → 50 × 0.40 = 20; research 7.5 % of revenue → 50 × 0.20 = 10; 5 patents per 100 staff
→ 50 × 0.20 = 10; strength 60 × 0.20 = 12; together 52.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.brand_value.arithmetic import HUNDRED, ONE, ZERO, exact_sums, plain, points_between
from programmes.brand_value.measures import growth_pct, share_pct
from programmes.brand_value.reading import ZERO_REVENUE, ZERO_STAFF, Gap
from programmes.brand_value.scales import FINANCE, INNOVATION, check_ranges, check_weights
from programmes.brand_value.words import mark as _

OWN_SCORE = _("本评价的品牌强度得分")
WEIGHTS: dict[str, Decimal] = {
    "G1": Decimal("0.40"),
    "G2": Decimal("0.20"),
    "G3": Decimal("0.20"),
    "G4": Decimal("0.20"),
}
RANGES: dict[str, tuple[Decimal, Decimal]] = {
    "G1": (ZERO, Decimal(50)),
    "G2": (ZERO, Decimal(15)),
    "G3": (ZERO, Decimal(10)),
}


@dataclass(frozen=True, kw_only=True)
class GrowthScale:
    """weight_ratios add up to 1; ranges hold the value that earns 0 and the one that earns 100. Raises ValueError."""

    weight_ratios: Mapping[str, Decimal] = field(default_factory=lambda: dict(WEIGHTS))
    ranges: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=lambda: dict(RANGES))

    def __post_init__(self) -> None:
        check_weights("growth_weights", self.weight_ratios, WEIGHTS, ONE)
        check_ranges("growth_ranges", self.ranges, RANGES)


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """One of the four, unrounded; the fields are those of a strength line, weight_ratio a part of one."""

    key: str
    label: str
    value: Decimal | None
    unit: str
    source: str
    working: str
    score: Decimal
    weight_ratio: Decimal
    contribution: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Growth:
    """total has two places, half up; exact is the sum of the contributions."""

    total: Decimal
    exact: Decimal
    lines: tuple[GrowthLine, ...]


DEFAULTS = GrowthScale()
Figure = Callable[[Mapping[str, Any]], tuple[Decimal, str]]
FIGURES: tuple[tuple[str, str, str, str, Figure], ...] = (
    ("G1", _("营业收入两年复合增速"), "%", FINANCE, lambda facts: growth_pct(facts, "revenue_y0", "revenue_y2")),
    (
        "G2",
        _("研发强度"),
        "%",
        FINANCE,
        lambda facts: share_pct(facts, "rd_expense_y0", "revenue_y0", ZERO_REVENUE),
    ),
    (
        "G3",
        _("每百人有效发明专利"),
        _("件"),
        INNOVATION,
        lambda facts: share_pct(facts, "patents_invention_valid", "employees", ZERO_STAFF),
    ),
)


def growth(facts: Mapping[str, Any], strength: Decimal, *, scale: GrowthScale = DEFAULTS) -> Growth:
    """G of one firm; see the module's head.

    facts      form keys; a missing figure earns nothing and says so
    strength   0-100, unrounded. Raises ValueError outside.
    """
    if not ZERO <= strength <= HUNDRED:
        raise ValueError(f"strength must lie between 0 and 100, not {strength}")
    lines = [_score_figure(entry, facts, scale) for entry in FIGURES]
    weight_ratio = scale.weight_ratios["G4"]
    with exact_sums():
        part = strength * weight_ratio
    working = plain(strength)
    own = ("G4", _("品牌强度"), strength, _("分"), OWN_SCORE, working, strength, weight_ratio, part, "")
    lines.append(GrowthLine(*own))
    with exact_sums():
        exact = sum((line.contribution for line in lines), ZERO)
    return Growth(round_half_up(exact, 2), exact, tuple(lines))


def _score_figure(entry: tuple[str, str, str, str, Figure], facts: Mapping[str, Any], scale: GrowthScale) -> GrowthLine:
    key, label, unit, source, measure = entry
    value: Decimal | None = None
    working, note, score = "", "", ZERO
    try:
        value, working = measure(facts)
        score = points_between(value, *scale.ranges[key])
    except Gap as gap:
        note = gap.note
    weight_ratio = scale.weight_ratios[key]
    with exact_sums():
        contribution = score * weight_ratio
    return GrowthLine(key, label, value, unit, source, working, score, weight_ratio, contribution, note)
