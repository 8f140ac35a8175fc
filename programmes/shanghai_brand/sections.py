"""The application as pages: one firm, up to five of its products or services.

The notice leaves the form to a later one, so the questions are a reading of its clauses. What the organisation's own
profile holds (name, code, form, registered district, people) is not asked again: it is frozen beside the answers.
"""

from __future__ import annotations

from decimal import Decimal

from programmes.contract import Field, Section
from programmes.contract import FieldKind as K
from programmes.shanghai_brand.form_fields import (
    HONOUR_COLUMNS,
    ITEM_COLUMNS,
    MOST_ITEMS,
    MOST_PEOPLE,
    MOST_POINTS,
    NEEDS,
    POINT_COLUMNS,
    SEATS,
    SME_INDUSTRIES,
    ZERO,
    amount,
    by_year,
    post,
    share,
    upload,
)
from programmes.shanghai_brand.words import mark as _

FIRM = Section(
    "firm",
    _("企业基本情况"),
    (
        Field(
            "mgmt_region",
            _("所在地市场监管部门"),
            K.DISTRICT,
            help=_("在临港新片区或者机场地区的，选择临港新片区市场监管局或者市局机场分局。"),
        ),
        Field(
            "industry_gbt4754",
            _("国民经济行业代码"),
            K.CODE_LIST,
            help=_("只填主营业务的一个代码，字母加 2 至 4 位数字，例如 C3983。"),
        ),
        Field(
            "sme_industry",
            _("划型行业"),
            K.CHOICE,
            choices=SME_INDUSTRIES,
            help=_("企业规模不是申请条件，大型企业也可以申请；本项仅用于统计。"),
        ),
        Field("employees", _("从业人员（期末）"), K.INTEGER, unit=_("人"), minimum=ZERO, maximum=MOST_PEOPLE),
        Field("hq_in_sh", _("总部或者主要运营主体"), K.CHOICE, choices=SEATS),
        share("sh_revenue_share", _("在本市实现的营业收入占比"), help=_("百分之八十填 80。")),
        share("sh_staff_share", _("在本市工作的从业人员占比"), help=_("百分之八十填 80。")),
        Field(
            "hq_note",
            _("总部或者主要运营主体情况说明"),
            K.LONG_TEXT,
            minimum=Decimal(1),
            maximum=Decimal(500),
            help=_("说明决策、研发、生产、销售等职能所在地，不超过 500 字；组织架构图在本页上传。"),
        ),
    ),
    indicators=("b1", "b3"),
)
OPERATION = Section(
    "operation",
    _("经营与信用"),
    (
        *by_year("revenue", _("营业收入")),
        *by_year("net_profit", _("净利润"), help=_("亏损填负数，例如 -250.5。"), may_be_negative=True),
        amount("total_assets_y0", _("资产总额（最近一年末）")),
        amount("liabilities_y0", _("负债总额（最近一年末）")),
    ),
    intro=_("金额单位均为万元，1 亿元等于 10,000 万元。数据为申请年度之前的三个完整会计年度。"),
    indicators=("b5", "b7", "b8"),
)
ITEMS = Section(
    "items",
    _("申请培育的产品或服务"),
    (
        Field(
            "tm_owner_same",
            _("各项目使用的商标均权属本企业"),
            K.BOOLEAN,
            help=_("商标（品牌）权属须归于本企业，经他人许可使用的不符合条件。"),
        ),
        Field(
            "items",
            _("申请培育的产品或服务"),
            K.TABLE,
            columns=ITEM_COLUMNS,
            min_rows=1,
            max_rows=MOST_ITEMS,
            help=_("每项一行，最多 5 项；逐项推荐、初筛、评审和公布。"),
        ),
    ),
    intro=_("每一项产品或服务单独评审，同一企业可以有的列入名单、有的不列入。"),
    indicators=("b4",),
)
ADVANCED = Section(
    "advanced",
    _("标准与先进性"),
    (
        Field(
            "advanced_points",
            _("先进性指标对比"),
            K.TABLE,
            columns=POINT_COLUMNS,
            min_rows=3,
            max_rows=MOST_POINTS,
            help=_("每个项目至少 3 项指标，国家标准数值和国际最好水平至少填一个。"),
        ),
        upload("standard_file", _("执行标准文本")),
        upload("test_reports_file", _("检测报告"), help=_("逐项指标的检测报告，编号与上表一致。")),
    ),
)
TEAM = Section(
    "team",
    _("品牌组织与称号"),
    (
        *post("roles_cbo", _("已设立首席品牌官"), _("首席品牌官姓名")),
        *post("roles_cqo", _("已设立首席质量官"), _("首席质量官姓名")),
        *post("roles_cso", _("已设立标准化总监"), _("标准化总监姓名")),
        Field(
            "priority_honours",
            _("已获得的称号"),
            K.TABLE,
            required=False,
            columns=HONOUR_COLUMNS,
            max_rows=5,
            help=_("经核实的，区级部门予以重点推荐；没有的不填。"),
        ),
        upload("honours_file", _("称号证书或者文件"), required=False),
    ),
)
PLAN = Section(
    "plan",
    _("培育需求与计划"),
    (
        Field("needs", _("培育需求"), K.CHOICES, choices=NEEDS, help=_("至少选一项。")),
        Field(
            "plan_text",
            _("培育计划"),
            K.LONG_TEXT,
            minimum=Decimal(200),
            maximum=Decimal(2000),
            help=_("目标、措施、进度和责任部门，200 至 2000 字。"),
        ),
    ),
)


def declaration(key: str, label: str) -> Field:
    """A box that can only be ticked."""
    return Field(key, label, K.BOOLEAN, is_declaration=True)


DECLARATIONS = Section(
    "declarations",
    _("承诺"),
    (
        declaration("declare_b6", _("本企业符合国家和本市产业导向及法律法规政策要求")),
        declaration("declare_b7", _("本企业具有良好社会信用记录")),
        declaration("declare_b8", _("本企业近三年未发生重大质量、安全、环保等事故")),
        declaration("declare_b9", _("本企业无严重违法违规等失信记录")),
        declaration("declare_truth", _("本企业自愿参加培育计划，对申请材料的真实性和完整性负责")),
        upload("declare_file", _("盖章的承诺书扫描件")),
    ),
)

SECTIONS: tuple[Section, ...] = (FIRM, OPERATION, ITEMS, ADVANCED, TEAM, PLAN, DECLARATIONS)
