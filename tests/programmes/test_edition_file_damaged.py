"""Whatever happens to an edition's file, reading it never fails: it is taken whole, or every problem has its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import registry
from programmes.editionfile import complain_of_content, read_file
from tests.programmes.test_edition_file import DISTRICTS, full_content, written

FILES = [written(of, full_content(of)) for of in registry.all_programmes().values()]
PIECES = st.sampled_from(
    [
        *("- ", ": ", "[", "]", "{", "}", '"', "'", "#", "&a ", "*a", "!x ", "null", "~", "true", "-1", "1e9"),
        *(
            "9" * 40,
            "\t",
            "\n",
            "  ",
            "|",
            ">",
            "%",
            "？",
            "\x00",
            "\u2028",
            "2027-13-01 00:00",
            "q_a",
            "<<: ",
            "---\n",
        ),
    ]
)


def read(text: str) -> list[tuple[int, str]]:
    reading = read_file(text.encode("utf-8", "surrogatepass"))
    complain_of_content(reading, districts=DISTRICTS)
    return [(wrong.line, wrong.text) for wrong in reading.wrong]


def damaged(data: st.DataObject) -> str:
    """Up to four changes: a piece put in or over something, a line lost, doubled or moved in or out."""
    text = data.draw(st.sampled_from(FILES))
    for _ in range(data.draw(st.integers(1, 4))):
        lines = text.split("\n")
        at = data.draw(st.integers(0, len(lines) - 1))
        place = data.draw(st.integers(0, len(lines[at])))
        piece = data.draw(PIECES)
        lines[at : at + 1] = data.draw(
            st.sampled_from(
                [
                    [],
                    [lines[at], lines[at]],
                    [f"  {lines[at]}"],
                    [lines[at].removeprefix("  ")],
                    [lines[at][:place] + piece + lines[at][place:]],
                    [lines[at].partition(":")[0] + ": " + piece],
                ]
            )
        )
        text = "\n".join(lines)
    return text


@pytest.mark.property
@given(st.data())
def test_a_damaged_file_is_read_or_told_and_every_line_told_is_there(data: st.DataObject) -> None:
    text = damaged(data)
    count = text.count("\n") + 1
    for line, said in read(text):
        assert 1 <= line <= count
        assert said.strip()


@pytest.mark.property
@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange_to_be_told_about(content: bytes) -> None:
    reading = read_file(content)
    assert reading.wrong
