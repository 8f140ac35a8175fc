"""What the programme declares about itself. Write here: its document, its stages, who judges, what it ends in.

An optional stage is off until an organiser switches it on. Nothing that the document does not say is on by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.contract import CertificateForm, Criterion, Programme, PublishedListForm

from .course import CHOICES, DEFAULTS, LABELS
from .rules import CLAUSES, judge
from .scoring import quantify
from .sections import EVIDENCE, SECTIONS
from .words import mark as _

STAGES = (
    "apply",
    "district_review",
    "formal_check",
    "expert_review",
    "decision",
    "public_notice",
    "publish",
    "certificate",
)
CRITERIA = (
    Criterion("quality", _("质量水平"), Decimal("0.6"), "二（一）", _("质量管理是否健全，产品或者服务是否稳定。")),
    Criterion("prospects", _("发展前景"), Decimal("0.4"), "二（二）", _("目标是否清晰，措施是否可行。")),
)
TRUTH_NEEDED = _("提交前须作出真实性承诺，请勾选。")


def title_of(answers: Mapping[str, Any]) -> str:
    """The project's name; "" while it is not written."""
    return str(answers.get("project_name") or "")


def check_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Key -> what clashes with another answer; nothing is said of what is not answered."""
    return {"declare_truth": TRUTH_NEEDED} if answers.get("declare_truth") is False else {}


PROGRAMME = Programme(
    slug="$slug",
    title=_("示例项目"),
    short_title=_("示例项目"),
    source=_("示例文件〔2027〕1号"),
    unit_word=_("项目"),
    applicant_word=_("申报单位"),
    stages=STAGES,
    optional_stages=frozenset({"certificate"}),
    sections=SECTIONS,
    clauses=CLAUSES,
    evidence=EVIDENCE,
    criteria=CRITERIA,
    lists=(PublishedListForm("S1", _("示例项目名单")),),
    certificate=CertificateForm(prefix="$prefix", honour=_("示例项目")),
    defaults=DEFAULTS,
    parameter_labels=LABELS,
    judge=judge,
    quantify=quantify,
    title_of=title_of,
    check_answers=check_answers,
    parameter_choices=CHOICES,
    self_check=("revenue_wan",),
)
