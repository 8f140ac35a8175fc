"""Charts drawn on the server as SVG attributes, never as inline style. `{% load charts %}`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import template

from portal.templatetags.ui import NOTHING, thousands

register = template.Library()

FULL_WIDTH = Decimal(100)


def _share(value: Decimal, most: Decimal) -> str:
    """value / most on a scale of 100, one decimal, as an SVG number; negative values have no bar."""
    return f"{max(value, Decimal(0)) / most * FULL_WIDTH:.1f}" if most > 0 else "0"


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(title: str, rows: Iterable[Sequence[Any]], unit: str = "", **options: Any) -> dict[str, Any]:
    """Horizontal bars with their figures.

    rows     (label, value) or (label, value, is_marked); value may be None
    options  places (decimals shown, default 0), most (value of a full bar, default the largest), note
    """
    listed = [(str(row[0]), row[1], len(row) > 2 and bool(row[2])) for row in rows]
    values = [Decimal(str(value)) for _, value, _ in listed if value is not None]
    most = Decimal(str(options.get("most") or max(values, default=Decimal(0))))
    bars = [
        {
            "label": label,
            "shown": NOTHING if value is None else thousands(value, options.get("places", 0)),
            "width": "0" if value is None else _share(Decimal(str(value)), most),
            "is_marked": is_marked,
        }
        for label, value, is_marked in listed
    ]
    return {"title": title, "unit": unit, "bars": bars, "note": options.get("note", "")}


@register.inclusion_tag("components/spread.html")
def spread(points: Sequence[Any], value: Any = None, dropped: Sequence[Any] = (), title: str = "") -> dict[str, Any]:
    """A panel's points 0-100 as dots, the dropped ones hollow, the resulting value as a stroke."""
    left_to_drop = [Decimal(str(point)) for point in dropped]
    dots = []
    for point in sorted(Decimal(str(point)) for point in points):
        is_dropped = point in left_to_drop
        if is_dropped:
            left_to_drop.remove(point)
        dots.append({"x": f"{point:.1f}", "is_dropped": is_dropped})
    shown = "、".join(thousands(point, 1) for point in points)
    return {
        "title": title,
        "dots": dots,
        "shown": shown,
        "value_x": "" if value is None else f"{Decimal(str(value)):.1f}",
    }
