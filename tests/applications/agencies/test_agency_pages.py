"""The pages of outside bodies: what is entrusted to one's own body, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Attachment, Entrustment, OutsideCertificate, Unit
from applications.workflow import State
from portal.audit.models import Event
from portal.people.models import Body
from portal.tenancy import fence
from programmes.models import Edition
from tests.cast import Cast

from .scene import (
    BEARING,
    REPORT,
    SENSOR,
    certified_programme,
    entrust,
    items_filing,
    make_bodies,
    make_edition_of,
    people_clauses,
    product_filing,
    programme_of_items,
    state_of,
)

DESK, OFFICE = "/sheitc/agency/", "/sheitc/office/entrusting/"


@pytest.fixture
def bodies(cast: Cast) -> tuple[Body, Body]:
    return make_bodies(cast, "agency")


@pytest.fixture
def units(cast: Cast, bodies: tuple[Body, Body]) -> list[Unit]:
    """Two items of one filing: the first with the inspector's agency, the second with the outsider's."""
    found = items_filing(cast, make_edition_of(cast, programme_of_items()), [SENSOR, BEARING])
    for unit, body in zip(found, bodies, strict=True):
        entrust(cast, [unit], body, "screening")
    return found


def key_of(cast: Cast, unit: Unit) -> int:
    with fence.as_tenant(cast.tenant.pk):
        return Entrustment.objects.values_list("pk", flat=True).get(unit=unit, ended_at__isnull=True)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_each_body_sees_its_own_item_only(cast: Cast, units: list[Unit]) -> None:
    client = cast.client("inspector")
    assert [row["unit"].name for row in client.get(DESK).context["rows"]] == [SENSOR]
    page = text_of(client.get(f"{DESK}{key_of(cast, units[0])}/"))
    assert (SENSOR in page, BEARING in page) == (True, False)
    assert client.get(f"{DESK}{key_of(cast, units[1])}/").status_code == 404


@pytest.mark.parametrize(
    "part", ["", "return/", "screening/", "acceptance/", "refusal/", "steps/", "steps/1/", "certificate/", "files/1/"]
)
def test_another_bodys_key_is_not_found(cast: Cast, units: list[Unit], part: str) -> None:
    address = f"{DESK}{key_of(cast, units[1])}/{part}"
    client = cast.client("inspector")
    is_read = part in {"", "return/", "files/1/"}
    assert (client.get(address) if is_read else client.post(address)).status_code == 404


@pytest.mark.parametrize(
    ("who", "desk", "office"),
    [
        ("city", 403, 200),
        ("city_leader", 403, 200),
        ("officer", 403, 403),
        ("inspector", 200, 403),
        ("rival", 404, 404),
    ],
)
def test_desks_belong_to_their_roles(cast: Cast, units: list[Unit], who: str, desk: int, office: int) -> None:
    client = cast.client(who)
    assert (client.get(DESK).status_code, client.get(OFFICE).status_code) == (desk, office)


def test_a_body_reads_no_other_page_of_a_case(cast: Cast, units: list[Unit]) -> None:
    client = cast.client("inspector")
    addresses = [f"/sheitc/office/cases/{units[0].application_id}/", "/sheitc/office/queue/", "/sheitc/office/"]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    assert client.get("/landing/").headers["Location"] == DESK


def test_only_the_entrusted_body_reads_a_file_and_it_is_on_the_record(cast: Cast, bodies: tuple[Body, Body]) -> None:
    edition = make_edition_of(cast, programme_of_items())
    (unit,) = items_filing(cast, edition, [SENSOR], file=b"%PDF-1.4 example")
    (other,) = items_filing(cast, edition, [BEARING], file=b"%PDF-1.4 another", serial=2)
    for one, body in zip((unit, other), bodies, strict=True):
        entrust(cast, [one], body, "screening")
    with fence.as_tenant(cast.tenant.pk):
        own, foreign = (Attachment.objects.get(application_id=one.application_id).pk for one in (unit, other))
    client, address = cast.client("inspector"), f"{DESK}{key_of(cast, unit)}/files/"
    assert client.get(f"{address}{own}/").status_code == 200
    assert client.get(f"{address}{foreign}/").status_code == 404
    assert cast.client("outsider").get(f"{address}{own}/").status_code == 404
    with fence.as_tenant(cast.tenant.pk):
        (event,) = Event.objects.filter(act="read_entrusted_attachment")
    assert (event.subject, event.actor_id) == (f"applications.attachment:{own}", cast.user("inspector").pk)


def screening(cast: Cast, unit: Unit, **over: str) -> dict[str, str]:
    keys = people_clauses(unit.edition.programme)
    checks = {f"met-{key}": "met" for key in keys} | {f"note-{key}": "" for key in keys}
    return checks | {"expected_version": "1", "outcome": "passed", "report": REPORT} | over


def test_an_agency_screens_on_its_page(cast: Cast, units: list[Unit]) -> None:
    client, address = cast.client("inspector"), f"{DESK}{key_of(cast, units[0])}/"
    assert client.post(f"{address}screening/", screening(cast, units[0], report="短")).status_code == 422
    typed = text_of(
        client.post(f"{address}screening/", screening(cast, units[0], outcome="", report="还没有结论的意见"))
    )
    assert "还没有结论的意见" in typed
    assert client.post(f"{address}screening/", screening(cast, units[0], act="save", outcome="")).status_code == 302
    assert client.post(f"{address}screening/", screening(cast, units[0])).status_code == 302
    assert state_of(cast, units[0]) == "accepted"
    assert client.post(f"{address}screening/", screening(cast, units[0])).status_code == 409
    assert [row["unit"].name for row in client.get(f"{DESK}?part=done").context["rows"]] == [SENSOR]
    assert client.get(address).status_code == 200


def test_an_agency_returns_on_its_page(cast: Cast, units: list[Unit]) -> None:
    client, address = cast.client("inspector"), f"{DESK}{key_of(cast, units[0])}/return/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"expected_version": "1"}).status_code == 422
    assert client.post(address, {"expected_version": "9", "reason-items": "请核对。"}).status_code == 409
    assert client.post(address, {"expected_version": "1", "reason-items": "请核对标准编号。"}).status_code == 302
    assert state_of(cast, units[0]) == "returned_for_correction"
    page = text_of(client.get(f"{DESK}{key_of(cast, units[0])}/"))
    assert "已退回补正，申报主体须在" in page


@pytest.fixture
def certifiers(cast: Cast) -> tuple[Body, Body]:
    return make_bodies(cast, "certification")


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return make_edition_of(cast, certified_programme())


STEP = {
    "kind": "type_test",
    "outcome": "passed",
    "performed_on": "2026-03-10",
    "report_number": "SY-1",
    "findings": "样品三件，全部项目符合标准规定。",
}
CERTIFICATE = {
    "number": "SL-2026-0001",
    "standard": "T/EXAMPLE 001-2025",
    "scope": "GS-10 型，示例厂区",
    "issued_on": "2026-03-10",
    "valid_to": "2029-03-09",
}


def test_a_body_certifies_on_its_page_and_the_applicant_sees_each_step(
    cast: Cast, edition: Edition, certifiers: tuple[Body, Body]
) -> None:
    unit = product_filing(cast, edition)
    entrust(cast, [unit], certifiers[0], "certification")
    client, own = cast.client("inspector"), cast.client("applicant")
    address = f"{DESK}{key_of(cast, unit)}/"
    seen = f"/my/sheitc/applications/{unit.application_id}/"
    assert "示例品牌评价中心" in text_of(own.get(seen))
    assert client.post(f"{address}acceptance/").status_code == 302
    assert client.post(f"{address}steps/", STEP | {"report_number": ""}).status_code == 422
    mend = {"outcome": "nonconformity", "due_on": "2026-03-20", "findings": "两台计量器具超期未检定。"}
    assert client.post(f"{address}steps/", STEP | mend).status_code == 302
    page = text_of(own.get(seen))
    assert ("两台计量器具超期未检定。" in page, "2026年3月20日" in page) == (True, True)
    desk = own.get("/my/").context["needs"]
    assert [row["need"] for row in desk] == ["整改不符合项，由认证机构验证关闭"]
    (form,) = [form for _step, form in client.get(address).context["resolves"]]
    done = {f"{form.prefix}-resolved_on": "2026-03-10", f"{form.prefix}-resolution": "已补做检定，核验了检定证书。"}
    step_id = str(form.prefix).removeprefix("s")
    assert client.post(f"{address}steps/{step_id}/", {}).status_code == 422
    assert client.post(f"{address}steps/{step_id}/", done).status_code == 302
    assert client.post(f"{address}steps/", STEP | {"kind": "site_audit", "report_number": "SH-1"}).status_code == 302
    assert client.post(f"{address}certificate/", CERTIFICATE | {"valid_to": "昨天"}).status_code == 422
    assert client.post(f"{address}certificate/", CERTIFICATE).status_code == 302
    assert state_of(cast, unit) == "proposed"
    assert "SL-2026-0001" in text_of(own.get(seen))
    with fence.as_tenant(cast.tenant.pk):
        assert OutsideCertificate.objects.get(unit=unit).decided_by == cast.user("inspector")


def test_refusing_shows_the_form_again_with_what_is_wrong(
    cast: Cast, edition: Edition, certifiers: tuple[Body, Body]
) -> None:
    unit = product_filing(cast, edition)
    entrust(cast, [unit], certifiers[0], "certification")
    client, address = cast.client("inspector"), f"{DESK}{key_of(cast, unit)}/"
    assert client.post(f"{address}refusal/", {"reason": "不行"}).status_code == 422
    assert client.post(f"{address}refusal/", {"reason": "材料不齐，无法受理本次认证。"}).status_code == 302
    assert client.post(f"{address}acceptance/").status_code == 409


def test_the_office_gives_out_what_applicants_named_in_bulk(
    cast: Cast, edition: Edition, certifiers: tuple[Body, Body]
) -> None:
    named, unnamed = product_filing(cast, edition), product_filing(cast, edition, BEARING, cert_body="别家", serial=2)
    client = cast.client("city")
    page = client.get(OFFICE)
    assert page.context["part"] == "certification"
    assert [(one["row"].unit.pk, one["is_chosen"]) for one in page.context["rows"]] == [
        (named.pk, True),
        (unnamed.pk, False),
    ]
    address = f"{OFFICE}?part=certification"
    assert client.post(address, {"units": [named.pk, unnamed.pk], "body": "named"}).status_code == 422
    assert client.post(address, {"units": [], "body": "named"}).status_code == 422
    assert client.post(address, {"units": [named.pk], "body": "named"}).status_code == 302
    assert client.post(address, {"units": [unnamed.pk], "body": str(certifiers[1].pk)}).status_code == 302
    held = client.get(f"{OFFICE}?part=held").context["rows"]
    assert [row["entrustment"].body.name for row in held] == ["示例品牌评价中心", "示例质量服务机构"]
    back = f"{OFFICE}{held[0]['entrustment'].pk}/"
    assert client.get(back).status_code == 200
    assert client.post(back, {"body": "", "reason": ""}).status_code == 422
    assert client.post(back, {"body": str(certifiers[1].pk), "reason": "利害关系"}).status_code == 302
    assert client.get(back).status_code == 404


def test_the_home_of_the_office_counts_what_waits_to_be_given_out(cast: Cast, edition: Edition) -> None:
    product_filing(cast, edition)
    page = text_of(cast.client("city").get("/sheitc/office/"))
    assert "待委托认证" in page


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_their_length(
    cast: Cast, edition: Edition, certifiers: tuple[Body, Body], count: int
) -> None:
    names = [f"示例产品{number}" for number in range(2 * count)]
    units = [product_filing(cast, edition, name, serial=n) for n, name in enumerate(names, start=1)]
    entrust(cast, units[:count], certifiers[0], "certification")
    with fence.as_tenant(cast.tenant.pk):
        Unit.objects.filter(pk=units[0].pk).update(state=State.CERT_APPLICATION)
    inspector, city, found = cast.client("inspector"), cast.client("city"), []
    case = f"{DESK}{key_of(cast, units[0])}/"
    for client, address in ((inspector, DESK), (inspector, case), (city, OFFICE), (city, f"{OFFICE}?part=held")):
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            page = client.get(address)
        assert page.status_code == 200
        found.append(len(made))
    assert found == [21, 33, 25, 22]
