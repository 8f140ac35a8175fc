"""An edition from the first filing to its certificates, through the same actions as the pages."""

import pytest

from tests.played import play_edition


@pytest.mark.django_db
def test_an_edition_is_filed_reviewed_and_published():
    played = play_edition("$slug", enterprises=6, number=1)
    assert played.states == {
        "listed": 2,
        "not_accepted": 1,
        "not_proposed": 1,
        "not_recommended": 1,
        "returned_for_correction": 1,
    }
    assert [number[:-7] for number in played.certificates] == ["$prefix-2025-S1"] * 2
    assert all("示例项目" in text and "经评审" in text for text in played.papers)
