"""The model's sums as lines for a page: every line of strength, every step to the value, the four of growth."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from programmes.brand_value.arithmetic import HUNDRED, exact_sums, plain
from programmes.brand_value.explanation import BOUNDS, METHODS, WAN, explain, years_of
from programmes.brand_value.form_fields import CREDIT_GRADES, LEVELS, MARKET_RANKS
from programmes.brand_value.growth import OWN_SCORE, Growth
from programmes.brand_value.measures import MEASURES
from programmes.brand_value.scales import ELEMENTS, FINANCE, OTHER, SPECS, StrengthScale
from programmes.brand_value.strength import Strength, StrengthLine
from programmes.brand_value.valuation import PresentValue, Valuation
from programmes.brand_value.words import mark as _
from programmes.contract import ModelLine, ScoreLine

VERIFIED = _("主管部门核实")
OWN_SUM = _("按本评价模型计算")
VALUE_GROUP, GROWTH_GROUP, TOTAL_GROUP = _("品牌价值"), _("成长性得分"), _("品牌强度合计")
POINTS = _("分")

WORDS: dict[str, str] = {key.lower(): label for key, label in (*LEVELS, *MARKET_RANKS, *CREDIT_GRADES)} | {
    "other": _("其他")
}
BOUNDS_AT = {"growth_floor": "gh", "growth_cap": "gh", "rate_floor": "r", "no_excess": "surplus"}
"""Which step a bound took hold of."""
GROWTH_KEYS: dict[str, tuple[str, ...]] = {
    "G1": ("revenue_y0", "revenue_y2"),
    "G2": ("rd_expense_y0", "revenue_y0"),
    "G3": ("patents_invention_valid", "employees"),
}
STEP_KEYS: dict[str, tuple[str, ...]] = {
    "profit": tuple(f"{row}_y{year}" for row in ("net_profit", "nonrecurring") for year in range(3)),
    "tangible": ("current_tangible_assets", "noncurrent_tangible_assets"),
    "cagr": ("revenue_y0", "revenue_y2"),
    "revenue": tuple(f"revenue_y{year}" for year in range(3)),
}
"""Steps that begin with filed figures; the others go on from them."""
STREAM_GROUPS = {"excess": _("品牌价值：超额收益逐年"), "royalty": _("品牌价值：许可费逐年")}
YEARS = (_("第 1 年"), _("第 2 年"), _("第 3 年"), _("第 4 年"), _("第 5 年"))
KEYS = {spec.key: spec.keys for spec in SPECS}


def strength_lines(found: Strength, verified: Collection[str]) -> tuple[ModelLine, ...]:
    """Twenty-four lines in their five elements, then their sum. verified: form keys that an official replaced."""
    lines = [
        ModelLine(
            key=line.key,
            group=ELEMENTS[line.element],
            label=line.label,
            value=show_value(line),
            unit=line.unit,
            source=source_of(KEYS[line.key], line.source, verified),
            working=line.working,
            score=line.score,
            weight=line.weight,
            result=line.contribution,
            result_unit=POINTS,
            note=line.note,
        )
        for line in found.lines
    ]
    parts = " + ".join(plain(points) for points, _most in found.elements().values())
    total = ModelLine("S", TOTAL_GROUP, _("品牌强度"), working=parts, result=found.exact, result_unit=POINTS)
    return (*lines, total)


def value_lines(found: Valuation, verified: Collection[str]) -> tuple[ModelLine, ...]:
    """Every step to the value, the last one naming the branch that won; then both streams year by year."""
    notes = {BOUNDS_AT[bound]: BOUNDS[bound] for bound in found.bounds}
    notes["value"] = METHODS[found.method]
    steps = tuple(
        ModelLine(
            key=step.key,
            group=VALUE_GROUP,
            label=step.label,
            source=source_of(STEP_KEYS[step.key], FINANCE, verified) if step.key in STEP_KEYS else OWN_SUM,
            working=step.working,
            result=step.value,
            result_unit=step.unit,
            note=notes.get(step.key, ""),
        )
        for step in explain(found)
    )
    return (*steps, *_year_lines("excess", found.excess, found), *_year_lines("royalty", found.royalty, found))


def _year_lines(name: str, stream: PresentValue, found: Valuation) -> Iterator[ModelLine]:
    """What a year brings, grown from the year before, and the same in today's money."""
    before, rate = stream.base_wan, plain(found.r, 6)
    for year in years_of(found, stream):
        grown = f"{plain(before)} × (1 + {plain(year.growth_pct)} %) = {plain(year.flow_wan)}"
        yield ModelLine(
            key=f"{name}_y{year.number}",
            group=STREAM_GROUPS[name],
            label=YEARS[year.number - 1],
            value=plain(year.growth_pct),
            unit="%",
            source=OWN_SUM,
            working=f"{grown}; {plain(year.flow_wan)} ÷ (1 + {rate})^{year.number}",
            result=year.discounted_wan,
            result_unit=WAN,
        )
        before = year.flow_wan


def growth_lines(found: Growth, verified: Collection[str]) -> tuple[ModelLine, ...]:
    """The four lines of growth, then their sum."""
    lines = []
    for line in found.lines:
        with exact_sums():
            weight = line.weight_ratio * HUNDRED
        lines.append(
            ModelLine(
                key=line.key,
                group=GROWTH_GROUP,
                label=line.label,
                value="" if line.value is None else plain(line.value),
                unit=line.unit,
                source=source_of(GROWTH_KEYS.get(line.key, ()), line.source, verified),
                working=line.working,
                score=line.score,
                weight=weight,
                result=line.contribution,
                result_unit=POINTS,
                note=line.note,
            )
        )
    parts = " + ".join(plain(line.contribution) for line in found.lines)
    return (
        *lines,
        ModelLine("G", GROWTH_GROUP, _("成长性得分"), working=parts, result=found.exact, result_unit=POINTS),
    )


def score_lines(found: Strength, scale: StrengthScale) -> tuple[ScoreLine, ...]:
    """The lines that figures decide, as a quantitative score shows them."""
    return tuple(
        ScoreLine(
            key=line.key,
            label=line.label,
            value=f"{show_value(line)} {line.unit}".strip() if line.value is not None else line.note,
            threshold=show_range(line.key, scale),
            score=line.score,
            weight_ratio=line.weight / HUNDRED,
            group=ELEMENTS[line.element],
        )
        for line in found.lines
        if line.key in FIGURE_LINES
    )


FIGURE_LINES = tuple(spec.key for spec in SPECS if MEASURES[spec.measure] is not MEASURES["expert"])


def source_of(keys: Collection[str], filed: str, verified: Collection[str]) -> str:
    """An official's figure is told apart from the applicant's."""
    return VERIFIED if set(keys) & set(verified) and filed != OWN_SCORE else filed


def show_value(line: StrengthLine) -> str:
    """A number with at most four decimals, the words of a choice, or nothing."""
    if line.value is None:
        return ""
    if isinstance(line.value, Decimal):
        return plain(line.value)
    return WORDS.get(line.value.lower(), line.value)


def show_range(key: str, scale: StrengthScale) -> str:
    """3 → 5: what earns nothing and what earns everything; a table of steps by its points."""
    if key in scale.ranges:
        low, high = scale.ranges[key]
        return f"{plain(low)} → {plain(high)}"
    return _show_steps(scale.steps.get(key, {}))


def _show_steps(steps: Mapping[str, Any]) -> str:
    named = [f"{name} = {plain(points)}" for name, points in steps.items() if name != OTHER]
    return ", ".join([*named, f"… = {plain(steps[OTHER])}"]) if steps else ""
