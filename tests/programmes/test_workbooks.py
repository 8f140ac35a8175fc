"""Tables out of .xlsx files: taken as a whole or refused with line, column and reason."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
import python_calamine
import xlsxwriter
from django.http import QueryDict

from programmes.contract import Field, Section
from programmes.contract import FieldKind as K
from programmes.fields import build_form, import_table, rows_workbook, template_workbook

COLUMNS = (
    Field("uscc", "统一社会信用代码", K.USCC, is_unique=True),
    Field("name", "企业名称", maximum=Decimal(120)),
    Field("level", "级别", K.CHOICE, choices=(("city", "市级"), ("district", "区级"))),
    Field("output", "产值", K.DECIMAL, unit="亿元", required=False, places=4, minimum=Decimal(0)),
    Field("valid_to", "有效期至", K.DATE, required=False, help="证书载明的最后一日。"),
)
TABLE = Field("firms", "重点企业名单", K.TABLE, columns=COLUMNS, max_rows=3000)
HEAD = ["统一社会信用代码", "企业名称", "级别", "产值（亿元）", "有效期至"]
FIRST, SECOND = "91310000631696382C", "91310000132260250X"
TWO_ROWS = (
    {
        "uscc": FIRST,
        "name": "示例〇㛃𠮷厂👍",
        "level": "city",
        "output": Decimal("0.1"),
        "valid_to": date(2026, 12, 31),
    },
    {"uscc": SECOND, "name": "=1+1", "level": "district", "output": None, "valid_to": None},
)


def workbook(*lines, head=HEAD):
    """Bytes of a file as a spreadsheet program writes it: numbers as numbers, dates as dates, formulas with values."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, line in enumerate([head, *lines]):
        for place, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, tuple):
                sheet.write_formula(number, place, cell[0], None, cell[1])
            else:
                sheet.write(number, place, cell)
    book.close()
    return buffer.getvalue()


def take(content):
    return import_table(TABLE, io.BytesIO(content))


def cells_of(content, sheet=0):
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


def test_rows_written_to_a_file_come_back_the_same():
    result = take(rows_workbook(TABLE, TWO_ROWS))
    assert (result.key, result.rows, result.problems) == ("firms", TWO_ROWS, ())


def test_text_that_looks_like_a_formula_leaves_as_text():
    content = rows_workbook(TABLE, [{**TWO_ROWS[0], "name": text} for text in ("=1+1", "+1", "-1", "@SUM(A1)")])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert [line[1] for line in cells_of(content)[1:]] == ["=1+1", "+1", "-1", "@SUM(A1)"]


def test_the_template_has_heads_only_and_explains_every_column_with_an_example():
    content = template_workbook(TABLE)
    assert cells_of(content) == [HEAD]
    assert cells_of(content, 1) == [
        ["列", "是否必填", "填写要求", "示例"],
        ["统一社会信用代码", "必填", "", "91000000DEMA000013"],
        ["企业名称", "必填", "", "示例企业名称"],
        ["级别", "必填", "从下列各项中选：市级、区级。", "市级"],
        ["产值（亿元）", "选填", "", "15735.2856"],
        ["有效期至", "选填", "证书载明的最后一日。", "2026-12-31"],
    ]


def test_every_example_of_a_template_is_itself_a_right_row():
    example = [line[3] for line in cells_of(template_workbook(TABLE), 1)[1:]]
    assert take(workbook(example)).problems == ()


def test_cells_as_spreadsheets_keep_them_are_read():
    lines = (
        [FIRST, "示例〇㛃𠮷厂👍", "市级", ("=0.05+0.05", 0.1), date(2026, 12, 31)],
        ["", None, " ", "", ""],
        [f"　{SECOND.lower()} ", "=1+1", "区级", "", ""],
    )
    assert take(workbook(*lines)).rows == TWO_ROWS


def test_columns_may_stand_in_another_order_and_go_by_their_keys():
    result = take(
        workbook(["市级", FIRST, "示例厂", 1, "2026.1.5"], head=["level", "USCC", "企业名称 ", "产值", "有效期至"])
    )
    assert [(row["level"], row["uscc"], row["valid_to"]) for row in result.rows] == [("city", FIRST, date(2026, 1, 5))]


def test_every_wrong_cell_is_named_and_no_row_is_taken():
    result = take(
        workbook(
            [FIRST, "示例一厂", "市级", -1, 46387],
            [],
            [9.1310000631696e17, "示例二厂", "国家级", "3亿元", "明年"],
            [SECOND, "", "市级", date(2026, 1, 5), ""],
            [FIRST, "示例四厂", "市级", "", ""],
        )
    )
    choices = "“国家级”不在可选范围内，请从下列各项中选：市级、区级。"
    lost = "代码被表格软件转成了数字，末几位已丢失；请把单元格设为“文本”格式后重新填写 18 位代码。"
    assert result.rows == ()
    assert result.problems == (
        (2, "产值", "不能为负数，请填 0 或者大于 0 的数，例如 15735.2856。本项单位为“亿元”。"),
        (2, "有效期至", "单元格是数字，应为日期，例如 2026-12-31；请把单元格设为“日期”或者“文本”格式后重新填写。"),
        (4, "统一社会信用代码", lost),
        (4, "级别", choices),
        (4, "产值", "只填数字，不写单位，例如 15735.2856。本项单位为“亿元”。"),
        (4, "有效期至", "“明年”不是日期，请按年-月-日填写，例如 2026-12-31。"),
        (5, "企业名称", "请填写。"),
        (5, "产值", "单元格是日期或者其他格式，应为数字；请把单元格设为“常规”格式后重新填写。"),
        (6, "统一社会信用代码", "与第 2 行相同，请只保留一行。"),
    )
    assert result.sentences()[0].startswith("第 2 行 产值：不能为负数")


def test_a_file_with_many_problems_tells_the_first_and_counts_the_rest():
    sentences = take(workbook(*([FIRST[:-1], "示例", "市级", "", ""] for _ in range(30)))).sentences()
    assert (len(sentences), sentences[-1]) == (21, "另有 10 处问题，请改好后重新导入。")


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        (["统一社会信用代码", "单位名称", "级别", "产值", "有效期至"], "缺少：企业名称。无法识别：单位名称。"),
        (["a", "b"], "缺少：统一社会信用代码、企业名称、级别、产值、有效期至。无法识别：a、b。"),
        ([*HEAD, "级别"], "无法识别：级别。"),
    ],
)
def test_wrong_heads_are_named(head, problem):
    expected = f"第一行应为表头：统一社会信用代码、企业名称、级别、产值、有效期至。{problem}"
    assert take(workbook(head=head)).problems == ((0, "", expected),)


def archive(**parts):
    """An .xlsx of hand-made parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>", **parts}.items():
            packed.writestr(name, text)
    return buffer.getvalue()


NOT_XLSX = "不是 .xlsx 文件，或者文件已损坏；请用表格软件另存为 .xlsx 后重新上传，只改扩展名不行。"
FAR_AWAY = "工作表在很靠后的行或者列还有内容；请把需要填报的部分复制到新的工作表后重新上传。"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", NOT_XLSX),
        ("企业名称,级别\n".encode("gb18030"), NOT_XLSX),
        (b"%PDF-1.7 renamed to xlsx", NOT_XLSX),
        (b"PK\x03\x04 cut off", NOT_XLSX),
        (workbook(["a"])[:900], NOT_XLSX),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "文件是旧版 .xls 格式或者设有密码；请另存为不带密码的 .xlsx 文件后重新上传。",
        ),
        (b"PK" + b"\0" * 10_485_760, "文件超过 10 MB，请删去图片和多余的工作表。"),
        (archive(), "文件已损坏，无法读取；请用表格软件打开后另存为 .xlsx，再重新上传。"),
        (archive(**{"xl/media/big": b"\0" * 61 * 1024 * 1024}), "文件解开后过大；请只保留需要填报的工作表后重新上传。"),
        (archive(**{"xl/worksheets/a.xml": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}), FAR_AWAY),
        (archive(**{"xl/worksheets/a.xml": "<c r='XFD1'/>"}), FAR_AWAY),
        (archive(**{"xl/worksheets/a.xml": '<c r="&#88;FD1"/>'}), FAR_AWAY),
        (archive(**{"xl/worksheets/a.xml": " " * 262_140 + '<c r="XFD1"/>'}), FAR_AWAY),
    ],
    ids=range(13),
)
def test_a_file_that_cannot_be_taken_is_one_clear_problem(content, problem):
    assert take(content).problems == ((0, "", problem),)


def test_a_sheet_without_rows_and_one_with_too_many_are_refused():
    many = workbook(*([FIRST, "示例", "市级", "", ""] for _ in range(5001)))
    assert take(workbook()).problems == ((0, "", "文件里没有填写任何一行；请从第二行起填写，每行一条。"),)
    assert take(many).problems == ((0, "", "文件超过 5,000 行，请分开填报或者删去多余的行。"),)


def test_more_rows_than_the_table_allows_are_refused():
    field = Field("firms", "名单", K.TABLE, columns=COLUMNS, max_rows=1)
    result = import_table(field, io.BytesIO(rows_workbook(TABLE, TWO_ROWS)))
    assert result.problems == ((0, "", "最多 1 行，文件里有 2 行。"),)


def test_a_refused_workbook_is_told_at_its_table_and_leaves_the_typed_rows_alone():
    data = QueryDict(
        f"firms-TOTAL_FORMS=1&firms-INITIAL_FORMS=0&firms-0-uscc={FIRST}&firms-0-name=甲&firms-0-level=city"
    )
    form = build_form(Section("s", "名单", (TABLE,)), data=data)
    form.refuse_import(take(b""))
    assert form.problems == [("firms", f"重点企业名单：{NOT_XLSX}")]
    assert ([row["name"] for row in form.answers()["firms"]], form.unsettled()) == (["甲"], {})
