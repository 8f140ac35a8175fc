"""An enterprise files several products in one edition: each a filing of its own, the same product warned of."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.actions import filing
from applications.models import Application
from applications.queries.identity import same_product
from portal.kit.errors import Conflict
from portal.tenancy import fence
from programmes import registry
from programmes.models import Edition
from tests.applications.agencies.scene import BEARING, SENSOR, certified_programme, make_edition_of
from tests.cast import Cast


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return make_edition_of(cast, certified_programme())


def begin(cast: Cast, edition: Edition, *, is_further: bool = True) -> Application:
    with fence.entered(cast.applicant):
        return filing.start_application(edition_id=edition.pk, is_further=is_further, actor=cast.applicant)


def name_product(cast: Cast, row: Application, name: str) -> Application:
    with fence.entered(cast.applicant):
        key = next(s.key for s in row.edition.programme.sections if any(f.key == "product_name" for f in s.fields))
        fresh = Application.objects.get(pk=row.pk)
        return filing.save_section(
            application_id=row.pk,
            section_key=key,
            answers={"product_name": name},
            typed={},
            expected_revision=fresh.revision,
            actor=cast.applicant,
        )


def begun(cast: Cast, edition: Edition, *names: str) -> list[Application]:
    return [name_product(cast, begin(cast, edition), name) for name in names]


def test_each_product_is_a_filing_with_a_number_of_its_own(cast: Cast, edition: Edition) -> None:
    rows = begun(cast, edition, SENSOR, BEARING)
    assert [(row.serial, row.title) for row in rows] == [(1, SENSOR), (2, BEARING)]
    assert begin(cast, edition, is_further=False).pk == rows[1].pk


def test_a_second_click_begins_nothing(cast: Cast, edition: Edition) -> None:
    begun(cast, edition, SENSOR)
    assert begin(cast, edition).pk == begin(cast, edition).pk


def test_there_are_as_many_as_the_programme_allows_and_a_withdrawn_one_makes_room(cast: Cast, edition: Edition) -> None:
    most = edition.programme.most_filings
    rows = begun(cast, edition, *(f"示例产品{number}" for number in range(most)))
    with pytest.raises(Conflict):
        begin(cast, edition)
    with fence.entered(cast.applicant):
        gone = Application.objects.get(pk=rows[1].pk)
        filing.withdraw_application(application_id=gone.pk, expected_revision=gone.revision, actor=cast.applicant)
    assert (most, begin(cast, edition).serial) == (5, 2)


def test_a_programme_of_one_filing_has_one(cast: Cast) -> None:
    first = begin(cast, cast.edition)
    name = first.edition.programme.sections[0].key
    with fence.entered(cast.applicant):
        filing.save_section(
            application_id=first.pk, section_key=name, answers={}, typed={}, expected_revision=0, actor=cast.applicant
        )
    assert begin(cast, cast.edition).pk == first.pk


def doubles(cast: Cast, row: Application) -> list[int]:
    with fence.entered(cast.applicant):
        fresh = Application.objects.select_related("edition").get(pk=row.pk)
        return [other.pk for other in same_product(fresh, registry.read_answers(fresh))]


def test_the_same_product_twice_is_warned_of_until_one_is_withdrawn(cast: Cast, edition: Edition) -> None:
    first, other, again = begun(cast, edition, SENSOR, BEARING, f" {SENSOR} ")
    assert [doubles(cast, row) for row in (first, other, again)] == [[again.pk], [], [first.pk]]
    client = cast.client("applicant")
    address = f"/my/sheitc/applications/{again.pk}/"
    pages = [client.get(one).content.decode() for one in (address, f"{address}review/")]
    assert ["可能重复申报" in page for page in pages] == [True, True]
    with fence.entered(cast.applicant):
        gone = Application.objects.get(pk=first.pk)
        filing.withdraw_application(application_id=gone.pk, expected_revision=gone.revision, actor=cast.applicant)
    assert doubles(cast, again) == []


def test_the_pages_lead_to_a_further_filing_while_there_is_room(cast: Cast, edition: Edition) -> None:
    client, address = cast.client("applicant"), f"/my/sheitc/editions/{edition.pk}/apply/"
    assert "开始申报" in client.get(address).content.decode()
    begun(cast, edition, SENSOR)
    page = client.get(address)
    assert ("再申报一个" in page.content.decode(), page.context["left"]) == (True, 4)
    desk = client.get("/my/")
    assert [(one.pk, left) for one, _deadline, left in desk.context["further"]] == [(edition.pk, 4)]
    assert client.post(address, {"further": "1"}).status_code == 302
    begun(cast, edition, "产品二", "产品三", "产品四", "产品五")
    assert client.get("/my/").context["further"] == []
    assert client.post(address, {"further": "1"}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_a_filing_costs_the_same_beside_however_many_others(cast: Cast, edition: Edition, count: int) -> None:
    rows = begun(cast, edition, *(f"示例产品{number}" for number in range(count + 1)))
    client, found = cast.client("applicant"), []
    for address in (f"/my/sheitc/applications/{rows[0].pk}/", f"/my/sheitc/editions/{edition.pk}/apply/"):
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        found.append(len(made))
    assert found == [34, 21]
