"""What the programme declares about itself: 上海市中小企业品牌价值评价, announcement of 2024.

Stages are those of sections 二 to 四 of the announcement: firms apply themselves, there is no district and no public
notice. An edition may switch both on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.brand_value import course
from programmes.brand_value.appraising import MODEL, quantify
from programmes.brand_value.checks import check_answers
from programmes.brand_value.criteria import CRITERIA, EVIDENCE
from programmes.brand_value.form_fields import CREDIT_GRADE
from programmes.brand_value.judging import CLAUSES, judge
from programmes.brand_value.sections import SECTIONS
from programmes.brand_value.warnings import warn_answers
from programmes.brand_value.words import mark as _
from programmes.contract import CertificateForm, Programme, PublishedListForm

STAGES = (
    "apply",
    "district_review",
    "formal_check",
    "paper_receipt",
    "data_check",
    "expert_review",
    "expert_verification",
    "decision",
    "public_notice",
    "publish",
    "certificate",
)


def title_of(answers: Mapping[str, Any]) -> str:
    """The brand's name; "" while it is not written."""
    return str(answers.get("brand_name_zh") or "")


PROGRAMME = Programme(
    slug="brand_value",
    title=_("上海市中小企业品牌价值评价"),
    short_title=_("品牌价值评价"),
    source=_("2024年上海市中小企业品牌价值评价工作通知"),
    unit_word=_("企业"),
    applicant_word=_("参评企业"),
    stages=STAGES,
    optional_stages=frozenset({"district_review", "public_notice"}),
    sections=SECTIONS,
    clauses=CLAUSES,
    evidence=EVIDENCE,
    criteria=CRITERIA,
    lists=(
        PublishedListForm(
            "L1", _("上海专精特新“小巨人”企业品牌价值榜"), honour=_("上海专精特新“小巨人”企业品牌价值榜入榜企业")
        ),
        PublishedListForm("L2", _("上海专精特新企业品牌价值榜"), honour=_("上海专精特新企业品牌价值榜入榜企业")),
        PublishedListForm("L3", _("上海中小企业最具成长品牌榜"), honour=_("上海中小企业最具成长品牌榜入榜企业")),
    ),
    certificate=CertificateForm(prefix="SHBV", honour=_("上海市中小企业品牌价值评价入榜企业")),
    defaults=course.DEFAULTS,
    parameter_labels=course.LABELS,
    judge=judge,
    quantify=quantify,
    title_of=title_of,
    check_answers=check_answers,
    warn_answers=warn_answers,
    combines_by="criterion",
    model=MODEL,
    check_parameters=course.check_parameters,
    parameter_choices=course.CHOICES,
    parameter_words=course.WORDS,
    register=(CREDIT_GRADE,),
    self_check=(
        *("sme_industry", "employees", "revenue_y0", "total_assets_y0", "tm_owner_same"),
        *("declare_a7", "declare_a8", "declare_a9", "declare_a10", "declare_a11"),
    ),
)
