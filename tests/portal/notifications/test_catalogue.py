"""Every message can be written, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.notifications.catalogue import DuplicateKind, Kind, MissingValue, UnknownKind, all_kinds, render
from portal.notifications.catalogue.base import merge


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_renders_with_its_sample(language: str) -> None:
    with translation.override(language):
        for key, kind in all_kinds().items():
            subject, body = render(key, kind.sample_context())
            assert subject, key
            assert body, key
            assert "%(" not in subject + body, key
            assert "\n" not in subject, key


def test_both_languages_name_the_same_values() -> None:
    with translation.override("zh-hans"):
        chinese = {key: kind.names() for key, kind in all_kinds().items()}
    with translation.override("en"):
        assert {key: kind.names() for key, kind in all_kinds().items()} == chinese


def test_a_declared_sample_fills_every_name() -> None:
    lacking = {key: kind.names() - kind.sample.keys() for key, kind in all_kinds().items() if kind.sample}
    assert lacking == dict.fromkeys(lacking, frozenset())


def test_values_are_filled_in_and_a_subject_stays_one_short_line() -> None:
    kind = Kind(subject="《%(title)s》退回补正", body="\n请在%(due)s前补正。完成 50%%。\n")
    assert kind.fill({"title": "示例\r\nBcc: x", "due": "3月17日", "other": 1}) == (
        "《示例 Bcc: x》退回补正",
        "请在3月17日前补正。完成 50%。",
    )
    assert len(kind.fill({"title": "长" * 500, "due": ""})[0]) == 200
    with pytest.raises(MissingValue, match="due"):
        kind.fill({"title": "示例"})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKind, match="unheard_of"):
        render("unheard_of", {})


def test_a_kind_in_two_files_is_refused() -> None:
    same = {"same": Kind(subject="一", body="二")}
    with pytest.raises(DuplicateKind, match=r"people\.py repeats same"):
        merge({"filing": same, "people": same})
