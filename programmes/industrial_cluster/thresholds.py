"""The figures of one edition: thresholds of the notice of 2024-04-16 and our readings of it, all replaceable.

Numbers come from section 一 of the notice. What the notice leaves open (the two or three steps of 年均, the scope of
或者 in 一（四）, which levels of platform count) is a reading, so it is data of the edition and not law.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.industrial_cluster.logic import Formula

GROUP_FORMULAS: dict[int, Formula] = {
    3: ("and", "c3_work", ("or", "c3_top", "c3_mid")),
    4: ("and", "c4_layout", "c4_mech", ("or", ("and", "c4_map", "c4_share"), "c4_coop")),
}
"""Groups that do not simply need every line."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Limits and readings of one edition.

    growth_steps   2 or 3 yearly steps in 年均: y0 against y2, or against y3
    closing_on     the last day of filing (Asia/Shanghai); an honour must be valid on it
    formulas       group number -> formula; a group not named needs all its lines
    """

    area_max_km2: Decimal = Decimal(100)
    output_min_yi: Decimal = Decimal(30)
    sme_share_min_pct: Decimal = Decimal(50)
    lead_share_min_pct: Decimal = Decimal(50)
    output_growth_min_pct: Decimal = Decimal(10)
    top_firms_min: Decimal = Decimal(1)
    mid_firms_min: Decimal = Decimal(10)
    rd_growth_min_pct: Decimal = Decimal(5)
    platforms_min: Decimal = Decimal(1)
    standards_min: Decimal = Decimal(2)
    patent_growth_min_pct: Decimal = Decimal(15)
    patents_per_10k_min: Decimal = Decimal(15)
    platform_use_min_pct: Decimal = Decimal(10)
    exchange_kinds_min: Decimal = Decimal(1)
    service_orgs_min: Decimal = Decimal(1)
    service_staff_min: Decimal = Decimal(1)
    service_kinds_min: Decimal = Decimal(7)
    policy_cover_min_pct: Decimal = Decimal(100)
    growth_steps: int = 2
    closing_on: date = date(2024, 5, 15)
    top_honours: frozenset[str] = frozenset({"little_giant", "single_champion_nat", "single_champion_city"})
    mid_honours: frozenset[str] = frozenset({"srdi_sme", "innovative_sme", "hi_tech"})
    platform_levels: frozenset[str] = frozenset({"national", "city", "district"})
    formulas: Mapping[int, Formula] = field(default_factory=lambda: dict(GROUP_FORMULAS))

    def __post_init__(self) -> None:
        if self.growth_steps not in (2, 3):
            raise ValueError("growth_steps is 2 or 3")

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names an edition may set."""
        return frozenset(entry.name for entry in fields(cls))

    @classmethod
    def from_mapping(cls, overrides: Mapping[str, Any]) -> "Thresholds":
        """Defaults with an edition's stored values over them: numbers as text, dates ISO, sets as lists.

        Raises ValueError for a name that does not exist and for a value that cannot be read.
        """
        unknown = sorted(set(overrides) - cls.names())
        if unknown:
            raise ValueError(f"unknown thresholds: {', '.join(unknown)}")
        return cls(**{name: _read(name, value) for name, value in overrides.items()})


def _read(name: str, value: Any) -> Any:
    if name == "growth_steps":
        return int(value)
    if name == "closing_on":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if name in ("top_honours", "mid_honours", "platform_levels"):
        return frozenset(value)
    if name == "formulas":
        return {**GROUP_FORMULAS, **{int(number): _as_formula(formula) for number, formula in value.items()}}
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{name}: {value!r} is not a number") from None
    if not number.is_finite() or number <= 0:
        raise ValueError(f"{name} must be above zero")
    return number


def _as_formula(value: Any) -> Formula:
    """JSON keeps a formula as nested lists."""
    return value if isinstance(value, str) else tuple(_as_formula(part) for part in value)


DEFAULTS = Thresholds()
