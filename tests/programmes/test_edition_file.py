"""An edition as a file: what is written reads back the same, and every problem is named with its line."""

from __future__ import annotations

import pytest

from portal.notifications.catalogue import kind_of
from portal.notifications.wording import default_texts
from portal.tenancy.models import District
from programmes import registry
from programmes.editionfile import changes_between, complain_of_content, content_of, read_file, write_file
from programmes.editionfile.marks import MOST_BYTES
from programmes.fields.words import clean_line
from programmes.models import EditionDistrict
from programmes.parameters import shown_value
from tests.programmes.test_edition_content import edition_of

PART = "expert_weight"
DISTRICTS = {"310112": "闵行区", "310117": "松江区"}


def questions_on(page):
    columns = [
        {"key": "name", "label": "品名", "kind": "text"},
        {"key": "way", "label": "方式", "kind": "choice", "choices": [["own", "自营"], ["agent", "代理"]]},
    ]
    return [
        {"key": "q_exports", "section": page, "label": "有出口", "kind": "boolean", "required": True},
        {
            "key": "q_export",
            "section": page,
            "label": "出口额",
            "kind": "decimal",
            "unit": "万元",
            "places": 2,
            "minimum": "0",
            "maximum": "99.5",
            "requires": "q_exports",
            "help": "报关单: 合计 # 含税",
        },
        {"key": "q_goods", "section": page, "label": "出口产品", "kind": "table", "columns": columns, "min_rows": 1},
        {"key": "q_proof", "section": page, "label": "报关单", "kind": "file"},
    ]


def full_content(of):
    usual = default_texts(kind_of("application_receipt"))
    wording = {"application_receipt": usual | {"body": usual["body"] + "\n\n第二段：“好”，100%%。"}}
    rows = [EditionDistrict(district=District(code="310112"), quota=3, note='先交"纸质"\\材料')]
    stages = sorted(of.optional_stages)
    edition = edition_of(
        of,
        switched_stages=stages,
        questions=questions_on(of.sections[0].key),
        wording=wording,
        document_number="〔2027〕1号",
    )
    return content_of(edition, rows)


def written(of, content):
    return write_file(of, content, districts=DISTRICTS, stages={key: key for key in of.optional_stages})


@pytest.fixture
def of():
    return next(one for one in registry.all_programmes().values() if one.optional_stages and PART in one.defaults)


@pytest.fixture
def text(of):
    return written(of, full_content(of))


def problems(text):
    reading = read_file(text if isinstance(text, bytes) else text.encode())
    complain_of_content(reading, districts=DISTRICTS)
    return [(wrong.line, wrong.text) for wrong in reading.wrong]


def line_of(text, start):
    return next(n for n, line in enumerate(text.splitlines(), start=1) if line.strip().startswith(start))


@pytest.mark.parametrize("slug", registry.all_programmes())
def test_a_file_of_any_programme_reads_back_as_what_was_written(slug):
    of = registry.programme(slug)
    content = full_content(of)
    reading = read_file(written(of, content).encode())
    complain_of_content(reading, districts=DISTRICTS)
    assert (reading.wrong, reading.content) == ([], content)
    assert changes_between(of, content, reading.content, districts=DISTRICTS, stages={}) == []


@pytest.mark.parametrize("slug", registry.all_programmes())
def test_every_parameter_stands_with_its_label_and_unit(slug):
    of = registry.programme(slug)
    lines = written(of, full_content(of)).splitlines()
    for key, (label, unit) in of.parameter_labels.items():
        (found,) = [line for line in lines if line.startswith(f"  {key}:") and "#" in line and label in line]
        assert not unit or f"（{unit}）" in found


@pytest.mark.parametrize(
    "nasty", ["null", "true", "- a", "# b", "*x", "&y", "!z", "1_000", "a\tb", "'", "\u2028甲", "%()s"]
)
def test_any_text_survives_the_file(of, nasty):
    content = full_content(of) | {"title": f"{nasty}x", "document_number": nasty.strip()}
    reading = read_file(written(of, content).encode())
    kept = (reading.content["title"], reading.content["document_number"])
    assert kept == (clean_line(f"{nasty}x"), clean_line(nasty))


@pytest.mark.parametrize(
    ("start", "instead", "says"),
    [
        ("format:", "format: 7", "须为 pinbang-edition/1"),
        ("programme:", "programme: no_such_thing", "没有“no_such_thing”这个项目"),
        ("year:", "year: 二〇二七", "须为 2000 至 2100 之间的整数"),
        ("title:", 'title: ""', "不能为空"),
        ("opens_at:", "  opens_at: 明天", "须为北京时间的日期和时刻"),
        ("opens_at:", "  opens_at: 2027-03-01", "须为北京时间的日期和时刻"),
        ("closes_at:", "  closes_at: 2027-02-01 09:00", "截止时间须晚于开始时间"),
        ("district_due_at:", "  district_due_at: 2027-03-31 09:00", "区级推荐截止不能早于申报截止"),
        ("review_due_at:", "  review_due_at: 2027-03-31 09:00", "评审截止不能早于区级推荐截止"),
        ("district_due_at:", "  district_do_at: null", "没有“district_do_at”这一项。是否为“district_due_at”？"),
        ("- key: q_proof", "  - key: proof", "代码须以 q_ 开头"),
        ("- key: name", '      - key: ""', "列的代码不能为空或重复"),
        ("kind: file", "    kind: picture", "没有这种问题，可用的有"),
        ("kind: file", "    kind: [file]", "这里须是一个值"),
        ("requires:", "    requires: q_proof", "只能以本申报表里的是非题为条件"),
        ("maximum:", "    maximum: viel", "须为数字，例如 100"),
        ("min_rows:", "    min_rows: 300", "请填 0 至 200 之间的行数"),
        ("subject:", '    subject: "收到{不存在}"', "没有占位符 {不存在}，可用的有："),
        ("subject:", '    subject: "收到{"', "花括号只用来写占位符"),
        ("subject:", '    subject: ""', "请填写文字"),
        ("application_receipt:", "  application_receit:", "没有“application_receit”这种消息。是否为“application_"),
        ("- district:", "  - district: 999999", "没有代码为“999999”的区级单位"),
        ("quota:", "    quota: -1", "须为 0 至 32767 之间的整数"),
    ],
)  # fmt: skip
def test_a_damaged_value_is_named_with_its_line(text, start, instead, says):
    number = line_of(text, start)
    lines = text.splitlines()
    lines[number - 1] = instead
    found = problems("\n".join(lines))
    assert {line for line, _says in found} == {number}
    assert any(says in text for _line, text in found), found


def test_messages_are_written_with_placeholders_in_words(of, text):
    written_lines = text[text.index("\nwording:") : text.index("\ndistricts:")]
    assert ("{" in written_lines, "%(" in written_lines, "100%。" in written_lines) == (True, False, True)


def test_every_problem_is_told_at_once_each_with_its_line(text):
    damaged = (
        text.replace("year: 2027", "year: x").replace("quota: 3", "quota: viele").replace("kind: file", "kind: map")
    )
    expected = sorted(line_of(damaged, start) for start in ("year:", "kind: map", "quota:"))
    assert [line for line, _text in problems(damaged)] == expected


def test_a_parameter_of_the_wrong_type_is_named_with_its_line(of, text):
    key = next(key for key, value in of.defaults.items() if isinstance(value, int) and not isinstance(value, bool))
    number = line_of(text, f"{key}:")
    lines = text.splitlines()
    for instead in ("viele", "[1, 2]", '""', "{a: 1}"):
        lines[number - 1] = f"  {key}: {instead}"
        assert [line for line, _text in problems("\n".join(lines))] == [number], instead
    lines[number - 1] = f"  {key}_no: 1"
    (wrong,) = problems("\n".join(lines))
    assert (wrong[0], f"没有“{key}_no”这一项" in wrong[1]) == (number, True)


def test_weights_that_do_not_add_up_are_named_at_both_lines(text):
    number = line_of(text, "expert_weight:")
    lines = text.splitlines()
    lines[number - 1] = "  expert_weight: 0.5"
    assert [line for line, _text in problems("\n".join(lines))] == [line_of(text, "quantitative_weight:"), number]


def test_a_parameter_that_the_file_leaves_out_has_its_default(of, text):
    number = line_of(text, "expert_weight:")
    lines = text.splitlines()
    del lines[number - 1]
    reading = read_file("\n".join(lines).encode())
    assert (reading.wrong, reading.content["parameters"]) == ([], dict(of.defaults))


@pytest.mark.parametrize("part", ["dates:", "stages:", "questions:", "wording:", "districts:", "title:"])
def test_a_part_that_is_missing_is_told(text, part):
    found = problems(text.replace(f"\n{part}", f"\nx_{part}", 1))
    assert any(f"缺少“{part[:-1]}”这一项" in said for _line, said in found)
    assert any(line == line_of(text, part) and f"没有“x_{part[:-1]}”这一项" in said for line, said in found)


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        (b"", 1, "文件是空的"),
        (b"# nothing\n", 1, "文件是空的"),
        (b"- a\n", 1, "文件的第一层须是"),
        (b"year: 2027\nyear: 2028\n", 2, "“year”在第 1 行已写过"),
        (b"year: 1\ntitle: [a, b\nstages: []\n", 2, "括号没有成对"),
        (b"year: 1\ntitle: 'a\nstages: []\n", 2, "引号没有成对"),
        (b"year: 1\ntitle: a: b\n", 2, "冒号或缩进不对"),
        (b"dates:\n\topens_at: null\n", 2, "缩进须用空格"),
        (b"year: 1\ntitle: \xff\n", 2, "不是 UTF-8 编码"),
        (b"year: 1\ntitle: a\x07b\n", 2, "不能使用的控制字符"),
        (b"year: &a 2027\n", 1, "不能使用锚点和引用"),
        (b"a: [1]\nyear: *a\n", 2, "不能使用锚点和引用"),
        (b"year: 1\ntitle: !!python/object/apply:os.system ['true']\n", 2, "不能使用类型标记"),
        (b"%YAML 1.1\n---\nyear: 1\n", 1, "不能使用以百分号开头的指令"),
        (b"year: 1\n---\nyear: 2\n", 2, "一个文件只能有一份设置"),
        (b"title: " + b"[" * 40 + b"]" * 40, 1, "层次过深"),
        (b"stages:\n" + b"- a\n" * 30_000, 19_999, "值过多"),
        (b"x" * (MOST_BYTES + 1), 1, "文件过大"),
        (b"? [a]\n: 1\n", 1, "冒号前须是一个名称"),
        ("# \u2028\u2029\x85\r\ntitle: a: b\r\n".encode(), 2, "冒号或缩进不对"),
        (b"title: [", 1, "括号没有成对"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_where_it_breaks(file, line, says):
    found = problems(file)
    assert any(says in text and at == line for at, text in found), found[:3]


def test_aliases_that_would_multiply_are_refused_at_the_first(text):
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{chr(97 + n)}: &{chr(97 + n)} [{','.join(['*' + chr(96 + n)] * 9)}]\n" for n in range(1, 9)
    )
    assert problems(bomb) == [(1, "不能使用锚点和引用（& 和 *），请把值写全。以这两个符号开头的文字须加引号。")]


def test_changes_are_told_value_by_value_and_in_words(of):
    before = content_of(edition_of(of), [])
    key = next(key for key, value in of.defaults.items() if isinstance(value, int) and not isinstance(value, bool))
    after = full_content(of) | {"stages": [], "wording": {}, "questions": questions_on(of.sections[0].key)[:1]}
    after["parameters"] = {**of.defaults, key: 77}
    after["dates"] = before["dates"] | {"closes_at": "2027-04-02T17:00:00+08:00"}
    found = changes_between(of, before, after, districts=DISTRICTS, stages={})
    choices = of.parameter_choices.get(key, ())
    assert [(one.name, one.before, one.after) for one in found] == [
        ("通知文号", "—", "〔2027〕1号"),
        ("截止申报", "2027-04-01 08:00", "2027-04-02 17:00"),
        (of.parameter_labels[key][0], shown_value(of.defaults[key], choices), "77"),
        ("补充问题“有出口” · 所在页面", "—", of.sections[0].key),
        ("补充问题“有出口” · 问题", "—", "有出口"),
        ("补充问题“有出口” · 类型", "—", "boolean"),
        ("补充问题“有出口” · 必填", "—", "是"),
        ("闵行区 · 推荐名额", "—", "3"),
        ("闵行区 · 本区要求", "—", '先交"纸质"\\材料'),
    ]
