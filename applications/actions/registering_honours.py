"""The organiser's register of honours: a row is added with its source or withdrawn with a reason, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import HonourRecord, Recognition
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.kit.honours import HONOURS
from programmes.contract import Field, FieldKind
from programmes.fields import Problem, read_value

LONGEST = {"enterprise_name": 120, "issuer": 120, "source": 200, "item": 160, "number": 80}
WRITERS = (Role.CITY_OFFICER, Role.TENANT_ADMIN)


def demand_writer(actor: Actor) -> None:
    """The city's officers and the organiser's administrator keep the register."""
    policy.demand(actor.has_role(*WRITERS), _("荣誉登记由市级经办人或组织方管理员维护。"))


@transaction.atomic
def record_honour(
    *,
    code: str,
    enterprise_name: str,
    honour: str,
    issuer: str,
    issued_on: date,
    source: str,
    item: str = "",
    number: str = "",
    valid_to: date | None = None,
    actor: Actor,
) -> HonourRecord:
    """Write one honour of one enterprise into the register.

    code     unified social credit code, in any width, case or spacing; honour: key of portal.kit.honours
    item     the product or service, where the honour is given to one
    Raises   Denied, Invalid (every field that is wrong; an honour that is recorded already)
    """
    demand_writer(actor)
    texts = {"enterprise_name": enterprise_name, "issuer": issuer, "source": source, "item": item, "number": number}
    found, problems = _read_texts(texts)
    found["uscc"], wrong_code = _read_code(code)
    wrong_honour = "" if honour in HONOURS else _("请从列出的荣誉中选择一项。")
    problems |= {key: text for key, text in (("code", wrong_code), ("honour", wrong_honour)) if text}
    problems |= wrong_days(issued_on, valid_to)
    if problems:
        raise Invalid(_("荣誉登记有误，请按提示更正。"), fields=problems)
    row = HonourRecord(
        tenant_id=policy.tenant_of(actor),
        honour=honour,
        issued_on=issued_on,
        valid_to=valid_to,
        recorded_by_id=policy.user_of(actor),
        recorded_at=clock.now(),
        **found,
    )
    _save_once(row)
    _record("record_honour", row, actor, payload={"honour": honour, "issued_on": issued_on, "uscc": row.uscc})
    return row


def _read_code(code: str) -> tuple[str, str]:
    """(the 18 characters, what is wrong with them); one of the two is empty."""
    try:
        found = read_value(Field("uscc", "", FieldKind.USCC), code)
    except Problem as wrong:
        return "", str(wrong)
    return (found, "") if found else ("", _("请填写 18 位统一社会信用代码，与营业执照一致。"))


def _read_texts(texts: dict[str, str]) -> tuple[dict[str, str], dict[str, object]]:
    """Cleaned texts, and what is wrong with them."""
    found: dict[str, str] = {}
    problems: dict[str, object] = {}
    missing = {
        "enterprise_name": _("请填写企业名称，与营业执照一致。"),
        "issuer": _("请填写授予单位，例如“工业和信息化部”。"),
        "source": _("请写明依据，例如公布文件的标题和文号。"),
    }
    for key, text in texts.items():
        most = LONGEST[key]
        try:
            found[key] = read_value(Field(key, "", maximum=Decimal(most)), text) or ""
        except Problem as wrong:
            problems[key] = str(wrong)
            continue
        if key in missing and not found[key]:
            problems[key] = missing[key]
    return found, problems


def wrong_days(issued_on: date | None, valid_to: date | None) -> dict[str, object]:
    """Form key -> what is wrong with the days of an honour."""
    problems: dict[str, object] = {}
    if issued_on is not None and issued_on > clock.today():
        problems["issued_on"] = _("授予日期不能晚于今天（%s）。") % clock.today().isoformat()
    if issued_on is not None and valid_to is not None and valid_to < issued_on:
        problems["valid_to"] = _("有效期至不能早于授予日期（%s）。") % issued_on.isoformat()
    return problems


def _save_once(row: HonourRecord) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "honour_recorded_once" not in str(error):
            raise
        text = _("该企业的这项荣誉（同一授予日期）已经登记；原登记有误的，请先撤销原登记。")
        raise Invalid(text, fields={"honour": text}) from error


@transaction.atomic
def withdraw_honour(*, record_id: int, reason: str, actor: Actor) -> HonourRecord:
    """Take a wrong row out of the register; it stays readable with the reason.

    Raises Denied, NotFound, Conflict (withdrawn already), Invalid (no reason). Locks the row.
    """
    demand_writer(actor)
    rows = HonourRecord.objects.select_for_update().filter(tenant_id=policy.tenant_of(actor), pk=record_id)
    row = rows.first()
    if row is None:
        raise NotFound()
    if row.withdrawn_at is not None:
        raise Conflict(_("这项登记已经撤销，没有再次撤销。"))
    row.withdrawn_at, row.withdrawn_reason = clock.now(), demand_reason(reason)
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _record("withdraw_honour", row, actor, reason=row.withdrawn_reason, payload={"honour": row.honour})
    return row


def demand_reason(reason: str) -> str:
    """The cleaned reason, 300 characters at most. Raises Invalid."""
    text = " ".join(reason.split())
    if not text:
        raise Invalid(
            _("请写明原因。"), fields={"reason": _("请写明原因，例如“授予日期录入有误，已按公布文件重新登记”。")}
        )
    if len(text) > 300:
        raise Invalid(_("原因过长。"), fields={"reason": _("最多 300 字，现有 %s 字。") % len(text)})
    return text


@transaction.atomic
def recognise(*, honour: str, counts_as: str, basis: str, actor: Actor) -> Recognition:
    """From now on this organiser's rules take one honour for another.

    basis   the document that says so
    Raises  Denied, Invalid (unknown honour, an honour for itself, no basis, decided already)
    """
    demand_writer(actor)
    problems: dict[str, object] = {}
    if honour not in HONOURS:
        problems["honour"] = _("请从列出的荣誉中选择一项。")
    if counts_as not in HONOURS:
        problems["counts_as"] = _("请从列出的荣誉中选择一项。")
    elif counts_as == honour:
        problems["counts_as"] = _("不能视同自身，请选择另一项荣誉。")
    basis = " ".join(basis.split())
    if not 0 < len(basis) <= 200:
        problems["basis"] = _("请写明采信依据（不超过 200 字），例如管理办法的名称、文号和条款。")
    tenant_id = policy.tenant_of(actor)
    if Recognition.objects.filter(tenant_id=tenant_id, honour=honour, counts_as=counts_as).exists():
        problems["counts_as"] = _("这条采信关系已经存在。")
    if problems:
        raise Invalid(_("采信关系有误，请按提示更正。"), fields=problems)
    row = Recognition.objects.create(
        tenant_id=tenant_id,
        honour=honour,
        counts_as=counts_as,
        basis=basis,
        decided_by_id=policy.user_of(actor),
        decided_at=clock.now(),
    )
    _record("recognise_honour", row, actor, reason=basis, payload={"honour": honour, "counts_as": counts_as})
    return row


@transaction.atomic
def end_recognition(*, recognition_id: int, reason: str, actor: Actor) -> None:
    """The rules no longer take the one for the other; what was decided meanwhile stays decided.

    Raises Denied, NotFound, Invalid (no reason).
    """
    demand_writer(actor)
    row = Recognition.objects.filter(tenant_id=policy.tenant_of(actor), pk=recognition_id).first()
    if row is None:
        raise NotFound()
    said = {"honour": row.honour, "counts_as": row.counts_as, "basis": row.basis}
    _record("end_recognition", row, actor, reason=demand_reason(reason), payload=said)
    row.delete()


def _record(
    act: str, row: HonourRecord | Recognition, actor: Actor, *, reason: str = "", payload: Mapping[str, object]
) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.{row._meta.model_name}:{row.pk}",
        tenant_id=row.tenant_id,
        reason=reason,
        payload=dict(payload),
    )
