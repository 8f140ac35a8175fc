"""Between what a draft remembers and what a browser posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from programmes.contract import Field, FieldKind, Section

from .words import clean_text


def as_post(questions: Iterable[Field], typed: Mapping[str, Any]) -> QueryDict:
    """Typed text as if it had just been posted, so that it is shown with what is wrong about it."""
    post = QueryDict(mutable=True)
    for question in questions:
        text = typed.get(question.key)
        if question.kind is FieldKind.TABLE:
            _post_rows(post, question, text if isinstance(text, list) else [])
        elif isinstance(text, list):
            post.setlist(question.key, text)
        else:
            post[question.key] = text or ""
    return post


def _post_rows(post: QueryDict, table: Field, rows: list[Mapping[str, str]]) -> None:
    post[f"{table.key}-TOTAL_FORMS"] = str(max(len(rows), 1))
    post[f"{table.key}-INITIAL_FORMS"] = "0"
    for number, row in enumerate(rows):
        for column in table.columns:
            post[f"{table.key}-{number}-{column.key}"] = row.get(column.key, "")


def typed_from_post(section: Section, post: Any) -> dict[str, Any]:
    """What stands on the posted page, without reading it; rows ticked for removal are gone."""
    typed: dict[str, Any] = {}
    for question in section.fields:
        if question.kind is FieldKind.TABLE:
            typed[question.key] = _rows_from_post(question, post)
        elif question.kind is FieldKind.CHOICES:
            typed[question.key] = [clean_text(text) for text in post.getlist(question.key)]
        elif question.kind is not FieldKind.FILE:
            typed[question.key] = clean_text(post.get(question.key, ""))
    return typed


def _rows_from_post(table: Field, post: Any) -> list[dict[str, str]]:
    count = str(post.get(f"{table.key}-TOTAL_FORMS", "0"))
    numbers = range(min(int(count), table.max_rows) if count.isdecimal() and len(count) < 6 else 0)
    rows = [
        {c.key: clean_text(post.get(f"{table.key}-{number}-{c.key}", "")) for c in table.columns}
        for number in numbers
        if not post.get(f"{table.key}-{number}-DELETE")
    ]
    return [row for row in rows if any(text.strip() for text in row.values())]
