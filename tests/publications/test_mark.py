"""The special mark: a right for every listed item, files handed over one by one, none while it may not be used."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.kit.uploads import CheckedUpload, check_upload
from portal.tenancy import fence
from programmes.models import Edition
from publications.actions import marking, revocations
from publications.actions.certificates import change_standing
from publications.actions.marking import Use, digest_of_rules
from publications.models import ListEntry, MarkAsset, MarkDownload, MarkRight, Standing
from publications.numbering import certificate_number
from publications.samples import EXAMPLE_MARK
from tests.cast import Cast
from tests.publications.after_stage import DAY, edition_of_items, publish_items
from tests.publications.stage import at, listed


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return edition_of_items(cast)


def checked_of(content: bytes) -> CheckedUpload:
    file = io.BytesIO(content)
    return check_upload(name="示例标志.svg", size=len(content), file=file, allowed=("svg",), max_megabytes=1)


def upload(cast: Cast, edition: Edition, content: bytes = EXAMPLE_MARK, *, who: str = "city") -> MarkAsset:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return marking.upload_asset(
            edition_id=edition.pk,
            title="横版，彩色",
            checked=checked_of(content),
            content=io.BytesIO(content),
            actor=actor,
        )


def rights(cast: Cast) -> list[MarkRight]:
    with fence.as_tenant(cast.tenant.pk):
        return list(MarkRight.objects.select_related("entry", "edition").order_by("number"))


def use(edition: Edition, **over: object) -> Use:
    form = edition.programme.mark
    assert form is not None
    values = {"form_of_use": "package", "place": "礼盒正面（示例）", "first_use_on": DAY, "accepts": True}
    return Use(**(values | {"rules_sha256": digest_of_rules(form)} | over))  # type: ignore[arg-type]


def fetch(cast: Cast, right: MarkRight, asset: MarkAsset, who: str = "applicant", **over: object) -> MarkDownload:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return marking.fetch_mark(right_id=right.pk, asset_id=asset.pk, use=use(right.edition, **over), actor=actor)


def typed(edition: Edition, asset: MarkAsset, **over: str) -> dict[str, str]:
    form = edition.programme.mark
    assert form is not None
    first = {"asset": str(asset.pk), "form_of_use": "package", "place": "礼盒正面（示例）"}
    return first | {"first_use_on": "2026-03-10", "accepts": "on", "rules": digest_of_rules(form)} | over


def ask(client: Client, name: str, cast: Cast, **keys: object) -> HttpResponse:
    return client.get(reverse(name, kwargs={"tenant": cast.tenant.slug, **keys}))


def count(cast: Cast) -> int:
    with fence.as_tenant(cast.tenant.pk):
        return MarkDownload.objects.count()


def test_every_listed_item_gets_a_right_with_a_number_of_its_own(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲", "示例乙")
    wanted = [certificate_number(programme="SHBP", year=2026, list_code="MK", sequence=number) for number in (1, 2)]
    found = [(row.number, row.entry.name, row.granted_on) for row in rights(cast)]
    assert found == [(wanted[0], "示例甲", DAY), (wanted[1], "示例乙", DAY)]


def test_a_programme_without_a_mark_gives_none(cast: Cast) -> None:
    listed(cast)
    assert rights(cast) == []


def test_a_holder_accepts_the_rules_says_what_for_and_gets_the_file_itself(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    client = cast.client("applicant")
    html = ask(client, "mark_mine", cast, pk=right.pk).content.decode()
    form = edition.programme.mark
    assert form is not None
    assert [rule for rule in form.rules if rule not in html] == []
    url = reverse("mark_mine", kwargs={"tenant": cast.tenant.slug, "pk": right.pk})
    answer = client.post(url, typed(edition, asset))
    assert b"".join(answer.streaming_content) == EXAMPLE_MARK  # type: ignore[attr-defined]
    heads = [answer.headers[key] for key in ("Content-Type", "X-Content-Type-Options", "Cache-Control")]
    assert heads == ["image/svg+xml", "nosniff", "private, no-store"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    with fence.as_tenant(cast.tenant.pk):
        (row,) = MarkDownload.objects.all()
        acts = list(Event.objects.filter(act="fetch_mark").values_list("subject", flat=True))
    assert (row.form_of_use, row.place, row.first_use_on, row.rules_sha256) == (
        "package",
        "礼盒正面（示例）",
        DAY,
        digest_of_rules(form),
    )
    assert acts == [f"publications.markdownload:{row.pk}"]
    office = ask(cast.client("city"), "mark_edition", cast, pk=edition.pk).content.decode()
    assert [word for word in ("礼盒正面（示例）", "示例甲", "横版，彩色", right.number) if word not in office] == []


@pytest.mark.parametrize(
    ("over", "wrong"),
    [
        ({"accepts": ""}, "请先阅读并同意标志使用规则。"),
        ({"place": " "}, "用在哪里"),
        ({"form_of_use": "tattoo"}, "使用形式"),
        ({"first_use_on": "2026-03-09"}, "首次使用日期应在 2026-03-10（授予日期）至 2028-03-09 之间。"),
        ({"first_use_on": "2028-03-10"}, "首次使用日期应在 2026-03-10（授予日期）至 2028-03-09 之间。"),
    ],
)
def test_without_an_answer_to_everything_no_file_is_handed_over(
    cast: Cast, edition: Edition, over: dict[str, str], wrong: str
) -> None:
    publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    url = reverse("mark_mine", kwargs={"tenant": cast.tenant.slug, "pk": right.pk})
    answer = cast.client("applicant").post(url, typed(edition, asset, **over))
    assert (answer.status_code, count(cast), wrong in answer.content.decode()) == (422, 0, True)


def test_rules_that_changed_since_they_were_read_are_read_again(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    with pytest.raises(Conflict, match="规则已更新"):
        fetch(cast, right, asset, rules_sha256="0" * 64)
    assert fetch(cast, right, asset).pk


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REVOKED, Standing.EXPIRED])
def test_nothing_is_handed_over_while_the_honour_does_not_stand(
    cast: Cast, edition: Edition, standing: Standing
) -> None:
    (entry,) = publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    with fence.as_tenant(cast.tenant.pk):
        change_standing(entry, standing)
    with pytest.raises(Conflict, match=f"自 2026-03-10 起“{standing.label}”"):
        fetch(cast, right, asset)
    client = cast.client("applicant")
    page = ask(client, "mark_mine", cast, pk=right.pk).content.decode()
    assert ("不得使用标志" in page, "同意规则并下载" in page) == (True, False)
    url = reverse("mark_mine", kwargs={"tenant": cast.tenant.slug, "pk": right.pk})
    assert (client.post(url, typed(edition, asset)).status_code, count(cast)) == (302, 0)


def test_an_end_that_has_passed_stops_the_mark_before_the_clockwork_says_so(cast: Cast) -> None:
    edition = edition_of_items(cast, parameters={"validity_mode": "from_publication", "validity_years": 1})
    publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    last_second = clock.end_of(date(2027, 3, 9))
    with clock.frozen(last_second), pytest.raises(Conflict, match="已到期"):
        fetch(cast, right, asset, first_use_on=date(2027, 3, 9))
    with clock.frozen(clock.start_of(date(2027, 3, 9))):
        assert fetch(cast, right, asset, first_use_on=date(2027, 3, 9)).pk


def test_a_right_is_its_holders_alone_and_a_file_its_editions(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲")
    other = edition_of_items(cast, year=2025)
    publish_items(cast, other, "示例乙", enterprise_id=cast.other_enterprise_id)
    mine, (foreign, right) = upload(cast, edition), rights(cast)  # of 2025 and of 2026
    theirs = upload(cast, other)
    for who, one, asset in (("rival", right, mine), ("applicant", right, theirs), ("applicant", foreign, theirs)):
        with pytest.raises(NotFound):
            fetch(cast, one, asset, who)
    with fence.entered(cast.city):
        marking.withdraw_asset(asset_id=mine.pk, actor=cast.city)
    with pytest.raises(NotFound):
        fetch(cast, right, mine)
    codes = [ask(cast.client(who), "mark_mine", cast, pk=right.pk).status_code for who in ("applicant", "rival")]
    assert (codes, ask(Client(), "mark_mine", cast, pk=right.pk).status_code) == ([200, 404], 302)


def seen_by(who: object, sql: str) -> list[tuple[object, ...]]:
    with fence.entered(who), connection.cursor() as cursor:  # type: ignore[arg-type]
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_the_fence_shows_files_to_holders_only_and_downloads_to_nobody_else(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    fetch(cast, right, asset)
    tables = ("publications_markasset", "publications_markdownload")
    found = {
        who: [seen_by(getattr(cast, who), f"select count(*) from {table}")[0][0] for table in tables]
        for who in ("city", "applicant", "rival", "stranger")
    }
    assert found == {"city": [1, 1], "applicant": [1, 1], "rival": [0, 0], "stranger": [0, 0]}


def test_the_log_and_the_right_are_never_changed(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲")
    asset, (right,) = upload(cast, edition), rights(cast)
    row = fetch(cast, right, asset)
    with fence.as_tenant(cast.tenant.pk):
        for change in (
            lambda: MarkDownload.objects.filter(pk=row.pk).update(place="别处"),
            lambda: MarkDownload.objects.filter(pk=row.pk).delete(),
            lambda: MarkRight.objects.filter(pk=right.pk).update(number="X"),
            lambda: MarkAsset.objects.filter(pk=asset.pk).update(sha256="0" * 64),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                change()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("示例.svg", EXAMPLE_MARK, 302),
        ("示例.svg", EXAMPLE_MARK.replace(b"<title>", b"<script>x()</script><title>"), 422),
        ("示例.svg", EXAMPLE_MARK.replace(b"<rect ", b'<rect onload="x()" '), 422),
        ("示例.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", 302),
        ("示例.png", EXAMPLE_MARK, 422),
        ("示例.gif", b"GIF89a", 422),
    ],
)
def test_a_file_of_the_mark_is_what_its_content_is(
    cast: Cast, edition: Edition, name: str, content: bytes, code: int
) -> None:
    url = reverse("mark_edition", kwargs={"tenant": cast.tenant.slug, "pk": edition.pk})
    answer = cast.client("city").post(url, {"title": "横版", "file": SimpleUploadedFile(name, content)})
    with fence.as_tenant(cast.tenant.pk):
        assert (answer.status_code, MarkAsset.objects.count()) == (code, 1 if code == 302 else 0)


def test_only_the_organisers_officers_put_files_up_and_only_once(cast: Cast, edition: Edition) -> None:
    for who in ("city_leader", "auditor", "officer"):
        with pytest.raises(Denied):
            upload(cast, edition, who=who)
    asset = upload(cast, edition)
    with pytest.raises(Conflict, match="已经上传过"):
        upload(cast, edition)
    with pytest.raises(Conflict, match="不授予专用标志"):
        upload(cast, cast.edition)
    with fence.entered(cast.city), pytest.raises(Invalid):
        marking.upload_asset(
            edition_id=edition.pk,
            title=" ",
            checked=checked_of(EXAMPLE_MARK),
            content=io.BytesIO(EXAMPLE_MARK),
            actor=cast.city,
        )
    pages = [ask(cast.client(who), "mark_file", cast, pk=asset.pk).status_code for who in ("city", "officer")]
    assert (pages, ask(Client(), "mark_file", cast, pk=asset.pk).status_code) == ([200, 403], 302)


def test_anybody_may_ask_what_a_marks_number_allows_today(cast: Cast, edition: Edition) -> None:
    publish_items(cast, edition, "示例甲")
    (right,) = rights(cast)
    page = ask(Client(), "verify", cast, number=right.number).content.decode()
    assert [word for word in ("可以使用", "示例甲", edition.programme.mark.title) if word not in page] == []  # type: ignore[union-attr]
    listed_at = ask(Client(), "list_public", cast, pk=right.entry.published_list_id).content.decode()
    assert reverse("verify", kwargs={"tenant": cast.tenant.slug, "number": right.number}) in listed_at
    body = Client().get(reverse("api:verify", kwargs={"tenant": cast.tenant.slug, "number": right.number})).json()
    assert (body["status"], body["may_be_used"], body["subject"]) == ("valid", True, "示例甲")
    with clock.frozen(at(18)), fence.entered(cast.city):
        revocations.find_ground(
            entry_id=right.entry_id, ground="misuse", facts="用于其他产品。", suspends=True, actor=cast.city
        )
    page = ask(Client(), "verify", cast, number=right.number).content.decode()
    assert ("暂停使用" in page, "可以使用</p>" in page) == (True, False)


def test_a_certificates_page_says_whether_the_mark_may_be_used(cast: Cast) -> None:
    edition = edition_of_items(cast, switched_stages=["certificate"])
    (entry,) = publish_items(cast, edition, "示例甲")
    (right,) = rights(cast)
    page = ask(Client(), "verify", cast, number=entry.certificate_number).content.decode()
    assert (right.number in page, "可以使用" in page) == (True, True)
    with fence.as_tenant(cast.tenant.pk):
        change_standing(ListEntry.objects.get(pk=entry.pk), Standing.REVOKED, ground="misuse")
    page = ask(Client(), "verify", cast, number=entry.certificate_number).content.decode()
    assert ("不得使用" in page, "可以使用" in page) == (True, False)


@pytest.mark.parametrize(("name", "cost"), [("marks", 22), ("mark_edition", 22), ("mark_mine", 20)])
def test_one_and_three_rights_and_downloads_cost_the_same_number_of_queries(
    cast: Cast, edition: Edition, name: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    asset = upload(cast, edition)
    client = cast.client("applicant" if name == "mark_mine" else "city")
    for serial, names in ((1, ["示例甲"]), (2, ["示例乙", "示例丙"])):
        publish_items(cast, edition, *names, serial=serial)
        for _each in names:
            fetch(cast, rights(cast)[0], asset)
        keys = {"marks": {}, "mark_edition": {"pk": edition.pk}, "mark_mine": {"pk": rights(cast)[0].pk}}[name]
        ask(client, name, cast, **keys)
        with django_assert_num_queries(cost):
            assert ask(client, name, cast, **keys).status_code == 200
