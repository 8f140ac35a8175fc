"""What an organiser may change about the model: names, defaults as stored (numbers as text), labels and units.

Flat names hold one figure; strength_*, growth_* and industry_table hold tables. All of it is edition data.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from programmes.brand_value import growth, industries, scales
from programmes.brand_value.growth import GrowthScale
from programmes.brand_value.scales import StrengthScale, read_figure, read_pair, read_table
from programmes.brand_value.valuation import ValuationParameters
from programmes.brand_value.words import mark as _

ROUND_FIGURES = ("r_ct", "r_nct", "tax", "g_inf", "years", "phi", "growth_floor", "growth_cap")
"""The same for every firm of an edition; the other three come from the industry table."""

STRENGTH_TABLES = {
    "strength_weights": "weights",
    "strength_ranges": "ranges",
    "strength_steps": "steps",
    "standard_points": "standard_points",
}

LABELS: dict[str, tuple[str, str]] = {
    "r_ct": (_("流动有形资产要求收益率（0–0.15）"), ""),
    "r_nct": (_("非流动有形资产要求收益率（0–0.15）"), ""),
    "tax": (_("所得税率（0–0.25）"), ""),
    "g_inf": (_("永续增长率（0–0.03）"), ""),
    "years": (_("高速增长期（3–5）"), _("年")),
    "phi": (_("许可费下限系数（0–1）"), ""),
    "growth_floor": (_("首年增速下限（-0.50–0）"), ""),
    "growth_cap": (_("首年增速上限（0–0.50）"), ""),
    "industry_table": (_("行业参数（平均资产收益率、品牌贡献率、许可费率）"), ""),
    "strength_weights": (_("品牌强度各指标权重（合计 100）"), _("分")),
    "strength_ranges": (_("品牌强度各指标 0 分与 100 分对应值"), ""),
    "strength_steps": (_("品牌强度分档指标得分"), _("分")),
    "standard_points": (_("参与制修订标准每项折算分值"), ""),
    "growth_weights": (_("成长性得分权重（合计 1）"), ""),
    "growth_ranges": (_("成长性指标 0 分与 100 分对应值"), ""),
}


def stored(value: Any) -> Any:
    """As an edition keeps it: numbers as text, tables as dictionaries and lists."""
    if isinstance(value, Mapping):
        return {key: stored(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [stored(entry) for entry in value]
    return str(value) if isinstance(value, Decimal) else value


DEFAULTS: dict[str, Any] = {
    **{name: stored(getattr(ValuationParameters(), name)) for name in ROUND_FIGURES},
    "industry_table": industries.TABLE,
    **{name: stored(getattr(scales.DEFAULTS, table)) for name, table in STRENGTH_TABLES.items()},
    "growth_weights": stored(growth.WEIGHTS),
    "growth_ranges": stored(growth.RANGES),
}


def valuation_parameters(settings: Mapping[str, Any], industry: str) -> ValuationParameters:
    """The model's figures for a firm of a size-rule industry. settings: as stored. Raises ValueError."""
    row = industries.row_of(settings.get("industry_table", industries.TABLE), industry)
    found: dict[str, Any] = {name: read_figure(f"industry_table, {industry}, {name}", row[name]) for name in row}
    for name in ROUND_FIGURES:
        if name in settings:
            found[name] = read_figure(name, settings[name])
    if "years" in found:
        found["years"] = _whole("years", found["years"])
    return ValuationParameters(**found)


def strength_scale(settings: Mapping[str, Any]) -> StrengthScale:
    """The scale of the strength score. settings: as stored. Raises ValueError."""
    return StrengthScale.from_mapping(
        {table: settings[name] for name, table in STRENGTH_TABLES.items() if name in settings}
    )


def growth_scale(settings: Mapping[str, Any]) -> GrowthScale:
    """The scale of the growth score. settings: as stored. Raises ValueError."""

    def table(name: str, defaults: Mapping[str, Any], read: Callable[[str, Any], Any]) -> dict[str, Any]:
        return {**defaults, **read_table(name, settings.get(name, {}), read)}

    return GrowthScale(
        weight_ratios=table("growth_weights", growth.WEIGHTS, read_figure),
        ranges=table("growth_ranges", growth.RANGES, read_pair),
    )


def check_settings(settings: Mapping[str, Any]) -> None:
    """Raises ValueError for the first figure or table that the model cannot work with, naming it and its range."""
    table = settings.get("industry_table", industries.TABLE)
    industries.check_table(table)
    for industry in table:
        valuation_parameters(settings, industry)
    strength_scale(settings)
    growth_scale(settings)


def _whole(name: str, number: Decimal) -> int:
    if number != number.to_integral_value():
        raise ValueError(f"{name} must be a whole number, not {number}")
    return int(number)
