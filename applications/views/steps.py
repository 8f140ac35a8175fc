"""What happens next and by when, in the applicant's words; and what withdrawing does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, Correction, Unit
from applications.terms import say_until
from applications.workflow import State

WAITING_FOR = {
    State.SUBMITTED: gettext_lazy("区级主管部门正在初审。"),
    State.AWAITING_LEADER: gettext_lazy("区级主管部门正在初审。"),
    State.NOT_RECOMMENDED: gettext_lazy("本区未推荐，理由见办理经过。"),
    State.WITHDRAWN: gettext_lazy("申报已撤回，内容仍可查看。"),
    State.WAITING: gettext_lazy("等待形式审查。"),
    State.FORMAL_CHECK: gettext_lazy("市级主管部门正在进行形式审查。"),
    State.NOT_ACCEPTED: gettext_lazy("形式审查未通过，理由见办理经过。"),
    State.ACCEPTED: gettext_lazy("已受理，将安排专家评审。"),
    State.EXPERT_REVIEW: gettext_lazy("正在评审，无需操作。"),
    State.REVIEWED: gettext_lazy("正在评审，无需操作。"),
    State.SITE_INSPECTION: gettext_lazy("可能安排实地抽查，请保持联系畅通。"),
    State.INSPECTED: gettext_lazy("正在评审，无需操作。"),
    State.PROPOSED: gettext_lazy("正在评审，无需操作。"),
    State.NOT_PROPOSED: gettext_lazy("本次未予认定，理由见办理经过。"),
    State.PUBLIC_NOTICE: gettext_lazy("正在公示，公示期满后公布名单。"),
    State.OBJECTION_HOLD: gettext_lazy("公示期间收到异议，正在核查。"),
    State.LISTED: gettext_lazy("已列入名单。"),
    State.NOT_LISTED: gettext_lazy("未列入名单，理由见办理经过。"),
    State.EXPIRING: gettext_lazy("有效期即将届满，请准备复核材料。"),
    State.RE_REVIEW: gettext_lazy("正在复核。"),
    State.LAPSED: gettext_lazy("有效期已满。"),
    State.REVOKED: gettext_lazy("已撤销，理由见办理经过。"),
}


def waiting_for(application: Application, units: list[Unit]) -> str:
    """One sentence: who is at work now. "" while the enterprise itself is."""
    state = application.state
    if state == State.RECOMMENDED and units:
        state = units[0].state
    sentence = str(WAITING_FOR.get(State(state), ""))
    due_at = application.edition.district_due_at
    if state in {State.SUBMITTED, State.AWAITING_LEADER} and due_at is not None:
        sentence += _("应于%s前作出推荐决定。") % say_until(due_at)
    return sentence


def next_steps(application: Application, correction: Correction | None) -> list[str]:
    """After handing in: who looks at it, by when, and how one hears of it."""
    edition, steps = application.edition, []
    if correction is not None and correction.stage != "district_review":
        steps.append(_("市级主管部门继续形式审查。"))
    elif edition.has_stage("district_review"):
        by = _("，推荐截止时间为%s") % say_until(edition.district_due_at) if edition.district_due_at else ""
        steps.append(_("所在区主管部门初审，可能退回补正%s。") % by)
        steps.append(_("推荐后由市级主管部门进行形式审查，并组织专家评审。"))
    else:
        steps.append(_("主管部门进行形式审查，可能退回补正。"))
    if edition.review_due_at is not None:
        steps.append(_("评审预计于%s前完成。") % say_until(edition.review_due_at))
    steps.append(_("每一步进展都会在“消息”中通知，并发送到联系邮箱。"))
    return steps


def withdrawal_effects(application: Application) -> list[str]:
    """What withdrawing does, before it is done."""
    effects = [_("本次申报结束，不再进入后续环节。"), _("填写的内容、附件和已提交的版本仍可查看和打印。")]
    if application.version_number:
        effects.append(_("受理部门会收到撤回通知。"))
    effects.append(_("在 %s 前可以重新申报，需要重新填写。") % say_until(application.edition.closes_at))
    return effects


def facts_of(application: Application) -> list[dict[str, Any]]:
    """The head of a filing as lines of components/summary_list.html."""
    edition = application.edition
    lines = [
        {"label": _("申报项目"), "value": edition.title},
        {"label": _("组织方"), "value": application.tenant.name},
        {"label": _("申报主体"), "value": application.enterprise_name},
        {"label": _("统一社会信用代码"), "value": application.enterprise_uscc},
        {"label": _("编号"), "value": application.reference},
        {"label": _("受理区"), "value": application.district.name if application.district else _("填写“所在区”后确定")},
    ]
    if edition.document_number:
        lines.append({"label": _("通知文号"), "value": edition.document_number})
    return lines
