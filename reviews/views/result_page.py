"""What the page of an enterprise's own result shows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from programmes.fields.words import said
from reviews import queries
from reviews.models import Explanation
from reviews.ratios import in_per_cent
from reviews.shown import shown_lines, shown_parts, shown_value


def result_context(row: Explanation) -> dict[str, Any]:
    content, ratio = row.content, Decimal(row.content["ratio"])
    unit = content["figure_unit"]
    return {
        "explanation": row,
        "application": row.unit.application,
        "edition": row.unit.edition,
        "content": content,
        "list_title": f"{row.unit.edition.year}{said(content['list_title'])}",
        "is_ranked": queries.is_ranked(row.unit) and content["rank"] is not None,
        "figure_label": said(content["figure_label"]),
        "figure": shown_value(content["figure"], unit),
        "final": shown_value(content["final_figure"], unit),
        "ratio": in_per_cent(ratio) if ratio else "",
        "tie_labels": [said(label) for label in content["tie_labels"]],
        "parts": shown_parts([(one["label"], one["unit"], one["value"]) for one in content["parts"]]),
        "groups": shown_lines(content["lines"]),
    }
