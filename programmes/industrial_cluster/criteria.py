"""What experts score and what proves an indicator; neither stands in the notice, both can be changed for an edition."""

from decimal import Decimal

from programmes.contract import Criterion, Evidence
from programmes.industrial_cluster.words import mark as _

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "industry",
        _("主导产业竞争力与优质企业梯度培育"),
        Decimal("0.25"),
        "一（二）、一（三）",
        _("在细分领域的地位、特色是否鲜明、优质企业的带动作用和培育工作的成效。"),
    ),
    Criterion(
        "chain",
        _("产业链供应链协作"),
        Decimal("0.20"),
        "一（四）",
        _("布局与关键环节配套、产供销一体化机制、图谱与共享机制是否落到实处。"),
    ),
    Criterion(
        "innovation",
        _("协同创新能力"),
        Decimal("0.20"),
        "一（五）",
        _("与大企业、高校院所的合作是否稳定紧密，融通创新和产学研机制是否有成果。"),
    ),
    Criterion(
        "digital_green",
        _("数字化转型与绿色化发展"),
        Decimal("0.15"),
        "一（六）、一（七）",
        _("基础设施、装备和系统的应用，新模式推广，能源结构、资源利用与治理。"),
    ),
    Criterion(
        "openness",
        _("产业开放合作"),
        Decimal("0.10"),
        "一（八）",
        _("国际合作与交流的实质内容，对外贸易的发展。"),
    ),
    Criterion(
        "governance",
        _("治理服务与未来三年规划"),
        Decimal("0.10"),
        "一（九）",
        _("运营机构与服务队伍的能力，规划目标是否清晰、措施是否完整可行。"),
    ),
)

E = Evidence
EVIDENCE: tuple[Evidence, ...] = (
    E("c1_accident", _("有关部门出具的安全、质量、环保情况证明"), needed_at_submission=False),
    E("c1_illegal", _("信用报告或者合规证明"), needed_at_submission=False),
    E("c2_pillar", _("所在区支柱或者特色产业的规划、文件"), needed_at_submission=False),
    E("c2_leading", _("细分领域地位的证明"), needed_at_submission=False),
    E("c2_output_y0", _("近三年产值的统计证明")),
    E("c3_work", _("优质企业梯度培育的工作文件"), needed_at_submission=False),
    E("c3_top", _("优质企业证书或者认定文件汇编")),
    E("c4_map", _("产业链图谱"), needed_at_submission=False),
    E("c4_share", _("共享机制的协议或者制度"), needed_at_submission=False),
    E("c4_coop", _("与先进制造业集群、示范基地、链主企业的合作协议"), needed_at_submission=False),
    E("c5_rd_growth", _("研发经费的统计证明"), needed_at_submission=False),
    E("c5_coop", _("与大型企业、高校、科研院所的合作协议"), needed_at_submission=False),
    E("c5_platform", _("创新平台的认定文件"), needed_at_submission=False),
    E("c5_std", _("标准文本首页"), needed_at_submission=False),
    E("c5_pat_10k", _("有效发明专利清单")),
    E("c6_diag", _("数字化诊断企业名单"), needed_at_submission=False),
    E("c6_platform", _("应用工业（产业）互联网平台的企业名单"), needed_at_submission=False),
    E("c6_sec", _("工业互联网安全保障制度"), needed_at_submission=False),
    E("c7_co2", _("碳排放强度的统计证明"), needed_at_submission=False),
    E("c7_service", _("绿色低碳服务机制的文件"), needed_at_submission=False),
    E("c7_energy", _("能效水平报告"), needed_at_submission=False),
    E("c7_water", _("水效水平报告"), needed_at_submission=False),
    E("c8_intl", _("国际合作或者交流活动的记录"), needed_at_submission=False),
    E("c8_trade", _("海外分支机构或者外贸数据"), needed_at_submission=False),
    E("c9_body", _("运营管理机构的设立文件")),
    E("c9_staff", _("企业服务专员名单"), needed_at_submission=False),
    E("c9_services", _("七类服务的记录"), needed_at_submission=False),
    E("c9_appeal", _("诉求协调处理机制的文件"), needed_at_submission=False),
    E("c9_policy_cover", _("政策宣贯的记录"), needed_at_submission=False),
)
