"""Messages about outside bodies: what is entrusted to them, and what an applicant and an office learn of their work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "title": "示例牌高精度传感器",
    "edition": "2026年度示例项目",
    "count": 3,
    "body": "示例认证有限公司",
    "reason": "型式试验中温度漂移超出标准规定的限值。",
    "number": "SL-2026-0001",
    "due_on": "2026-05-20",
    "report": "SY-2026-0031",
    "days": 3,
    "enterprise": "示例传感科技有限公司",
}


def _kind(subject: object, body: object, *, is_reminder: bool = False) -> Kind:
    return Kind(subject=subject, body=body, sample=SAMPLE, is_reminder=is_reminder)


KINDS = {
    "screening_entrusted": _kind(
        _("委托初筛：%(title)s 等 %(count)s 项"),
        _("%(edition)s委托贵机构初筛 %(count)s 项申报。请逐条核对后作出结论。"),
    ),
    "certification_entrusted": _kind(
        _("委托认证：%(title)s 等 %(count)s 项"),
        _("%(edition)s委托贵机构认证 %(count)s 项产品。请先答复是否受理。"),
    ),
    "entrustment_ended": _kind(
        _("委托已收回：%(title)s"),
        _("“%(title)s”不再由贵机构办理，贵机构不能再查看其材料。原因：\n%(reason)s"),
    ),
    "screening_passed": _kind(
        _("初筛通过：%(title)s"),
        _("“%(title)s”已通过初筛，将安排专家评审，无需操作。"),
    ),
    "screening_failed": _kind(
        _("初筛未通过：%(title)s"),
        _("“%(title)s”未通过初筛，不再进入后续环节。理由：\n%(reason)s\n如有疑问，请联系组织方。"),
    ),
    "screening_done": _kind(
        _("初筛结论已作出：%(title)s"),
        _("受托机构已对“%(title)s”作出初筛结论，可在申报页查看。"),
    ),
    "screening_answered": _kind(
        _("补正已提交：%(title)s"),
        _("“%(title)s”已补正并重新提交，请按新版本继续初筛。"),
    ),
    "screening_unanswered": _kind(
        _("补正逾期：%(title)s"),
        _("“%(title)s”没有在期限内补正，申报主体不能再提交。请与组织方商定如何办理。"),
        is_reminder=True,
    ),
    "certification_accepted": _kind(
        _("认证申请已受理：%(title)s"),
        _("%(body)s已受理“%(title)s”的认证申请，将安排型式试验和现场审核。每一步结果都会通知您。"),
    ),
    "certification_refused": _kind(
        _("认证申请未受理：%(title)s"),
        _("%(body)s未受理“%(title)s”的认证申请。理由：\n%(reason)s"),
    ),
    "certification_step_passed": _kind(
        _("检测或审核通过：%(title)s"),
        _("“%(title)s”的一项检测或审核已通过（报告编号 %(report)s）。情况说明：\n%(reason)s"),
    ),
    "certification_step_nonconformity": _kind(
        _("有不符合项，请于%(due_on)s前整改：%(title)s"),
        _(
            "%(body)s在检测或审核（报告编号 %(report)s）中发现不符合项，"
            "请于 %(due_on)s 24:00 前整改并由其验证：\n%(reason)s"
        ),
    ),
    "certification_step_failed": _kind(
        _("检测或审核未通过：%(title)s"),
        _("“%(title)s”的检测或审核（报告编号 %(report)s）未通过，认证到此结束。情况说明：\n%(reason)s"),
    ),
    "certification_step_resolved": _kind(
        _("不符合项已关闭：%(title)s"),
        _("%(body)s已验证“%(title)s”的整改，不符合项已关闭（报告编号 %(report)s），该环节通过。"),
    ),
    "certificate_decided": _kind(
        _("已获认证：%(title)s"),
        _("%(body)s已为“%(title)s”颁发证书，编号 %(number)s。组织方将按程序公布。"),
    ),
    "certificate_refused": _kind(
        _("未获认证：%(title)s"),
        _("%(body)s决定不予认证“%(title)s”。理由：\n%(reason)s"),
    ),
    "certification_refused_office": _kind(
        _("认证申请未受理：%(title)s"),
        _("%(body)s未受理“%(title)s”的认证申请。理由：\n%(reason)s"),
    ),
    "certification_step_failed_office": _kind(
        _("检测或审核未通过：%(title)s"),
        _("%(body)s登记“%(title)s”的检测或审核未通过。情况说明：\n%(reason)s"),
    ),
    "certificate_decided_office": _kind(
        _("已获认证，可以公布：%(title)s"),
        _("%(body)s已为“%(title)s”颁发证书，编号 %(number)s，可以列入名单公布。"),
    ),
    "certificate_refused_office": _kind(
        _("未获认证：%(title)s"),
        _("%(body)s决定不予认证“%(title)s”。理由：\n%(reason)s"),
    ),
    "nonconformity_due_soon": _kind(
        _("不符合项 %(days)s 天内到期：%(title)s"),
        _("“%(title)s”的不符合项（报告编号 %(report)s）须在 %(due_on)s 24:00 前整改并验证关闭。内容：\n%(reason)s"),
        is_reminder=True,
    ),
    "nonconformity_overdue": _kind(
        _("不符合项已逾期：%(title)s"),
        _(
            "“%(title)s”的不符合项（报告编号 %(report)s）在 %(due_on)s 前没有关闭，"
            "须由认证机构重新检测审核或作出不通过的结论。"
        ),
        is_reminder=True,
    ),
    "unit_reworked": _kind(
        _("请完善后再评：%(title)s"),
        _("“%(title)s”经专家评审须完善后再评，请于 %(due_on)s 24:00 前修改并重新提交。专家意见：\n%(reason)s"),
    ),
}
