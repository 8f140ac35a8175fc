"""Honours of past years out of a workbook: tried first, taken in as a whole or not at all, and only once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted

from applications import policy
from applications.models import HonourRecord, Import, ImportKind
from applications.queries import imports
from applications.sheets import MOST_ROWS, Flaw, Row, Trial, label_in, repeated, try_workbook
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.kit.honours import HONOURS
from programmes.contract import Field, FieldKind

from .registering_honours import demand_writer, wrong_days

HONOUR_TABLE = Field(
    "honours",
    noted("荣誉资质"),
    FieldKind.TABLE,
    max_rows=MOST_ROWS,
    columns=(
        Field(
            "uscc", noted("统一社会信用代码"), FieldKind.USCC, help=noted("18 位，与营业执照一致；单元格设为文本格式。")
        ),
        Field(
            "enterprise_name",
            noted("企业名称"),
            minimum=Decimal(2),
            maximum=Decimal(120),
            help=noted("授予时的企业全称。"),
        ),
        Field("honour", noted("荣誉"), FieldKind.CHOICE, choices=tuple(HONOURS.items())),
        Field(
            "item",
            noted("产品或服务"),
            required=False,
            maximum=Decimal(160),
            help=noted("授予产品或服务的荣誉才填写。"),
        ),
        Field("issuer", noted("授予单位"), maximum=Decimal(120)),
        Field("number", noted("证书编号"), required=False, maximum=Decimal(80)),
        Field("issued_on", noted("授予日期"), FieldKind.DATE, is_past=True),
        Field("valid_to", noted("有效期至"), FieldKind.DATE, required=False, help=noted("没有期限的留空。")),
        Field("source", noted("依据"), maximum=Decimal(200), help=noted("公布文件的标题和文号，或查询的系统和日期。")),
    ),
)
IDENTITY = ("uscc", "honour", "item", "issued_on")


def try_honours(*, content: bytes, actor: Actor) -> Trial:
    """What the workbook holds and everything that is wrong with it, against the register as it stands. Writes nothing.

    Raises Denied.
    """
    demand_writer(actor)
    tenant_id = policy.tenant_of(actor)
    trial = try_workbook(HONOUR_TABLE, content, lambda rows, lines: _check(tenant_id, rows, lines))
    return refuse_again(tenant_id, ImportKind.HONOURS, trial)


def refuse_again(tenant_id: int, kind: ImportKind, trial: Trial) -> Trial:
    """The trial, with one more flaw where the same file has been taken in before."""
    before = imports.imported_before(tenant_id, kind, trial.digest)
    if before is None:
        return trial
    words = {"name": before.name, "day": clock.day_of(before.imported_at).isoformat(), "who": before.imported_by.name}
    text = _("这个文件已于 %(day)s 由%(who)s导入（%(name)s），不能重复导入。") % words
    return Trial(trial.rows, trial.lines, (Flaw(0, "", text), *trial.flaws), trial.digest)


def _check(tenant_id: int, rows: Sequence[Row], lines: Sequence[int]) -> Iterable[Flaw]:
    """What no cell can say alone: days in order, the same honour twice, an honour that is recorded already."""
    known = imports.recorded_identities(tenant_id, {str(row["uscc"]) for row in rows if row.get("uscc")})
    plain = [{**row, "item": row.get("item") or ""} for row in rows]
    for row, line in zip(plain, lines, strict=True):
        for key, text in wrong_days(_day(row, "issued_on"), _day(row, "valid_to")).items():
            yield Flaw(line, label_in(HONOUR_TABLE, key), str(text))
        if tuple(row.get(key) for key in IDENTITY) in known:
            text = _("这项荣誉（同一企业、同一授予日期）已经登记，请删去这一行。")
            yield Flaw(line, label_in(HONOUR_TABLE, "honour"), text)
    yield from repeated(plain, lines, keys=IDENTITY, column=label_in(HONOUR_TABLE, "honour"))


def _day(row: Row, key: str) -> date | None:
    return row.get(key)


@transaction.atomic
def import_honours(*, content: bytes, name: str, source: str, actor: Actor) -> Import:
    """Take a workbook into the register as a whole.

    source   where the file comes from, in words
    Raises   Denied, Invalid (anything wrong in it: nothing is written), Conflict (taken in by somebody meanwhile)
    """
    trial = try_honours(content=content, actor=actor)
    demand_sound(trial)
    batch = open_batch(kind=ImportKind.HONOURS, trial=trial, name=name, source=source, actor=actor)
    now, user_id = clock.now(), policy.user_of(actor)
    try:
        with transaction.atomic():
            HonourRecord.objects.bulk_create(
                HonourRecord(
                    tenant_id=batch.tenant_id,
                    uscc=row["uscc"],
                    enterprise_name=row["enterprise_name"],
                    honour=row["honour"],
                    item=row["item"] or "",
                    issuer=row["issuer"],
                    number=row["number"] or "",
                    issued_on=row["issued_on"],
                    valid_to=row["valid_to"],
                    source=row["source"],
                    batch=batch,
                    recorded_by_id=user_id,
                    recorded_at=now,
                )
                for row in trial.rows
            )
    except IntegrityError as error:
        raise Conflict(_("其中的荣誉刚刚被别人登记，没有导入；请重新检查文件。")) from error
    return batch


def demand_sound(trial: Trial) -> None:
    """Raises Invalid naming how much is wrong; the page shows each flaw."""
    if not trial.is_sound:
        text = _("文件有 %s 处问题，没有导入任何内容；请按提示改好后重新上传。") % len(trial.flaws)
        raise Invalid(text, fields={"file": text})


def open_batch(*, kind: ImportKind, trial: Trial, name: str, source: str, actor: Actor) -> Import:
    """The row that says what was taken in, from where and by whom. Raises Invalid, Conflict."""
    source = " ".join(source.split())
    if not 0 < len(source) <= 200:
        text = _("请写明文件的来源（不超过 200 字），例如公布文件的标题和文号。")
        raise Invalid(text, fields={"source": text})
    try:
        with transaction.atomic():
            batch = Import.objects.create(
                tenant_id=policy.tenant_of(actor),
                kind=kind,
                name=name[-160:],
                digest=trial.digest,
                row_count=len(trial.rows),
                source=source,
                imported_by_id=policy.user_of(actor),
                imported_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("这个文件刚刚已经导入，没有再次导入。")) from error
    record(
        actor=actor,
        act=f"import_{kind.value}",
        subject=f"applications.import:{batch.pk}",
        tenant_id=batch.tenant_id,
        payload={"rows": batch.row_count, "digest": batch.digest, "name": batch.name},
    )
    return batch
