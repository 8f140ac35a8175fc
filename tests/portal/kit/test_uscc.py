"""Unified social credit codes: domain 2, and the standard's own structure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from portal.kit import uscc

VALID = [
    "91350100M000100Y43",
    "914403001922038216",
    "91440300708461136T",
    "91310000631696382C",
    "91310000132260250X",
    "91310000759565082B",
    "91330106673959654P",
    "91100000100003962T",
    "911100001011016602",
    "91370200264574251E",
    "91440300192317458F",
    "913100001322075806",
]
INVALID = [
    ("914403001922038217", "check"),
    ("91310000132260205X", "check"),
    ("9131000063169638C", "length"),
    ("91350100M000100Y4Z", "alphabet"),
    ("91310000631696382I", "alphabet"),
]
BODIES = st.tuples(
    st.text(uscc.ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(uscc.ALPHABET, min_size=9, max_size=9),
).map("".join)


def reason_of(text: object) -> str:
    with pytest.raises(uscc.InvalidUscc) as caught:
        uscc.parse(text)
    assert str(caught.value).endswith(".")
    return caught.value.reason


@pytest.mark.parametrize("code", VALID)
def test_known_codes_are_returned_as_they_are(code):
    assert uscc.parse(code) == code
    assert uscc.is_valid(code)


@pytest.mark.parametrize(("code", "reason"), INVALID)
def test_broken_codes_say_what_is_wrong(code, reason):
    assert reason_of(code) == reason
    assert not uscc.is_valid(code)


@pytest.mark.parametrize(
    "typed",
    [
        " 91350100m000100y43 ",
        "９１３５０１００Ｍ０００１００ｙ４３",
        "91350100-M000100Y4-3",
        "9135 0100\u3000M000\u00a0100Y43",
        "91350100–M000100Y4—3",
        "91350100M000100Y43\r\n",
    ],
)
def test_what_keyboards_and_pasting_add_is_folded(typed):
    assert uscc.parse(typed) == "91350100M000100Y43"


@pytest.mark.parametrize("typed", [None, "", "   ", "\u3000", "-"])
def test_nothing_is_empty(typed):
    assert reason_of(typed) == "empty"


@pytest.mark.parametrize("typed", [914403001922038216, b"914403001922038216", ["9"], 9.1, True])
def test_what_is_not_text_is_refused(typed):
    assert reason_of(typed) == "alphabet"


@pytest.mark.parametrize(
    "typed",
    [
        "①14403001922038216",  # NFKC would make it pass
        "91440300192203821⁶",
        "٩14403001922038216",
        "91440300192203821\u200b6",
        "91440300192203821\x006",
        "9144030019220382167",
    ],
)
def test_lookalikes_are_not_folded(typed):
    assert reason_of(typed) in {"alphabet", "length"}


def test_letters_may_stand_first_but_not_in_the_region():
    collective = "N2310115MA1KABCD1"
    assert uscc.parse(collective + uscc.check_character(collective)).startswith("N2310115")
    region = "9131O115MA1KABCD1".replace("O", "A")
    assert reason_of(region + uscc.check_character(region)) == "region"


def test_the_worked_check_character_and_a_remainder_of_zero():
    assert uscc.check_character("91350100M000100Y4") == "3"
    assert uscc.check_character("0" * 17) == "0"


def test_the_region_tells_who_registered_the_body():
    assert uscc.registering_region("91310000631696382c") == "310000"


@pytest.mark.property
@given(BODIES)
def test_every_body_with_its_check_character_is_a_code(body):
    code = body + uscc.check_character(body)
    assert uscc.parse(code.lower()) == code


@pytest.mark.property
@given(st.text("0123456789", min_size=8, max_size=8), st.text(uscc.ALPHABET, min_size=9, max_size=9))
def test_the_check_character_agrees_with_python_stdnum(head, tail):
    assert uscc.check_character(head + tail) == oracle.calc_check_digit(head + tail)


@pytest.mark.property
@given(BODIES, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_found(body, position, char):
    code = body + uscc.check_character(body)
    broken = code[:position] + char + code[position + 1 :]
    assert uscc.is_valid(broken) == (broken == code)


@pytest.mark.property
@given(BODIES, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(body, position):
    code = body + uscc.check_character(body)
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert uscc.is_valid(swapped) == (swapped == code)


@pytest.mark.property
@given(st.text())
def test_any_text_is_a_code_or_refused_with_a_reason(text):
    if uscc.is_valid(text):
        assert uscc.parse(uscc.parse(text)) == uscc.parse(text)
    else:
        assert reason_of(text) in {"empty", "length", "alphabet", "region", "check"}
