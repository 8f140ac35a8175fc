"""One answer at a time: what people type, what becomes of it, and what they are told."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.contract import Field
from programmes.contract import FieldKind as K
from programmes.fields import Problem, as_typed, display, from_json, read_value, to_json

OUTPUT = Field("output", "产值", K.DECIMAL, unit="亿元", places=4, minimum=Decimal(0), maximum=Decimal(100_000))
RATE = Field("rate", "应用率", K.DECIMAL, unit="%", places=2, minimum=Decimal(0), maximum=Decimal(100))
BALANCE = Field("balance", "利润", K.DECIMAL, unit="万元", places=2)
AREA = Field("area", "占地面积", K.DECIMAL, unit="平方公里", places=2, minimum=Decimal("0.01"))
FIRMS = Field("firms", "企业数", K.INTEGER, unit="家", minimum=Decimal(0), maximum=Decimal(99_999))
NAME = Field("name", "名称", minimum=Decimal(4), maximum=Decimal(20))
STORY = Field("story", "说明", K.LONG_TEXT, minimum=Decimal(1), maximum=Decimal(20))
ENDS = Field("ends", "有效期至", K.DATE)
BORN = Field("born", "成立日期", K.DATE, is_past=True)
FLAG = Field("flag", "属于主导产业", K.BOOLEAN)
TRUTH = Field("truth", "承诺", K.BOOLEAN, is_declaration=True)
KIND = Field("kind", "性质", K.CHOICE, choices=(("firm", "企业"), ("giant", "专精特新“小巨人”企业")))
KINDS = Field("kinds", "服务", K.CHOICES, choices=(("a", "培训"), ("b", "咨询"), ("c", "融资")))
CODES = Field("codes", "行业代码", K.CODE_LIST)
CODE = Field("code", "统一社会信用代码", K.USCC)
PLACE = Field("place", "所在区", K.DISTRICT)
DISTRICTS = (("310112", "闵行区"), ("310117", "松江区"))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (OUTPUT, "38.9256", Decimal("38.9256")),
        (OUTPUT, "　３８．９ ", Decimal("38.9")),
        (OUTPUT, "1,234.5", Decimal("1234.5")),
        (OUTPUT, "１，２３４．５０", Decimal("1234.50")),
        (OUTPUT, "0", Decimal(0)),
        (OUTPUT, "", None),
        (OUTPUT, "　\u200b ", None),
        (OUTPUT, 0.1, Decimal("0.1")),
        (OUTPUT, 38.925600000000003, Decimal("38.9256")),
        (BALANCE, "－12.5", Decimal("-12.5")),
        (FIRMS, "４２０", 420),
        (FIRMS, "12,000", 12_000),
        (FIRMS, 420.0, 420),
        (NAME, " 〇㛃𠮷区\r\n示例👩‍🔬 ", "〇㛃𠮷区 示例👩‍🔬"),
        (NAME, "示例\x00公司\u202e甲", "示例公司甲"),
        (NAME, "=1+1", "=1+1"),
        (STORY, "第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        (ENDS, "2026-12-31", date(2026, 12, 31)),
        (ENDS, "２０２６年１月５日", date(2026, 1, 5)),
        (ENDS, "2026/1/5", date(2026, 1, 5)),
        (ENDS, "2026.01.05", date(2026, 1, 5)),
        (ENDS, "20260105", date(2026, 1, 5)),
        (FLAG, "是", True),
        (FLAG, "false", False),
        (TRUTH, "true", True),
        (TRUTH, "false", None),
        (KIND, "giant", "giant"),
        (KIND, '专精特新"小巨人"企业', "giant"),
        (KINDS, ["c", "a", "c"], ["a", "c"]),
        (KINDS, "融资；培训", ["a", "c"]),
        (KINDS, [], []),
        (CODES, "3983、Ｃ３９８３, c35", ["C3983", "C35"]),
        (CODE, "９１３５０１００ｍ０００１００ｙ４３", "91350100M000100Y43"),
        (CODE, "9135 0100-M000100Y43", "91350100M000100Y43"),
        (PLACE, "闵行区", "310112"),
        (PLACE, "310117", "310117"),
    ],
)
def test_what_people_type_becomes_a_value(field, typed, value):
    read = read_value(field, typed, districts=DISTRICTS)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (
            OUTPUT,
            "三十八",
            "“三十八”不是数字，请只填数字，例如 38.9256。本项单位为“亿元”。",
        ),
        (OUTPUT, "38.9亿元", "只填数字，不写单位，例如 38.9256。本项单位为“亿元”。"),
        (OUTPUT, "38.9亿", "只填数字，不写单位，例如 38.9256。本项单位为“亿元”。"),
        (RATE, "46%", "只填数字，不写单位，例如 38.92。本项单位为“%”。"),
        (OUTPUT, "-1", "不能为负数，请填 0 或者大于 0 的数，例如 38.9256。本项单位为“亿元”。"),
        (OUTPUT, "389000000000", "数字过大，最大为 100,000，请核对数字。本项单位为“亿元”。"),
        (OUTPUT, "1e400", "“1e400”不是数字，请只填数字，例如 38.9256。本项单位为“亿元”。"),
        (OUTPUT, "9" * 70, f"“{'9' * 40}”不是数字，请只填数字，例如 38.9256。本项单位为“亿元”。"),
        (OUTPUT, "38.92561", "最多 4 位小数，例如 38.9256。本项单位为“亿元”。"),
        (OUTPUT, "12,34", "分隔符的位置不对：千分位每三位一个，例如 15,735；也可以不用分隔符。本项单位为“亿元”。"),
        (RATE, "100.01", "数字过大，最大为 100，请核对数字。本项单位为“%”。"),
        (AREA, "0", "不能小于 0.01，请核对；单位为“平方公里”。"),
        (FIRMS, "420.5", "请填整数，例如 420。本项单位为“家”。"),
        (FIRMS, "约420", "“约420”不是数字，请只填数字，例如 420。本项单位为“家”。"),
        (FIRMS, "=SUM(A1:A3)", "“=SUM(A1:A3)”不是数字，请只填数字，例如 420。本项单位为“家”。"),
        (NAME, "三个字", "至少 4 字，现有 3 字，请填写完整。"),
        (NAME, "字" * 21, "最多 20 字，现有 21 字，请删减 1 字。"),
        (STORY, "𠮷" * 10 + "\r\n" + "👍" * 10, "最多 20 字，现有 21 字，请删减 1 字。"),
        (ENDS, "明年", "“明年”不是日期，请按年-月-日填写，例如 2026-12-31。"),
        (ENDS, "26-12-31", "“26-12-31”不是日期，请按年-月-日填写，例如 2026-12-31。"),
        (ENDS, "2026-02-30", "没有“2026-02-30”这一天，请核对月份和日期，例如 2026-12-31。"),
        (ENDS, "9999-12-31", "年份 9999 不合理，应在 1900 年至 2099 年之间。"),
        (BORN, "2026-03-11", "日期不能晚于今天（2026-03-10）。"),
        (FLAG, "大概", "“大概”不明确，请填“是”或者“否”。"),
        (KIND, "个人", "“个人”不在可选范围内，请从下列各项中选：企业、专精特新“小巨人”企业。"),
        (KINDS, ["a", "x"], "“x”不在可选范围内，请从下列各项中选：培训、咨询、融资。"),
        (CODES, "C39、传感器", "“传感器”不是国民经济行业分类代码，应为一个字母加 2 至 4 位数字，例如 C3983。"),
        (CODES, "I39", "“I39”的字母不对：大类 39 属于门类 C，应为 C39。"),
        (CODES, "C99", "“C99”不是国民经济行业分类代码，应为一个字母加 2 至 4 位数字，例如 C3983。"),
        (CODES, "、".join(f"C{n}" for n in range(1300, 1321)), "最多填 20 个代码，现有 21 个。"),
        (CODE, "9135", "统一社会信用代码应为 18 位，现有 4 位，请对照营业执照核对。"),
        (
            CODE,
            "91350100M000100Y44",
            "统一社会信用代码的校验位不符：有一位填错，或者有两位颠倒，请对照营业执照逐位核对。",
        ),
        (CODE, 9.135e17, "代码被表格软件转成了数字，末几位已丢失；请把单元格设为“文本”格式后重新填写 18 位代码。"),
        (CODE, "9.1E+17", "代码被表格软件转成了数字，末几位已丢失；请把单元格设为“文本”格式后重新填写 18 位代码。"),
        (PLACE, "示例区", "“示例区”不在可选范围内，请从下列各项中选：闵行区、松江区。"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_right_example(frozen, field, typed, message):
    with pytest.raises(Problem) as refused:
        read_value(field, typed, districts=DISTRICTS)
    assert str(refused.value) == message


def test_today_is_not_in_the_future(frozen):
    assert read_value(BORN, "2026-03-10") == date(2026, 3, 10)


ROWS = Field("rows", "名单", K.TABLE, columns=(NAME, OUTPUT, ENDS, FLAG))
EVERY = (OUTPUT, FIRMS, NAME, ENDS, FLAG, KIND, KINDS, CODES, CODE, PLACE, ROWS)
ANSWERS = {
    "output": Decimal("38.9000"),
    "firms": 420,
    "name": "示例公司",
    "ends": date(2026, 12, 31),
    "flag": False,
    "kind": "giant",
    "kinds": ["a", "c"],
    "codes": ["C3983", "C35"],
    "code": "91350100M000100Y43",
    "place": "310112",
    "rows": [{"name": "示例一厂", "output": Decimal("1.50"), "ends": None, "flag": True}],
}
STORED = {
    "output": "38.9",
    "firms": 420,
    "name": "示例公司",
    "ends": "2026-12-31",
    "flag": False,
    "kind": "giant",
    "kinds": ["a", "c"],
    "codes": ["C3983", "C35"],
    "code": "91350100M000100Y43",
    "place": "310112",
    "rows": [{"name": "示例一厂", "output": "1.5", "ends": None, "flag": True}],
}


def test_answers_have_one_canonical_json_and_come_back_from_it():
    assert to_json(EVERY, ANSWERS) == STORED
    assert from_json(EVERY, STORED) == ANSWERS
    assert to_json(EVERY, from_json(EVERY, STORED)) == STORED


def test_nothing_is_stored_as_nothing():
    assert to_json((OUTPUT, KINDS, ROWS, NAME), {}) == {"output": None, "kinds": [], "rows": [], "name": None}


def test_answers_are_said_in_words():
    assert [display(field, ANSWERS[field.key], districts=DISTRICTS) for field in EVERY] == [
        "38.9 亿元",
        "420 家",
        "示例公司",
        "2026-12-31",
        "否",
        "专精特新“小巨人”企业",
        "培训、融资",
        "C3983、C35",
        "91350100M000100Y43",
        "闵行区",
        "共 1 行",
    ]
    assert [display(field, None) for field in (OUTPUT, NAME)] == ["未填写", "未填写"]
    assert display(OUTPUT, Decimal("12345.60"), has_unit=False) == "12,345.6"


def test_what_a_control_holds_reads_back_as_the_same_answer():
    plain = [field for field in EVERY if field.kind is not K.TABLE]
    back = {field.key: read_value(field, as_typed(field, ANSWERS[field.key]), districts=DISTRICTS) for field in plain}
    assert back == {field.key: ANSWERS[field.key] for field in plain}


def test_a_year_is_written_without_separators_and_an_amount_with_them() -> None:
    year = Field("first_year", "创立年份", K.INTEGER, unit="年", is_year=True)
    staff = Field("employees", "从业人员", K.INTEGER, unit="人")
    assert (display(year, 2006), display(staff, 2006)) == ("2006 年", "2,006 人")
