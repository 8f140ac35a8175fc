"""Fills any programme's form as a person does: by the words beside each control, whatever the programme asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from programmes.contract import Field, FieldKind, Section
from programmes.fields.controls import MOST_RADIOS
from tests.journeys import papers
from tests.journeys.browser import Person


def fill_section(
    person: Person, section: Section, answers: Mapping[str, Any], *, latest_year: int, files: Sequence[str] = ()
) -> None:
    """Answer every question of the page that has an answer and choose its files. Nothing is saved yet.

    files  labels of the places that get a PDF of that name
    """
    for question in section.fields:
        if question.kind is FieldKind.FILE:
            if question.label in files:
                attach(person, question.label)
        elif question.kind is FieldKind.TABLE:
            if question.key in answers:
                fill_rows(person, question, answers[question.key])
        elif question.key in answers:
            fill_one(person, question, answers[question.key], latest_year=latest_year)


def attach(person: Person, label: str) -> None:
    person.page.locator("input[type=file]").and_(person.page.get_by_label(label)).set_input_files(papers.pdf(label))


def fill_one(person: Person, question: Field, answer: Any, *, latest_year: int) -> None:
    if question.row:
        person.fill(f"{question.label} {latest_year - (question.year or 0)}年", str(answer), exact=True)
    elif question.is_declaration:
        person.page.get_by_label(question.label).check()
    elif question.kind is FieldKind.DISTRICT:
        person.choose(question.label, answer)
    elif question.kind is FieldKind.CHOICE and len(question.choices) > MOST_RADIOS:
        person.choose(question.label, words_of(question, answer)[0])
    elif question.kind in (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.BOOLEAN):
        group = person.page.get_by_role("group", name=question.label)
        for word in words_of(question, answer):
            group.get_by_label(word, exact=True).check()
    else:
        person.page.get_by_role("textbox", name=named(question.label)).fill(typed(answer))


def named(label: str) -> re.Pattern[str]:
    """The label, perhaps with the word for optional behind it. A slash would end the pattern in the browser."""
    escaped = re.escape(label).replace("/", r"\/")
    return re.compile(rf"^\s*{escaped}(\s*（选填）)?\s*$")


def words_of(question: Field, answer: Any) -> list[str]:
    if question.kind is FieldKind.BOOLEAN:
        return ["是" if answer else "否"]
    keys = answer if isinstance(answer, list) else [answer]
    return [dict(question.choices)[key] for key in keys]


def typed(answer: Any) -> str:
    if isinstance(answer, list):
        return "、".join(answer)
    return answer.isoformat() if isinstance(answer, date) else str(answer)


def fill_rows(person: Person, question: Field, rows: Sequence[Mapping[str, Any]]) -> None:
    """Type a short table by hand, a row at a time."""
    table = person.page.locator(".row-table").filter(has=person.page.get_by_text(question.label))
    for number, row in enumerate(rows, start=1):
        if table.locator("tbody tr").count() < number:
            table.get_by_role("button", name=re.compile("增加一行")).click()
        for column in question.columns:
            if column.key not in row:
                continue
            control = table.get_by_label(f"{column.label} {number}", exact=True)
            if column.choices or column.kind is FieldKind.BOOLEAN:
                control.select_option(label=words_of(column, row[column.key])[0])
            else:
                control.fill(typed(row[column.key]))


def import_rows(person: Person, question: Field, rows: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """Download the blank template, fill it elsewhere, bring it back."""
    person.unfold("用表格文件填写")
    blank = person.download(person.link("下载空白模板", exact=False))
    blank.save_as(folder / "blank.xlsx")
    lines = [line_of(question, row) for row in rows]
    person.page.get_by_label("选择填好的文件").set_input_files(
        papers.filled_workbook((folder / "blank.xlsx").read_bytes(), lines)
    )
    person.press("导入并替换")


def line_of(question: Field, row: Mapping[str, Any]) -> dict[str, str]:
    """One line of the workbook, by the words of its heads."""
    line = {}
    for column in question.columns:
        if column.key in row:
            is_choice = column.choices or column.kind is FieldKind.BOOLEAN
            line[column.label] = words_of(column, row[column.key])[0] if is_choice else typed(row[column.key])
    return line
