"""Rewards: the organiser's list, totals, workbook and acts; the enterprise's page on which it applies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kit import clock
from portal.kit.access import enterprise, member
from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound
from portal.kit.masking import mask_name, mask_phone

from .. import policy
from ..actions import rewarding
from ..forms import ReasonForm
from ..forms_after import ClaimForm, CommentForm, PaymentForm, RewardFilterForm
from ..models import Reward, RewardState, Standing
from ..presenting import standing_of
from ..queries import rewards as reads
from ._common import READERS, actor_of, ask, status_of
from .downloads import workbook

Step = Callable[[int, dict[str, Any], Actor], Any]
# act -> (form, call, what is said afterwards)
STEPS: dict[str, tuple[type[forms.Form], Step, Any]] = {
    "check": (
        CommentForm,
        lambda pk, values, actor: rewarding.check(reward_id=pk, actor=actor, **values),
        gettext_lazy("已核对，等待另一位市级审定人员审批。"),
    ),
    "approve": (
        CommentForm,
        lambda pk, values, actor: rewarding.approve(reward_id=pk, actor=actor, **values),
        gettext_lazy("已审批，等待财务部门拨付。"),
    ),
    "pay": (
        PaymentForm,
        lambda pk, values, actor: rewarding.pay(reward_id=pk, actor=actor, **values),
        gettext_lazy("拨付已登记，已通知企业。"),
    ),
    "refuse": (
        ReasonForm,
        lambda pk, values, actor: rewarding.refuse(reward_id=pk, actor=actor, **values),
        gettext_lazy("已决定不予奖励，已通知企业。"),
    ),
}


@member(*READERS)
def rewards(request: HttpRequest, tenant: str) -> HttpResponse:
    actor = actor_of(request)
    totals = reads.year_totals(actor)
    form = RewardFilterForm(request.GET, years=[total.year for total in totals])
    page = reads.reward_page(actor, after=request.GET.get("after", ""), **form.chosen())
    chosen = {key: value for key, value in form.chosen().items() if value}
    context = {"page": page, "totals": totals, "form": form, "chosen": chosen}
    return render(request, "publications/rewards.html", context)


@member(*READERS)
def rewards_xlsx(request: HttpRequest, tenant: str) -> HttpResponse:
    """The list as it is filtered, without contacts."""
    actor = actor_of(request)
    form = RewardFilterForm(request.GET, years=[total.year for total in reads.year_totals(actor)])
    heads = [_("序号"), _("产品"), _("持证企业"), _("所在区"), _("认证机构"), _("认证证书编号"), _("认证证书日期")]
    heads += [_("奖励年度"), _("奖励金额（元）"), _("状态"), _("审批日期"), _("拨付日期"), _("拨付凭证号"), _("理由")]
    rows = [_line(number, row) for number, row in enumerate(reads.all_rewards(actor, **form.chosen()), start=1)]
    above = [_("奖励台账"), _("导出日期：%s") % clock.today()]
    return workbook("rewards.xlsx", above, heads, rows)


def _line(number: int, row: Reward) -> list[Any]:
    entry = row.entry
    return [
        number,
        *(entry.name, entry.holder, entry.district_name, row.body_name, row.outside_number, str(row.certified_on)),
        *(row.year, row.amount_yuan, str(row.get_state_display())),
        str(clock.day_of(row.approved_at)) if row.approved_at else "",
        str(row.paid_on or ""),
        row.payment_reference,
        row.reason,
    ]


@member(*READERS)
def reward(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    return _show(request, reads.reward_for(actor_of(request), pk))


@member(Role.CITY_OFFICER, Role.CITY_LEADER)
def reward_step(request: HttpRequest, tenant: str, pk: int, act: str) -> HttpResponse:
    """POST only. What its form or its action refuses shows the page again with what was typed."""
    if act not in STEPS:
        raise NotFound()
    if request.method != "POST":
        return redirect("reward", tenant=tenant, pk=pk)
    make, call, said = STEPS[act]
    form, actor = make(request.POST, auto_id=f"{act}_%s"), actor_of(request)
    row = reads.reward_for(actor, pk)
    if ask(form, lambda: call(pk, form.cleaned_data, actor)) is None:
        return _show(request, row, **{f"{act}_form": form})
    messages.success(request, said)
    return redirect("reward", tenant=tenant, pk=pk)


@member(Role.CITY_OFFICER, Role.CITY_LEADER)
def reward_reveal(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("reward", tenant=tenant, pk=pk)
    form, actor = ReasonForm(request.POST, auto_id="reveal_%s"), actor_of(request)
    row = reads.reward_for(actor, pk)
    shown = ask(form, lambda: rewarding.reveal_contact(reward_id=pk, reason=form.cleaned_data["reason"], actor=actor))
    return _show(request, row, reveal_form=form, is_revealed=shown is not None)


def _show(request: HttpRequest, row: Reward, **shown: Any) -> HttpResponse:
    actor = actor_of(request)
    standing, since = standing_of(row.entry)
    is_revealed = shown.get("is_revealed", False)
    is_officer, is_stopped = actor.has_role(Role.CITY_OFFICER), standing != Standing.VALID
    context = {
        "reward": row,
        "contact_name": row.contact_name if is_revealed else mask_name(row.contact_name),
        "contact_phone": row.contact_phone if is_revealed else mask_phone(row.contact_phone),
        "is_revealed": is_revealed,
        "may_reveal": policy.may_reveal(actor) and bool(row.contact_name),
        "is_stopped": is_stopped,
        "standing": Standing(standing).label,
        "since": since,
        "may_check": is_officer and row.state == RewardState.APPLIED and not is_stopped,
        "may_approve": row.state == RewardState.CHECKED and policy.may_approve(actor, row) and not is_stopped,
        "is_checker": row.state == RewardState.CHECKED and row.checked_by_id == actor.user_id,
        "may_pay": is_officer and row.state == RewardState.APPROVED and not is_stopped,
        "may_refuse": policy.may_refuse(actor, row),
        "check_form": CommentForm(auto_id="check_%s"),
        "approve_form": CommentForm(auto_id="approve_%s"),
        "pay_form": PaymentForm(auto_id="pay_%s", initial={"paid_on": clock.today()}),
        "refuse_form": ReasonForm(auto_id="refuse_%s"),
        "reveal_form": ReasonForm(auto_id="reveal_%s"),
        **shown,
    }
    bound = [form for form in shown.values() if isinstance(form, forms.Form)]
    return render(request, "publications/reward.html", context, status=status_of(*bound))


@enterprise
def reward_mine(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = reads.own_reward(actor, pk)
    form = ClaimForm(request.POST or None)
    if request.method == "POST":
        done = ask(form, lambda: rewarding.claim(reward_id=pk, values=form.claim(), actor=actor))
        if done is not None:
            messages.success(request, _("申领已提交，等待组织方核对。"))
            return redirect("reward_mine", tenant=tenant, pk=pk)
    standing, since = standing_of(row.entry)
    context = {
        "reward": row,
        "form": form,
        "standing": Standing(standing).label,
        "since": since,
        "is_stopped": standing != Standing.VALID,
        "may_claim": row.state == RewardState.ELIGIBLE and standing == Standing.VALID,
    }
    return render(request, "publications/reward_mine.html", context, status=status_of(form))
