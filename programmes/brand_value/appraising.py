"""What the programme says of one firm: strength with the experts' criteria, the value, growth, and what ranks it.

The little giants' list and the specialised firms' list are ranked by value, the third by growth (domain rules 4.4,
4.5). Equal figures are parted by strength, then by mean profit.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.brand_value.arithmetic import HUNDRED, ZERO, exact_sums
from programmes.brand_value.explanation import FLAGS, METHODS, WAN
from programmes.brand_value.growth import Growth, growth
from programmes.brand_value.knowing import LIST_OF_ALL_OTHERS, day_in, figure_in, known_of, list_of
from programmes.brand_value.lines import FIGURE_LINES, POINTS, growth_lines, score_lines, strength_lines, value_lines
from programmes.brand_value.parameters import growth_scale, strength_scale, valuation_parameters
from programmes.brand_value.reading import NEGATIVE, NOT_SUPPLIED, UNREADABLE
from programmes.brand_value.scales import ELEMENTS, EXPERT_KEYS, SPECS
from programmes.brand_value.strength import Strength, strength
from programmes.brand_value.valuation import (
    LARGEST_ADJUSTMENT_RATIO,
    Valuation,
    ValuationInputs,
    adjusted,
    brand_value,
)
from programmes.brand_value.warnings import warn_answers
from programmes.brand_value.words import mark as _
from programmes.contract import Appraisal, Facts, Model, QuantScore

NO_VALUE = _("估值所需的财务数据不全，无法计算品牌价值")
NO_GROWTH = _("成长性得分所需的数据不全，无法排序")
NO_INDUSTRY = _("未填划型行业，按其他行业的参数计算")
UNRANKED_GAPS = frozenset({NOT_SUPPLIED, UNREADABLE, NEGATIVE})
"""A line of growth without a figure; a base of nothing is a figure, and earns nothing."""

REGISTERED = ("credit_grade",)
PROFITS = tuple((f"net_profit_y{year}", f"nonrecurring_y{year}") for year in (2, 1, 0))
REVENUES = tuple(f"revenue_y{year}" for year in (2, 1, 0))
TANGIBLES = ("current_tangible_assets", "noncurrent_tangible_assets")
READS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            "sme_industry",
            "honours",
            *(key for spec in SPECS for key in spec.keys if key not in (*EXPERT_KEYS, *REGISTERED)),
            *REVENUES,
            *(key for pair in PROFITS for key in pair),
            *TANGIBLES,
            *(f"rd_expense_y{year}" for year in (1, 2)),
            "main_product_share",
        )
    )
)
PARTS: dict[str, tuple[str, str]] = {
    "value_wan": (_("品牌价值"), WAN),
    "strength": (_("品牌强度"), POINTS),
    "growth": (_("成长性得分"), POINTS),
    "method": (_("价值取自"), ""),
    "k": (_("品牌强度系数 K"), ""),
    "r": (_("品牌价值折现率 R"), "%"),
    "mean_profit_wan": (_("调整后净利润加权平均"), WAN),
    "mean_revenue_wan": (_("营业收入加权平均"), WAN),
    "excess_wan": (_("超额收益法价值"), WAN),
    "royalty_wan": (_("许可费节省法价值"), WAN),
    "floor_wan": (_("价值下限"), WAN),
    **{f"element_{key}": (label, POINTS) for key, label in ELEMENTS.items()},
    "quantitative": (_("定量部分"), POINTS),
    "expert": (_("专家部分"), POINTS),
}


def appraise(facts: Facts, experts: Mapping[str, Decimal], parameters: Mapping[str, Any]) -> Appraisal:
    """See Model.appraise. experts: Q5, N5, S4, I6; without them the result is provisional and their lines say so.

    Raises ValueError for parameters that the model cannot work with and for an aggregate outside 0-100.
    """
    known = {**known_of(facts), **{key: experts[key] for key in EXPERT_KEYS if experts.get(key) is not None}}
    code, verified = list_of(facts), frozenset(facts.verified)
    points = strength(known, scale=strength_scale(parameters), closing_on=day_in(facts.closing_on))
    value = _value(known, points, parameters)
    grown = growth(known, points.exact, scale=growth_scale(parameters))
    worth = value.value_wan if value else None
    ranked = _growth_figure(grown) if code == LIST_OF_ALL_OTHERS else worth
    return Appraisal(
        list_code=code,
        figure=ranked,
        ties=(points.exact, value.mean_profit_wan if value else None),
        parts=_parts(points, value, grown),
        lines=(
            *strength_lines(points, verified),
            *(value_lines(value, verified) if value else ()),
            *growth_lines(grown, verified),
        ),
        flags=_flags(known, value, code, ranked),
    )


def quantify(facts: Facts, parameters: Mapping[str, Any]) -> QuantScore:
    """The part of strength that figures decide, of 80 points; None while nothing at all was supplied."""
    scale = strength_scale(parameters)
    found = strength(known_of(facts), scale=scale, closing_on=day_in(facts.closing_on))
    lines = [line for line in found.lines if line.key in FIGURE_LINES]
    if all(line.value is None for line in lines):
        return QuantScore(None, score_lines(found, scale))
    return QuantScore(round_half_up(_sum(found, is_expert=False), 2), score_lines(found, scale))


def valuation_inputs(known: Mapping[str, Any], points: Decimal) -> ValuationInputs | None:
    """The figures of the value, oldest year first; None while one is missing or below what it can be.

    What is not recurring is taken out of profit; not given means nothing.
    """
    revenue = [figure_in(known, key) for key in REVENUES]
    profit = [figure_in(known, key) for key, _other in PROFITS]
    tangible = [figure_in(known, key) for key in TANGIBLES]
    if any(figure is None for figure in (*revenue, *profit, *tangible)) or any(
        t is not None and t < 0 for t in tangible
    ):
        return None
    other = [figure_in(known, key) or ZERO for _profit, key in PROFITS]
    with exact_sums():
        recurring = tuple(one - part for one, part in zip(profit, other, strict=True) if one is not None)
    return ValuationInputs(
        profit_wan=recurring,  # type: ignore[arg-type]
        revenue_wan=tuple(revenue),  # type: ignore[arg-type]
        current_tangible_wan=tangible[0],  # type: ignore[arg-type]
        noncurrent_tangible_wan=tangible[1],  # type: ignore[arg-type]
        strength=points,
    )


def _value(known: Mapping[str, Any], points: Strength, parameters: Mapping[str, Any]) -> Valuation | None:
    inputs = valuation_inputs(known, points.exact)
    industry = str(known.get("sme_industry") or "")
    return brand_value(inputs, valuation_parameters(parameters, industry)) if inputs else None


def _growth_figure(grown: Growth) -> Decimal | None:
    return None if any(line.note in UNRANKED_GAPS for line in grown.lines) else grown.total


def _parts(points: Strength, value: Valuation | None, grown: Growth) -> dict[str, Decimal | str | None]:
    """In the order of PARTS; rounded for reading, the lines keep every digit."""
    found: dict[str, Decimal | str | None] = dict.fromkeys(PARTS)
    found |= {"strength": points.total, "growth": grown.total}
    found |= {f"element_{key}": round_half_up(part, 2) for key, (part, _most) in points.elements().items()}
    found["quantitative"] = round_half_up(_sum(points, is_expert=False), 2)
    found["expert"] = round_half_up(_sum(points, is_expert=True), 2)
    if value is not None:
        with exact_sums():
            rate = value.r * HUNDRED
        found |= {
            "value_wan": value.value_wan,
            "method": METHODS[value.method],
            "k": round_half_up(value.k, 6),
            "r": round_half_up(rate, 4),
            "mean_profit_wan": round_half_up(value.mean_profit_wan, 2),
            "mean_revenue_wan": round_half_up(value.mean_revenue_wan, 2),
            "excess_wan": value.excess_wan,
            "royalty_wan": value.royalty_wan,
            "floor_wan": value.floor_wan,
        }
    return found


def _sum(points: Strength, *, is_expert: bool) -> Decimal:
    with exact_sums():
        return sum((line.contribution for line in points.lines if (line.key in EXPERT_KEYS) is is_expert), ZERO)


def _flags(known: Mapping[str, Any], value: Valuation | None, code: str, ranked: Decimal | None) -> tuple[str, ...]:
    """Why there is no figure, what the model had to assume, and figures that look like slips; each said once."""
    found = [NO_VALUE] if value is None else [FLAGS[flag] for flag in value.flags]
    if code == LIST_OF_ALL_OTHERS and ranked is None:
        found.append(NO_GROWTH)
    if not known.get("sme_industry"):
        found.append(NO_INDUSTRY)
    return tuple(dict.fromkeys((*found, *warn_answers(known).values())))


MODEL = Model(
    appraise=appraise,
    reads=READS,
    figures={"L1": (_("品牌价值"), WAN), "L2": (_("品牌价值"), WAN), "L3": (_("成长性得分"), POINTS)},
    parts=PARTS,
    tie_labels=(_("品牌强度"), _("调整后净利润加权平均")),
    adjust=adjusted,
    most_adjustment_ratio=LARGEST_ADJUSTMENT_RATIO,
)
