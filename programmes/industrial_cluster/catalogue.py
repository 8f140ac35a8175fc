"""The nine groups of section 一 of the notice as a table: one row per indicator.

kind says who decides: machine (computed), attestation (declared by the applicant, looked up by an official), official,
expert, warning (computed, but an official may accept a breach). rule names the function in rules.py; limit names the
threshold in thresholds.py.
"""

from dataclasses import dataclass

from programmes.industrial_cluster.words import mark as _

GROUP_TITLES: dict[int, str] = {
    1: _("依法合规经营"),
    2: _("具有较强核心竞争力"),
    3: _("优质企业梯度培育成效显著"),
    4: _("产业链供应链协作高效"),
    5: _("协同创新能力较强"),
    6: _("数字化转型效果明显"),
    7: _("绿色化发展水平较高"),
    8: _("积极参与产业开放合作"),
    9: _("治理和服务能力较强"),
}
GROUP_CLAUSES = {number: f"一（{numeral}）" for number, numeral in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True)
class IndicatorSpec:
    """One indicator; direction is higher, lower, rising, falling, none (cases) or yes (a finding)."""

    key: str
    label: str
    kind: str
    rule: str = "finding"
    limit: str = ""
    unit: str = ""
    direction: str = "yes"

    @property
    def group(self) -> int:
        """1–9, the digit in the key."""
        return int(self.key[1])

    @property
    def clause(self) -> str:
        """Where the notice says it, e.g. 一（二）."""
        return GROUP_CLAUSES[self.group]


S = IndicatorSpec
SPECS: tuple[IndicatorSpec, ...] = (
    S("c1_accident", _("近三年较大及以上安全、质量、环境污染等事故"), "attestation", "no_cases", "", "起", "none"),
    S("c1_cyber", _("近三年重大及以上网络安全事件和数据安全事件"), "attestation", "no_cases", "", "起", "none"),
    S("c1_illegal", _("近三年偷税漏税、违法违规、严重失信和其它重大问题"), "attestation", "no_cases", "", "起", "none"),
    S("c2_policy", _("主导产业符合国家产业政策和本市“十四五”规划"), "official"),
    S("c2_pillar", _("主导产业为所在区的支柱或者特色产业"), "official"),
    S("c2_leading", _("发展水平位居细分领域本市前列"), "expert"),
    S("c2_area", _("占地面积"), "warning", "area", "area_max_km2", "平方公里", "lower"),
    S("c2_output_y0", _("产值（最近一年）"), "machine", "output_y0", "output_min_yi", "亿元", "higher"),
    S("c2_output_y1", _("产值（上一年）"), "machine", "output_y1", "output_min_yi", "亿元", "higher"),
    S("c2_output_y2", _("产值（上两年）"), "machine", "output_y2", "output_min_yi", "亿元", "higher"),
    S("c2_sme_share", _("中小企业产值占集群总产值比例"), "machine", "sme_share", "sme_share_min_pct", "%", "higher"),
    S("c2_lead_share", _("主导产业产值占集群总产值比例"), "machine", "lead_share", "lead_share_min_pct", "%", "higher"),
    S("c2_growth", _("产值年均增速"), "machine", "output_growth", "output_growth_min_pct", "%", "higher"),
    S("c3_work", _("持续开展优质企业梯度培育工作"), "official"),
    S(
        "c3_top",
        _("主导产业的单项冠军企业或者专精特新“小巨人”企业"),
        "machine",
        "top_firms",
        "top_firms_min",
        "家",
        "higher",
    ),
    S(
        "c3_mid",
        _("专精特新中小企业、创新型中小企业或者国家级高新技术企业"),
        "machine",
        "mid_firms",
        "mid_firms_min",
        "家",
        "higher",
    ),
    S("c4_layout", _("产业链布局合理，关键环节配套能力较强"), "expert"),
    S("c4_mech", _("上下游企业产供销一体化协同协作机制较完善"), "expert"),
    S("c4_map", _("绘制产业链图谱"), "official"),
    S("c4_share", _("建立通用生产设备、物流、仓储、人力、设计等共享机制"), "official"),
    S("c4_coop", _("与先进制造业集群、国家新型工业化产业示范基地、链主企业开展合作"), "official"),
    S("c5_rd_growth", _("中小企业研发经费年均增长率"), "machine", "rd_growth", "rd_growth_min_pct", "%", "higher"),
    S("c5_coop", _("与大型企业、高校和科研院所建立稳定、紧密的合作关系"), "official"),
    S("c5_mech", _("大中小企业融通创新和产学研协同创新机制较完善"), "expert"),
    S("c5_platform", _("区级及以上创新平台"), "machine", "platforms", "platforms_min", "个", "higher"),
    S("c5_std", _("集群企业参与主导产业标准制修订"), "machine", "standards", "standards_min", "项", "higher"),
    S(
        "c5_pat_growth",
        _("中小企业有效发明专利年均增长率"),
        "machine",
        "patent_growth",
        "patent_growth_min_pct",
        "%",
        "higher",
    ),
    S(
        "c5_pat_10k",
        _("中小企业从业人员每万人有效发明专利拥有量"),
        "machine",
        "patents_per_10k",
        "patents_per_10k_min",
        "个",
        "higher",
    ),
    S("c6_infra", _("新型信息基础设施建设水平较高，数字化装备和系统应用广泛"), "expert"),
    S("c6_diag", _("组织开展制造业企业数字化诊断"), "official"),
    S(
        "c6_platform",
        _("中小企业工业（产业）互联网平台应用普及率"),
        "machine",
        "platform_use",
        "platform_use_min_pct",
        "%",
        "higher",
    ),
    S("c6_software", _("工业软件应用率稳步提升"), "machine", "software_rising", "", "%", "rising"),
    S("c6_data", _("实现集群企业重要生产数据联通"), "official"),
    S("c6_newmode", _("开展智能制造、工业互联网等新模式新业态创新应用推广"), "expert"),
    S("c6_sec", _("建立健全工业互联网安全保障体系"), "official"),
    S("c7_structure", _("能源消费结构合理，资源利用效率较高，污染物排放治理有效"), "expert"),
    S("c7_co2", _("二氧化碳排放量强度持续下降"), "machine", "co2_falling", "", "吨/万元", "falling"),
    S("c7_service", _("建立绿色低碳服务机制"), "official"),
    S("c7_energy", _("属于高耗能行业的集群，能效水平高于行业基准值"), "official", "energy"),
    S("c7_water", _("属于高用水行业的集群，水效水平高于行业基准值"), "official", "water"),
    S("c8_intl", _("参与主导产业国际合作机制或者交流活动"), "official"),
    S(
        "c8_exchange",
        _("开展技术、管理、人才或者资本等方面交流合作"),
        "official",
        "exchange_kinds",
        "exchange_kinds_min",
        "类",
        "higher",
    ),
    S("c8_trade", _("通过设置海外分支机构等方式，推动产品和服务对外贸易快速发展"), "expert"),
    S("c9_body", _("设立运营管理机构"), "official", "operating_body"),
    S(
        "c9_service_org",
        _("建立或者引入优质中小企业公共服务机构"),
        "machine",
        "service_orgs",
        "service_orgs_min",
        "家",
        "higher",
    ),
    S("c9_staff", _("组建企业服务专员队伍"), "official", "service_staff", "service_staff_min", "人", "higher"),
    S("c9_services", _("提供七类服务"), "official", "service_kinds", "service_kinds_min", "类", "higher"),
    S("c9_appeal", _("建立诉求协调处理机制，保护中小企业合法权益"), "official"),
    S(
        "c9_policy_cover",
        _("促进中小企业发展政策宣贯覆盖率"),
        "machine",
        "policy_cover",
        "policy_cover_min_pct",
        "%",
        "higher",
    ),
    S("c9_plan", _("制定未来三年发展规划，目标清晰，措施完整"), "expert"),
)
BY_KEY: dict[str, IndicatorSpec] = {spec.key: spec for spec in SPECS}
