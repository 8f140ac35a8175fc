"""Messages about what a district does before its word: other departments are asked, units are incubated."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "title": "示例智能传感器",
    "district": "示例区市场监督管理局",
    "body": "示例区经济委员会",
    "outcome": "无异议",
    "due_at": "2026年3月17日 24:00",
    "reason": "尚未建立品牌管理制度。",
    "days": 1,
}

KINDS = {
    "consultation_asked": Kind(
        subject=_("请答复征求意见：%(title)s（%(due_at)s前）"),
        body=_("%(district)s就“%(title)s”征求贵部门意见。请在%(due_at)s前答复；逾期未答复的，由区级主管部门继续办理。"),
        sample=SAMPLE,
    ),
    "consultation_due_soon": Kind(
        subject=_("征求意见将于%(due_at)s到期：%(title)s"),
        body=_("“%(title)s”的征求意见尚未答复，期限为%(due_at)s。逾期不能再答复，由区级主管部门继续办理。"),
        sample=SAMPLE,
        is_reminder=True,
    ),
    "consultation_answered": Kind(
        subject=_("%(body)s已答复（%(outcome)s）：%(title)s"),
        body=_("%(body)s就“%(title)s”答复：%(outcome)s。全部部门答复或到期后，可继续办理初审。"),
        sample=SAMPLE,
    ),
    "consultation_timed_out": Kind(
        subject=_("%(body)s逾期未答复：%(title)s"),
        body=_("%(body)s没有在%(due_at)s前就“%(title)s”答复，已记为逾期未答复。全部部门答复或到期后，可继续办理初审。"),
        sample=SAMPLE,
    ),
    "consultation_dropped": Kind(
        subject=_("无需再答复：%(title)s"),
        body=_("申报主体已撤回“%(title)s”的申报，征求意见不再需要答复。"),
        sample=SAMPLE,
    ),
    "incubation_finished": Kind(
        subject=_("培育孵化已完成：%(title)s"),
        body=_("“%(title)s”已完成培育孵化，进入初筛。无需操作，结果会另行通知。"),
        sample=SAMPLE,
    ),
    "incubation_ended": Kind(
        subject=_("培育孵化已终止：%(title)s"),
        body=_("“%(title)s”的培育孵化已终止，本次申报到此结束。理由：%(reason)s"),
        sample=SAMPLE,
    ),
    "unit_to_screen": Kind(
        subject=_("待初筛：%(title)s"),
        body=_("“%(title)s”已完成培育孵化，请委托第三方专业机构进行初筛。"),
        sample=SAMPLE,
    ),
}
