"""The log as a file, exactly what the filters show: a worksheet for reading, lines of JSON for checking."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from portal.kit import clock

from .queries import SealedEvent
from .record import DIGESTED, canonical_json
from .wording import act_name, person_name

WIDTHS = (20, 14, 22, 22, 30, 40, 10, 68, 38)


def json_lines(rows: Iterable[SealedEvent]) -> Iterator[bytes]:
    """One event per line with its digest and seal; anyone can recompute the digest from the other columns."""
    for row in rows:
        line = {name: getattr(row.event, name) for name in DIGESTED}
        line |= {"digest": row.event.digest, "seal": None}
        if row.seal is not None:
            line["seal"] = {"sequence": row.seal.sequence, "chain_digest": row.seal.chain_digest}
        yield (canonical_json(line) + "\n").encode()


def worksheet(rows: Iterable[SealedEvent]) -> bytes:
    """An .xlsx with one row per event; texts stay texts, nothing becomes a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("审计日志"))
    bold = book.add_format({"bold": True})
    heads = (_("时间"), _("操作人"), _("角色"), _("操作"), _("对象"), _("理由"), _("封存序号"), _("摘要"), _("编号"))
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(cells_of(row)):
            sheet.write_string(number, column, text)
    book.close()
    return target.getvalue()


def cells_of(row: SealedEvent) -> tuple[str, ...]:
    event = row.event
    at = event.at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    sequence = str(row.seal.sequence) if row.seal else ""
    return (
        *(
            at,
            str(person_name(event.actor_name, event.roles)),
            event.roles,
            str(act_name(event.act)),
            event.subject,
            event.reason,
        ),
        *(sequence, event.digest, str(event.pk)),
    )
