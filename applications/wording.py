"""Two words for one state: what staff say and what the applicant reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programmes.fields.words import said

from .workflow import State

if TYPE_CHECKING:
    from programmes.models import Edition

STAFF_WORDS = {
    State.DRAFT: _("草稿"),
    State.SUBMITTED: _("待区级初审"),
    State.RETURNED: _("退回补正"),
    State.CONSULTING: _("征求意见中"),
    State.AWAITING_LEADER: _("待区级领导审签"),
    State.RECOMMENDED: _("区级已推荐"),
    State.NOT_RECOMMENDED: _("区级未推荐"),
    State.WITHDRAWN: _("已撤回"),
    State.WAITING: _("待推荐"),
    State.INCUBATION: _("培育孵化中"),
    State.SCREENING: _("待初筛"),
    State.SCREENED_OUT: _("初筛未通过"),
    State.FORMAL_CHECK: _("待形式审查"),
    State.NOT_ACCEPTED: _("不予受理"),
    State.ACCEPTED: _("形式审查通过"),
    State.DATA_CHECKED: _("数据已核对"),
    State.EXPERT_REVIEW: _("专家评审中"),
    State.REVIEWED: _("评审完成"),
    State.SITE_INSPECTION: _("待实地抽查"),
    State.INSPECTED: _("已实地抽查"),
    State.CERT_APPLICATION: _("待认证受理"),
    State.CERT_TESTING: _("认证检测审核中"),
    State.CERT_DECISION: _("待认证决定"),
    State.NOT_CERTIFIED: _("未获认证"),
    State.PROPOSED: _("拟认定"),
    State.NOT_PROPOSED: _("不予认定"),
    State.PUBLIC_NOTICE: _("公示中"),
    State.OBJECTION_HOLD: _("异议核查中"),
    State.LISTED: _("已公布"),
    State.NOT_LISTED: _("未列入名单"),
    State.SUSPENDED: _("已暂停"),
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
    State.CONSULTING: _("已提交，区级初审中"),
    State.AWAITING_LEADER: _("已提交，区级初审中"),
    State.SCREENING: _("初筛中"),
    State.FORMAL_CHECK: _("形式审查中"),
    State.ACCEPTED: _("已受理，待专家评审"),
    State.DATA_CHECKED: _("已受理，待专家评审"),
    State.REVIEWED: _("评审中"),
    State.EXPERT_REVIEW: _("评审中"),
    State.SITE_INSPECTION: _("评审中，可能实地抽查"),
    State.INSPECTED: _("评审中"),
    State.PROPOSED: _("评审中"),
    State.OBJECTION_HOLD: _("公示中，异议核查"),
}

# Where an edition goes another way, some stations mean something else: to staff, to the applicant.
WITHOUT_DISTRICT = {State.SUBMITTED: (_("已提交"), _("已提交"))}
WITH_DATA_CHECK = {
    State.ACCEPTED: (_("待数据核对"), _("已受理，数据核对中")),
    State.DATA_CHECKED: (_("数据已核对"), _("已受理，待专家评审")),
}
WITH_SCREENING = {State.ACCEPTED: (_("初筛通过"), _("初筛通过，待专家评审"))}
WITH_INCUBATION = {State.NOT_ACCEPTED: (_("培育终止"), _("培育终止"))}
WITHOUT_CHECK = {State.ACCEPTED: (_("待专家评审"), _("已推荐，待专家评审"))}
CERTIFYING = {
    State.PROPOSED: (_("已获认证，待公布"), _("已获认证，待公布")),
    State.NOT_PROPOSED: (_("先进性未通过"), _("标准先进性评价未通过")),
    State.REVOKED: (_("证书已撤销"), _("证书已撤销")),
    State.SUSPENDED: (_("证书已暂停"), _("证书已暂停")),
}
RANKED = {
    State.PROPOSED: (_("拟列入名单"), _("评审中")),
    State.NOT_PROPOSED: (_("未列入名单"), _("未列入名单")),
}

STAGE_WORDS = {
    "apply": _("申报"),
    "scouting": _("排摸"),
    "district_review": _("区级初审"),
    "consult": _("征求意见"),
    "incubation": _("培育孵化"),
    "screening": _("初筛"),
    "formal_check": _("形式审查"),
    "paper_receipt": _("纸质材料接收"),
    "data_check": _("数据核对"),
    "expert_review": _("专家评审"),
    "expert_verification": _("专家校验"),
    "site_inspection": _("实地抽查"),
    "decision": _("拟认定"),
    "cert_application": _("认证申请"),
    "type_test": _("型式试验"),
    "site_audit": _("现场审核"),
    "cert_decision": _("认证决定"),
    "public_notice": _("公示"),
    "publish": _("公布名单"),
    "certificate": _("证书"),
    "mark": _("专用标志"),
    "reward": _("奖励"),
    "surveillance": _("获证后监督"),
    "performance": _("绩效评估"),
    "monitor": _("动态管理"),
    "re_review": _("复核"),
}

RANKED_DECISION = _("审定名单")

MILESTONE_WORDS = {
    "formally_entered": _("纸质申报表尚未收齐或与电子申报不一致"),
    "scores_complete": _("专家评分尚未齐备"),
    "run_approved": _("评审结果尚未审定"),
    "notice_ended": _("公示尚未期满"),
    "type_test_passed": _("型式试验尚未通过"),
    "site_audit_passed": _("现场审核尚未通过"),
}

# The tone of the status component; a word always stands beside the colour.
TONES = {
    State.DRAFT: "draft",
    State.RETURNED: "returned",
    State.CONSULTING: "soon",
    State.AWAITING_LEADER: "soon",
    State.NOT_RECOMMENDED: "refused",
    State.WITHDRAWN: "closed",
    State.WAITING: "closed",
    State.SCREENED_OUT: "refused",
    State.NOT_CERTIFIED: "refused",
    State.SUSPENDED: "soon",
    State.NOT_ACCEPTED: "refused",
    State.ACCEPTED: "passed",
    State.DATA_CHECKED: "passed",
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


def words_of(edition: Edition) -> dict[State, tuple[object, object]]:
    """What an edition calls otherwise than the tables above: state -> (to staff, to the applicant)."""
    own: dict[State, tuple[object, object]] = {}
    if not edition.has_stage("district_review"):
        own |= WITHOUT_DISTRICT
    if edition.has_stage("data_check"):
        own |= WITH_DATA_CHECK
    if edition.has_stage("screening"):
        own |= WITH_SCREENING
    elif not edition.has_stage("formal_check"):
        own |= WITHOUT_CHECK
    if edition.has_stage("incubation") and not edition.has_stage("formal_check"):
        own |= WITH_INCUBATION
    if edition.has_stage("cert_decision"):
        own |= CERTIFYING
    return own | RANKED if edition.programme.model is not None else own


def staff_word(state: str, edition: Edition | None = None) -> object:
    """The station as staff call it; edition None: as it is called where editions are mixed."""
    own = words_of(edition).get(State(state)) if edition is not None else None
    return own[0] if own else STAFF_WORDS[State(state)]


def applicant_word(state: str, edition: Edition | None = None) -> object:
    own = words_of(edition).get(State(state)) if edition is not None else None
    return own[1] if own else APPLICANT_WORDS[State(state)]


def stage_word(key: str, edition: Edition | None = None) -> object:
    """A stage; a programme that ranks decides on lists, the others on every unit."""
    if edition is not None and key in edition.programme.stage_words:
        return said(edition.programme.stage_words[key])
    if key == "decision" and edition is not None and edition.programme.model is not None:
        return RANKED_DECISION
    return STAGE_WORDS.get(key, key)


def milestone_word(key: str) -> str:
    """Why a unit has not come as far as a milestone."""
    return str(MILESTONE_WORDS.get(key, key))


def tone(state: str) -> str:
    return TONES.get(State(state), "open")
