"""The audit log's pages: who may read, what the filters show, what an export holds."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from portal.audit.models import Event
from portal.audit.queries import PAGE
from portal.audit.record import DIGESTED, canonical_json, record
from portal.audit.sealing import seal_next
from portal.kit import clock
from portal.tenancy import fence
from tests.cast import Cast
from tests.fixtures import NOON

pytestmark = pytest.mark.django_db
LOG = "/sheitc/office/audit/"


def write(cast: Cast, count: int = 1, *, act: str = "accept_unit", subject: str = "x.y:{}", day: int = 0) -> list[str]:
    ids = []
    for number in range(count):
        with clock.frozen(NOON + timedelta(days=day, minutes=number)), fence.entered(cast.city):
            event = record(
                actor=cast.city,
                act=act,
                subject=subject.format(number),
                tenant_id=cast.tenant.pk,
                reason=f"理由{number}号",
                payload={"points": 1},
            )
            ids.append(str(event.pk))
    return ids


def reasons(page: bytes) -> list[str]:
    return re.findall(r"理由\d+号", page.decode())


@pytest.mark.parametrize("address", [LOG, LOG + "export.xlsx", LOG + "export.jsonl", "event"])
def test_supervisors_and_administrators_read_and_nobody_else_does(cast: Cast, address: str) -> None:
    [pk] = write(cast)
    address = f"{LOG}{pk}/" if address == "event" else address
    people = ("auditor", "admin", "city", "city_leader", "officer", "expert1", "applicant", "stranger")
    answers = {name: cast.client(name).get(address).status_code for name in people}
    assert answers == {
        "auditor": 200,
        "admin": 200,
        "city": 403,
        "city_leader": 403,
        "officer": 403,
        "expert1": 403,
        "applicant": 404,
        "stranger": 404,
    }


def test_an_event_of_another_organiser_is_not_there(cast: Cast) -> None:
    with fence.as_tenant(cast.stranger_tenant.pk) as actor:
        event = record(actor=actor, act="accept_unit", subject="x.y:1", tenant_id=cast.stranger_tenant.pk)
    assert cast.client("auditor").get(f"{LOG}{event.pk}/").status_code == 404
    assert cast.client("auditor").get(f"/stranger/office/audit/{event.pk}/").status_code == 404


def test_pages_show_every_event_once_newest_first_and_lead_back(cast: Cast) -> None:
    write(cast, PAGE + 3)
    client = cast.client("auditor")
    first = client.get(LOG)
    older = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert older is not None
    second = client.get(older[1].replace("&amp;", "&"))
    assert reasons(first.content) + reasons(second.content) == [f"理由{n}号" for n in reversed(range(PAGE + 3))]
    newer = re.search(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert newer is not None
    assert reasons(client.get(newer[1].replace("&amp;", "&")).content) == reasons(first.content)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"act": "refuse_unit"}, ["理由0号"]),
        ({"person": "CIT"}, ["理由0号", "理由1号", "理由0号"]),
        ({"person": "nobody"}, []),
        ({"subject": "x.y:1"}, ["理由1号"]),
        ({"subject": "x"}, ["理由1号", "理由0号"]),
        ({"since_on": "2026-03-11"}, ["理由0号"]),
        ({"until_on": "2026-03-10"}, ["理由1号", "理由0号"]),
        ({"since_on": "2026-03-10", "until_on": "2026-03-11", "act": "accept_unit"}, ["理由1号", "理由0号"]),
    ],
)
def test_filters_narrow_the_page_and_the_export_alike(cast: Cast, query: dict[str, str], shown: list[str]) -> None:
    write(cast, 2)
    write(cast, act="refuse_unit", subject="z.z:11", day=1)
    client = cast.client("auditor")
    assert reasons(client.get(LOG, query).content) == shown
    assert reasons(client.get(LOG + "export.jsonl", query).content) == shown


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since_on": "昨天"}, "请填写日期"),
        ({"since_on": "2026-03-11", "until_on": "2026-03-10"}, "截止日期早于起始日期"),
        ({"act": "x" * 80}, "x" * 80),
    ],
)
def test_a_filter_that_cannot_be_read_is_explained(cast: Cast, query: dict[str, str], message: str) -> None:
    answer = cast.client("auditor").get(LOG, query)
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert cast.client("auditor").get(LOG + "export.xlsx", query).status_code == 422


def test_an_event_shows_its_digest_and_its_seal(cast: Cast) -> None:
    [pk] = write(cast)
    client = cast.client("auditor")
    assert "待封存" in client.get(f"{LOG}{pk}/").content.decode()
    with fence.as_tenant(cast.tenant.pk):
        assert seal_next(cast.tenant.pk) == 1
        digest = Event.objects.get(pk=pk).digest
    page = client.get(f"{LOG}{pk}/").content.decode()
    assert [word in page for word in (digest, "第 1 条", "摘要与写入时一致", "形式审查通过")] == [True] * 4


def test_lines_of_json_let_anyone_recompute_digests_and_the_export_is_itself_an_event(cast: Cast) -> None:
    write(cast, 2)
    with fence.as_tenant(cast.tenant.pk):
        seal_next(cast.tenant.pk)
    answer = cast.client("auditor").get(LOG + "export.jsonl")
    assert answer["Content-Disposition"] == 'attachment; filename="audit-sheitc-20260310.jsonl"'
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert [line["seal"]["sequence"] for line in lines] == [2, 1]
    for line in lines:
        content = canonical_json({name: line[name] for name in DIGESTED})
        assert hashlib.sha256(content.encode()).hexdigest() == line["digest"]
    with fence.as_tenant(cast.tenant.pk):
        exported = Event.objects.get(act="export_audit_log")
    assert exported.payload == {"events": 2, "kind": "jsonl", "filters": ""}


def test_the_worksheet_holds_texts_only(cast: Cast) -> None:
    write(cast, subject="=1+1")
    answer = cast.client("auditor").get(LOG + "export.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:6] == ["时间", "操作人", "角色", "操作", "对象", "理由"]
    assert rows[1][:6] == ["2026-03-10 10:00:00", "city", "city_officer", "形式审查通过", "=1+1", "理由0号"]


def test_what_the_clock_did_is_not_said_of_a_person(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk) as clockwork:
        event = record(actor=clockwork, act="end_notice", subject="x.y:1", tenant_id=cast.tenant.pk)
    client = cast.client("auditor")
    for address in (LOG, f"{LOG}{event.pk}/"):
        page = client.get(address).content.decode()
        assert ("系统自动" in page, ">system<" in page) == (True, False)
    answer = client.get(LOG + "export.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][1:4] == ["系统自动", "system", "公示期满"]
