"""What the experts of the standard's advancedness score and what proves a clause.

Neither stands in what is public of the plan; the goals in section 四 of its interpretation say what is looked for.
"""

from decimal import Decimal

from programmes.contract import Criterion, Evidence
from programmes.wuhu_zhizao.words import mark as _

GOALS = _("解读四；拟定")
"""Proposed after the goals that the interpretation names."""
PROPOSED = _("拟定")
"""Proposed; in no source."""

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "level",
        _("标准水平"),
        Decimal("0.30"),
        GOALS,
        _("关键指标严于国家、行业标准的程度，与国际标准、国际先进水平的差距，指标是否抓住用户关切。"),
    ),
    Criterion(
        "technology",
        _("技术创新与自主知识产权"),
        Decimal("0.20"),
        GOALS,
        _("核心技术是否自主可控，知识产权对指标先进性的支撑。"),
    ),
    Criterion(
        "verifiability",
        _("指标可验证性"),
        Decimal("0.15"),
        GOALS,
        _("试验方法是否明确、可重复，检测报告是否覆盖所列指标和型号。"),
    ),
    Criterion(
        "quality",
        _("质量保证能力"),
        Decimal("0.20"),
        GOALS,
        _("设计、采购、制造、检验和服务的要求是否完整，批量产品能否稳定达到标准。"),
    ),
    Criterion(
        "influence",
        _("市场地位与产业带动"),
        Decimal("0.15"),
        GOALS,
        _("市场占有率在行业中的位置，对产业链供应质量的带动，推广应用前景。"),
    ),
)

E = Evidence
SCANS = ("pdf", "jpg", "jpeg", "png")
EVIDENCE: tuple[Evidence, ...] = (
    E("c1", _("营业执照"), max_megabytes=10, extensions=SCANS),
    E("c2", _("生产场所的产权、租赁或者环评文件"), needed_at_submission=False, extensions=SCANS),
    E("c3", _("知识产权证书及最近一次缴费凭证")),
    E("c4", _("CMA 或者 CNAS 检测报告，覆盖所列各项指标")),
    E("c5", _("市场占有率和排名的证明")),
    E("c6", _("商标注册证和商标用于产品的照片"), extensions=SCANS),
    E("c7", _("质量管理体系认证证书"), extensions=SCANS),
    E("c8", _("公共信用信息报告"), needed_at_submission=False),
)
