"""What the form's pages are put together from: choices, kinds of field, and the columns of the tables."""

from decimal import Decimal

from programmes.brand_value.words import mark as _
from programmes.contract import Field, FieldKind

K = FieldKind
ZERO, HUNDRED = Decimal(0), Decimal(100)
MOST_PEOPLE = Decimal(9_999_999)
MOST_WAN = Decimal(100_000_000)
MOST_ITEMS = Decimal(99_999)
MOST_REGIONS = Decimal(200)
MOST_FAILURES = Decimal(999)
LAST_CLASS = Decimal(45)
EARLIEST_BRAND, LATEST_BRAND = Decimal(1800), Decimal(2099)
WAN = _("万元")

LITTLE_GIANT, SRDI_SME = "little_giant", "srdi_sme"
"""The two tiers that decide a firm's list; whoever holds neither competes in the third."""

HONOURS: tuple[tuple[str, str], ...] = (
    (LITTLE_GIANT, _("国家级专精特新“小巨人”企业")),
    (SRDI_SME, _("专精特新中小企业（市级）")),
    ("innovative_sme", _("创新型中小企业")),
    ("hi_tech", _("国家级高新技术企业")),
    ("single_champion_nat", _("制造业单项冠军（国家级）")),
    ("single_champion_city", _("制造业单项冠军（市级）")),
    ("gov_quality_award", _("政府质量奖")),
    ("brand_leading_benchmark", _("上海市品牌引领（培育）标杆企业")),
    ("shanghai_fashion", _("上海时尚出品")),
    ("shanghai_brand_cert", _("“上海品牌”认证")),
    ("shanghai_brand_cultivation", _("“上海品牌”培育产品或服务")),
)
SME_INDUSTRIES: tuple[tuple[str, str], ...] = (
    ("agriculture", _("农、林、牧、渔业")),
    ("industry", _("工业")),
    ("construction", _("建筑业")),
    ("wholesale", _("批发业")),
    ("retail", _("零售业")),
    ("transport", _("交通运输业")),
    ("warehousing", _("仓储业")),
    ("post", _("邮政业")),
    ("accommodation", _("住宿业")),
    ("catering", _("餐饮业")),
    ("information_transmission", _("信息传输业")),
    ("software_it", _("软件和信息技术服务业")),
    ("real_estate_dev", _("房地产开发经营")),
    ("property_mgmt", _("物业管理")),
    ("leasing_business", _("租赁和商务服务业")),
    ("other", _("其他未列明行业")),
)
BRAND_TYPES = (("corporate", _("企业品牌")), ("product", _("产品品牌")), ("service", _("服务品牌")))
MARKET_RANKS = (
    ("1", _("第 1 位")),
    ("2-3", _("第 2 至 3 位")),
    ("4-10", _("第 4 至 10 位")),
    ("over_10", _("10 位以后")),
    ("unknown", _("不清楚")),
)
PROVEN_RANKS = frozenset({"1", "2-3", "4-10"})
"""Ranks that a firm must prove."""
LEVELS = (("none", _("无")), ("district", _("区级")), ("city", _("市级")), ("national", _("国家级")))
STANDARD_LEVELS = (
    ("international", _("国际标准")),
    ("national", _("国家标准")),
    ("industry", _("行业标准")),
    ("local", _("地方标准")),
    ("group", _("团体标准")),
)
STANDARD_ROLES = (("lead", _("主持制修订")), ("part", _("参与制修订")))
CREDIT_GRADES = (("AAA", "AAA"), ("AA", "AA"), ("A", "A"), ("other", _("其他等级")))

CREDIT_GRADE = Field(
    "credit_grade",
    _("信用等级"),
    K.CHOICE,
    required=False,
    choices=CREDIT_GRADES,
    help=_("按信用信息平台查询结果登记；未查得的留空，该项按 0 分计。"),
)
"""Nobody files it: an official records what a credit register says."""


def whole(key: str, label: str, unit: str, *, maximum: Decimal, help: str = "", required: bool = True) -> Field:
    """A count, zero or more."""
    return Field(key, label, K.INTEGER, unit=unit, minimum=ZERO, maximum=maximum, help=help, required=required)


def amount(
    key: str, label: str, *, required: bool = True, help: str = "", minimum: Decimal = ZERO, requires: str = ""
) -> Field:
    """万元 with two decimals."""
    return Field(
        key,
        label,
        K.DECIMAL,
        unit=WAN,
        required=required,
        minimum=minimum,
        maximum=MOST_WAN,
        places=2,
        help=help,
        requires=requires,
    )


def share(
    key: str, label: str, *, unit: str = "%", required: bool = False, help: str = "", requires: str = ""
) -> Field:
    """Nought to a hundred, two decimals."""
    return Field(
        key,
        label,
        K.DECIMAL,
        unit=unit,
        required=required,
        minimum=ZERO,
        maximum=HUNDRED,
        places=2,
        help=help,
        requires=requires,
    )


def by_year(
    row: str, label: str, *, required: bool = True, help: str = "", may_be_negative: bool = False
) -> tuple[Field, ...]:
    """万元 of the last three years, the latest first."""
    return tuple(
        Field(
            f"{row}_y{year}",
            label,
            K.DECIMAL,
            unit=WAN,
            required=required,
            help=help if year == 0 else "",
            minimum=-MOST_WAN if may_be_negative else ZERO,
            maximum=MOST_WAN,
            places=2,
            row=row,
            year=year,
        )
        for year in (0, 1, 2)
    )


def story(key: str, label: str, *, least: int, most: int, help: str) -> Field:
    """An account in the applicant's own words, so many characters long."""
    return Field(key, label, K.LONG_TEXT, minimum=Decimal(least), maximum=Decimal(most), help=help)


def upload(key: str, label: str, *, required: bool = False, help: str = "", requires: str = "") -> Field:
    return Field(key, label, K.FILE, required=required, help=help, requires=requires)


TRADEMARK_COLUMNS = (
    Field(
        "reg_no",
        _("注册号"),
        maximum=Decimal(12),
        is_unique=True,
        help=_("5 至 9 位数字，末尾可带一个大写字母，例如 12345678。"),
    ),
    Field("nice_class", _("类别"), K.INTEGER, minimum=Decimal(1), maximum=LAST_CLASS, help=_("1 至 45。")),
    Field("owner", _("权利人"), maximum=Decimal(120)),
    Field("valid_from", _("有效期自"), K.DATE, is_past=True),
    Field("valid_to", _("有效期至"), K.DATE, help=_("注册证载明的最后一日，例如 2030-12-31。")),
)
CERTIFICATE_COLUMNS = (
    Field("standard", _("认证依据"), maximum=Decimal(60), help=_("例如 GB/T 19001-2016。")),
    Field("number", _("证书编号"), maximum=Decimal(60), is_unique=True),
    Field("valid_to", _("有效期至"), K.DATE, help=_("证书载明的最后一日，例如 2026-12-31。")),
)
STANDARD_COLUMNS = (
    Field("number", _("标准号"), maximum=Decimal(60), is_unique=True, help=_("例如 GB/T 12345-2020。")),
    Field("level", _("级别"), K.CHOICE, choices=STANDARD_LEVELS),
    Field("role", _("参与方式"), K.CHOICE, choices=STANDARD_ROLES),
)
HONOUR_COLUMNS = (
    Field("honour", _("荣誉资质"), K.CHOICE, choices=HONOURS, is_unique=True),
    Field("number", _("证书或者文件编号"), required=False, maximum=Decimal(60)),
    Field("issuer", _("认定单位"), maximum=Decimal(120)),
    Field("issued_on", _("认定日期"), K.DATE, is_past=True),
    Field("valid_to", _("有效期至"), K.DATE, required=False, help=_("没有载明期限的留空。")),
)
