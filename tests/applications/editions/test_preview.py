"""An edition as each role will see it, before anybody else may: nothing is stored, drafts included."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application, Draft
from portal.tenancy import fence
from programmes.models import Edition, EditionState

QUESTIONS = [
    {"key": "q_switch", "section": "basics", "label": "是否主导标准🏅", "kind": "boolean", "required": True},
    {
        "key": "q_number",
        "section": "basics",
        "label": "标准数量",
        "kind": "integer",
        "unit": "项",
        "requires": "q_switch",
    },
]


@pytest.fixture
def url(cast):
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(state=EditionState.DRAFT, questions=QUESTIONS)
    return f"/sheitc/office/editions/{cast.edition.pk}/preview/"


def test_the_form_is_shown_and_checked_and_nothing_is_stored(cast, url):
    browser = cast.client("city")
    page = browser.get(f"{url}?as=applicant&section=basics").content.decode()
    assert all(text in page for text in ("这是预览", "是否主导标准🏅", "标准数量", "闵行区"))
    tried = browser.post(f"{url}?as=applicant&section=basics", {"q_switch": "true", "q_number": "三项"})
    assert (tried.status_code, 'value="三项"' in tried.content.decode()) == (200, True)
    assert 'id="id_q_number_error"' in tried.content.decode()
    off = browser.post(f"{url}?as=applicant&section=basics", {"q_switch": "false", "q_number": "三项"})
    assert 'id="id_q_number_error"' not in off.content.decode()
    with fence.as_tenant(cast.tenant.pk):
        assert (Application.objects.count(), Draft.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("role", "said"), [("district", "核对清单"), ("expert", "总分按括号内的权重计算"), ("applicant", "不保存")]
)
def test_every_role_of_the_edition_has_its_page(cast, url, role, said):
    page = cast.client("city").get(f"{url}?as={role}").content.decode()
    assert said in page
    assert "这是预览" in page


def test_a_role_that_the_edition_has_not_and_an_unknown_one_are_not_found(cast, url):
    assert [cast.client("city").get(f"{url}?as={role}").status_code for role in ("agency", "nobody")] == [404, 404]


def test_the_public_page_is_shown_before_the_public_sees_it(cast, url):
    page = cast.client("city").get(f"{url}public/").content.decode()
    assert all(text in page for text in ("这是预览", cast.edition.title, "谁可以申报"))
    assert cast.client("applicant").get(f"/sheitc/editions/{cast.edition.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("city_leader", 200), ("auditor", 200), ("officer", 403), ("stranger", 404)]
)
def test_previews_are_for_the_city(cast, url, who, status):
    assert [cast.client(who).get(f"{url}{part}").status_code for part in ("", "public/")] == [status, status]


@pytest.mark.parametrize("asked", [1, 3])
def test_the_form_costs_the_same_whatever_is_asked(cast, url, asked):
    with fence.as_tenant(cast.tenant.pk):
        rows = [{**QUESTIONS[0], "key": f"q_{place}", "label": f"问题{place}"} for place in range(asked)]
        Edition.objects.filter(pk=cast.edition.pk).update(questions=rows)
    browser = cast.client("city")
    with CaptureQueriesContext(connection) as spent:
        assert browser.get(f"{url}?as=applicant&section=basics").status_code == 200
    assert len(spent) == 23
