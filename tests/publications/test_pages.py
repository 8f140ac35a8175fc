"""Pages: what anybody sees, what nobody sees yet, and who may open what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.kit import clock
from portal.tenancy import fence
from publications.actions import lists, notices
from publications.models import Certificate, Notice, NoticeEntry, Objection
from publications.rendering import render_batch, verify_address
from tests.cast import Cast
from tests.publications.stage import LIST_WORDING, WORDING, at, end, listed, propose, show

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def get(client: Client, name: str, cast: Cast, *, slug: str = "", query: str = "", **kwargs: object):  # type: ignore[no-untyped-def]
    return client.get(reverse(name, kwargs={"tenant": slug or cast.tenant.slug, **kwargs}) + query)


def typed(entry_id: int, **over: object) -> dict[str, object]:
    return {
        "entry": str(entry_id),
        "objector_kind": "person",
        "objector_name": "示例异议人",
        "objector_code": "11010519491231002X",
        "objector_phone": "13800000000",
        "objector_email": "",
        "facts": "2025年产值与统计年鉴公布的数据不一致。",
        "request": "请核实后更正。",
        "is_true": "on",
        **over,
    }


def first_entry(cast: Cast) -> NoticeEntry:
    with fence.as_tenant(cast.tenant.pk):
        return NoticeEntry.objects.order_by("position").first()  # type: ignore[return-value]


def test_a_draft_is_no_public_page_and_a_published_notice_is(cast: Cast) -> None:
    propose(cast, "示例甲集群")
    with fence.entered(cast.city):
        draft = notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=cast.city)
    members, anybody = cast.client("city"), Client()
    for name in ("notice_public", "notice_xlsx", "notice_json", "object_to_notice"):
        assert [get(client, name, cast, pk=draft.pk).status_code for client in (members, anybody)] == [404, 404], name
    with fence.entered(cast.city):
        last_on = notices.notice_term(draft, clock.today()).last_on
        notices.publish_notice(notice_id=draft.pk, expected_last_on=last_on, actor=cast.city)
    page = get(anybody, "notice_public", cast, pk=draft.pk)
    text = page.content.decode()
    shown = [word for word in ("示例甲集群", "示例集群运营公司", "闵行区", "2026年3月16日 (周一)") if word in text]
    assert (page.status_code, shown) == (200, ["示例甲集群", "示例集群运营公司", "闵行区", "2026年3月16日 (周一)"])
    assert get(anybody, "notice_public", cast, slug="stranger", pk=draft.pk).status_code == 404
    assert get(anybody, "notice_public", cast, slug="nobody", pk=draft.pk).status_code == 404


def test_a_draft_list_is_no_public_page_and_a_released_one_is(cast: Cast) -> None:
    show(cast)
    with clock.frozen(at(17, 9)):
        end(cast)
        with fence.entered(cast.city):
            draft = lists.draft_list(edition_id=cast.edition.pk, wording=LIST_WORDING, actor=cast.city)
        for name in ("list_public", "list_xlsx", "list_json", "list_pdf"):
            codes = [get(client, name, cast, pk=draft.pk).status_code for client in (cast.client("city"), Client())]
            assert codes == [404, 404], name
        with fence.entered(cast.city_leader):
            units = lists.queries.listable_units(draft.edition)
            lists.release_list(list_id=draft.pk, expected=lists.fingerprint(units), actor=cast.city_leader)
        with fence.as_tenant(cast.tenant.pk):
            render_batch(cast.tenant.pk)
        names = ("list_public", "list_xlsx", "list_json", "list_pdf")
        assert [get(Client(), name, cast, pk=draft.pk).status_code for name in names] == [200] * 4
        assert get(Client(), "list_public", cast, slug="stranger", pk=draft.pk).status_code == 404


def test_the_public_pages_and_files_hold_nothing_personal(cast: Cast) -> None:
    row = listed(cast)
    body = b"".join(get(Client(), name, cast, pk=row.pk).content for name in ("list_public", "list_json")).decode()
    hidden = [cast.user("applicant").email, cast.user("applicant").name, "91310000631696382C", "示例签署人"]
    assert [word for word in hidden if word in body] == []


@pytest.mark.parametrize(
    ("name", "who", "code"),
    [
        ("notices", "city", 200),
        ("notices", "auditor", 200),
        ("notices", "officer", 403),
        ("notices", "expert1", 403),
        ("objections", "city_leader", 200),
        ("objections", "leader", 403),
        ("lists", "city_leader", 200),
        ("certificates", "city", 200),
        ("certificates", "applicant", 404),
        ("lists", "stranger", 404),
    ],
)
def test_office_pages_are_for_the_city_side_alone(cast: Cast, name: str, who: str, code: int) -> None:
    assert get(cast.client(who), name, cast).status_code == code
    assert get(Client(), name, cast).status_code == 302


def test_another_tenants_office_finds_neither_notice_nor_list_nor_objection(cast: Cast) -> None:
    row = listed(cast)
    entry, stranger = first_entry(cast), cast.client("stranger")
    pages = [("notice", entry.notice_id), ("list", row.pk)]
    assert [get(stranger, name, cast, slug="stranger", pk=pk).status_code for name, pk in pages] == [404, 404]


def test_an_objection_is_filed_without_login_and_its_state_read_by_token(cast: Cast) -> None:
    notice, _units = show(cast)
    entry, client = first_entry(cast), Client()
    url = reverse("object_to_notice", kwargs={"tenant": cast.tenant.slug, "pk": notice.pk})
    evidence = SimpleUploadedFile("证据.pdf", PDF, content_type="application/pdf")
    page = client.post(url, {**typed(entry.pk), "files": evidence})
    assert page.status_code == 201
    token = page.context["receipt"].token
    with fence.as_tenant(cast.tenant.pk):
        row = Objection.objects.get()
        assert (row.unit_id, [f.name for f in row.files.all()]) == (entry.unit_id, ["证据.pdf"])
    status = get(client, "objection_status", cast, query=f"?t={token}")
    assert (status.status_code, row.receipt_number in status.content.decode()) == (200, True)
    assert "示例异议人" not in status.content.decode()
    assert get(client, "objection_status", cast, query="?t=wrong").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"entry": ""}, "entry"),
        ({"entry": "999999"}, "entry"),
        ({"objector_name": "　"}, "objector_name"),
        ({"objector_code": "110105194912310021"}, "objector_code"),
        ({"objector_kind": "organisation"}, "objector_code"),
        ({"objector_phone": "12345"}, "objector_phone"),
        ({"objector_email": "无此邮箱"}, "objector_email"),
        ({"facts": "太短"}, "facts"),
        ({"facts": "长" * 3001}, "facts"),
        ({"is_true": ""}, "is_true"),
        ({"website": "http://spam.example"}, "website"),
        ({"files": SimpleUploadedFile("x.pdf", b"MZ not a pdf")}, "files"),
        ({"objector_name": "示例\x00人"}, "objector_name"),
    ],
)
def test_bad_input_is_told_and_everything_typed_is_still_there(
    cast: Cast, change: dict[str, object], field: str
) -> None:
    notice, _units = show(cast)
    values = typed(first_entry(cast).pk, request="请保留这一句话", **change)
    url = reverse("object_to_notice", kwargs={"tenant": cast.tenant.slug, "pk": notice.pk})
    page = Client().post(url, values)
    assert (page.status_code, next(iter(page.context["form"].errors))) == (422, field)
    assert "请保留这一句话" in page.content.decode()
    with fence.as_tenant(cast.tenant.pk):
        assert Objection.objects.count() == 0


@pytest.mark.parametrize("code", ["１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002x", "E12345678"])
def test_identity_numbers_are_read_as_keyboards_write_them(cast: Cast, code: str) -> None:
    notice, _units = show(cast)
    url = reverse("object_to_notice", kwargs={"tenant": cast.tenant.slug, "pk": notice.pk})
    assert Client().post(url, typed(first_entry(cast).pk, objector_code=code)).status_code == 201


def test_a_form_opened_in_time_and_sent_too_late_keeps_what_was_typed(cast: Cast) -> None:
    notice, _units = show(cast)
    values = typed(first_entry(cast).pk, request="请保留这一句话")
    url = reverse("object_to_notice", kwargs={"tenant": cast.tenant.slug, "pk": notice.pk})
    with clock.frozen(at(17, 0)):
        page = Client().post(url, values)
    assert (page.status_code, "请保留这一句话" in page.content.decode()) == (409, True)


def test_one_address_objects_at_most_five_times_an_hour(cast: Cast) -> None:
    notice, _units = show(cast)
    url = reverse("object_to_notice", kwargs={"tenant": cast.tenant.slug, "pk": notice.pk})
    values, client = typed(first_entry(cast).pk), Client()
    assert [client.post(url, values).status_code for _turn in range(6)] == [201] * 5 + [429]


def test_verify_answers_for_a_number_and_proves_only_with_the_token(cast: Cast) -> None:
    listed(cast)
    with fence.as_tenant(cast.tenant.pk):
        paper = Certificate.objects.select_related("entry", "tenant").order_by("pk").first()
        assert paper is not None
        address = verify_address(paper).removeprefix("http://localhost:8000")
    client = Client()
    plain, proven = client.get(address.partition("?")[0]), client.get(address)
    forged = client.get(address[:-3] + "xxx")
    verdicts = [page.context["verdict"] for page in (plain, proven, forged)]
    assert [(v.status, v.is_genuine) for v in verdicts] == [("valid", None), ("valid", True), ("valid", False)]
    assert get(client, "verify", cast, slug="stranger", number=paper.number).status_code == 404


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("SHCL-2026-K1-0009-0", "校验字符"),
        ("hello", "格式"),
        ("SHCL-2024-K1-0001-Z", "没有签发过"),
    ],
)
def test_a_number_that_leads_nowhere_is_explained(cast: Cast, number: str, word: str) -> None:
    page = get(Client(), "verify", cast, number=number)
    assert (page.status_code, word in page.content.decode()) == (404, True)


def test_a_number_typed_from_paper_is_folded_and_a_wrong_one_stays_in_the_box(cast: Cast) -> None:
    found = get(Client(), "verify_search", cast, query="?number=ｓｈｃｌ－2024－k1－0001－z")
    assert found.headers["Location"] == f"/{cast.tenant.slug}/verify/SHCL-2024-K1-0001-Z/"
    wrong = get(Client(), "verify_search", cast, query="?number=SHCL-2024-K1-0001-A")
    assert (wrong.status_code, "SHCL-2024-K1-0001-A" in wrong.content.decode()) == (422, True)


def test_machines_read_lists_and_verdicts(cast: Cast) -> None:
    row = listed(cast)
    client, base = Client(), f"/api/{cast.tenant.slug}"
    found = json.loads(client.get(f"{base}/lists/").content)
    assert [(r["id"], r["entry_count"]) for r in found["results"]] == [(row.pk, 2)]
    number = json.loads(client.get(f"{base}/lists/{row.pk}/").content)["content"]["entries"][0]["certificate_number"]
    verdict = json.loads(client.get(f"{base}/verify/{number}/").content)
    assert (verdict["status"], verdict["is_proven_genuine"], verdict["valid_to"]) == ("valid", None, "2029-03-16")
    wrong = client.get(f"{base}/verify/SHCL-2026-K1-0001-A/")
    assert (wrong.status_code, json.loads(wrong.content)["title"]) == (404, "number_check")
    assert client.get(f"/api/stranger/lists/{row.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["notice_public", "notice_json", "notice"])
def test_one_and_two_entries_cost_the_same_number_of_queries(
    cast: Cast, name: str, django_assert_num_queries: Callable[..., object]
) -> None:
    costs = {"notice_public": 13, "notice_json": 11, "notice": 23}
    notice, _units = show(cast, "示例甲集群")
    client = cast.client("city") if name == "notice" else Client()
    get(client, name, cast, pk=notice.pk)
    with django_assert_num_queries(costs[name]):
        get(client, name, cast, pk=notice.pk)
    with fence.as_tenant(cast.tenant.pk):
        first = NoticeEntry.objects.get()
        other = propose(cast, "示例乙集群", skip=1)[0]
        NoticeEntry.objects.create(
            tenant=cast.tenant, notice_id=first.notice_id, unit=other, position=2, name="乙", holder="乙"
        )
    with django_assert_num_queries(costs[name]):
        get(client, name, cast, pk=notice.pk)


def test_the_front_page_shows_what_is_open_running_and_published(cast: Cast) -> None:
    listed(cast)
    page = get(Client(), "tenant_home", cast)
    front = page.context["front"]
    found = ([e.pk for e in front.editions], [n.title for n in front.notices], [r.title for r in front.lists])
    assert found == ([cast.edition.pk], [WORDING.title], [LIST_WORDING.title])
    home = Client().get("/")
    assert (home.status_code, cast.tenant.name in home.content.decode()) == (200, True)
    assert get(Client(), "edition_public", cast, pk=cast.edition.pk).status_code == 200


def test_notices_leave_the_front_page_when_their_term_is_over(cast: Cast) -> None:
    show(cast)
    with clock.frozen(at(17, 0)):
        assert get(Client(), "tenant_home", cast).context["front"].notices == []
        with fence.as_tenant(cast.tenant.pk):
            assert Notice.objects.get().state == "published"


def test_the_home_page_writes_a_closing_at_midnight_as_the_end_of_the_day_before(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        type(cast.edition).objects.filter(pk=cast.edition.pk).update(
            closes_at=datetime(2026, 3, 31, tzinfo=clock.SHANGHAI)
        )
    page = Client().get("/").content.decode()
    assert ("申报截止 2026年3月30日 (周一) 24:00" in page, "2026-03-31" in page) == (True, False)
