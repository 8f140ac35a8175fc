"""What happens next and by when, in the applicant's words; and what withdrawing does."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, Correction, ReceiptOutcome, Unit
from applications.queries.paper import Paper
from applications.stations import stations_of
from applications.terms import say_instant, say_until
from applications.workflow import State
from programmes.models import Edition

WAITING_FOR = {
    State.SUBMITTED: gettext_lazy("区级主管部门正在初审。"),
    State.AWAITING_LEADER: gettext_lazy("区级主管部门正在初审。"),
    State.NOT_RECOMMENDED: gettext_lazy("本区未推荐，理由见办理经过。"),
    State.WITHDRAWN: gettext_lazy("申报已撤回，内容仍可查看。"),
    State.WAITING: gettext_lazy("等待形式审查。"),
    State.CONSULTING: gettext_lazy("区级主管部门正在初审。"),
    State.INCUBATION: gettext_lazy("所在区正在组织培育孵化。"),
    State.SCREENING: gettext_lazy("受托机构正在初筛。"),
    State.SCREENED_OUT: gettext_lazy("初筛未通过，理由见办理经过。"),
    State.CERT_APPLICATION: gettext_lazy("标准先进性已通过，等待认证机构受理。"),
    State.CERT_TESTING: gettext_lazy("认证机构正在进行型式试验和现场审核。"),
    State.CERT_DECISION: gettext_lazy("等待认证机构作出认证决定。"),
    State.NOT_CERTIFIED: gettext_lazy("未获认证，理由见办理经过。"),
    State.SUSPENDED: gettext_lazy("证书已暂停，暂停期间不得使用，理由见办理经过。"),
    State.FORMAL_CHECK: gettext_lazy("组织方正在进行形式审查。"),
    State.NOT_ACCEPTED: gettext_lazy("未予受理，理由见办理经过。"),
    State.ACCEPTED: gettext_lazy("已受理，将安排专家评审。"),
    State.DATA_CHECKED: gettext_lazy("数据已核对，将安排专家评审。"),
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
ENTRANCE_STEPS = (
    ("incubation", gettext_lazy("推荐后由所在区组织培育孵化。")),
    ("screening", gettext_lazy("受托机构逐项初筛，可能退回补正。")),
)
NOT_RANKED = gettext_lazy("本次未列入名单，理由见办理经过。")
SCREENED = gettext_lazy("初筛已通过，将安排专家评审。")
NOT_READY = gettext_lazy("培育孵化已终止，理由见办理经过。")
CERTIFIED = {
    State.PROPOSED: gettext_lazy("已获认证，等待公布。"),
    State.NOT_PROPOSED: gettext_lazy("标准先进性评价未通过，理由见办理经过。"),
}
DATA_CHECK = gettext_lazy("组织方正在核对数据，可能请您说明。")


def waiting_for(application: Application, units: list[Unit]) -> str:
    """One sentence: who is at work now, for several units one for each station. "" while the enterprise itself is."""
    counts = Counter(stations_of(application, units))
    said = [(sentence_of(application, station), number) for station, number in counts.items()]
    if len(said) == 1:
        return said[0][0]
    return "".join(_("%(n)s 项：%(text)s") % {"n": number, "text": text} for text, number in said if text)


def sentence_of(application: Application, state: str) -> str:
    """Who is at work on whatever is at a station."""
    edition = application.edition
    if state == State.ACCEPTED and edition.has_stage("data_check"):
        return str(DATA_CHECK)
    if state == State.ACCEPTED and edition.has_stage("screening"):
        return str(SCREENED)
    if state == State.NOT_ACCEPTED and edition.has_stage("incubation") and not edition.has_stage("formal_check"):
        return str(NOT_READY)
    if state in CERTIFIED and edition.has_stage("cert_decision"):
        return str(CERTIFIED[State(state)])
    if state == State.NOT_PROPOSED and edition.programme.model is not None:
        return str(NOT_RANKED)
    sentence = str(WAITING_FOR.get(State(state), ""))
    if state in {State.SUBMITTED, State.CONSULTING, State.AWAITING_LEADER} and edition.district_due_at is not None:
        sentence += _("应于%s前作出推荐决定。") % say_until(edition.district_due_at)
    return sentence


_AGAIN = {
    "screening": gettext_lazy("受托机构继续初筛。"),
    "expert_review": gettext_lazy("组织专家再次评审。"),
}


def _again_at(edition: Edition) -> str:
    return _("组织方继续形式审查。") if edition.has_stage("formal_check") else _("退回的部门继续办理。")


def next_steps(application: Application, correction: Correction | None, paper: Paper | None = None) -> list[str]:
    """After handing in: what to post, who looks at it, by when, and how one hears of it."""
    edition = application.edition
    steps = [post_step(paper)] if paper is not None and paper.entered_at is None else []
    if correction is not None and correction.stage != "district_review":
        steps.append(str(_AGAIN.get(correction.stage) or _again_at(edition)))
    elif edition.has_stage("district_review"):
        by = _("，推荐截止时间为%s") % say_until(edition.district_due_at) if edition.district_due_at else ""
        steps.append(_("所在区主管部门初审，可能退回补正%s。") % by)
        steps += [_("推荐后由组织方进行形式审查。")] if edition.has_stage("formal_check") else []
    else:
        steps.append(_("组织方进行形式审查，可能退回补正。"))
    steps += later_steps(edition)
    if edition.review_due_at is not None:
        steps.append(_("评审预计于%s前完成。") % say_until(edition.review_due_at))
    steps.append(_("每一步进展都会在“消息”中通知，并发送到联系邮箱。"))
    return steps


def is_to_post(paper: Paper, application: Application) -> bool:
    """Handed in, not yet entered, and still running."""
    is_over = application.state in {State.WITHDRAWN, State.NOT_RECOMMENDED}
    return bool(application.version_number) and paper.entered_at is None and not is_over


def post_step(paper: Paper) -> str:
    """What to post, where and by when; or that the stamped scan is enough."""
    words = {"who": paper.send_to, "day": say_day(paper.post_by)}
    if paper.takes_scan:
        return _("上传盖章扫描件即完成正式报名；未上传的，请将盖章的申报书寄至%(who)s，邮戳日期不晚于%(day)s。") % words
    return _("打印申报书并盖章，寄至%(who)s，邮戳日期不晚于%(day)s。电子件和纸质件都收到，才算正式报名。") % words


def post_title(paper: Paper) -> str:
    is_wrong = paper.receipt is not None and paper.receipt.outcome == ReceiptOutcome.MISMATCH
    return _("纸质申报书与电子申报不一致，请更正后重新寄出") if is_wrong else _("还需寄出纸质申报书")


def later_steps(edition: Edition) -> list[str]:
    """What follows the formal check, out of the stages that this edition has."""
    steps = [str(sentence) for stage, sentence in ENTRANCE_STEPS if edition.has_stage(stage)]
    if edition.has_stage("data_check"):
        steps.append(_("组织方核对主要数据，可能请您说明。"))
    if edition.has_stage("expert_verification"):
        steps.append(_("模型计算、专家评分和专家校验，形成排名。"))
    elif edition.has_stage("expert_review"):
        steps.append(_("组织专家评审。"))
    if edition.has_stage("cert_decision"):
        steps.append(_("评审通过后由认证机构受理、检测审核并作出认证决定。"))
    if edition.has_stage("public_notice"):
        steps.append(_("结果经审定后公示，公示期满公布名单。"))
    elif edition.has_stage("publish"):
        steps.append(_("名单经审定后公布。"))
    return steps


def whole_way(edition: Edition) -> list[str]:
    """Before starting: from the first page to the published list."""
    steps = [_("分页填写，内容自动保存。"), _("检查全部内容并提交。")]
    if edition.has_stage("paper_receipt"):
        scan = bool(edition.settings().get("scan_replaces_paper"))
        steps.append(_("寄出盖章的申报书，或上传盖章扫描件。") if scan else _("打印申报书，盖章后寄出。"))
    if edition.has_stage("district_review"):
        steps.append(_("所在区初审并推荐。"))
    checks = [_("组织方进行形式审查。")] if edition.has_stage("formal_check") else []
    return [*steps, *checks, *later_steps(edition)]


def paper_lines(paper: Paper) -> list[dict[str, Any]]:
    """The two halves of a filing and whether both are in, as lines of components/summary_list.html."""
    receipt, electronic = paper.receipt, paper.electronic_at
    posted = str(receipt.get_outcome_display()) if receipt is not None else _("尚未收到")
    if receipt is not None and receipt.outcome != ReceiptOutcome.MISSING:
        days = [_("收到 %s") % say_day(receipt.received_on)]
        days += [_("邮戳 %s") % say_day(receipt.postmarked_on)] if receipt.postmarked_on else []
        posted = _("%(what)s（%(days)s）") % {"what": posted, "days": "，".join(days)}
    entered = _("是，%s") % say_instant(paper.entered_at) if paper.entered_at else _("否")
    lines = [
        {"label": _("电子件"), "value": _("已收到，%s") % say_instant(electronic) if electronic else _("尚未提交")},
        {"label": _("纸质件"), "value": posted, "note": receipt.note if receipt is not None else ""},
        {"label": _("正式报名"), "value": entered},
    ]
    if paper.entered_at is None:
        lines.append({"label": _("邮戳最晚日期"), "value": say_day(paper.post_by)})
    return lines


def say_day(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


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
    ]
    if edition.has_stage("district_review"):
        name = application.district.name if application.district else _("填写“所在区”后确定")
        lines.append({"label": _("受理区"), "value": name})
    if edition.document_number:
        lines.append({"label": _("通知文号"), "value": edition.document_number})
    return lines
