"""Days as they are typed: 2026-12-31, 2026/12/31, 2026.12.31, 2026年12月31日, 20261231, also in wide digits."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.folding import fold_code

from .problems import Problem
from .words import clean_line

EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
_SHAPE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)


def read_day(typed: Any, *, is_past: bool = False) -> date:
    """The day. is_past: it may not lie after today (Asia/Shanghai). Raises Problem."""
    day = (
        typed.date() if isinstance(typed, datetime) else typed if isinstance(typed, date) else _parse(clean_line(typed))
    )
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        bounds = {"first": EARLIEST_YEAR, "last": LATEST_YEAR, "year": day.year}
        raise Problem(_("年份 %(year)s 不合理，应在 %(first)s 年至 %(last)s 年之间。") % bounds)
    if is_past and day > clock.today():
        raise Problem(_("日期不能晚于今天（%(today)s）。") % {"today": clock.today().isoformat()})
    return day


def _parse(text: str) -> date:
    shape = _SHAPE.fullmatch(fold_code(text).replace("。", "."))
    if not shape:
        raise Problem(_("“%(typed)s”不是日期，请按年-月-日填写，例如 2026-12-31。") % {"typed": text[:40]})
    year, month, day = (int(part) for part in shape.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        raise Problem(_("没有“%(typed)s”这一天，请核对月份和日期，例如 2026-12-31。") % {"typed": text[:40]}) from None
