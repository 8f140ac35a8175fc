"""Messages about filing: receipts, work for the office that is next, and reminders before every deadline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "title": "闵行区示例传感器集群",
    "enterprise": "示例集群运营公司",
    "reference": "001-000012",
    "edition": "2026年度示例项目",
    "version": 1,
    "digest": "3f2a9c0d11e07b52",
    "submitted_at": "2026年3月10日 10:00",
    "withdrawn_at": "2026年3月10日 10:00",
    "closes_at": "2026年3月30日 17:00",
    "due_at": "2026年3月17日 24:00",
    "days": 3,
    "count": 2,
    "district": "闵行区",
}

KINDS = {
    "application_receipt": Kind(
        subject=_("已收到申报：%(title)s（第 %(version)s 版）"),
        body=_(
            "%(edition)s\n您单位的申报已于%(submitted_at)s提交。\n"
            "受理编号 %(reference)s，第 %(version)s 版，内容摘要 %(digest)s。\n请保存本回执；每一步进展都会另行通知。"
        ),
        sample=SAMPLE,
    ),
    "application_submitted": Kind(
        subject=_("待初审：%(title)s"),
        body=_(
            "%(enterprise)s于%(submitted_at)s提交了%(edition)s的申报（编号 %(reference)s）。请在推荐截止前完成初审。"
        ),
        sample=SAMPLE,
    ),
    "application_to_check": Kind(
        subject=_("待形式审查：%(title)s"),
        body=_("%(enterprise)s于%(submitted_at)s提交了%(edition)s的申报（编号 %(reference)s）。请进行形式审查。"),
        sample=SAMPLE,
    ),
    "correction_answered": Kind(
        subject=_("已补正：%(title)s（第 %(version)s 版）"),
        body=_("%(enterprise)s于%(submitted_at)s提交了补正后的第 %(version)s 版（编号 %(reference)s）。请继续办理。"),
        sample=SAMPLE,
    ),
    "application_withdrawn": Kind(
        subject=_("申报已撤回：%(title)s"),
        body=_("%(enterprise)s于%(withdrawn_at)s撤回了%(edition)s的申报（编号 %(reference)s）。无需继续办理。"),
        sample=SAMPLE,
    ),
    "draft_closing_soon": Kind(
        subject=_("申报尚未提交，%(closes_at)s截止：%(title)s"),
        body=_("%(edition)s\n您单位的申报还是草稿，将于%(closes_at)s截止。截止后不能再提交，请尽早检查并提交。"),
        sample=SAMPLE,
        is_reminder=True,
    ),
    "correction_due_soon": Kind(
        subject=_("补正将于%(due_at)s到期：%(title)s"),
        body=_("%(edition)s\n您单位的申报被退回补正，尚未重新提交。期限为%(due_at)s，逾期不能再提交。"),
        sample=SAMPLE,
        is_reminder=True,
    ),
    "correction_overdue": Kind(
        subject=_("补正期限已过：%(title)s"),
        body=_("%(enterprise)s的申报（编号 %(reference)s）没有在%(due_at)s前补正。申报保持退回状态，不再接受补正。"),
        sample=SAMPLE,
    ),
    "district_queue_due_soon": Kind(
        subject=_("%(district)s还有 %(count)s 件待办，推荐将于%(due_at)s截止"),
        body=_("%(edition)s\n%(district)s尚有 %(count)s 件申报没有完成初审和审签，推荐将于%(due_at)s截止。"),
        sample=SAMPLE,
        is_reminder=True,
    ),
    "edition_opened": Kind(
        subject=_("已开始申报：%(edition)s"),
        body=_("%(edition)s已开始接受申报，将于%(closes_at)s截止。"),
        sample=SAMPLE,
    ),
    "edition_closed": Kind(
        subject=_("申报已截止：%(edition)s"),
        body=_("%(edition)s已于%(closes_at)s截止，共收到 %(count)s 件申报。"),
        sample=SAMPLE,
    ),
}
