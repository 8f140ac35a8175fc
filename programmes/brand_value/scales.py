"""What the strength score measures and what an edition may set about it: weights, ranges and steps (4.3).

None of it stands in a notice; it is the proposal of an edition. Experts hold 20 of 100 points.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.brand_value.arithmetic import HUNDRED, ZERO
from programmes.brand_value.words import mark as _

ELEMENTS: dict[str, str] = {
    "T": _("有形要素"),
    "Q": _("质量要素"),
    "N": _("创新要素"),
    "S": _("服务要素"),
    "I": _("无形要素"),
}


@dataclass(frozen=True, slots=True)
class LineSpec:
    """One line: measure names a rule of measures.py, keys are the figures that it reads."""

    key: str
    label: str
    measure: str
    keys: tuple[str, ...]
    source: str
    unit: str = ""

    @property
    def element(self) -> str:
        """T, Q, N, S or I."""
        return self.key[0]


FINANCE = _("申报表：财务数据")
QUALITY = _("申报表：质量与服务")
INNOVATION = _("申报表：创新")
BRAND = _("申报表：品牌信息")
EXPERT = _("专家评分")
REGISTER = _("信用信息查询")

SPECS: tuple[LineSpec, ...] = (
    LineSpec("T1", _("营业收入规模（万元，取常用对数）"), "logarithm", ("revenue_y0",), FINANCE),
    LineSpec("T2", _("营业收入两年复合增速"), "revenue_growth", ("revenue_y0", "revenue_y2"), FINANCE, "%"),
    LineSpec("T3", _("净利率"), "margin", ("net_profit_y0", "revenue_y0"), FINANCE, "%"),
    LineSpec("T4", _("资产负债率（越低越好）"), "debt_share", ("liabilities_y0", "total_assets_y0"), FINANCE, "%"),
    LineSpec("Q1", _("有效管理体系证书数"), "certificates", ("mgmt_certs",), QUALITY, _("个")),
    LineSpec("Q2", _("近三年监督抽查不合格次数"), "failures", ("sampling_failures_3y",), QUALITY, _("次")),
    LineSpec("Q3", _("参与制修订标准（折算分值）"), "standards", ("standards",), QUALITY),
    LineSpec("Q4", _("质量奖最高级别"), "level", ("quality_award",), QUALITY),
    LineSpec("Q5", _("质量管理成熟度"), "expert", ("Q5",), EXPERT, _("分")),
    LineSpec("N1", _("研发强度"), "revenue_share", ("rd_expense_y0", "revenue_y0"), FINANCE, "%"),
    LineSpec(
        "N2", _("每百人有效发明专利"), "staff_share", ("patents_invention_valid", "employees"), INNOVATION, _("件")
    ),
    LineSpec("N3", _("研发人员占比"), "staff_share", ("rd_staff", "employees"), INNOVATION, "%"),
    LineSpec("N4", _("创新平台最高级别"), "level", ("innovation_platform",), INNOVATION),
    LineSpec("N5", _("技术领先性"), "expert", ("N5",), EXPERT, _("分")),
    LineSpec("S1", _("顾客满意度"), "number", ("csat",), QUALITY, _("分")),
    LineSpec("S2", _("投诉办结率"), "number", ("complaint_close_rate",), QUALITY, "%"),
    LineSpec("S3", _("老客户收入占比"), "number", ("repeat_revenue_share",), QUALITY, "%"),
    LineSpec("S4", _("服务体系"), "expert", ("S4",), EXPERT, _("分")),
    LineSpec("I1", _("境内注册商标数"), "trademarks", ("tm_list",), BRAND, _("件")),
    LineSpec("I2", _("境外注册国家/地区数"), "number", ("tm_overseas_regions",), BRAND, _("个")),
    LineSpec("I3", _("品牌投入强度"), "revenue_share", ("brand_spend_y0", "revenue_y0"), FINANCE, "%"),
    LineSpec("I4", _("细分市场排名"), "market_rank", ("market_rank",), BRAND),
    LineSpec("I5", _("信用等级"), "level", ("credit_grade",), REGISTER),
    LineSpec("I6", _("品牌美誉与文化"), "expert", ("I6",), EXPERT, _("分")),
)
EXPERT_KEYS = tuple(spec.key for spec in SPECS if spec.measure == "expert")

OTHER = "other"
"""In a table of steps: what is not named."""


def _decimals(figures: Mapping[str, str | int]) -> dict[str, Decimal]:
    return {key: Decimal(figure) for key, figure in figures.items()}


WEIGHTS = _decimals(
    {"T1": 5, "T2": 5, "T3": 3, "T4": 2, "Q1": 5, "Q2": 6, "Q3": 6, "Q4": 4, "Q5": 4}
    | {"N1": 7, "N2": 6, "N3": 4, "N4": 3, "N5": 5, "S1": 4, "S2": 3, "S3": 3, "S4": 5}
    | {"I1": 3, "I2": 2, "I3": 3, "I4": 4, "I5": 2, "I6": 6}
)
RANGES: dict[str, tuple[Decimal, Decimal]] = {
    key: (Decimal(low), Decimal(high))
    for key, (low, high) in (
        {"T1": (3, 5), "T2": (-10, 30), "T3": (0, 20), "T4": (90, 40), "Q1": (0, 4), "Q3": (0, 6), "N1": (0, 10)}
        | {"N2": (0, 10), "N3": (0, 30), "S1": (60, 95), "S2": (80, 100), "S3": (20, 80)}
        | {"I1": (0, 20), "I2": (0, 10), "I3": (0, 5)}
    ).items()
}
LEVEL_POINTS = {"national": 100, "city": 80, "district": 50, "none": 0, OTHER: 0}
STEPS: dict[str, dict[str, Decimal]] = {
    "Q2": _decimals({"0": 100, "1": 40, OTHER: 0}),
    "Q4": _decimals(LEVEL_POINTS),
    "N4": _decimals(LEVEL_POINTS),
    "I4": _decimals({"1": 100, "2-3": 80, "4-10": 50, OTHER: 20}),
    "I5": _decimals({"AAA": 100, "AA": 80, "A": 60, OTHER: 30}),
}
STANDARD_POINTS = _decimals({"international": 2, "national": 2, "industry": 1, "local": 1, "group": "0.5"})
"""What one standard counts towards Q3, by its level."""


@dataclass(frozen=True, kw_only=True)
class StrengthScale:
    """The figures of an edition's strength score.

    weights           line -> points of 100; all lines together make 100
    ranges            line -> (value that earns 0, value that earns 100); the first is above the second in T4
    steps             line -> step -> points 0-100; `other` is whatever is not named
    standard_points   level of a standard -> what it counts
    Raises ValueError naming the setting and the line.
    """

    weights: Mapping[str, Decimal] = field(default_factory=lambda: dict(WEIGHTS))
    ranges: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=lambda: dict(RANGES))
    steps: Mapping[str, Mapping[str, Decimal]] = field(default_factory=lambda: dict(STEPS))
    standard_points: Mapping[str, Decimal] = field(default_factory=lambda: dict(STANDARD_POINTS))

    def __post_init__(self) -> None:
        check_weights("strength_weights", self.weights, WEIGHTS, HUNDRED)
        check_ranges("strength_ranges", self.ranges, RANGES)
        for line, wanted in STEPS.items():
            check_names(f"strength_steps, {line}", self.steps.get(line, {}), wanted)
            if any(not ZERO <= points <= HUNDRED for points in self.steps[line].values()):
                raise ValueError(f"strength_steps, {line}: points lie between 0 and 100")
        check_names("strength_steps", self.steps, STEPS)
        check_names("standard_points", self.standard_points, STANDARD_POINTS)
        if any(points < 0 for points in self.standard_points.values()):
            raise ValueError("standard_points must not be negative")

    @classmethod
    def from_mapping(cls, stored: Mapping[str, Any]) -> "StrengthScale":
        """Defaults with an edition's stored tables (numbers as text) over them, line by line. Raises ValueError."""
        names = {entry.name: getattr(DEFAULTS, entry.name) for entry in fields(cls)}
        unknown = sorted(set(stored) - set(names))
        if unknown:
            raise ValueError(f"unknown settings of the strength score: {', '.join(unknown)}")
        read = {name: {**names[name], **read_table(name, table, SHAPES[name])} for name, table in stored.items()}
        if "steps" in read:
            read["steps"] = {line: {**STEPS.get(line, {}), **table} for line, table in read["steps"].items()}
        return cls(**read)


def check_names(setting: str, given: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raises ValueError unless exactly the wanted names are there."""
    if set(given) != set(wanted):
        odd = ", ".join(sorted(set(given) ^ set(wanted)))
        raise ValueError(f"{setting} must name exactly {', '.join(wanted)}; wrong or missing: {odd}")


def check_weights(setting: str, given: Mapping[str, Decimal], wanted: Mapping[str, Decimal], whole: Decimal) -> None:
    """Raises ValueError unless every line has a weight, none below zero, and all add up to the whole."""
    check_names(setting, given, wanted)
    if any(weight < 0 for weight in given.values()):
        raise ValueError(f"{setting} must not be negative")
    if sum(given.values()) != whole:
        raise ValueError(f"{setting} must add up to {whole}, not {sum(given.values())}")


def check_ranges(setting: str, given: Mapping[str, tuple[Decimal, Decimal]], wanted: Mapping[str, Any]) -> None:
    """Raises ValueError unless every line has two different ends."""
    check_names(setting, given, wanted)
    for line, (first, last) in given.items():
        if first == last:
            raise ValueError(f"{setting}, {line}: two different ends are expected")


def read_figure(setting: str, value: Any) -> Decimal:
    """A stored number, as text or Decimal. Raises ValueError."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{setting}: {value!r} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{setting} must be finite")
    return number


def read_pair(setting: str, value: Any) -> tuple[Decimal, Decimal]:
    """Two stored numbers. Raises ValueError."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{setting}: two numbers are expected, not {value!r}")
    return read_figure(setting, value[0]), read_figure(setting, value[1])


def read_steps(setting: str, value: Any) -> dict[str, Decimal]:
    """A stored table of step -> points. Raises ValueError."""
    return read_table(setting, value, read_figure)


def read_table(setting: str, table: Any, read: Callable[[str, Any], Any]) -> dict[str, Any]:
    """A stored table of line -> cell. Raises ValueError naming the setting and the line."""
    if not isinstance(table, Mapping):
        raise ValueError(f"{setting} is a table, not {table!r}")
    return {str(line): read(f"{setting}, {line}", cell) for line, cell in table.items()}


SHAPES: dict[str, Callable[[str, Any], Any]] = {
    "weights": read_figure,
    "ranges": read_pair,
    "steps": read_steps,
    "standard_points": read_figure,
}
DEFAULTS = StrengthScale()
