"""What the form's pages are put together from: choices, kinds of field, and the columns of the tables."""

from decimal import Decimal

from programmes.contract import Field, FieldKind
from programmes.industrial_cluster.reading import HONOUR_NAMES, LEVEL_NAMES
from programmes.industrial_cluster.words import mark as _

K = FieldKind
ZERO = Decimal(0)
HUNDRED = Decimal(100)
MOST_PEOPLE = Decimal(9_999_999)
MOST_FIRMS = Decimal(99_999)
MOST_YI = Decimal(100_000)
MOST_WAN = Decimal(100_000_000)
LATEST_YEARS = (0, 1, 2)
OPTIONAL_YEAR = 3

OPERATOR_KINDS = (
    ("committee", _("管委会")),
    ("company", _("企业")),
    ("association", _("行业协会、商会")),
    ("institution", _("事业单位")),
    ("other", _("其他")),
)
OUTPUT_BASES = (("output_value", _("工业总产值")), ("revenue", _("营业收入（服务业集群）")))
EXCHANGE_KINDS = (
    ("technology", _("技术")),
    ("management", _("管理")),
    ("talent", _("人才")),
    ("capital", _("资本")),
)
SERVICE_KINDS = (
    ("information", _("信息服务")),
    ("startup", _("创业辅导")),
    ("innovation", _("创新支持")),
    ("training", _("人员培训")),
    ("marketing", _("市场营销")),
    ("finance", _("投融资")),
    ("consulting", _("管理咨询")),
)
STANDARD_LEVELS = (
    ("international", _("国际标准")),
    ("national", _("国家标准")),
    ("industry", _("行业标准")),
    ("local", _("地方标准")),
    ("group", _("团体标准")),
)


def whole(key: str, label: str, unit: str, *, maximum: Decimal = MOST_PEOPLE, help: str = "") -> Field:
    """A count, zero or more."""
    return Field(key, label, K.INTEGER, unit=unit, minimum=ZERO, maximum=maximum, help=help)


def amount(
    key: str,
    label: str,
    unit: str,
    *,
    places: int = 2,
    maximum: Decimal = MOST_WAN,
    minimum: Decimal = ZERO,
    help: str = "",
) -> Field:
    """A figure with decimals, in the unit that stands beside it."""
    return Field(key, label, K.DECIMAL, unit=unit, minimum=minimum, maximum=maximum, places=places, help=help)


def by_year(
    row: str,
    label: str,
    unit: str,
    *,
    kind: FieldKind = K.DECIMAL,
    places: int = 2,
    maximum: Decimal = MOST_WAN,
    help: str = "",
    is_growth: bool = False,
) -> tuple[Field, ...]:
    """Latest year first; a growth figure may also give the year before, for editions that count three steps."""
    years = (*LATEST_YEARS, OPTIONAL_YEAR) if is_growth else LATEST_YEARS
    return tuple(
        Field(
            f"{row}_y{year}",
            label,
            kind,
            unit=unit,
            required=year != OPTIONAL_YEAR,
            help=help if year == 0 else "",
            minimum=ZERO,
            maximum=maximum,
            places=places,
            row=row,
            year=year,
        )
        for year in years
    )


FIRM_COLUMNS = (
    Field("uscc", _("统一社会信用代码"), K.USCC, is_unique=True),
    Field("name", _("企业名称"), minimum=Decimal(4), maximum=Decimal(120)),
    Field("is_leading", _("属于主导产业"), K.BOOLEAN),
    Field(
        "honour",
        _("荣誉资质"),
        K.CHOICE,
        required=False,
        choices=tuple(HONOUR_NAMES.items()),
        help=_("同时持有多项的，填报级别最高的一项。"),
    ),
    Field("valid_to", _("有效期至"), K.DATE, required=False, help=_("证书载明的最后一日，例如 2026-12-31。")),
)
PLATFORM_COLUMNS = (
    Field("name", _("平台名称"), maximum=Decimal(120)),
    Field("level", _("级别"), K.CHOICE, choices=tuple(LEVEL_NAMES.items())),
    Field("operator", _("建设单位"), required=False, maximum=Decimal(120)),
)
STANDARD_COLUMNS = (
    Field("number", _("标准号"), maximum=Decimal(60), is_unique=True, help=_("例如 GB/T 12345-2020。")),
    Field("name", _("标准名称"), maximum=Decimal(200)),
    Field("level", _("标准级别"), K.CHOICE, choices=STANDARD_LEVELS),
    Field("firm", _("参与企业"), maximum=Decimal(120)),
)
SERVICE_ORG_COLUMNS = (
    Field("name", _("机构名称"), maximum=Decimal(120)),
    Field("uscc", _("统一社会信用代码"), K.USCC, required=False),
    Field("service", _("主要服务"), required=False, maximum=Decimal(200)),
)
TARGET_COLUMNS = (
    Field("indicator", _("目标指标"), maximum=Decimal(60)),
    Field("unit", _("单位"), required=False, maximum=Decimal(20)),
    amount("next1", _("第一年"), ""),
    amount("next2", _("第二年"), ""),
    amount("next3", _("第三年"), ""),
)
