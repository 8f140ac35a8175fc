"""The form 《上海市中小企业特色产业集群申报表》 as pages: the figures of each of the nine groups beside its text."""

from decimal import Decimal

from programmes.contract import Field, Section
from programmes.contract import FieldKind as K
from programmes.industrial_cluster.catalogue import GROUP_TITLES
from programmes.industrial_cluster.criteria import EVIDENCE
from programmes.industrial_cluster.form_fields import (
    EXCHANGE_KINDS,
    FIRM_COLUMNS,
    HUNDRED,
    MOST_FIRMS,
    MOST_PEOPLE,
    MOST_YI,
    OPERATOR_KINDS,
    OUTPUT_BASES,
    PLATFORM_COLUMNS,
    SERVICE_KINDS,
    SERVICE_ORG_COLUMNS,
    STANDARD_COLUMNS,
    TARGET_COLUMNS,
    amount,
    by_year,
    whole,
)
from programmes.industrial_cluster.words import mark as _


def group_text(number: int) -> Field:
    """The applicant's account of one group."""
    return Field(
        f"g{number}_text",
        _("情况说明"),
        K.LONG_TEXT,
        minimum=Decimal(1),
        maximum=Decimal(2000),
        help=_("对照本组指标逐项说明，不超过 2000 字。"),
    )


def group_section(number: int, *fields: Field, intro: str = "") -> Section:
    """The page of one group, with the evidence of its indicators."""
    proofs = tuple(proof.indicator for proof in EVIDENCE if proof.indicator[1] == str(number))
    return Section(
        f"group{number}", GROUP_TITLES[number], (*fields, group_text(number)), intro=intro, indicators=proofs
    )


BASICS = Section(
    "basics",
    _("集群基本情况"),
    (
        Field(
            "cluster_name",
            _("集群名称"),
            minimum=Decimal(4),
            maximum=Decimal(60),
            help=_("区名加产业领域，例如：示例区精密传感器。"),
        ),
        Field("district", _("所在区"), K.DISTRICT),
        Field("leading_industry", _("主导产业"), maximum=Decimal(60)),
        Field(
            "leading_codes",
            _("主导产业行业代码"),
            K.CODE_LIST,
            help=_("国民经济行业分类代码，例如 C3983，多个代码用顿号分开。"),
        ),
        amount(
            "area_km2",
            _("占地面积"),
            _("平方公里"),
            minimum=Decimal("0.01"),
            maximum=Decimal(6341),
            help=_("一般不超过 100 平方公里。"),
        ),
        Field("boundary_file", _("四至范围图"), K.FILE),
        whole("firms_total", _("企业总数"), _("家"), maximum=MOST_FIRMS),
        whole("firms_sme", _("其中：中小企业数"), _("家"), maximum=MOST_FIRMS, help=_("不超过企业总数。")),
        whole("staff_total", _("从业人员总数"), _("人")),
        whole("staff_sme", _("其中：中小企业从业人员"), _("人"), help=_("不超过从业人员总数。")),
    ),
)
OPERATOR = Section(
    "operator",
    _("运营管理机构"),
    (
        Field("operator_name", _("机构名称"), minimum=Decimal(4), maximum=Decimal(120)),
        Field("operator_uscc", _("统一社会信用代码"), K.USCC),
        Field("operator_kind", _("机构性质"), K.CHOICE, choices=OPERATOR_KINDS),
    ),
)
GROUP_1 = group_section(
    1,
    Field("declare_c1_accident", _("近三年集群内企业未发生较大及以上安全、质量和环境污染等事故"), K.BOOLEAN),
    Field("declare_c1_cyber", _("近三年集群内企业未发生重大及以上网络安全事件和数据安全事件"), K.BOOLEAN),
    Field("declare_c1_illegal", _("近三年集群内企业没有偷税漏税、违法违规、严重失信和其它重大问题的行为"), K.BOOLEAN),
)
GROUP_2 = group_section(
    2,
    Field("output_basis", _("产值口径"), K.CHOICE, choices=OUTPUT_BASES),
    *by_year(
        "output_total",
        _("集群总产值"),
        _("亿元"),
        places=4,
        maximum=MOST_YI,
        is_growth=True,
        help=_("1 亿元等于 10,000 万元。"),
    ),
    amount(
        "output_sme_y0",
        _("中小企业产值（最近一年）"),
        _("亿元"),
        places=4,
        maximum=MOST_YI,
        help=_("不超过集群总产值。"),
    ),
    amount(
        "output_lead_y0",
        _("主导产业产值（最近一年）"),
        _("亿元"),
        places=4,
        maximum=MOST_YI,
        help=_("不超过集群总产值。"),
    ),
)
GROUP_3 = group_section(
    3,
    Field(
        "firm_list",
        _("重点企业名单"),
        K.TABLE,
        columns=FIRM_COLUMNS,
        min_rows=1,
        max_rows=2000,
        help=_("每家企业一行。"),
    ),
)
GROUP_5 = group_section(
    5,
    *by_year("rd_sme", _("中小企业研发经费"), _("万元"), is_growth=True),
    *by_year(
        "patents_sme", _("中小企业有效发明专利"), _("件"), kind=K.INTEGER, places=0, maximum=MOST_PEOPLE, is_growth=True
    ),
    Field(
        "growth_note",
        _("基期为零的说明"),
        K.LONG_TEXT,
        required=False,
        maximum=Decimal(500),
        help=_("基期数值为 0、增长率无法计算时填写。"),
    ),
    Field("platforms", _("区级及以上创新平台"), K.TABLE, columns=PLATFORM_COLUMNS, min_rows=1),
    Field("standards", _("参与制修订的主导产业标准"), K.TABLE, columns=STANDARD_COLUMNS, min_rows=1),
)
GROUP_6 = group_section(
    6,
    whole(
        "digital_users",
        _("应用工业（产业）互联网平台的中小企业数"),
        _("家"),
        maximum=MOST_FIRMS,
        help=_("不超过中小企业数。"),
    ),
    *by_year("software_rate", _("工业软件应用率"), "%", maximum=HUNDRED),
)
GROUP_7 = group_section(
    7,
    *by_year("co2_intensity", _("二氧化碳排放强度"), _("吨/万元"), places=4, maximum=Decimal(10_000)),
    Field("is_high_energy", _("属于高耗能行业"), K.BOOLEAN),
    Field("is_high_water", _("属于高用水行业"), K.BOOLEAN),
)
GROUP_8 = group_section(8, Field("exchange_kinds", _("已开展的交流合作"), K.CHOICES, choices=EXCHANGE_KINDS))
GROUP_9 = group_section(
    9,
    Field("service_orgs", _("中小企业公共服务机构"), K.TABLE, columns=SERVICE_ORG_COLUMNS, min_rows=1),
    whole("service_staff", _("企业服务专员人数"), _("人")),
    Field("service_kinds", _("提供的服务"), K.CHOICES, choices=SERVICE_KINDS),
    whole("firms_policy_reached", _("政策宣贯覆盖企业数"), _("家"), maximum=MOST_FIRMS, help=_("不超过企业总数。")),
)
PLAN = Section(
    "plan",
    _("未来三年发展规划"),
    (
        Field("plan_file", _("发展规划文本"), K.FILE),
        Field("plan_targets", _("发展目标"), K.TABLE, columns=TARGET_COLUMNS, min_rows=1, max_rows=30),
    ),
)
DECLARATION = Section(
    "declaration",
    _("真实性承诺"),
    (
        Field("declare_truth", _("本机构对申报材料的真实性和完整性负责"), K.BOOLEAN, is_declaration=True),
        Field("declare_file", _("盖章的承诺书扫描件"), K.FILE),
    ),
)

SECTIONS: tuple[Section, ...] = (
    BASICS,
    OPERATOR,
    GROUP_1,
    GROUP_2,
    GROUP_3,
    group_section(4),
    GROUP_5,
    GROUP_6,
    GROUP_7,
    GROUP_8,
    GROUP_9,
    PLAN,
    DECLARATION,
)
