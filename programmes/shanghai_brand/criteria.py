"""What experts score and what proves a clause; neither stands in the notice, both can be changed for an edition.

The five criteria are those of “Shanghai Brand” certification, which 二（一） of the notice measures cultivation by.
"""

from __future__ import annotations

from decimal import Decimal

from programmes.contract import Criterion, Evidence
from programmes.shanghai_brand.words import mark as _

CLAUSE = "二（一）"

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "innovation",
        _("自主创新"),
        Decimal("0.25"),
        CLAUSE,
        _("核心技术或者服务模式的来源与先进程度，专利和标准的成果，持续投入的能力。"),
    ),
    Criterion(
        "quality",
        _("品质卓越"),
        Decimal("0.25"),
        CLAUSE,
        _("与国家标准和国际最好水平的比较是否可信，检测报告是否对应，质量是否稳定。"),
    ),
    Criterion(
        "management",
        _("管理精细"),
        Decimal("0.15"),
        CLAUSE,
        _("质量、标准和品牌管理的制度与岗位是否落实，过程是否有数据和改进。"),
    ),
    Criterion(
        "leadership",
        _("品牌引领"),
        Decimal("0.25"),
        CLAUSE,
        _("在细分市场的地位、知名度和美誉度，对上下游和行业的带动，培育计划是否可行。"),
    ),
    Criterion(
        "responsibility",
        _("社会责任"),
        Decimal("0.10"),
        CLAUSE,
        _("安全、环保、诚信和员工权益的表现，绿色低碳和公益的实际行动。"),
    ),
)

E = Evidence
PICTURES = ("pdf", "jpg", "jpeg", "png")
EVIDENCE: tuple[Evidence, ...] = (
    E("b1", _("营业执照"), max_megabytes=10, extensions=PICTURES),
    E("b3", _("组织架构图")),
    E("b4", _("商标注册证（每项一份）"), extensions=PICTURES),
    E("b5", _("最近一年审计报告")),
    E("b7", _("公共信用信息报告"), needed_at_submission=False),
    E("b8", _("有关部门出具的质量、安全、环保情况证明"), needed_at_submission=False),
)
