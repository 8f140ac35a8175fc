"""The queue: what each office sees, in how many queries, and the workbook of exactly that."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from applications.queries import case as case_queries
from applications.queries import office
from applications.workflow import State
from portal.kit import clock
from portal.people.models import EnterpriseClaim
from portal.tenancy import fence
from tests.applications.factories import make_application, make_unit_in
from tests.applications.office.scene import make_rival

QUEUE = "/sheitc/office/queue/"


def rows_of(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_page_costs_three_queries_for_one_row_and_for_three(cast, django_assert_num_queries):
    for number in (0, 1, 2):
        make_rival(cast, number=number) if number else make_application(cast)
        if number == 1:
            continue
        with fence.entered(cast.city), django_assert_num_queries(3):
            assert len(office.queue_page(cast.city, office.QueueFilter()).rows) == number + 1


def test_case_costs_the_same_for_a_fresh_and_a_checked_filing(cast, django_assert_num_queries):
    fresh = make_unit_in(cast, State.FORMAL_CHECK, with_findings=False)
    checked = make_unit_in(cast, State.FORMAL_CHECK, enterprise_id=cast.other_enterprise_id)
    for unit in (fresh, checked):
        with fence.entered(cast.city), django_assert_num_queries(18):
            case_queries.case_for(cast.city, unit.application_id)


@pytest.mark.parametrize(
    ("who", "count"), [("officer", 1), ("leader", 1), ("other_officer", 0), ("city", 1), ("auditor", 1)]
)
def test_office_sees_its_own_filings_only(cast, who, count):
    make_application(cast)
    make_application(cast, state=State.DRAFT, enterprise_id=cast.other_enterprise_id)
    actor = getattr(cast, who)
    with fence.entered(actor):
        assert len(office.queue_page(actor, office.QueueFilter()).rows) == count
    assert cast.client(who).get(QUEUE).status_code == 200


def test_leader_finds_what_waits_for_the_signature_first(cast):
    make_application(cast, state=State.AWAITING_LEADER, title="闵行区待审签集群")
    make_application(cast, enterprise_id=cast.other_enterprise_id, title="闵行区待初审集群")
    page = cast.client("leader").get(QUEUE).content.decode()
    assert ("闵行区待审签集群" in page, "闵行区待初审集群" in page) == (True, False)
    everything = cast.client("leader").get(f"{QUEUE}?station=").content.decode()
    assert ("闵行区待审签集群" in everything, "闵行区待初审集群" in everything) == (True, True)


def test_pages_follow_each_other_and_lead_back(cast, monkeypatch):
    monkeypatch.setattr(office, "PAGE_SIZE", 1)
    first, second, third = make_application(cast), make_rival(cast), make_rival(cast, number=2)
    with fence.entered(cast.city):
        pages = [office.queue_page(cast.city, office.QueueFilter(after=after)) for after in (0, first.pk, second.pk)]
    assert [(p.rows[0].application.pk, p.next_after, p.previous_after) for p in pages] == [
        (first.pk, first.pk, None),
        (second.pk, second.pk, 0),
        (third.pk, None, first.pk),
    ]


@pytest.mark.parametrize(("seconds", "is_overdue"), [(-1, False), (0, True), (1, True)])
def test_filing_is_overdue_from_the_district_deadline_on(cast, seconds, is_overdue):
    make_application(cast)
    with clock.frozen(cast.edition.district_due_at + timedelta(seconds=seconds)), fence.entered(cast.city):
        assert [row.is_overdue for row in office.queue_page(cast.city, office.QueueFilter()).rows] == [is_overdue]


def test_workbook_holds_exactly_the_filtered_rows_and_no_formula(cast):
    make_application(cast, title='=HYPERLINK("http://example.test","点我")')
    make_rival(cast)
    client = cast.client("city")
    both = client.get(f"{QUEUE}export.xlsx").content
    assert [row[1] for row in rows_of(both)[1:]] == ['=HYPERLINK("http://example.test","点我")', "闵行区示例集群1"]
    one = client.get(f"{QUEUE}export.xlsx?text=示例集群1").content
    assert [row[1] for row in rows_of(one)[1:]] == ["闵行区示例集群1"]
    with zipfile.ZipFile(io.BytesIO(both)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    "address", ["?district=abc", "?after=-5", "?after=99999999999", "?station=nowhere", "?text=%00"]
)
def test_senseless_address_counts_as_not_asked(cast, address):
    make_application(cast)
    assert cast.client("city").get(QUEUE + address).status_code == 200


@pytest.mark.parametrize("who", ["officer", "leader", "city", "city_leader", "auditor", "admin"])
def test_home_shows_each_role_what_waits(cast, who):
    make_application(cast)
    make_application(cast, state=State.AWAITING_LEADER, enterprise_id=cast.other_enterprise_id)
    make_unit_in(cast, State.FORMAL_CHECK, enterprise_id=make_rival(cast, number=2).enterprise_id, edition=_next(cast))
    page = cast.client(who).get("/sheitc/office/").content.decode()
    found = [word for word in ("待初审</a>", "待审签</a>", "待形式审查</a>", "现在没有等您处理的事项") if word in page]
    expected = {"officer": ["待初审</a>"], "leader": ["待审签</a>"], "city": ["待形式审查</a>"]}
    assert found == expected.get(who, ["现在没有等您处理的事项"])


def _next(cast):
    from tests.cast import make_edition

    return make_edition(cast.tenant, year=2027)


@pytest.mark.parametrize(
    ("states", "proof", "word"),
    [
        ((), "unproven", "主体未证明"),
        (("unproven",), "unproven", "主体未证明"),
        (("refused",), "unproven", "主体未证明"),
        (("refused", "filed"), "filed", "主体待核验"),
        (("replaced", "accepted"), "accepted", ""),
        (("accepted", "filed"), "accepted", ""),
    ],
)
def test_filing_of_an_enterprise_that_nobody_has_proven_here_says_so(cast, states, proof, word):
    application = make_application(cast)
    claim(cast.stranger_tenant, cast, "accepted")  # proven to another organiser, which says nothing here
    for state in states:
        claim(cast.tenant, cast, state)
    with fence.entered(cast.city):
        [row] = office.queue_page(cast.city, office.QueueFilter()).rows
    assert (row.application.pk, row.proof) == (application.pk, proof)
    page = cast.client("city").get(f"{QUEUE}?station=").content.decode()
    assert [words for words in ("主体未证明", "主体待核验") if words in page] == ([word] if word else [])


def claim(tenant, cast, state):
    with fence.as_tenant(tenant.pk):
        EnterpriseClaim.objects.create(
            tenant=tenant,
            enterprise_id=cast.enterprise_id,
            user=cast.user("applicant"),
            uscc="91310000631696382C",
            org_name="示例集群运营公司",
            claimant_name="示例经办",
            state=state,
        )
