"""The paper form: what enters a filing, until when it may be posted, who hears of it, many envelopes at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from applications import queries
from applications.actions import district, formal, receiving
from applications.actions.receiving import record_paper, record_papers
from applications.models import Milestone, Receipt, Unit
from applications.moving import move
from applications.queries import paper
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from tests.applications.factories import make_unit_in
from tests.cast import Cast
from tests.ranked import make_ranked_unit, open_ranked_edition

# The edition of the cast closes twenty days after 2026-03-10.
CLOSING_ON = date(2026, 3, 30)
AFTERWARDS = datetime(2026, 4, 2, 10, 0, tzinfo=clock.SHANGHAI)
DAY = timedelta(days=1)


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return make_ranked_unit(cast, open_ranked_edition(cast, year=2026), number=1, state=State.ACCEPTED)


def receive(cast: Cast, unit: Unit, *, actor: Actor | None = None, **over: object) -> Receipt:
    actor = actor or cast.city
    told = {"outcome": "matched", "received_on": clock.today(), "postmarked_on": clock.today()} | over
    with fence.entered(actor):
        return record_paper(application_id=unit.application_id, actor=actor, **told)  # type: ignore[arg-type]


def is_entered(cast: Cast, unit: Unit) -> bool:
    with fence.entered(cast.city):
        return Milestone.objects.filter(unit=unit, key="formally_entered").exists()


def told(cast: Cast, kind: str) -> list[dict[str, object]]:
    with fence.as_tenant(cast.tenant.pk):
        rows = Announcement.objects.filter(kind=kind).order_by("pk")
        return [row.context for row in rows]


@pytest.mark.parametrize(("outcome", "counts"), [("matched", True), ("mismatch", False), ("missing", False)])
def test_only_a_matching_form_enters_a_filing(cast: Cast, unit: Unit, outcome: str, counts: bool) -> None:
    receive(cast, unit, outcome=outcome, note="首页品牌名称与电子申报不同")
    assert is_entered(cast, unit) is counts
    with fence.entered(cast.city):
        if not counts:
            with pytest.raises(Conflict, match="纸质申报表"):
                move(unit, "confirm_figures", actor=cast.city)
        else:
            assert move(unit, "confirm_figures", actor=cast.city).state == State.DATA_CHECKED


@pytest.mark.parametrize(
    ("postmarked_on", "is_taken"), [(CLOSING_ON - DAY, True), (CLOSING_ON, True), (CLOSING_ON + DAY, False)]
)
def test_the_postmark_decides_and_the_closing_day_is_the_last(
    cast: Cast, unit: Unit, postmarked_on: date, is_taken: bool
) -> None:
    with clock.frozen(AFTERWARDS):
        if is_taken:
            assert receive(cast, unit, postmarked_on=postmarked_on).postmarked_on == postmarked_on
        else:
            with pytest.raises(Invalid) as refusal:
                receive(cast, unit, postmarked_on=postmarked_on)
            text = "邮戳日期晚于截止日 2026-03-30，不能登记为收到；如确未按期寄出，请登记为“未收到”。"
            assert refusal.value.fields == {"postmarked_on": text}
    assert is_entered(cast, unit) is is_taken


@pytest.mark.parametrize(("received_on", "is_taken"), [(CLOSING_ON, True), (CLOSING_ON + DAY, False)])
def test_a_form_handed_in_without_a_postmark_counts_by_its_arrival(
    cast: Cast, unit: Unit, received_on: date, is_taken: bool
) -> None:
    with clock.frozen(AFTERWARDS):
        if is_taken:
            receive(cast, unit, received_on=received_on, postmarked_on=None)
        else:
            with pytest.raises(Invalid, match="登记有误"):
                receive(cast, unit, received_on=received_on, postmarked_on=None)
    assert is_entered(cast, unit) is is_taken


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"received_on": date(2026, 3, 11)}, "received_on"),
        ({"received_on": None}, "received_on"),
        ({"postmarked_on": date(2026, 3, 11)}, "postmarked_on"),
        ({"received_on": date(2026, 3, 9), "postmarked_on": date(2026, 3, 10)}, "postmarked_on"),
        ({"outcome": "lost"}, "outcome"),
        ({"outcome": "mismatch", "note": " "}, "note"),
        ({"note": "长" * 201}, "note"),
    ],
)
def test_a_wrong_entry_names_its_field_and_writes_nothing(
    cast: Cast, unit: Unit, over: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        receive(cast, unit, **over)
    assert list(refusal.value.fields) == [field]
    with fence.entered(cast.city):
        assert not Receipt.objects.exists()


def test_a_replacement_may_be_posted_within_the_term_of_a_correction(cast: Cast, unit: Unit) -> None:
    """Found on Thursday 2026-04-02: Friday is a working day, 04-04 to 04-06 are free, so the fifth is 04-10."""
    with clock.frozen(AFTERWARDS):
        receive(cast, unit, outcome="mismatch", note="缺第3页", postmarked_on=CLOSING_ON)
    assert [one["due_on"] for one in told(cast, "paper_mismatch")] == ["2026-04-10"]
    with clock.frozen(AFTERWARDS + 10 * DAY):
        with pytest.raises(Invalid):
            receive(cast, unit, postmarked_on=date(2026, 4, 11))
        receive(cast, unit, postmarked_on=date(2026, 4, 10))
    assert is_entered(cast, unit)


def test_the_newest_entry_counts_until_the_data_are_confirmed(cast: Cast, unit: Unit) -> None:
    receive(cast, unit)
    receive(cast, unit, outcome="mismatch", note="信封内是另一家的表")
    assert not is_entered(cast, unit)
    receive(cast, unit)
    assert is_entered(cast, unit)
    with fence.entered(cast.city):
        move(unit, "confirm_figures", actor=cast.city)
    with pytest.raises(Conflict, match="数据已核对"):
        receive(cast, unit, outcome="mismatch", note="迟到的发现")
    with fence.entered(cast.city):
        kept = list(Receipt.objects.order_by("pk").values_list("outcome", flat=True))
        assert kept == ["matched", "mismatch", "matched"]
        assert Event.objects.filter(act="record_paper").count() == 3


def test_a_mismatch_tells_the_enterprise_what_differs(cast: Cast, unit: Unit) -> None:
    receive(cast, unit, outcome="mismatch", note="营业收入与电子申报不同")
    assert [(one["note"], one["due_on"]) for one in told(cast, "paper_mismatch")] == [
        ("营业收入与电子申报不同", "2026-03-30")
    ]
    assert told(cast, "paper_matched") == []


def test_only_the_city_of_the_tenant_may_and_a_stale_page_is_noticed(cast: Cast, unit: Unit) -> None:
    for who, error in ((cast.leader, Denied), (cast.city_leader, Denied), (cast.auditor, Denied)):
        with pytest.raises(error):
            receive(cast, unit, actor=who)
    with pytest.raises(NotFound):
        receive(cast, unit, actor=cast.stranger)
    with pytest.raises(Conflict, match="第1版"):
        receive(cast, unit, expected_version=2)
    receive(cast, unit, expected_version=1)
    assert is_entered(cast, unit)


def test_an_edition_without_paper_takes_none(cast: Cast) -> None:
    other = make_unit_in(cast, State.FORMAL_CHECK)
    with pytest.raises(Conflict, match="不要求纸质申报表"):
        receive(cast, other)


def test_copies_are_not_counted_where_the_form_is_matched(cast: Cast, unit: Unit) -> None:
    told = {"application_id": unit.application_id, "count": 1, "received_on": clock.today(), "actor": cast.city}
    with fence.entered(cast.city):
        with pytest.raises(Invalid) as refusal:
            district.record_receipt(kind="paper", **told)
        assert list(refusal.value.fields) == ["kind"]
        assert district.record_receipt(kind="disc", **told).count == 1
    assert not is_entered(cast, unit)


def test_many_envelopes_are_ticked_off_by_number_and_each_line_stands_for_itself(cast: Cast, unit: Unit) -> None:
    edition = open_ranked_edition(cast, year=2025)
    second = make_ranked_unit(cast, edition, number=2, state=State.FORMAL_CHECK)
    done = make_ranked_unit(cast, edition, number=3, state=State.DATA_CHECKED)
    with fence.entered(cast.city):
        first, other, late = (queries.get_for(cast.city, one.application_id) for one in (unit, second, done))
        wide = first.reference.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
        lines = [f" {wide} ", "", other.reference, other.reference, "没有编号", "999-999999", late.reference]
        results = record_papers(lines=lines, received_on=clock.today(), actor=cast.city)
    assert [(row.number, row.is_done, row.message) for row in results] == [
        (1, True, "已登记，正式报名。"),
        (3, True, "已登记，正式报名。"),
        (4, False, "与第3行重复。"),
        (5, False, "没有这个编号的申报，请对照信封核对。"),
        (6, False, "没有这个编号的申报，请对照信封核对。"),
        (7, False, "当前状态为“数据已核对”，不能再登记纸质申报表。"),
    ]
    assert is_entered(cast, unit)
    with fence.entered(cast.city):
        again = record_papers(lines=[first.reference], received_on=clock.today(), actor=cast.city)
        assert [row.message for row in again] == ["此前已登记收到（2026-03-10），没有重复登记。"]
        assert Receipt.objects.count() == 2


def test_a_batch_has_a_line_and_not_too_many(cast: Cast) -> None:
    with fence.entered(cast.city):
        for lines in ([" "], ["x"] * (receiving.MOST_LINES + 1)):
            with pytest.raises(Invalid):
                record_papers(lines=lines, received_on=clock.today(), actor=cast.city)


def test_a_case_whose_paper_never_came_is_refused_after_the_last_day_only(cast: Cast, unit: Unit) -> None:
    refusal = {"unit_id": unit.pk, "clauses": ["formally_entered"], "reason": "逾期未寄", "expected_version": 1}
    with clock.frozen(clock.start_of(CLOSING_ON)), fence.entered(cast.city), pytest.raises(Invalid):
        formal.refuse_unit(**refusal, actor=cast.city)
    with clock.frozen(clock.start_of(CLOSING_ON + DAY)), fence.entered(cast.city):
        assert formal.refuse_unit(**refusal, actor=cast.city).state == State.NOT_ACCEPTED
    with fence.as_tenant(cast.tenant.pk):
        change = unit.changes.order_by("pk").last()
        assert change is not None
        assert change.reason == "不符合：纸质申报表未按期寄达或与电子申报不一致，未完成正式报名。逾期未寄"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_is_awaited_costs_the_same_for_one_and_for_three(
    cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    edition = open_ranked_edition(cast, year=2025)
    made = [make_ranked_unit(cast, edition, number=n, state=State.FORMAL_CHECK) for n in range(1, count + 1)]
    make_ranked_unit(cast, edition, number=9, state=State.DATA_CHECKED)
    with fence.entered(cast.city):
        with django_assert_num_queries(5):  # type: ignore[operator]
            rows, following = paper.awaited_page(cast.city)
            counts = paper.count_awaited(cast.city)
        assert ([row.application.pk for row in rows], following) == ([one.application_id for one in made], None)
        assert [(one.pk, number) for one, number in counts] == [(edition.pk, count)]
