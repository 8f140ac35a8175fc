"""Size classes of enterprises 中小企业划型: 工信部联企业〔2011〕300号 with 国统字〔2017〕213号.

Each metric is classified alone by inclusive lower limits and the lowest class wins, which is the same as "all listed
metrics at or above the limit, else one step down". A missing metric cannot be classified; it is never "micro".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType


class SizeClass(StrEnum):
    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class CannotClassify(ValueError):
    """No class can be given. `reason` is industry, missing, number or negative; `metric` names the figure, if one."""

    def __init__(self, reason: str, sentence: str, metric: str | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.metric = metric


@dataclass(frozen=True, slots=True)
class Limits:
    """Inclusive lower limits of large, medium and small."""

    large: int
    medium: int
    small: int

    def classify(self, figure: Decimal) -> SizeClass:
        if figure >= self.large:
            return SizeClass.LARGE
        if figure >= self.medium:
            return SizeClass.MEDIUM
        return SizeClass.SMALL if figure >= self.small else SizeClass.MICRO


@dataclass(frozen=True, slots=True)
class Industry:
    """One row of the table: employees in persons, revenue and total assets in 10,000 CNY; None = not asked."""

    key: str
    name: str
    employees: Limits | None = None
    revenue_wan: Limits | None = None
    assets_wan: Limits | None = None

    @property
    def limits(self) -> dict[str, Limits]:
        rows = {"employees": self.employees, "revenue_wan": self.revenue_wan, "assets_wan": self.assets_wan}
        return {metric: limits for metric, limits in rows.items() if limits is not None}


_ROWS = (
    Industry("agriculture", "农、林、牧、渔业", revenue_wan=Limits(20000, 500, 50)),
    Industry("industry", "工业", Limits(1000, 300, 20), Limits(40000, 2000, 300)),
    Industry("construction", "建筑业", None, Limits(80000, 6000, 300), Limits(80000, 5000, 300)),
    Industry("wholesale", "批发业", Limits(200, 20, 5), Limits(40000, 5000, 1000)),
    Industry("retail", "零售业", Limits(300, 50, 10), Limits(20000, 500, 100)),
    Industry("transport", "交通运输业", Limits(1000, 300, 20), Limits(30000, 3000, 200)),
    Industry("warehousing", "仓储业", Limits(200, 100, 20), Limits(30000, 1000, 100)),
    Industry("post", "邮政业", Limits(1000, 300, 20), Limits(30000, 2000, 100)),
    Industry("accommodation", "住宿业", Limits(300, 100, 10), Limits(10000, 2000, 100)),
    Industry("catering", "餐饮业", Limits(300, 100, 10), Limits(10000, 2000, 100)),
    Industry("information_transmission", "信息传输业", Limits(2000, 100, 10), Limits(100000, 1000, 100)),
    Industry("software_it", "软件和信息技术服务业", Limits(300, 100, 10), Limits(10000, 1000, 50)),
    Industry("real_estate_dev", "房地产开发经营", None, Limits(200000, 1000, 100), Limits(10000, 5000, 2000)),
    Industry("property_mgmt", "物业管理", Limits(1000, 300, 100), Limits(5000, 1000, 500)),
    Industry("leasing_business", "租赁和商务服务业", Limits(300, 100, 10), None, Limits(120000, 8000, 100)),
    Industry("other", "其他未列明行业", Limits(300, 100, 10)),
)
INDUSTRIES: Mapping[str, Industry] = MappingProxyType({row.key: row for row in _ROWS})
SIZE_NAMES: Mapping[SizeClass, str] = MappingProxyType(
    {SizeClass.LARGE: "大型", SizeClass.MEDIUM: "中型", SizeClass.SMALL: "小型", SizeClass.MICRO: "微型"}
)
_ASCENDING = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)

Figure = int | Decimal | float | str


def size_class(
    industry: str,
    *,
    employees: Figure | None = None,
    revenue_wan: Figure | None = None,
    assets_wan: Figure | None = None,
) -> SizeClass:
    """The size class of a firm; metrics that its industry does not list are ignored, whatever they hold.

    industry   a key of INDUSTRIES
    employees  persons at year end; revenue_wan, assets_wan in 10,000 CNY
    Raises     CannotClassify: unknown industry, a listed metric missing, negative or no number

    >>> str(size_class("software_it", employees=103, revenue_wan=Decimal("15735.28")))
    'medium'
    """
    row = INDUSTRIES.get(industry) if isinstance(industry, str) else None
    if row is None:
        raise CannotClassify("industry", f"There is no industry {industry!r} in the size table.")
    figures = {"employees": employees, "revenue_wan": revenue_wan, "assets_wan": assets_wan}
    classes = [limits.classify(_read_figure(metric, figures[metric])) for metric, limits in row.limits.items()]
    return min(classes, key=_ASCENDING.index)


def is_sme(size: SizeClass | str) -> bool:
    """Medium, small or micro."""
    return SizeClass(size) is not SizeClass.LARGE


def _read_figure(metric: str, figure: Figure | None) -> Decimal:
    if figure is None or figure == "":
        raise CannotClassify("missing", f"{metric} is missing, so the size class cannot be told.", metric)
    try:
        number = Decimal(str(figure)) if not isinstance(figure, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise CannotClassify("number", f"{metric} is not a number: {figure!r}.", metric)
    if number < 0:
        raise CannotClassify("negative", f"{metric} is negative: {figure!r}.", metric)
    return number
