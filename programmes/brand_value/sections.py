"""The form 《“上海专精特新企业品牌价值榜”评价企业申报表》 as pages.

What the organisation's own profile holds (name, code, form, registered district, people) is not asked again: it is
frozen beside the answers.
"""

from decimal import Decimal

from programmes.brand_value.form_fields import (
    BRAND_TYPES,
    CERTIFICATE_COLUMNS,
    EARLIEST_BRAND,
    HONOUR_COLUMNS,
    LATEST_BRAND,
    LEVELS,
    MARKET_RANKS,
    MOST_FAILURES,
    MOST_ITEMS,
    MOST_PEOPLE,
    MOST_REGIONS,
    SME_INDUSTRIES,
    STANDARD_COLUMNS,
    TRADEMARK_COLUMNS,
    amount,
    by_year,
    share,
    story,
    upload,
    whole,
)
from programmes.brand_value.words import mark as _
from programmes.contract import Field, Section
from programmes.contract import FieldKind as K

BASICS = Section(
    "basics",
    _("企业基本情况"),
    (
        Field("mgmt_region", _("管理归口（所在区）"), K.DISTRICT),
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
            help=_("《中小企业划型标准规定》的行业，一般与国民经济行业代码一致。"),
        ),
        Field(
            "sme_industry_reason",
            _("划型行业与行业代码不一致的理由"),
            required=False,
            maximum=Decimal(200),
            help=_("一致的不填。"),
        ),
        whole("employees", _("从业人员（期末）"), _("人"), maximum=MOST_PEOPLE),
        Field(
            "honours",
            _("荣誉资质"),
            K.TABLE,
            required=False,
            columns=HONOUR_COLUMNS,
            max_rows=30,
            help=_("申报截止日持有的最高梯度决定参评榜单；没有的不填。"),
        ),
    ),
    indicators=("a1", "tier_little_giant", "tier_srdi_sme"),
)
BRAND = Section(
    "brand",
    _("品牌信息"),
    (
        Field("brand_name_zh", _("品牌名称（中文）"), maximum=Decimal(60)),
        Field("brand_name_en", _("品牌名称（英文）"), required=False, maximum=Decimal(60)),
        Field("brand_type", _("品牌类型"), K.CHOICE, choices=BRAND_TYPES),
        Field(
            "brand_first_use_year",
            _("品牌创立年份"),
            K.INTEGER,
            unit=_("年"),
            minimum=EARLIEST_BRAND,
            maximum=LATEST_BRAND,
            is_year=True,
            help=_("四位年份，例如 2008。"),
        ),
        Field(
            "tm_list",
            _("境内注册商标"),
            K.TABLE,
            columns=TRADEMARK_COLUMNS,
            min_rows=1,
            help=_("至少一件，有效期至不早于申报截止日；一个注册号填一行。"),
        ),
        Field("tm_owner_same", _("商标权属本企业"), K.BOOLEAN),
        Field("tm_licensed", _("商标经权利人书面许可使用"), K.BOOLEAN, help=_("权属本企业的选“否”。")),
        upload("tm_licence_file", _("商标使用许可合同"), required=True, requires="tm_licensed"),
        whole("tm_overseas_regions", _("境外注册国家/地区数"), _("个"), maximum=MOST_REGIONS, required=False),
        Field("main_product", _("主导产品"), maximum=Decimal(120)),
        share("main_product_share", _("主导产品占营业收入比重"), required=True),
        Field(
            "market_rank",
            _("细分市场排名"),
            K.CHOICE,
            choices=MARKET_RANKS,
            help=_("前 10 位须有协会、研究机构等第三方证明。"),
        ),
        Field("market_rank_proven", _("可提供细分市场排名的证明"), K.BOOLEAN),
        upload("market_rank_file", _("细分市场排名证明"), required=True, requires="market_rank_proven"),
        share("market_share_cn", _("国内市场占有率")),
    ),
    indicators=("a3",),
)
FINANCE = Section(
    "finance",
    _("财务数据"),
    (
        *by_year("revenue", _("营业收入")),
        *by_year("net_profit", _("净利润"), help=_("亏损填负数，例如 -250.5。"), may_be_negative=True),
        *by_year(
            "nonrecurring",
            _("其中：非经常性损益"),
            required=False,
            help=_("没有的不填，按 0 计；损失填负数。"),
            may_be_negative=True,
        ),
        *by_year("rd_expense", _("研发费用")),
        amount("total_assets_y0", _("资产总额（最近一年末）")),
        amount(
            "current_tangible_assets", _("流动有形资产（最近一年末）"), help=_("流动资产中的存货、货币资金、应收等。")
        ),
        amount(
            "noncurrent_tangible_assets",
            _("非流动有形资产（最近一年末）"),
            help=_("固定资产、在建工程等；两项有形资产合计不超过资产总额。"),
        ),
        amount("liabilities_y0", _("负债总额（最近一年末）")),
        amount("tax_paid_y0", _("上缴税金（最近一年）"), required=False),
        amount("export_y0", _("出口额（最近一年）"), required=False, help=_("不超过营业收入。")),
        amount("brand_spend_y0", _("品牌建设投入（最近一年）"), help=_("不超过营业收入。")),
        upload("finance_file", _("近三年审计报告或者纳税申报表"), required=True),
    ),
    intro=_("金额单位均为万元，1 亿元等于 10,000 万元。数据为评价年度之前的三个完整会计年度。"),
)
QUALITY = Section(
    "quality",
    _("质量与服务"),
    (
        Field("mgmt_certs", _("管理体系认证"), K.TABLE, required=False, columns=CERTIFICATE_COLUMNS, max_rows=30),
        upload("mgmt_certs_file", _("管理体系认证证书")),
        whole("sampling_failures_3y", _("近三年监督抽查不合格次数"), _("次"), maximum=MOST_FAILURES),
        Field("standards", _("参与制修订的标准"), K.TABLE, required=False, columns=STANDARD_COLUMNS, max_rows=100),
        upload("standards_file", _("标准文本首页")),
        Field("quality_award", _("质量奖最高级别"), K.CHOICE, choices=LEVELS),
        upload("quality_award_file", _("质量奖证书或者文件")),
        Field("has_csat_survey", _("已开展顾客满意度调查"), K.BOOLEAN),
        share("csat", _("顾客满意度"), unit=_("分"), required=True, help=_("百分制。"), requires="has_csat_survey"),
        upload("csat_file", _("满意度调查报告"), required=True, requires="has_csat_survey"),
        share("complaint_close_rate", _("投诉办结率"), help=_("未统计的不填，该项按 0 分计。")),
        share("repeat_revenue_share", _("老客户收入占比"), help=_("未统计的不填，该项按 0 分计。")),
    ),
)
INNOVATION = Section(
    "innovation",
    _("创新"),
    (
        whole("rd_staff", _("研发人员"), _("人"), maximum=MOST_PEOPLE, help=_("不超过从业人员。")),
        whole("patents_invention_valid", _("有效发明专利"), _("件"), maximum=MOST_ITEMS),
        upload("patents_file", _("有效发明专利清单")),
        Field("innovation_platform", _("创新平台最高级别"), K.CHOICE, choices=LEVELS),
        upload("innovation_platform_file", _("创新平台认定文件")),
    ),
)
STORY = Section(
    "story",
    _("品牌自述"),
    (
        story(
            "brand_basis_text",
            _("品牌建设基础"),
            least=200,
            most=1500,
            help=_("品牌战略、组织、投入、保护与管理制度，200 至 1500 字。"),
        ),
        story(
            "brand_influence_text",
            _("品牌影响力"),
            least=200,
            most=1500,
            help=_("市场地位、用户评价、行业与区域影响，200 至 1500 字。"),
        ),
        story(
            "brand_plan_text",
            _("品牌提升计划"),
            least=100,
            most=1000,
            help=_("今后一至三年的目标和措施，100 至 1000 字。"),
        ),
    ),
    indicators=("a5", "a6"),
)


def declaration(key: str, label: str) -> Field:
    """A box that can only be ticked."""
    return Field(key, label, K.BOOLEAN, is_declaration=True)


DECLARATIONS = Section(
    "declarations",
    _("承诺"),
    (
        declaration("declare_a7", _("本企业有明确的品牌提升意愿")),
        declaration("declare_a8", _("本企业未被列入经营异常名录")),
        declaration("declare_a9", _("本企业未被列入严重失信主体名单")),
        declaration("declare_a10", _("本企业近三年未发生重大安全、质量等事故")),
        declaration("declare_a11", _("本企业近三年未发生违法违规行为")),
        declaration("declare_truth", _("本企业对申报材料的真实性和完整性负责")),
        upload("stamped_form", _("加盖公章的申报表扫描件"), help=_("打印申报表盖章后扫描；纸质件仍按要求邮寄。")),
    ),
    indicators=("a9", "a10"),
)

SECTIONS: tuple[Section, ...] = (BASICS, BRAND, FINANCE, QUALITY, INNOVATION, STORY, DECLARATIONS)
