"""What the form's pages are put together from: choices, kinds of field, and the columns of the tables."""

from __future__ import annotations

from decimal import Decimal

from portal.kit.honours import HONOURS
from programmes.contract import Field, FieldKind
from programmes.shanghai_brand.words import mark as _

K = FieldKind
ZERO, HUNDRED = Decimal(0), Decimal(100)
MOST_PEOPLE = Decimal(9_999_999)
MOST_WAN = Decimal(100_000_000)
MOST_MEASURED = Decimal(999_999_999)
LAST_CLASS = Decimal(45)
MOST_ITEMS = 5
LEAST_POINTS = 3
"""Advanced indicators that every item must compare."""
MOST_POINTS = 100
WAN = _("万元")

PRIORITY_HONOURS = ("gov_quality_award", "brand_leading_benchmark", "shanghai_fashion", "little_giant", "srdi_sme")
"""The five honours of 三（二） of the notice, in its order."""
HONOUR_CHOICES = tuple((key, HONOURS[key]) for key in PRIORITY_HONOURS)

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
SEATS = (("hq", _("核心总部在本市")), ("main_body", _("主要运营主体在本市")))
KINDS = (("product", _("产品")), ("service", _("服务")))
SECTORS = (
    ("advantage_industry", _("重点优势产业")),
    ("service", _("服务业")),
    ("future_industry", _("未来产业")),
    ("consumer_goods", _("消费品")),
    ("industrial_design", _("工业设计")),
    ("supply_chain", _("供应链管理")),
    ("digital", _("数字化")),
    ("intelligent", _("智能化")),
    ("green", _("绿色化")),
    ("other", _("其他")),
)
"""Areas that 一（二） of the notice names."""
STANDARD_LEVELS = (
    ("international", _("国际标准")),
    ("national", _("国家标准")),
    ("industry", _("行业标准")),
    ("local", _("地方标准")),
    ("group", _("团体标准")),
    ("enterprise", _("企业标准")),
)
EVALUATED = "evaluated"
STANDARD_STATUSES = (
    ("adopted", _("已执行")),
    ("drafting", _("起草中")),
    (EVALUATED, _("已通过先进性评价")),
)
MARKET_RANKS = (
    ("1", _("第 1 位")),
    ("2-3", _("第 2 至 3 位")),
    ("4-10", _("第 4 至 10 位")),
    ("over_10", _("10 位以后")),
    ("unknown", _("不清楚")),
)
HIGHER, LOWER = "higher", "lower"
DIRECTIONS = ((HIGHER, _("数值越大越先进")), (LOWER, _("数值越小越先进")))
NEEDS = (
    ("training", _("培训")),
    ("tutoring", _("辅导")),
    ("standards", _("标准")),
    ("metrology", _("计量")),
    ("testing", _("检测")),
    ("certification", _("认证")),
    ("brand_strategy", _("品牌战略")),
    ("quality_mgmt", _("质量管理")),
    ("promotion", _("宣传推广")),
)


def amount(key: str, label: str, *, help: str = "", minimum: Decimal = ZERO) -> Field:
    """万元 with two decimals."""
    return Field(key, label, K.DECIMAL, unit=WAN, minimum=minimum, maximum=MOST_WAN, places=2, help=help)


def share(key: str, label: str, *, help: str = "") -> Field:
    """Nought to a hundred, two decimals."""
    return Field(key, label, K.DECIMAL, unit="%", minimum=ZERO, maximum=HUNDRED, places=2, help=help)


def by_year(row: str, label: str, *, help: str = "", may_be_negative: bool = False) -> tuple[Field, ...]:
    """万元 of the last three years, the latest first."""
    return tuple(
        Field(
            f"{row}_y{year}",
            label,
            K.DECIMAL,
            unit=WAN,
            help=help if year == 0 else "",
            minimum=-MOST_WAN if may_be_negative else ZERO,
            maximum=MOST_WAN,
            places=2,
            row=row,
            year=year,
        )
        for year in (0, 1, 2)
    )


def post(key: str, question: str, name: str) -> tuple[Field, Field]:
    """Whether there is such a chief officer, and who it is."""
    return Field(key, question, K.BOOLEAN), Field(f"{key}_name", name, maximum=Decimal(40), requires=key)


def measured(key: str, label: str, *, required: bool = True, help: str = "") -> Field:
    """A value of an indicator, of either sign, in the row's own unit."""
    return Field(
        key,
        label,
        K.DECIMAL,
        required=required,
        minimum=-MOST_MEASURED,
        maximum=MOST_MEASURED,
        places=4,
        help=help,
    )


def upload(key: str, label: str, *, required: bool = True, help: str = "") -> Field:
    return Field(key, label, K.FILE, required=required, help=help)


ITEM_COLUMNS = (
    Field("name", _("产品或服务名称"), maximum=Decimal(80), is_unique=True),
    Field("kind", _("类别"), K.CHOICE, choices=KINDS),
    Field("brand", _("品牌"), maximum=Decimal(80)),
    Field("sector", _("重点领域"), K.CHOICE, choices=SECTORS),
    Field("tm_reg_no", _("商标注册号"), maximum=Decimal(12), help=_("5 至 9 位数字，末尾可带一个大写字母。")),
    Field(
        "tm_class",
        _("商标类别"),
        K.INTEGER,
        minimum=Decimal(1),
        maximum=LAST_CLASS,
        help=_("1 至 45。"),
    ),
    Field("tm_owner", _("商标权利人"), maximum=Decimal(120), help=_("须为本企业，仅获许可使用的不符合条件。")),
    Field("tm_valid_to", _("商标有效期至"), K.DATE, help=_("注册证载明的最后一日。")),
    Field("standard_no", _("执行标准号"), maximum=Decimal(60), help=_("例如 GB/T 12345-2020。")),
    Field("standard_level", _("标准级别"), K.CHOICE, choices=STANDARD_LEVELS),
    Field("standard_status", _("标准状态"), K.CHOICE, choices=STANDARD_STATUSES),
    amount("revenue_y0", _("项目收入（最近一年）"), help=_("不超过企业同年营业收入。")),
    amount("revenue_y1", _("项目收入（上一年）")),
    amount("revenue_y2", _("项目收入（上两年）")),
    Field("market_rank", _("细分市场排名"), K.CHOICE, choices=MARKET_RANKS),
    share("share", _("市场占有率")),
)
POINT_COLUMNS = (
    Field(
        "item",
        _("项目序号"),
        K.INTEGER,
        minimum=Decimal(1),
        maximum=Decimal(MOST_ITEMS),
        help=_("上一页表中的序号。"),
    ),
    Field("indicator", _("指标"), maximum=Decimal(60)),
    Field("unit", _("单位"), required=False, maximum=Decimal(20)),
    Field("direction", _("比较方向"), K.CHOICE, choices=DIRECTIONS),
    measured("own", _("本项目数值")),
    measured("national", _("国家标准数值"), required=False),
    measured("best_abroad", _("国际最好水平"), required=False),
    Field("report_no", _("检测报告编号"), maximum=Decimal(60)),
)
HONOUR_COLUMNS = (
    Field("honour", _("称号"), K.CHOICE, choices=HONOUR_CHOICES, is_unique=True),
    Field("number", _("证书或者文件编号"), required=False, maximum=Decimal(60)),
    Field("issuer", _("授予单位"), maximum=Decimal(120)),
    Field("issued_on", _("授予日期"), K.DATE, is_past=True),
    Field("valid_to", _("有效期至"), K.DATE, required=False, help=_("没有载明期限的留空。")),
)
