"""What the programme declares about itself: “芜湖智造”品牌认证, after the interpretation of its plan of 2021.

The interpretation of 2022-01-07 names the goals, who takes part, certification by third parties against a standard,
and the reward. Parts 五 to 九 of the plan, with its conditions and its procedure, are not public: what is built of them
is proposed, is data of an edition, and says so wherever it is shown. Public notice is in no source and off by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.contract import CertificateForm, Programme, PublishedListForm, RewardForm, Target
from programmes.wuhu_zhizao import parameters
from programmes.wuhu_zhizao.checks import check_answers
from programmes.wuhu_zhizao.criteria import CRITERIA, EVIDENCE
from programmes.wuhu_zhizao.identity import counted, identity_of
from programmes.wuhu_zhizao.judging import CLAUSES, judge
from programmes.wuhu_zhizao.scoring import quantify
from programmes.wuhu_zhizao.sections import SECTIONS
from programmes.wuhu_zhizao.warnings import warn_answers
from programmes.wuhu_zhizao.words import mark as _

STAGES = (
    "scouting",
    "apply",
    "district_review",
    "expert_review",
    "decision",
    "cert_application",
    "type_test",
    "site_audit",
    "cert_decision",
    "public_notice",
    "publish",
    "certificate",
    "reward",
    "surveillance",
    "performance",
)
MOST_FILINGS = 5
"""Products that one firm may file in an edition, each in a filing of its own."""


def title_of(answers: Mapping[str, Any]) -> str:
    """The product's name; "" while it is not written."""
    return str(answers.get("product_name") or "")


PROGRAMME = Programme(
    slug="wuhu_zhizao",
    title=_("“芜湖智造”品牌认证"),
    short_title=_("芜湖智造"),
    source=_("“芜湖智造”品牌认证五年行动方案（2021-2025年）政策解读；申报条件、程序为拟定"),
    unit_word=_("产品"),
    applicant_word=_("申报企业"),
    stages=STAGES,
    optional_stages=frozenset({"public_notice"}),
    sections=SECTIONS,
    clauses=CLAUSES,
    evidence=EVIDENCE,
    criteria=CRITERIA,
    lists=(PublishedListForm("C1", _("“芜湖智造”品牌认证产品名单")),),
    certificate=CertificateForm(prefix="WHZZ", honour=_("“芜湖智造”品牌认证"), is_outside=True),
    defaults=parameters.DEFAULTS,
    parameter_labels=parameters.LABELS,
    judge=judge,
    quantify=quantify,
    title_of=title_of,
    check_answers=check_answers,
    warn_answers=warn_answers,
    check_parameters=parameters.check_parameters,
    parameter_choices=parameters.CHOICES,
    parameter_words=parameters.WORDS,
    stage_words={
        "district_review": _("县区推荐"),
        "expert_review": _("标准先进性评价"),
        "decision": _("先进性认定"),
        "publish": _("公布"),
    },
    identity_of=identity_of,
    most_filings=MOST_FILINGS,
    self_check=("market_share", "market_rank", "tm_reg_no", "qms_valid_to", "declare_c8"),
    targets=(Target("certificates", _("“芜湖智造”认证产品"), _("件"), "goal_certificates", counted),),
    reward=RewardForm(_("“芜湖智造”品牌认证一次性奖励"), "reward_amount_yuan", _("解读七")),
)
