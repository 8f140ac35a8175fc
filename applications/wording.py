"""Two words for one state: what staff say and what the applicant reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .workflow import State

STAFF_WORDS = {
    State.DRAFT: _("草稿"),
    State.SUBMITTED: _("待区级初审"),
    State.RETURNED: _("退回补正"),
    State.AWAITING_LEADER: _("待区级领导审签"),
    State.RECOMMENDED: _("区级已推荐"),
    State.NOT_RECOMMENDED: _("区级未推荐"),
    State.WITHDRAWN: _("已撤回"),
    State.WAITING: _("待推荐"),
    State.FORMAL_CHECK: _("待形式审查"),
    State.NOT_ACCEPTED: _("不予受理"),
    State.ACCEPTED: _("形式审查通过"),
    State.EXPERT_REVIEW: _("专家评审中"),
    State.REVIEWED: _("评审完成"),
    State.SITE_INSPECTION: _("待实地抽查"),
    State.INSPECTED: _("已实地抽查"),
    State.PROPOSED: _("拟认定"),
    State.NOT_PROPOSED: _("不予认定"),
    State.PUBLIC_NOTICE: _("公示中"),
    State.OBJECTION_HOLD: _("异议核查中"),
    State.LISTED: _("已公布"),
    State.NOT_LISTED: _("未列入名单"),
    State.EXPIRING: _("即将到期"),
    State.RE_REVIEW: _("复核中"),
    State.LAPSED: _("已失效"),
    State.REVOKED: _("已撤销"),
}

# Until the public notice the applicant learns where the case is, never how the judges lean.
APPLICANT_WORDS = {
    **STAFF_WORDS,
    State.SUBMITTED: _("已提交，区级初审中"),
    State.RETURNED: _("请补正后重新提交"),
    State.AWAITING_LEADER: _("已提交，区级初审中"),
    State.FORMAL_CHECK: _("形式审查中"),
    State.ACCEPTED: _("已受理，待专家评审"),
    State.REVIEWED: _("评审中"),
    State.EXPERT_REVIEW: _("评审中"),
    State.SITE_INSPECTION: _("评审中，可能实地抽查"),
    State.INSPECTED: _("评审中"),
    State.PROPOSED: _("评审中"),
    State.OBJECTION_HOLD: _("公示中，异议核查"),
}

# The tone of the status component; a word always stands beside the colour.
TONES = {
    State.DRAFT: "draft",
    State.RETURNED: "returned",
    State.AWAITING_LEADER: "soon",
    State.NOT_RECOMMENDED: "refused",
    State.WITHDRAWN: "closed",
    State.WAITING: "closed",
    State.NOT_ACCEPTED: "refused",
    State.ACCEPTED: "passed",
    State.RECOMMENDED: "passed",
    State.REVIEWED: "passed",
    State.INSPECTED: "passed",
    State.OBJECTION_HOLD: "returned",
    State.LISTED: "official",
    State.NOT_LISTED: "refused",
    State.NOT_PROPOSED: "refused",
    State.EXPIRING: "soon",
    State.LAPSED: "closed",
    State.REVOKED: "closed",
}


def staff_word(state: str) -> object:
    return STAFF_WORDS[State(state)]


def applicant_word(state: str) -> object:
    return APPLICANT_WORDS[State(state)]


def tone(state: str) -> str:
    return TONES.get(State(state), "open")
