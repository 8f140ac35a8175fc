"""The self-check before login: clause by clause, kept in the session, carried over into the filing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from applications.actions.self_checking import asked_fields, carry_over
from applications.models import Application, Draft
from applications.views.self_check import SESSION_KEY
from portal.kit import clock
from portal.tenancy import fence
from programmes import registry
from programmes.models import EditionState
from tests.cast import Cast

TYPED = {"area_km2": "12.5", "output_total_y0": "29.99", "declare_c1_accident": "true", "firms_total": "很多"}


def path_of(cast: Cast) -> str:
    return f"/sheitc/editions/{cast.edition.pk}/self-check/"


def check(client: Client, cast: Cast, **typed: str) -> str:
    """The page that follows; with a figure that is none, it comes at once and says so."""
    page = client.post(path_of(cast), typed or TYPED)
    assert page.status_code in {302, 422}
    return client.get(path_of(cast)).content.decode()


def states_of(client: Client, cast: Cast) -> dict[str, str]:
    groups = client.get(path_of(cast)).context["groups"]
    return {one["line"].key: one["state"] for group in groups for one in group["lines"]}


@pytest.mark.parametrize("slug", sorted(registry.all_programmes()))
def test_every_programme_asks_a_few_figures_and_nobody_s_name(slug: str) -> None:
    programme = registry.programme(slug)
    assert tuple(field.key for field in asked_fields(programme)) == programme.self_check
    assert 0 < len(programme.self_check) <= 15


def test_each_clause_says_met_not_met_or_who_has_to_look(cast: Cast) -> None:
    anybody = Client()
    page = check(anybody, cast)
    states = states_of(anybody, cast)
    assert (states["c2_output_y0"], states["c1_accident"], states["c2_policy"]) == ("unmet", "met", "official")
    assert states["c3_top"] == "open"
    # The threshold is the edition's: 30 亿元.
    assert "达到“≥ 30 亿元”才符合这一条。" in page
    assert 'value="29.99"' in page
    assert 'value="很多"' in page
    assert "有 1 项填写不正确" in page


def test_the_page_without_an_answer_judges_nothing(cast: Cast) -> None:
    page = Client().get(path_of(cast))
    assert (page.status_code, page.context["groups"], "逐条结果" in page.content.decode()) == (200, [], False)


def test_what_is_typed_stays_in_the_session_and_can_be_cleared(cast: Cast) -> None:
    anybody = Client()
    check(anybody, cast, **TYPED, org_name="示例单位", contact_mobile="13800000000")
    assert anybody.session[SESSION_KEY] == {str(cast.edition.pk): TYPED}
    assert Session.objects.count() == 1
    anybody.post(path_of(cast), {"clear": "yes"})
    assert anybody.session[SESSION_KEY] == {}


def test_a_draft_edition_or_another_organiser_s_has_no_self_check(cast: Cast) -> None:
    assert Client().get(f"/stranger/editions/{cast.edition.pk}/self-check/").status_code == 404
    with fence.as_tenant(cast.tenant.pk):
        cast.edition.state = EditionState.DRAFT
        cast.edition.save()
    assert Client().get(path_of(cast)).status_code == 404


def start(client: Client, cast: Cast) -> Application:
    assert client.post(f"/my/sheitc/editions/{cast.edition.pk}/apply/").status_code == 302
    with fence.as_tenant(cast.tenant.pk, enterprise_id=cast.enterprise_id):
        return Application.objects.select_related("edition").get(enterprise_id=cast.enterprise_id)


def test_answers_are_carried_over_after_login_and_start(cast: Cast) -> None:
    browser = Client()
    check(browser, cast)
    browser.force_login(cast.user("applicant"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.session[SESSION_KEY] == {str(cast.edition.pk): TYPED}
    application = start(browser, cast)
    with fence.entered(cast.applicant):
        answers = registry.read_answers(application)
        typed = Draft.objects.get(application=application).typed
    assert (answers["area_km2"], answers["output_total_y0"], answers["declare_c1_accident"]) == (
        Decimal("12.5"),
        Decimal("29.99"),
        True,
    )
    assert answers["firms_total"] is None
    assert {key: text for section in typed.values() for key, text in section.items()} == {"firms_total": "很多"}
    assert browser.session[SESSION_KEY] == {}


def test_a_filing_that_is_under_way_is_not_written_over(cast: Cast) -> None:
    browser = cast.client("applicant")
    application = start(browser, cast)
    with fence.entered(cast.applicant):
        assert carry_over(application_id=application.pk, typed={"area_km2": "3"}, actor=cast.applicant) == 1
        again = {"area_km2": "4", "output_total_y0": "31"}
        assert carry_over(application_id=application.pk, typed=again, actor=cast.applicant) == 1
        answers = registry.read_answers(Application.objects.select_related("edition").get())
        assert (answers["area_km2"], answers["output_total_y0"]) == (Decimal("3"), Decimal("31"))


def test_the_edition_s_page_leads_to_the_self_check(cast: Cast) -> None:
    page = Client().get(f"/sheitc/editions/{cast.edition.pk}/").content.decode()
    assert path_of(cast) in page
    assert clock.now() < cast.edition.closes_at


def test_one_figure_and_three_cost_the_same(cast: Cast, django_assert_num_queries: Callable[..., object]) -> None:
    anybody = Client()
    for typed in ({"area_km2": "1"}, {"area_km2": "1", "firms_total": "9", "output_total_y0": "31"}):
        anybody.post(path_of(cast), typed)
        with django_assert_num_queries(11):
            assert anybody.get(path_of(cast)).status_code == 200
