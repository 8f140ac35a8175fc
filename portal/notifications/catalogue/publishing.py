"""Messages of notices, objections, lists, certificates and validity."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

_NOTICE = {"title": "2026年度名单公示（示例）", "name": "示例集群", "first_on": "2026-03-10", "last_on": "2026-03-16"}
_OBJECTION = {"number": "YY20260310-0A1B2C", "title": "2026年度名单公示（示例）", "answer_due_on": "2026-03-24"}
_CASE = {"name": "示例集群", "reason": "示例理由", "due_on": "2026-03-17", "answer_due_on": "2026-03-24"}
_LIST = {"title": "2026年度名单（示例）", "day": "2026-05-10", "reason": "不能再公布：示例集群。"}
_END = {"name": "示例集群", "valid_to": "2029-03-19", "days": 90}

KINDS: dict[str, Kind] = {
    "notice_published": Kind(
        subject=_("%(name)s已列入公示"),
        body=_(
            "“%(name)s”已列入《%(title)s》，公示期 %(first_on)s 至 %(last_on)s。公示期满且无异议的，由组织方公布名单。"
        ),
        sample=_NOTICE,
    ),
    "notice_corrected": Kind(
        subject=_("公示内容有变更：%(name)s"),
        body=_("《%(title)s》对“%(name)s”的公示内容作出变更，公示期 %(first_on)s 至 %(last_on)s。请查看公示页面。"),
        sample=_NOTICE,
    ),
    "notice_ended": Kind(
        subject=_("公示期满：%(title)s"),
        body=_("《%(title)s》已于 %(last_on)s 24:00 公示期满。无异议的结果可以起草名单；有异议的继续核查。"),
        sample=_NOTICE,
    ),
    "objection_received": Kind(
        subject=_("收到异议 %(number)s，请于 %(accept_due_on)s 前决定是否受理"),
        body=_("对《%(title)s》收到异议，回执编号 %(number)s。请于 %(accept_due_on)s 前决定是否受理。"),
        sample={**_OBJECTION, "accept_due_on": "2026-03-12"},
    ),
    "objection_accepted": Kind(
        subject=_("您的异议已受理：%(number)s"),
        body=_(
            "您对《%(title)s》提出的异议（%(number)s）已受理，将于 %(answer_due_on)s 前答复。您的身份不会告知对方。"
        ),
        sample=_OBJECTION,
    ),
    "objection_refused": Kind(
        subject=_("您的异议未予受理：%(number)s"),
        body=_("您对《%(title)s》提出的异议（%(number)s）未予受理。请用回执中的查询码查看办理情况。"),
        sample=_OBJECTION,
    ),
    "objection_decided": Kind(
        subject=_("您的异议已办结：%(number)s"),
        body=_("您对《%(title)s》提出的异议（%(number)s）已办结。请用回执中的查询码查看结果。"),
        sample=_OBJECTION,
    ),
    "objection_to_decide": Kind(
        subject=_("异议 %(number)s 待您决定，答复期限 %(answer_due_on)s"),
        body=_("异议 %(number)s 的核查情况已提交，请于 %(answer_due_on)s 前作出决定。"),
        sample=_OBJECTION,
    ),
    "inquiry_asked": Kind(
        subject=_("请就公示期间的异议作出说明：%(name)s"),
        body=_("公示期间收到涉及“%(name)s”的异议，组织方正在核查。请于 %(due_on)s 前对所列事实作出说明。"),
        sample=_CASE,
    ),
    "inquiry_answered": Kind(
        subject=_("申报主体已作出说明：%(name)s"),
        body=_("“%(name)s”的申报主体已对异议所涉事实作出说明，请继续核查。"),
        sample=_CASE,
    ),
    "inquiry_upheld": Kind(
        subject=_("异议成立，未列入名单：%(name)s"),
        body=_("对“%(name)s”的异议经核查成立，不列入名单。理由：%(reason)s"),
        sample=_CASE,
    ),
    "inquiry_closed": Kind(
        subject=_("异议核查已办结：%(name)s"),
        body=_("对“%(name)s”的异议已核查办结，恢复正常程序。说明：%(reason)s"),
        sample=_CASE,
    ),
    "list_released": Kind(
        subject=_("名单已公布：%(name)s"),
        body=_("“%(name)s”已列入《%(title)s》。设有证书的，证书生成后可在“荣誉与证书”中下载。"),
        sample=_NOTICE,
    ),
    "list_scheduled": Kind(
        subject=_("名单已审定，将于 %(day)s 公布：%(title)s"),
        body=_("《%(title)s》已经审定，系统将于 %(day)s 0:00 公布。公布前如需修改，请先撤回。"),
        sample=_LIST,
    ),
    "list_called_back": Kind(
        subject=_("已审定的名单被撤回：%(title)s"),
        body=_("《%(title)s》原定 %(day)s 公布，现已撤回为草稿，须重新审定。理由：%(reason)s"),
        sample=_LIST,
    ),
    "list_stopped": Kind(
        subject=_("名单未按期公布：%(title)s"),
        body=_("《%(title)s》原定 %(day)s 公布，但与审定时不符，没有公布，已退回为草稿。%(reason)s请核对后重新审定。"),
        sample=_LIST,
    ),
    "certificate_replaced": Kind(
        subject=_("证书已换发：%(name)s"),
        body=_("“%(name)s”的证书已换发，新编号 %(number)s；原编号 %(old_number)s 显示为“已换发”。理由：%(reason)s"),
        sample={**_CASE, "number": "SHCL-2026-K1-0002-Q", "old_number": "SHCL-2026-K1-0001-S"},
    ),
    "revocation_noticed": Kind(
        subject=_("拟撤销荣誉告知：%(name)s，陈述申辩截至 %(answer_due_on)s"),
        body=_("组织方拟撤销“%(name)s”的荣誉。您可以在 %(answer_due_on)s 前陈述申辩，届时由另一位人员作出决定。"),
        sample=_CASE,
    ),
    "revocation_answered": Kind(
        subject=_("收到陈述申辩：%(name)s"), body=_("“%(name)s”的持有主体已陈述申辩，请作出决定。"), sample=_CASE
    ),
    "revocation_decided": Kind(
        subject=_("荣誉已撤销：%(name)s"),
        body=_("“%(name)s”的荣誉已撤销，证书核验页面显示为已撤销。理由：%(reason)s"),
        sample=_CASE,
    ),
    "revocation_dropped": Kind(
        subject=_("决定不撤销荣誉：%(name)s"),
        body=_("经核查，决定不撤销“%(name)s”的荣誉。说明：%(reason)s"),
        sample=_CASE,
    ),
    "validity_ending": Kind(
        subject=_("有效期将于 %(valid_to)s 届满：%(name)s"),
        body=_("“%(name)s”的有效期将于 %(valid_to)s 届满，不足 %(days)s 天。如需延续，请关注组织方的复核通知。"),
        sample=_END,
        is_reminder=True,
    ),
    "validity_closing": Kind(
        subject=_("有效期将于 %(valid_to)s 届满：%(name)s"),
        body=_("“%(name)s”的有效期将于 %(valid_to)s 届满，不足 %(days)s 天。届满后证书核验页面显示为已到期。"),
        sample=_END,
        is_reminder=True,
    ),
    "validity_ended": Kind(
        subject=_("有效期已届满：%(name)s"),
        body=_("“%(name)s”的有效期已于 %(valid_to)s 届满，证书核验页面显示为已到期。"),
        sample=_END,
    ),
}
