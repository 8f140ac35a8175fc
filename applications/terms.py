"""Until when: the instants that a filing hangs on. closes_at and due_at are the first instants that are too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.errors import Closed
from programmes.models import Edition, EditionDistrict, EditionState

from .models import Application, Correction

TAKING = frozenset({EditionState.ANNOUNCED, EditionState.OPEN})


def is_taking(edition: Edition, at: datetime) -> bool:
    """Whether filings are taken at this instant. The instants decide: the task that turns the state may be late."""
    return edition.state in TAKING and edition.opens_at <= at < edition.closes_at


def closing_of(application: Application, own: EditionDistrict | None) -> datetime:
    """The first instant too late for this filing: its district's own where that is earlier."""
    closes_at = application.edition.closes_at
    return min(closes_at, own.closes_at) if own is not None and own.closes_at is not None else closes_at


def demand_taking(edition: Edition) -> None:
    """Raises Closed outside the edition's time, or where the organiser closed it early."""
    now = clock.now()
    if is_taking(edition, now):
        return
    if now < edition.opens_at:
        raise Closed(_("申报尚未开始，将于%s开始。") % say_instant(edition.opens_at))
    ended_at = min(edition.closes_at, now) if edition.state in TAKING else None
    raise Closed(_("申报已于%s截止。") % say_until(ended_at) if ended_at else _("组织方已结束本次申报。"))


def demand_in_time(application: Application, *, own: EditionDistrict | None, correction: Correction | None) -> None:
    """A deadline stops a first submission; the answer to a correction has its own due instant. Raises Closed."""
    now = clock.now()
    if correction is not None:
        if now >= correction.due_at:
            text = _("补正期限已于%s届满，不能再提交。您填写的内容仍然保存着，如需延期请联系退回的部门。")
            raise Closed(text % say_until(correction.due_at))
        return
    closes_at = closing_of(application, own)
    if now >= closes_at:
        text = _("申报已于%s截止，不能再提交。您填写的内容仍然保存着，可以查看和打印。")
        raise Closed(text % say_until(closes_at))
    demand_taking(application.edition)


def say_until(at: datetime) -> str:
    """As say_instant, for a first instant that is too late: midnight is 24:00 of the day before."""
    local = at.astimezone(clock.SHANGHAI)
    if (local.hour, local.minute) != (0, 0):
        return say_instant(at)
    return say_instant(at - timedelta(minutes=1)).replace("23:59", "24:00")


def say_instant(at: datetime) -> str:
    """2026年3月30日 17:00, Shanghai time."""
    local = at.astimezone(clock.SHANGHAI)
    return _("%(year)d年%(month)d月%(day)d日 %(time)s") % {
        "year": local.year,
        "month": local.month,
        "day": local.day,
        "time": f"{local:%H:%M}",
    }
