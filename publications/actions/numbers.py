"""Numbers of a series: taken while its row is locked, so that it has no gaps and no number twice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.kit.errors import Conflict

from ..models import NumberSeries, PublishedList
from ..numbering import LAST_SEQUENCE, certificate_number

MARK_SERIES = "MK"
NO_PREFIX = "MARK"  # of a programme that has a mark and no certificate


def take_numbers(row: PublishedList, count: int, *, code: str = "") -> list[str]:
    """The next `count` numbers of the series, gap-free: the series is locked until the transaction ends.

    code    of the series in place of the list's
    Raises  Conflict when the series is used up
    """
    form, code = row.edition.programme.certificate, code or row.code
    prefix = form.prefix if form else NO_PREFIX
    key = {"tenant_id": row.tenant_id, "programme": prefix, "year": row.edition.year, "list_code": code}
    NumberSeries.objects.bulk_create([NumberSeries(**key)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(**key)
    first = series.last_sequence + 1
    series.last_sequence += count
    if series.last_sequence > LAST_SEQUENCE:
        raise Conflict(_("本名单的证书编号已用完，请联系平台管理员。"))
    series.save(update_fields=("last_sequence",))
    return [
        certificate_number(programme=prefix, year=row.edition.year, list_code=code, sequence=sequence)
        for sequence in range(first, first + count)
    ]
