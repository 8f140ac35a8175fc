"""Lists and certificates of past years out of a workbook: tried first, taken in or taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted

from applications.actions.importing import demand_sound, open_batch, refuse_again
from applications.actions.registering_honours import demand_reason, demand_writer
from applications.models import ImportKind
from applications.sheets import MOST_ROWS, Flaw, Row, Trial, label_in, repeated, try_workbook
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.kit.folding import fold_code
from programmes import registry
from programmes.contract import Field, FieldKind

from .. import policy
from ..models import PastEntry, PastKind, PastList, Standing
from ..queries import past as queries

FIRST_YEAR = 1990
STANDINGS = ((Standing.VALID.value, noted("有效")), (Standing.REVOKED.value, noted("已撤销")))


def _common(*, is_certificate: bool) -> tuple[Field, ...]:
    """Columns of both tables. is_certificate: number and day of issue are what the row is about."""
    past_day = FieldKind.DATE
    return (
        Field("name", noted("名称"), maximum=Decimal(160), help=noted("认定对象：企业、集群、产品或服务的名称。")),
        Field("holder", noted("持有主体"), minimum=Decimal(2), maximum=Decimal(120), help=noted("公布时的单位全称。")),
        Field("uscc", noted("统一社会信用代码"), FieldKind.USCC, required=False, help=noted("不知道的留空。")),
        Field("district_name", noted("所在区"), required=False, maximum=Decimal(60)),
        Field("honour", noted("荣誉"), required=is_certificate, maximum=Decimal(160), help=noted("证书上的荣誉名称。")),
        Field("number", noted("证书编号"), required=is_certificate, maximum=Decimal(60), is_unique=True),
        Field("issued_on", noted("发证日期"), past_day, required=is_certificate, is_past=True),
        Field("valid_from", noted("有效期起"), FieldKind.DATE, required=False, help=noted("留空时为发证日期。")),
        Field("valid_to", noted("有效期止"), FieldKind.DATE, required=False, help=noted("没有期限的留空。")),
        Field(
            "standing", noted("现状"), FieldKind.CHOICE, required=False, choices=STANDINGS, help=noted("留空为有效。")
        ),
        Field("revoked_on", noted("撤销日期"), past_day, required=False, is_past=True, help=noted("已撤销的才填写。")),
    )


TABLES: Mapping[PastKind, Field] = {
    kind: Field(
        kind.value,
        noted("历史证书") if kind is PastKind.CERTIFICATES else noted("历史名单"),
        FieldKind.TABLE,
        max_rows=MOST_ROWS,
        columns=_common(is_certificate=kind is PastKind.CERTIFICATES),
    )
    for kind in PastKind
}
IMPORT_KINDS = {PastKind.LIST: ImportKind.LISTS, PastKind.CERTIFICATES: ImportKind.CERTIFICATES}


@dataclass(frozen=True, slots=True)
class Heading:
    """What a workbook is of: one list, or one batch of certificates."""

    programme: str
    year: int
    title: str
    published_on: date
    source: str
    document_number: str = ""


def try_past(*, kind: PastKind, heading: Heading, content: bytes, actor: Actor) -> Trial:
    """What the workbook holds and everything that is wrong with it. Writes nothing.

    Raises Denied, Invalid (the heading)
    """
    demand_writer(actor)
    tenant_id = policy.own_tenant(actor)
    _demand_heading(kind, heading, tenant_id)
    trial = try_workbook(TABLES[kind], content, lambda rows, lines: _check(tenant_id, kind, rows, lines))
    return refuse_again(tenant_id, IMPORT_KINDS[kind], trial)


def _demand_heading(kind: PastKind, heading: Heading, tenant_id: int) -> None:
    problems: dict[str, object] = {}
    today = clock.today()
    if heading.programme not in registry.all_programmes():
        problems["programme"] = _("请从列出的项目中选择。")
    if not FIRST_YEAR <= heading.year <= today.year:
        words = {"first": FIRST_YEAR, "last": today.year}
        problems["year"] = _("年度应在 %(first)s 至 %(last)s 之间，例如 2023。") % words
    if not 0 < len(heading.title.strip()) <= 160:
        problems["title"] = _("请填写标题（不超过 160 字），与公布时一致。")
    if heading.published_on > today:
        problems["published_on"] = _("公布日期不能晚于今天（%s）。") % today.isoformat()
    if len(heading.document_number) > 80:
        problems["document_number"] = _("最多 80 字，例如“示例〔2023〕1号”。")
    if not problems and queries.is_taken_in(tenant_id, kind, heading.programme, heading.year, title=heading.title):
        problems["title"] = _("这个项目该年度已有同名的导入；原导入有误的，请先撤下再导入。")
    if problems:
        raise Invalid(_("导入信息有误，请按提示更正。"), fields=problems)


def _check(tenant_id: int, kind: PastKind, rows: Sequence[Row], lines: Sequence[int]) -> Iterable[Flaw]:
    """Days in order, a revocation with its day, numbers that are taken, the same thing twice."""
    table = TABLES[kind]
    taken = queries.numbers_taken(tenant_id, {fold_code(str(row["number"])) for row in rows if row.get("number")})
    for row, line in zip(rows, lines, strict=True):
        for key, text in _wrong_days(row).items():
            yield Flaw(line, label_in(table, key), text)
        number = fold_code(str(row.get("number") or ""))
        if number in taken:
            text = _("编号 %(number)s 已有：%(where)s。请删去这一行，或者核对编号。")
            yield Flaw(line, label_in(table, "number"), text % {"number": row["number"], "where": taken[number]})
    if kind is PastKind.LIST:
        plain = [{**row, "honour": row.get("honour") or ""} for row in rows]
        yield from repeated(plain, lines, keys=("name", "holder", "honour"), column=label_in(table, "name"))


def _wrong_days(row: Row) -> dict[str, str]:
    problems: dict[str, str] = {}
    begins, ends = row.get("valid_from") or row.get("issued_on"), row.get("valid_to")
    if begins and ends and ends < begins:
        problems["valid_to"] = _("有效期止不能早于有效期起（%s）。") % begins.isoformat()
    is_revoked = row.get("standing") == Standing.REVOKED
    if is_revoked and "revoked_on" in row and row["revoked_on"] is None:
        problems["revoked_on"] = _("现状为已撤销的，请填写撤销日期，例如 2024-06-30。")
    if not is_revoked and row.get("revoked_on"):
        problems["standing"] = _("填写了撤销日期，现状应为“已撤销”。")
    return problems


@transaction.atomic
def import_past(*, kind: PastKind, heading: Heading, content: bytes, name: str, actor: Actor) -> PastList:
    """Take in one list or one batch of certificates as a whole; it is public at once, and says that it was imported.

    Raises Denied, Invalid (anything wrong: nothing is written), Conflict (taken in by somebody meanwhile)
    """
    trial = try_past(kind=kind, heading=heading, content=content, actor=actor)
    demand_sound(trial)
    batch = open_batch(kind=IMPORT_KINDS[kind], trial=trial, name=name, source=heading.source, actor=actor)
    try:
        with transaction.atomic():
            row = PastList.objects.create(
                tenant_id=batch.tenant_id,
                kind=kind,
                programme_slug=heading.programme,
                year=heading.year,
                title=" ".join(heading.title.split()),
                document_number=" ".join(heading.document_number.split()),
                published_on=heading.published_on,
                source=batch.source,
                entry_count=len(trial.rows),
                batch=batch,
            )
            PastEntry.objects.bulk_create(
                _entry(row, position, cells) for position, cells in enumerate(trial.rows, start=1)
            )
    except IntegrityError as error:
        raise Conflict(_("其中的名单或编号刚刚被别人导入，没有再次导入；请重新检查文件。")) from error
    return row


def _entry(row: PastList, position: int, cells: Row) -> PastEntry:
    is_revoked = cells["standing"] == Standing.REVOKED
    programme = registry.programme(row.programme_slug)
    honour = programme.certificate.honour if programme.certificate else programme.title
    return PastEntry(
        tenant_id=row.tenant_id,
        past_list=row,
        position=position,
        name=cells["name"],
        holder=cells["holder"],
        uscc=cells["uscc"] or "",
        district_name=cells["district_name"] or "",
        honour=cells["honour"] or honour,
        certificate_number=cells["number"] or "",
        number_key=fold_code(cells["number"] or "")[:80],
        issued_on=cells["issued_on"],
        valid_from=cells["valid_from"] or cells["issued_on"],
        valid_to=cells["valid_to"],
        standing=Standing.REVOKED if is_revoked else Standing.VALID,
        standing_on=cells["revoked_on"],
    )


@transaction.atomic
def withdraw_past(*, list_id: int, reason: str, actor: Actor) -> PastList:
    """Take an import back as a whole: nobody finds its entries any more, and its address says why.

    Raises Denied, NotFound, Conflict (withdrawn already), Invalid (no reason). Locks the row.
    """
    demand_writer(actor)
    row = PastList.objects.select_for_update().filter(tenant_id=policy.own_tenant(actor), pk=list_id).first()
    if row is None:
        raise NotFound()
    if row.withdrawn_at is not None:
        raise Conflict(_("这次导入已经撤下，没有再次撤下。"))
    row.withdrawn_at, row.withdrawn_reason = clock.now(), demand_reason(reason)
    row.withdrawn_by_id = policy.acting_user(actor)
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by"])
    PastEntry.objects.filter(tenant_id=row.tenant_id, past_list_id=row.pk).update(is_shown=False)
    _record("withdraw_past_list", f"publications.pastlist:{row.pk}", row.tenant_id, actor, reason=row.withdrawn_reason)
    return row


@transaction.atomic
def revoke_past(*, entry_id: int, revoked_on: date, reason: str, actor: Actor) -> PastEntry:
    """Say that an honour of a past year was revoked; the public page says so from then on.

    Raises Denied, NotFound, Conflict (revoked already, withdrawn), Invalid (no reason, a day that is no past day)
    """
    demand_writer(actor)
    rows = PastEntry.objects.select_for_update().filter(tenant_id=policy.own_tenant(actor), pk=entry_id)
    row = rows.first()
    if row is None:
        raise NotFound()
    if row.standing == Standing.REVOKED or not row.is_shown:
        raise Conflict(_("这一项已经撤销或者撤下，没有再次登记。"))
    if revoked_on > clock.today():
        text = _("撤销日期不能晚于今天（%s）。") % clock.today().isoformat()
        raise Invalid(text, fields={"revoked_on": text})
    row.standing, row.standing_on, row.standing_reason = Standing.REVOKED, revoked_on, demand_reason(reason)
    row.save(update_fields=["standing", "standing_on", "standing_reason"])
    _record("revoke_past_entry", f"publications.pastentry:{row.pk}", row.tenant_id, actor, reason=row.standing_reason)
    return row


def _record(act: str, subject: str, tenant_id: int, actor: Actor, *, reason: str) -> None:
    record(actor=actor, act=act, subject=subject, tenant_id=tenant_id, reason=reason)
