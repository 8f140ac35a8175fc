"""The inbox: one's own messages only, newest first, page by page, read once opened."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from portal.kit import clock
from portal.kit.actor import Actor
from portal.notifications.models import Message
from portal.notifications.queries import PAGE, unread_count
from portal.tenancy import fence
from tests.cast import Cast
from tests.fixtures import NOON

pytestmark = pytest.mark.django_db


def fill(cast: Cast, name: str, count: int) -> list[int]:
    """Messages one minute apart, all but the two newest at the same instant as their neighbour; ids oldest first."""
    ids = []
    with fence.as_tenant(cast.tenant.pk):
        for number in range(count):
            at = NOON - timedelta(days=1) + timedelta(minutes=number // 2)
            message = Message.objects.create(
                tenant=cast.tenant,
                user=cast.user(name),
                key=f"{name}:{number}",
                kind="test",
                subject=f"通知{number}号",
                body="第一行\n第二行",
                url="/landing/",
                written_at=at,
                due_at=at,
            )
            ids.append(message.pk)
    return ids


def subjects(page: str) -> list[str]:
    return re.findall(r"通知\d+号", page)


def test_an_empty_inbox_says_what_will_be_there(cast: Cast) -> None:
    page = cast.client("city").get("/accounts/inbox/").content.decode()
    assert "还没有消息" in page
    assert page.count("<h1") == 1


def test_pages_show_every_message_once_newest_first_and_lead_back(cast: Cast) -> None:
    fill(cast, "city", PAGE * 2 + 3)
    client = cast.client("city")
    seen, address, pages = [], "/accounts/inbox/", []
    while address:
        page = client.get(address).content.decode()
        pages.append(subjects(page))
        seen += pages[-1]
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1] if older else ""
    assert seen == [f"通知{n}号" for n in reversed(range(PAGE * 2 + 3))]
    newer = re.search(r'rel="prev" href="([^"]+)"', page)
    assert newer is not None
    assert subjects(client.get(newer[1]).content.decode()) == pages[1]


@pytest.mark.parametrize("cursor", ["x", "2026-03-10T10:00:00_1", "2026-03-10T10:00:00+08:00_" + "9" * 30, "_"])
def test_a_cursor_that_says_nothing_shows_the_first_page(cast: Cast, cursor: str) -> None:
    fill(cast, "city", 2)
    page = cast.client("city").get("/accounts/inbox/", {"before": cursor}).content.decode()
    assert subjects(page) == ["通知1号", "通知0号"]


def test_opening_a_message_marks_it_read_at_that_instant_only_once(cast: Cast) -> None:
    newest = fill(cast, "city", 2)[1]
    client, actor = cast.client("city"), Actor(user_id=cast.user("city").pk)
    page = client.get(f"/accounts/inbox/{newest}/").content.decode()
    assert ("第一行<br>第二行" in page, 'href="/landing/"' in page) == (True, True)
    with clock.frozen(NOON + timedelta(hours=1)):
        client = cast.client("city")
        client.get(f"/accounts/inbox/{newest}/")
    with fence.entered(actor):
        assert Message.objects.get(pk=newest).read_at == NOON
        assert unread_count(cast.user("city").pk) == 1


def test_everything_can_be_marked_read_at_once(cast: Cast) -> None:
    fill(cast, "city", 3)
    answer = cast.client("city").post("/accounts/inbox/read/", follow=True)
    assert "已将 3 条消息标为已读" in answer.content.decode()
    with fence.entered(Actor(user_id=cast.user("city").pk)):
        assert unread_count(cast.user("city").pk) == 0


def test_a_message_of_somebody_else_is_not_there(cast: Cast) -> None:
    [pk] = fill(cast, "city", 1)
    assert cast.client("city").get(f"/accounts/inbox/{pk}/").status_code == 200
    for stranger in ("second_city", "city_leader", "applicant", "stranger"):
        client = cast.client(stranger)
        assert client.get(f"/accounts/inbox/{pk}/").status_code == 404
        assert subjects(client.get("/accounts/inbox/").content.decode()) == []
    with fence.as_tenant(cast.tenant.pk):
        assert Message.objects.get(pk=pk).read_at is not None


def test_a_visitor_is_sent_to_the_login(cast: Cast) -> None:
    assert Client().get("/accounts/inbox/").status_code == 302
