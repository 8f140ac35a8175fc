"""What experts score and what proves a clause; neither stands in the notice, both can be changed for an edition.

The experts' four criteria hold 20 points of the strength score: 4, 5, 5 and 6.
"""

from decimal import Decimal

from programmes.brand_value.words import mark as _
from programmes.contract import Criterion, Evidence

CLAUSE = "二、3（1）"

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "Q5",
        _("质量管理成熟度"),
        Decimal("0.20"),
        CLAUSE,
        _("质量管理体系是否覆盖全过程并有效运行，质量改进是否有方法、有数据、有成效。"),
    ),
    Criterion(
        "N5",
        _("技术领先性"),
        Decimal("0.25"),
        CLAUSE,
        _("核心技术在细分领域的先进程度，自主可控程度，成果转化为产品和市场的程度。"),
    ),
    Criterion(
        "S4",
        _("服务体系"),
        Decimal("0.25"),
        CLAUSE,
        _("售前、售中、售后服务的制度和能力，响应速度，客户关系的稳定程度。"),
    ),
    Criterion(
        "I6",
        _("品牌美誉与文化"),
        Decimal("0.30"),
        CLAUSE,
        _("品牌定位与文化是否清晰，行业和用户的评价，传播与保护的成效，提升计划是否可行。"),
    ),
)

E = Evidence
EVIDENCE: tuple[Evidence, ...] = (
    E("a1", _("营业执照"), max_megabytes=10, extensions=("pdf", "jpg", "jpeg", "png")),
    E("a3", _("商标注册证"), extensions=("pdf", "jpg", "jpeg", "png")),
    E("a5", _("品牌建设基础的证明材料"), needed_at_submission=False),
    E("a6", _("品牌影响力的证明材料"), needed_at_submission=False),
    E("a9", _("公共信用信息报告"), needed_at_submission=False),
    E("a10", _("有关部门出具的安全、质量情况证明"), needed_at_submission=False),
    E(
        "tier_little_giant",
        _("国家级专精特新“小巨人”企业证书或者认定文件"),
        needed_at_submission=False,
        extensions=("pdf", "jpg", "jpeg", "png"),
    ),
    E(
        "tier_srdi_sme",
        _("专精特新中小企业证书或者认定文件"),
        needed_at_submission=False,
        extensions=("pdf", "jpg", "jpeg", "png"),
    ),
)
