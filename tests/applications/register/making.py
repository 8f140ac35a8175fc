"""Workbooks and rows for the tests of the register."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from applications.actions import registering_honours
from applications.models import HonourRecord
from portal.tenancy import fence
from tests.cast import USCCS, Cast

HEADS = ("统一社会信用代码", "企业名称", "荣誉", "产品或服务", "授予单位", "证书编号", "授予日期", "有效期至", "依据")
GOOD = (
    USCCS[2],
    "示例仪表有限公司",
    "国家级专精特新“小巨人”企业",
    "",
    "示例部",
    "示专〔2024〕001",
    "2024-07-01",
    "2027-06-30",
    "示例部公告2024年第9号",
)


def workbook(*rows: Sequence[Any], heads: Sequence[str] = HEADS, merge: str = "", formula: str = "") -> bytes:
    """An .xlsx file of text cells; dates, numbers and None as such."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate((heads, *rows)):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            elif cell not in (None, ""):
                sheet.write(number, place, cell)
    if formula:
        sheet.write_formula(formula, '="示例部"', None, "示例部")
    if merge:
        sheet.merge_range(merge, "示例部")
    book.close()
    return buffer.getvalue()


def with_cell(place: int, value: Any) -> tuple[Any, ...]:
    """The good row with one cell replaced."""
    return (*GOOD[:place], value, *GOOD[place + 1 :])


def put(cast: Cast, *, code: str = USCCS[0], honour: str = "little_giant", **more: Any) -> HonourRecord:
    given: dict[str, Any] = {
        "enterprise_name": "示例集群运营公司",
        "issuer": "示例部",
        "issued_on": date(2024, 7, 1),
        "valid_to": date(2027, 6, 30),
        "source": "示例部公告2024年第9号",
    }
    with fence.entered(cast.city):
        return registering_honours.record_honour(code=code, honour=honour, **(given | more), actor=cast.city)
