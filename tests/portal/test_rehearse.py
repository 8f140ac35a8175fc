"""A rehearsal gives the same edition for the same seed, leaves what it promises, and no database behind."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from portal.celery import app
from portal.desks.demo import seed
from portal.desks.rehearsal.base import COPY, as_owner
from portal.desks.rehearsal.playing import rehearsable
from portal.desks.rehearsal.results import SUMMARY
from programmes import registry

PROGRAMMES = rehearsable()
PROGRAMME = PROGRAMMES[0]
KEYS = {
    "programme",
    "seed",
    "enterprises",
    "states",
    "returns",
    "particulars",
    "lists",
    "draw_digest",
    "ranking_digest",
    "seconds",
}
ENOUGH = 13  # filings: with so many every programme shows what is particular to it
HEX = set("0123456789abcdef")


def hold(out: Path, *, number: int, enterprises: int = 10, programme: str = PROGRAMME) -> str:
    said = StringIO()
    call_command(
        "rehearse", programme=programme, enterprises=enterprises, seed=number, out=out, stdout=said, no_color=True
    )
    return said.getvalue()


def summary(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "summary.json").read_text())
    return found


def without_times(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != "seconds"}


def text_of(document: Path) -> str:
    return subprocess.run(["pdftotext", str(document), "-"], capture_output=True, text=True, check=True).stdout


def copies(of: object = os.getpid()) -> list[str]:
    """Bases of rehearsals of this process; others may be under way beside it."""
    with as_owner() as cursor:
        cursor.execute("select datname from pg_database where starts_with(datname, %s)", [f"{COPY}{of}"])
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def _real_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A rehearsal opens and closes connections itself, so no test transaction may stand around it."""
    before = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        yield
        assert connections["default"].settings_dict["NAME"] == before
        connections.close_all()


@pytest.mark.usefixtures("_real_base")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_same_seed_gives_the_same_edition_twice_and_another_seed_another_draw(
    programme: str, tmp_path: Path
) -> None:
    one, two = tmp_path / "new" / "one", tmp_path / "two"
    eager, posted = app.conf.task_always_eager, len(mail.outbox) if hasattr(mail, "outbox") else 0
    hold(one, programme=programme, number=7, enterprises=ENOUGH)
    hold(two, programme=programme, number=7, enterprises=ENOUGH)

    found = summary(one)
    assert found.keys() == KEYS
    assert (found["programme"], found["seed"], found["enterprises"]) == (programme, 7, ENOUGH)
    assert all(len(found[key]) == 64 and set(found[key]) <= HEX for key in ("draw_digest", "ranking_digest"))
    assert without_times(summary(two)) == without_times(found)
    demand_one_of_each(found)
    demand_particulars(found)
    of = registry.programme(programme)
    demand_order(found["lists"], is_ranked=of.model is not None, has_second_panels="cert_application" in of.stages)
    numbers = numbers_in(found)
    assert sorted(path.name for path in one.iterdir()) == sorted([f"{number}.pdf" for number in numbers] + [SUMMARY])
    assert all("SAMPLE" in text_of(one / f"{number}.pdf") for number in numbers)
    assert (app.conf.task_always_eager, len(getattr(mail, "outbox", []))) == (eager, posted)

    hold(two, programme=programme, number=8, enterprises=1)  # a smaller one into the folder of a former one
    other = summary(two)
    assert other["draw_digest"] != found["draw_digest"]
    assert other["states"]["listed"] >= 1
    assert len(list(two.iterdir())) == len(numbers_in(other)) + 1
    assert copies() == []


def numbers_in(found: dict[str, Any]) -> list[str]:
    """Of the certificates; an edition may issue none."""
    entries = [entry for row in found["lists"] for entry in row["entries"]]
    return [entry["certificate_number"] for entry in entries if entry["certificate_number"]]


def demand_one_of_each(found: dict[str, Any]) -> None:
    """Already so few yield somebody listed, a refusal on the way, one in the end, and a return that is answered."""
    states = found["states"]
    assert sum(states.values()) >= found["enterprises"]  # a filing may name several items
    assert all(states[key] for key in ("listed", "not_proposed"))
    assert any(states.get(key) for key in ("not_accepted", "screened_out", "not_certified"))
    assert found["returns"]["asked"] > found["returns"]["answered"] >= 1
    published = sum(states.get(key, 0) for key in ("listed", "suspended", "revoked"))
    assert sum(len(row["entries"]) for row in found["lists"]) == published


def demand_particulars(found: dict[str, Any]) -> None:
    """What only some programmes have: each of it happened, and what may happen once happened once."""
    told, listed = found["particulars"], sum(len(row["entries"]) for row in found["lists"])
    if "consult" in told:
        assert all(told["consult"][key] for key in ("no_objection", "objection", "no_answer"))
        assert 0 < told["district_review"]["with_priority"] < told["district_review"]["recommended"]
    if "screening" in told:
        assert all(told["screening"][key] for key in ("passed", "failed", "returned"))
    if "mark" in told:
        assert told["mark"]["rights"] == listed
        assert told["mark"]["downloads"] >= 1
    if "reward" in told:
        assert told["type_test"]["site_audit nonconformity"] >= 1
        assert told["cert_decision"]["issued"] == listed
        assert (told["reward"]["most_for_one_product"], told["reward"]["paid_yuan"] % 200_000) == (1, 0)
        assert all(told["surveillance"][key] for key in ("valid", "suspended", "revoked"))


def demand_order(lists: list[dict[str, Any]], *, is_ranked: bool, has_second_panels: bool) -> None:
    """Positions without a gap, scores that fall, and where a model ranks the place that follows from the figure."""
    for row in lists:
        entries = row["entries"]
        assert [entry["position"] for entry in entries] == list(range(1, len(entries) + 1))
        scores = [float(entry["score"]) for entry in entries]
        if not has_second_panels:  # each panel's run has an order of its own
            assert scores == sorted(scores, reverse=True)
        figures = [entry.get("figure") for entry in entries]
        ranks = [1 + sum(other > score for other in scores) for score in scores]
        assert [entry.get("rank") for entry in entries] == (ranks if is_ranked else [None] * len(entries))
        assert figures == ([entry["score"] for entry in entries] if is_ranked else [None] * len(entries))


@pytest.mark.usefixtures("_real_base")
def test_a_ranked_rehearsal_shows_a_tie_an_exclusion_and_a_paper_form_that_never_came_in(tmp_path: Path) -> None:
    ranked = next(one for one in PROGRAMMES if registry.programme(one).model is not None)
    hold(tmp_path, programme=ranked, number=1, enterprises=13)
    found = summary(tmp_path)
    assert found["states"] == {
        "accepted": 1,
        "listed": 8,
        "not_accepted": 2,
        "not_proposed": 1,
        "returned_for_correction": 1,
    }
    assert found["returns"] == {"asked": 3, "answered": 2}
    assert [row["code"] for row in found["lists"]] == ["L1", "L2", "L3"]
    assert [entry["rank"] for entry in found["lists"][1]["entries"]] == [1, 2, 2, 4]


@pytest.mark.usefixtures("_real_base")
def test_a_rehearsal_that_fails_leaves_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def break_off(stage: seed.Stage) -> None:
        seen.extend(copies())
        raise ZeroDivisionError("broken off")

    media = settings.MEDIA_ROOT
    monkeypatch.setattr(seed, "STEPS", {"filing": break_off})
    with pytest.raises(ZeroDivisionError):
        hold(tmp_path, number=1, enterprises=1)

    assert len(seen) == 1
    assert copies() == []
    assert media == settings.MEDIA_ROOT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_real_base")
def test_what_a_killed_rehearsal_left_goes_with_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "STEPS", {})
    with as_owner() as cursor:
        cursor.execute(f'create database "{COPY}killed"')
    hold(tmp_path, number=1, enterprises=1)
    assert copies("killed") == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"programme": "no_such"}, "no programme 'no_such' can be rehearsed; there are: "),
        ({"enterprises": 0}, "--enterprises is a number from 1 to 5000, not 0"),
        ({"out": Path("/dev/null/here")}, "/dev/null/here cannot be written: Not a directory"),
    ],
)
def test_a_rehearsal_that_cannot_be_held_says_so_in_one_line(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError) as refused:
        hold(**{"out": tmp_path, "number": 1, **wrong})
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)
    assert refused.value.returncode == 1
