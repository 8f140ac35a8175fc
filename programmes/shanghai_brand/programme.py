"""What the programme declares about itself: “上海品牌”培育试点, notice of 上海市市场监督管理局 of 2024-05-31.

Stages are those of section 三 of the notice. What is judged is a product or a service; one firm may name up to five.
The notice sets no end of validity and no certificate: an edition may switch them on, and is told to be the one who did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.contract import CertificateForm, MarkForm, Programme, PublishedListForm, Target
from programmes.shanghai_brand import course
from programmes.shanghai_brand.checks import check_answers
from programmes.shanghai_brand.criteria import CRITERIA, EVIDENCE
from programmes.shanghai_brand.form_fields import EVALUATED
from programmes.shanghai_brand.judging import CLAUSES, judge
from programmes.shanghai_brand.reading import fold, identity_of, title_of, word_in
from programmes.shanghai_brand.scoring import quantify
from programmes.shanghai_brand.sections import SECTIONS
from programmes.shanghai_brand.warnings import warn_answers
from programmes.shanghai_brand.words import mark as _

STAGES = (
    "apply",
    "district_review",
    "consult",
    "incubation",
    "screening",
    "expert_review",
    "decision",
    "public_notice",
    "publish",
    "certificate",
    "mark",
)


def listed_items(unit: Mapping[str, Any]) -> tuple[str, ...]:
    """The item itself, once in however many years it is listed."""
    return (identity,) if (identity := identity_of(unit)) else ()


def evaluated_standards(unit: Mapping[str, Any]) -> tuple[str, ...]:
    """The standard that the item follows, where its advancedness has been evaluated."""
    number = fold(word_in(unit, "standard_no"))
    return (number,) if number and word_in(unit, "standard_status") == EVALUATED else ()


PROGRAMME = Programme(
    slug="shanghai_brand",
    title=_("“上海品牌”培育试点"),
    short_title=_("上海品牌培育"),
    source=_("上海市市场监督管理局关于开展“上海品牌”培育试点工作的通知（2024年5月31日）"),
    unit_word=_("产品或服务"),
    applicant_word=_("申请企业"),
    stages=STAGES,
    optional_stages=frozenset({"certificate"}),
    sections=SECTIONS,
    clauses=CLAUSES,
    evidence=EVIDENCE,
    criteria=CRITERIA,
    lists=(PublishedListForm("P1", _("“上海品牌”培育产品和服务名单"), honour=_("“上海品牌”培育产品或服务")),),
    certificate=CertificateForm(prefix="SHBP", honour=_("“上海品牌”培育产品或服务")),
    defaults=course.DEFAULTS,
    parameter_labels=course.LABELS,
    judge=judge,
    quantify=quantify,
    title_of=title_of,
    check_answers=check_answers,
    warn_answers=warn_answers,
    combines_by="total",
    check_parameters=course.check_parameters,
    parameter_choices=course.CHOICES,
    parameter_words=course.WORDS,
    stage_words={
        "apply": _("自主申请"),
        "district_review": _("区级推荐"),
        "screening": _("申请材料初筛"),
        "publish": _("对社会发布"),
        "mark": _("培育专用标志"),
    },
    items="items",
    item_name="name",
    identity_of=identity_of,
    priority="priority_honours",
    self_check=(
        "hq_in_sh",
        "sh_revenue_share",
        "sh_staff_share",
        "tm_owner_same",
        "net_profit_y0",
        "total_assets_y0",
        "liabilities_y0",
        "declare_b6",
        "declare_b7",
        "declare_b8",
        "declare_b9",
    ),
    targets=(
        Target("standards", _("经过先进性评价的标准"), _("项"), "goal_standards", evaluated_standards),
        Target("items", _("“上海品牌”培育产品和服务"), _("项"), "goal_items", listed_items),
    ),
    mark=MarkForm(
        title=_("“上海品牌”培育专用标志"),
        rules=(
            _("只能用于列入名单的该项产品或者服务，不能用于本企业的其他产品、服务或者企业整体。"),
            _("不得转让、出借或者许可他人使用，不得改变标志的图形、比例和文字。"),
            _("“上海品牌”培育不是“上海品牌”认证，不得与认证标志“上品”混同使用，也不得暗示已经通过认证。"),
            _("每次下载都会记录，须写明使用方式和首次使用日期。"),
            _("该项目被移出名单的，立即停止使用，并清除已经使用的标志。"),
        ),
    ),
)
