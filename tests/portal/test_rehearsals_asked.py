"""Rehearsals asked for on an edition's page: who may, one at a time, played by a process of their own."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import Event
from portal.desks.rehearsal import waiting
from portal.desks.rehearsal.asking import ask_rehearsal
from portal.desks.rehearsal.base import COPY, NoRehearsal, as_owner
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.models import Edition, Rehearsal, RehearsalState

LIST = "/sheitc/office/editions/{}/rehearsals/"
SUMMARY = {
    "programme": "x",
    "seed": 1,
    "enterprises": 12,
    "states": {"listed": 5, "not_accepted": 4, "not_proposed": 3},
    "returns": {"asked": 2, "answered": 1},
    "lists": [{"code": "K1", "title": "示例名单", "count": 5, "entries": []}],
    "draw_digest": "a" * 64,
    "ranking_digest": "b" * 64,
    "seconds": {"database": 0.5, "people": 1.25},
}


def ask(cast: Any, actor: Any = None, **over: Any) -> Rehearsal:
    actor = actor or cast.city
    with fence.entered(actor):
        return ask_rehearsal(**{"edition_id": cast.edition.pk, "enterprises": 10, "seed": 3, "actor": actor, **over})


def read(cast: Any) -> list[Rehearsal]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Rehearsal.objects.order_by("pk"))


def make(cast: Any, **over: Any) -> Rehearsal:
    """One that came to an end, as the runner leaves it."""
    with fence.as_tenant(cast.tenant.pk):
        given = {
            "tenant": cast.tenant,
            "edition": cast.edition,
            "enterprises": 12,
            "seed": 1,
            "state": RehearsalState.DONE,
            "parameters": cast.edition.settings(),
            "switched_stages": ["certificate"],
            "asked_by": cast.user("city"),
            "asked_at": clock.now(),
            "summary": SUMMARY,
        }
        return Rehearsal.objects.create(**(given | over))


def change_edition(cast: Any, **values: Any) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(**values)


def test_a_rehearsal_is_asked_for_with_the_settings_of_this_moment(cast):
    change_edition(cast, parameters={"pass_line": 75}, switched_stages=[])
    row = ask(cast)
    change_edition(cast, parameters={})
    assert (row.state, row.parameters["pass_line"], row.parameters["notice_days"], row.switched_stages) == (
        "waiting",
        75,
        5,
        [],
    )
    with fence.as_tenant(cast.tenant.pk):
        assert Event.objects.get(act="ask_rehearsal").payload == {
            "edition": cast.edition.pk,
            "enterprises": 10,
            "seed": 3,
        }


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("auditor", Denied), ("stranger", NotFound)]
)
def test_only_a_city_officer_or_administrator_asks(cast, who, refusal):
    with pytest.raises(refusal):
        ask(cast, getattr(cast, who))
    ask(cast, cast.admin)


@pytest.mark.parametrize(
    ("over", "field"),
    [({"enterprises": 9}, "enterprises"), ({"enterprises": 501}, "enterprises"), ({"seed": -1}, "seed")],
)
def test_numbers_out_of_range_are_refused(cast, over, field):
    with pytest.raises(Invalid) as refused:
        ask(cast, **over)
    assert set(refused.value.fields) == {field}
    ask(cast, enterprises=500, seed=999_999_999)


def test_one_rehearsal_of_an_edition_is_under_way_at_a_time(cast):
    row = ask(cast)
    for state in ("waiting", "running"):
        with fence.as_tenant(cast.tenant.pk):
            Rehearsal.objects.filter(pk=row.pk).update(state=state)
        with pytest.raises(Conflict):
            ask(cast)
    with fence.as_tenant(cast.tenant.pk):
        Rehearsal.objects.filter(pk=row.pk).update(state="failed")
    assert ask(cast).pk != row.pk


def test_page_reads_full_width_digits_keeps_what_was_typed_and_says_what_is_wrong(cast):
    client, url = cast.client("city"), LIST.format(cast.edition.pk)
    wrong = client.post(url, {"enterprises": "五十", "seed": "７"})
    page = wrong.content.decode()
    assert (wrong.status_code, "五十" in page, "请填写整数" in page) == (422, True, True)
    assert client.post(url, {"enterprises": "9", "seed": "7"}).status_code == 422
    assert client.post(url, {"enterprises": "１２", "seed": "７"}).status_code == 302
    (row,) = read(cast)
    assert (row.enterprises, row.seed) == (12, 7)
    again = client.post(url, {"enterprises": "12", "seed": "7"})
    assert (again.status_code, "排队或进行中" in again.content.decode()) == (409, True)
    detail = client.get(f"{url}{row.pk}/").content.decode()
    assert ("演练在排队" in detail, "刷新" in detail) == (True, True)


@pytest.mark.parametrize(
    ("who", "status", "is_offered"),
    [
        ("city", 200, True),
        ("admin", 200, True),
        ("auditor", 200, False),
        ("officer", 403, False),
        ("stranger", 404, False),
    ],
)
def test_who_reads_and_who_is_offered_the_form(cast, who, status, is_offered):
    row, client, url = make(cast), cast.client(who), LIST.format(cast.edition.pk)
    answer = client.get(url)
    assert (answer.status_code, 'name="enterprises"' in answer.content.decode()) == (status, is_offered)
    assert client.get(f"{url}{row.pk}/").status_code == status
    if status == 200 and not is_offered:
        assert client.post(url, {"enterprises": "12", "seed": "7"}).status_code == 403


def test_result_stands_beside_the_one_before(cast):
    make(cast)
    make(cast, state=RehearsalState.FAILED, summary={}, error="unit")
    states = {"listed": 3, "not_accepted": 4, "not_proposed": 5}
    lists = [
        SUMMARY["lists"][0]
        | {"count": 3, "entries": [{"position": 1, "name": "示例集群", "holder": "示例公司", "score": "91.50"}]}
    ]
    changed = {**cast.edition.settings(), "pass_line": 80}
    row = make(cast, parameters=changed, switched_stages=[], summary=SUMMARY | {"states": states, "lists": lists})
    page = cast.client("city").get(f"{LIST.format(cast.edition.pk)}{row.pk}/").content.decode()
    seen = ["合格线", "<ins>80</ins>", ">-2<", ">+2<", "91.50", "a" * 64, "b" * 64, "设定又有修改", "共 3 个"]
    assert [text for text in seen if text not in page] == []
    assert "两次的虚构申报不同" not in page


def test_keys_of_other_editions_and_organisers_open_nothing(cast):
    row = make(cast)
    with fence.as_tenant(cast.tenant.pk):
        other = Edition.objects.create(
            tenant=cast.tenant,
            programme_slug=cast.edition.programme_slug,
            year=2027,
            title="另一年度（示例）",
            opens_at=cast.edition.opens_at,
            closes_at=cast.edition.closes_at,
        )
    assert cast.client("city").get(f"{LIST.format(other.pk)}{row.pk}/").status_code == 404
    assert cast.client("stranger").get(f"/stranger/office/editions/{cast.edition.pk}/rehearsals/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_whatever_was_rehearsed(cast, number):
    rows = [make(cast) for _ in range(number + 1)]
    client, url = cast.client("city"), LIST.format(cast.edition.pk)
    with CaptureQueriesContext(connection) as listed:
        client.get(url)
    with CaptureQueriesContext(connection) as shown:
        client.get(f"{url}{rows[-1].pk}/")
    assert (len(listed), len(shown)) == (23, 21)


def run_waiting() -> str:
    said = StringIO()
    call_command("rehearse", waiting=True, once=True, stdout=said, no_color=True)
    return said.getvalue()


def copies() -> list[str]:
    with as_owner() as cursor:
        cursor.execute("select datname from pg_database where starts_with(datname, %s)", [COPY])
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rehearsal_asked_for_on_the_page_is_played_by_the_runner_with_the_editions_settings(cast):
    """Of the ten filings of seed 5 two that would have been accepted had less than 3.6 billion in their first year."""
    own = {"output_min_yi": "36", "correction_days": 1, "notice_days": 30, "notice_unit": "calendar"}
    change_edition(cast, parameters=own)
    cast.client("city").post(LIST.format(cast.edition.pk), {"enterprises": "10", "seed": "5"})
    assert "1 played" in run_waiting()
    (row,) = read(cast)
    assert (row.state, row.error, row.attempts) == ("done", "", 1)
    assert row.summary["states"] == {
        "listed": 1,
        "not_accepted": 3 + 2,
        "not_proposed": 1,
        "not_recommended": 1,
        "returned_for_correction": 2,
    }
    (published,) = row.summary["lists"]
    assert published["count"] == row.summary["states"]["listed"] == len(published["entries"])
    assert {frozenset(entry) for entry in published["entries"]} == {frozenset(("position", "name", "holder", "score"))}
    assert "0 played" in run_waiting()
    assert cast.client("city").get(f"{LIST.format(cast.edition.pk)}{row.pk}/").status_code == 200
    with fence.as_tenant(cast.tenant.pk):
        assert Event.objects.get(act="finish_rehearsal").payload == {
            "state": "done",
            "ranking_digest": row.summary["ranking_digest"],
        }


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_runner_left_is_begun_anew_once_and_then_given_up(cast, monkeypatch):
    row = ask(cast)
    with fence.as_tenant(cast.tenant.pk):
        Rehearsal.objects.filter(pk=row.pk).update(state="running", attempts=1, runner="gone")
    monkeypatch.setattr(waiting, "rehearse", lambda **given: dict(SUMMARY))
    assert waiting.play_waiting(lambda text: None) == 1
    assert [(one.state, one.attempts) for one in read(cast)] == [("done", 2)]

    other = ask(cast)
    with fence.as_tenant(cast.tenant.pk):
        Rehearsal.objects.filter(pk=other.pk).update(state="running", attempts=2, runner="gone")
    assert waiting.play_waiting(lambda text: None) == 0
    assert [(one.state, one.error) for one in read(cast)] == [("done", ""), ("failed", "interrupted")]
    page = cast.client("city").get(f"{LIST.format(cast.edition.pk)}{other.pk}/").content.decode()
    assert "两次被中断" in page


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_that_another_process_plays_is_left_to_it(cast, monkeypatch):
    row = ask(cast)
    with fence.as_tenant(cast.tenant.pk):
        Rehearsal.objects.filter(pk=row.pk).update(state="running", attempts=1, runner="elsewhere")
    monkeypatch.setattr(waiting, "rehearse", lambda **given: dict(SUMMARY))
    (candidate,) = waiting.candidates()
    with as_owner() as elsewhere:
        elsewhere.execute("select pg_advisory_lock(hashtext(%s))", [candidate.lock])
        assert waiting.play_waiting(lambda text: None) == 0
    assert [(one.state, one.runner) for one in read(cast)] == [("running", "elsewhere")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("error", "left"),
    [
        (NoRehearsal("drawn: 专家不足"), ("failed", "drawn: 专家不足", 1)),
        (ValueError("broken"), ("failed", "ValueError: broken", 1)),
        (SystemExit(143), ("waiting", "", 0)),
    ],
)
def test_a_rehearsal_that_ends_early_says_why_or_waits_again(cast, monkeypatch, error, left):
    def break_off(**given: Any) -> None:
        raise error

    ask(cast)
    monkeypatch.setattr(waiting, "rehearse", break_off)
    if isinstance(error, SystemExit):
        with pytest.raises(SystemExit):
            waiting.play_waiting(lambda text: None)
    else:
        assert waiting.play_waiting(lambda text: None) == 1
    assert [(one.state, one.error, one.attempts) for one in read(cast)] == [left]


def test_the_command_names_what_is_missing():
    with pytest.raises(CommandError, match="missing: --programme, --enterprises, --out"):
        call_command("rehearse", seed=1)
