"""What the form's pages are put together from: choices, kinds of field, and the columns of the tables."""

from decimal import Decimal

from portal.kit import regions
from portal.kit.honours import HONOURS
from programmes.contract import Field, FieldKind
from programmes.wuhu_zhizao.words import mark as _

K = FieldKind
ZERO, HUNDRED = Decimal(0), Decimal(100)
MOST_PEOPLE = Decimal(9_999_999)
MOST_WAN = Decimal(100_000_000)
MOST_VALUE = Decimal(99_999_999)
"""Of an indicator of the standard, on either side of nought."""
LEAST_POINTS = 3
"""Indicators that a product is compared by, at least."""
WAN = _("万元")

REGIONS: tuple[tuple[str, str], ...] = tuple(
    (row.code, row.name) for row in (*regions.districts(regions.WUHU), *regions.recommending_areas(regions.WUHU))
)
"""Counties, districts and development zones of the city: where a production site may lie."""
HONOUR_CHOICES: tuple[tuple[str, str], ...] = tuple(HONOURS.items())

STANDARD_ROLES = (
    ("lead", _("牵头制定")),
    ("participant", _("参与制定")),
    ("adopter", _("采用执行")),
)
HIGHER, LOWER = "higher", "lower"
DIRECTIONS = ((HIGHER, _("越大越好")), (LOWER, _("越小越好")))
LABS = (("cma", "CMA"), ("cnas", "CNAS"), ("cma_cnas", "CMA、CNAS"))
RIGHTS = (
    ("invention", _("发明专利")),
    ("utility_model", _("实用新型专利")),
    ("design", _("外观设计专利")),
    ("software", _("软件著作权")),
    ("layout", _("集成电路布图设计")),
)
MARKET_RANKS = (
    ("1", _("第 1 位")),
    ("2-3", _("第 2 至 3 位")),
    ("4-10", _("第 4 至 10 位")),
    ("over_10", _("10 位以后")),
    ("unknown", _("不清楚")),
)


def amount(key: str, label: str, *, help: str = "") -> Field:
    """万元 with two decimals, zero or more."""
    return Field(key, label, K.DECIMAL, unit=WAN, minimum=ZERO, maximum=MOST_WAN, places=2, help=help)


def by_year(row: str, label: str, *, help: str = "") -> tuple[Field, ...]:
    """万元 of the last three complete years, the latest first."""
    return tuple(
        Field(
            f"{row}_y{year}",
            label,
            K.DECIMAL,
            unit=WAN,
            help=help if year == 0 else "",
            minimum=ZERO,
            maximum=MOST_WAN,
            places=2,
            row=row,
            year=year,
        )
        for year in (0, 1, 2)
    )


def measured(key: str, label: str, *, help: str = "") -> Field:
    """A value of an indicator, four decimals, of either sign."""
    return Field(key, label, K.DECIMAL, minimum=-MOST_VALUE, maximum=MOST_VALUE, places=4, help=help)


def declaration(key: str, label: str) -> Field:
    """A box that can only be ticked."""
    return Field(key, label, K.BOOLEAN, is_declaration=True)


MODEL_COLUMNS = (
    Field("model", _("型号规格"), maximum=Decimal(80), is_unique=True),
    Field("note", _("与其他型号的区别"), required=False, maximum=Decimal(120)),
)
SITE_COLUMNS = (
    Field("region", _("所在县市区、开发区"), K.CHOICE, choices=REGIONS),
    Field("address", _("详细地址"), maximum=Decimal(200), is_unique=True, help=_("写到门牌号。")),
)
POINT_COLUMNS = (
    Field("indicator", _("指标名称"), maximum=Decimal(80), is_unique=True, help=_("例如：定位精度。")),
    Field("unit", _("计量单位"), required=False, maximum=Decimal(20)),
    Field("direction", _("指标方向"), K.CHOICE, choices=DIRECTIONS),
    measured("own_value", _("本产品实测值")),
    measured("national_value", _("国家、行业标准要求值")),
    measured("best_value", _("国际先进水平值")),
    Field("report_no", _("检测报告编号"), maximum=Decimal(60)),
    Field("lab", _("检测机构资质"), K.CHOICE, choices=LABS),
)
RIGHT_COLUMNS = (
    Field("kind", _("类型"), K.CHOICE, choices=RIGHTS),
    Field("number", _("专利号或者登记号"), maximum=Decimal(60), is_unique=True),
    Field("valid_to", _("有效期至"), K.DATE, help=_("权利届满日，例如 2035-12-31。")),
)
HONOUR_COLUMNS = (
    Field("honour", _("荣誉资质"), K.CHOICE, choices=HONOUR_CHOICES, is_unique=True),
    Field("number", _("证书或者文件编号"), required=False, maximum=Decimal(60)),
    Field("issuer", _("认定单位"), maximum=Decimal(120)),
    Field("issued_on", _("认定日期"), K.DATE, is_past=True),
    Field("valid_to", _("有效期至"), K.DATE, required=False, help=_("没有载明期限的留空。")),
)
