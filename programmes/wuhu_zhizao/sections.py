"""The form for one product, one certification unit, as pages.

What the organisation's own profile holds (name, code, form, registered district, people) is frozen beside the answers
and not asked again. Size is asked for statistics only: the programme has no size limit. No bank account is asked.
"""

from decimal import Decimal

from programmes.contract import Field, Section
from programmes.contract import FieldKind as K
from programmes.wuhu_zhizao.form_fields import (
    HONOUR_COLUMNS,
    HUNDRED,
    LEAST_POINTS,
    MARKET_RANKS,
    MODEL_COLUMNS,
    MOST_PEOPLE,
    POINT_COLUMNS,
    RIGHT_COLUMNS,
    SITE_COLUMNS,
    STANDARD_ROLES,
    ZERO,
    amount,
    by_year,
    declaration,
)
from programmes.wuhu_zhizao.words import mark as _

BASICS = Section(
    "basics",
    _("企业基本情况"),
    (
        Field(
            "mgmt_region",
            _("推荐的县市区、开发区"),
            K.DISTRICT,
            help=_("生产场所所在地的县市区政府或者开发区管委会，申报提交后由其推荐。"),
        ),
        Field(
            "industry_gbt4754",
            _("国民经济行业代码"),
            K.CODE_LIST,
            help=_("只填该产品所属的一个代码，字母加 2 至 4 位数字，例如 C3425。"),
        ),
        Field("employees", _("从业人员（期末）"), K.INTEGER, unit=_("人"), minimum=ZERO, maximum=MOST_PEOPLE),
        *by_year("revenue", _("企业营业收入")),
        amount("total_assets_y0", _("资产总额（最近一年末）")),
        Field(
            "honours",
            _("荣誉资质"),
            K.TABLE,
            required=False,
            columns=HONOUR_COLUMNS,
            max_rows=30,
            help=_("没有的不填。"),
        ),
    ),
    intro=_(
        "申报条件和申报表为组织方拟定：行动方案公开的只有政策解读，申报条件、程序所在的第五至第九部分未见原文。"
        "金额单位均为万元，数据为最近三个完整会计年度。企业规模不限，规模数据只用于统计。"
    ),
    indicators=("c1",),
)
PRODUCT = Section(
    "product",
    _("产品与生产场所"),
    (
        Field(
            "product_name",
            _("产品名称"),
            minimum=Decimal(2),
            maximum=Decimal(120),
            help=_("一份申报只申请一个认证单元；其他产品另行申报。"),
        ),
        Field(
            "product_models",
            _("产品型号"),
            K.TABLE,
            columns=MODEL_COLUMNS,
            min_rows=1,
            max_rows=50,
            help=_("同一认证单元内的型号，每个型号一行。"),
        ),
        Field(
            "cert_scope_sites",
            _("认证范围内的生产场所"),
            K.TABLE,
            columns=SITE_COLUMNS,
            min_rows=1,
            max_rows=20,
            help=_("须在芜湖市内；市外的场所不在认证范围内，不填。"),
        ),
        *by_year("product_revenue", _("该产品销售收入"), help=_("不超过同年企业营业收入。")),
    ),
    indicators=("c2",),
)
STANDARD = Section(
    "standard",
    _("标准与先进性"),
    (
        Field("standard_no", _("“芜湖智造”标准编号"), maximum=Decimal(60), help=_("例如 T/EXAMPLE 001-2025。")),
        Field("standard_title", _("标准名称"), minimum=Decimal(2), maximum=Decimal(120)),
        Field("standard_role", _("参与方式"), K.CHOICE, choices=STANDARD_ROLES),
        Field("standard_file", _("标准文本"), K.FILE, help=_("含先进性说明或者编制说明。")),
        Field(
            "advanced_points",
            _("先进性指标对比"),
            K.TABLE,
            columns=POINT_COLUMNS,
            min_rows=LEAST_POINTS,
            max_rows=30,
            help=_("至少三项；每项须有具备 CMA 或者 CNAS 资质的机构出具的检测报告。"),
        ),
    ),
    intro=_("专家按本页进行标准先进性评价，结论为达到、需完善后再评或者未达到。"),
    indicators=("c4",),
)
RIGHTS = Section(
    "rights",
    _("知识产权、商标与质量管理"),
    (
        Field(
            "ip_list",
            _("用于该产品的自主知识产权"),
            K.TABLE,
            columns=RIGHT_COLUMNS,
            min_rows=1,
            max_rows=100,
            help=_("至少一项在申报截止日有效。"),
        ),
        Field(
            "tm_reg_no",
            _("用于该产品的商标注册号"),
            maximum=Decimal(12),
            help=_("5 至 9 位数字，末尾可带一个大写字母，例如 12345678。"),
        ),
        Field("qms_cert_no", _("质量管理体系认证证书编号"), maximum=Decimal(60)),
        Field(
            "qms_valid_to",
            _("质量管理体系认证证书有效期至"),
            K.DATE,
            help=_("不早于申报截止日，例如 2027-12-31。"),
        ),
    ),
    indicators=("c3", "c6", "c7"),
)
MARKET = Section(
    "market",
    _("市场与认证机构"),
    (
        Field(
            "market_share",
            _("市场占有率（最近一年，国内）"),
            K.DECIMAL,
            unit="%",
            minimum=ZERO,
            maximum=HUNDRED,
            places=2,
        ),
        Field("market_rank", _("国内细分市场排名"), K.CHOICE, choices=MARKET_RANKS),
        Field(
            "share_source",
            _("数据来源"),
            minimum=Decimal(4),
            maximum=Decimal(200),
            help=_("写明出具机构、报告名称和年份。"),
        ),
        Field(
            "cert_body",
            _("拟委托的认证机构"),
            minimum=Decimal(4),
            maximum=Decimal(120),
            help=_("须经国家认证认可监督管理部门批准，可在全国认证认可信息公共服务平台查询；填机构全称。"),
        ),
    ),
    indicators=("c5",),
)
DECLARATIONS = Section(
    "declarations",
    _("承诺"),
    (
        declaration("declare_c8", _("本企业近三年未发生重大质量、安全、环境事件，没有严重失信行为")),
        declaration("declare_truth", _("本企业对申报材料的真实性和完整性负责")),
    ),
    indicators=("c8",),
)

SECTIONS: tuple[Section, ...] = (BASICS, PRODUCT, STANDARD, RIGHTS, MARKET, DECLARATIONS)
