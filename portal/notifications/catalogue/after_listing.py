"""Messages of what follows a listing: rewards for certificates, and surveillance by the body that issued them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

_REWARD = {
    "name": "示例智能产品",
    "amount": "200000",
    "reason": "示例理由",
    "paid_on": "2026-06-30",
    "reference": "示例财企〔2026〕18号",
}
_WATCH = {"name": "示例智能产品", "body": "示例认证有限公司", "decided_on": "2026-06-15", "reason": "示例情况"}

KINDS: dict[str, Kind] = {
    "reward_eligible": Kind(
        subject=_("可以申领奖励：%(name)s"),
        body=_("“%(name)s”新取得认证，可以申领一次性奖励 %(amount)s 元。请在“荣誉与证书”中申领；平台不收集银行账号。"),
        sample=_REWARD,
    ),
    "reward_claimed": Kind(
        subject=_("奖励申领待核对：%(name)s"),
        body=_("“%(name)s”的持证企业申领奖励 %(amount)s 元，请核对。"),
        sample=_REWARD,
    ),
    "reward_to_approve": Kind(
        subject=_("奖励待审批：%(name)s"),
        body=_("“%(name)s”的奖励 %(amount)s 元已核对，请由另一位人员审批。"),
        sample=_REWARD,
    ),
    "reward_approved": Kind(
        subject=_("奖励已审批：%(name)s"),
        body=_("“%(name)s”的奖励 %(amount)s 元已审批，等待拨付。收款信息请按财务部门的要求在平台之外提供。"),
        sample=_REWARD,
    ),
    "reward_to_pay": Kind(
        subject=_("奖励待拨付登记：%(name)s"),
        body=_("“%(name)s”的奖励 %(amount)s 元已审批。财务部门拨付后，请登记拨付日期和凭证号。"),
        sample=_REWARD,
    ),
    "reward_paid": Kind(
        subject=_("奖励已拨付：%(name)s"),
        body=_("“%(name)s”的奖励 %(amount)s 元已于 %(paid_on)s 拨付，凭证号 %(reference)s。"),
        sample=_REWARD,
    ),
    "reward_refused": Kind(
        subject=_("不予奖励：%(name)s"),
        body=_("“%(name)s”的奖励申领不予支持。理由：%(reason)s"),
        sample=_REWARD,
    ),
    "certification_kept": Kind(
        subject=_("证后监督：认证保持有效（%(name)s）"),
        body=_("%(body)s 于 %(decided_on)s 对“%(name)s”完成证后监督，认证保持有效。情况：%(reason)s"),
        sample=_WATCH,
    ),
    "certification_suspended": Kind(
        subject=_("认证被暂停：%(name)s"),
        body=_("%(body)s 自 %(decided_on)s 起暂停“%(name)s”的认证，暂停期间不得使用证书和标志。理由：%(reason)s"),
        sample=_WATCH,
    ),
    "certification_resumed": Kind(
        subject=_("认证已恢复：%(name)s"),
        body=_("%(body)s 自 %(decided_on)s 起恢复“%(name)s”的认证。情况：%(reason)s"),
        sample=_WATCH,
    ),
    "certification_withdrawn": Kind(
        subject=_("认证被撤销：%(name)s"),
        body=_("%(body)s 于 %(decided_on)s 撤销“%(name)s”的认证，不得再使用证书和标志。理由：%(reason)s"),
        sample=_WATCH,
    ),
}
