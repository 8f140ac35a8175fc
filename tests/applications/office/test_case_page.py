"""The case page: who may open it, what it shows, and what a decision or a stale form answers."""

from __future__ import annotations

import pytest

from applications.models import Application
from applications.workflow import State
from tests.applications.factories import make_application


def case_url(application: Application, rest: str = "") -> str:
    return f"/sheitc/office/cases/{application.pk}/{rest}"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("leader", 200),
        ("city", 200),
        ("city_leader", 200),
        ("auditor", 200),
        ("other_officer", 403),
        ("other_leader", 403),
        ("expert1", 403),
        ("stranger", 404),
        ("applicant", 404),
    ],
)
def test_case_is_open_to_its_own_offices_only(cast, who, status):
    application = make_application(cast)
    answer = cast.client(who).get(case_url(application))
    assert answer.status_code == status
    if who == "other_officer":
        assert "该申报不属于您负责的区" in answer.content.decode()


def test_draft_is_no_case_for_anybody(cast):
    application = make_application(cast, state=State.DRAFT)
    assert [cast.client(who).get(case_url(application)).status_code for who in ("other_officer", "city")] == [404, 404]
