"""An edition out to a file and in again: tried first, written whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actions.edition_file import apply_file, export_edition, try_file
from applications.actions.editions_versions import content_now
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.models import Edition, EditionDistrict, EditionState, EditionVersion

TITLE = "2027年度市级中小企业特色产业集群（示例）"
QUESTION = {"key": "q_more", "section": "basics", "label": "近三年出口额", "kind": "decimal", "unit": "万元"}


@pytest.fixture
def draft(cast: Any) -> Edition:
    with fence.as_tenant(cast.tenant.pk):
        edition = cast.edition
        edition.state = EditionState.DRAFT
        edition.questions = [QUESTION]
        edition.save()
        EditionDistrict.objects.create(tenant=cast.tenant, edition=edition, district=cast.minhang, quota=3)
    return edition


def exported(cast: Any, edition: Edition) -> str:
    with fence.entered(cast.city):
        return export_edition(edition_id=edition.pk, actor=cast.city)[1]


def changed(text: str) -> str:
    found = text.replace("pass_line: 70", "pass_line: 75").replace("quota: 3", "quota: 5")
    assert found != text
    return found


def written(cast: Any, text: str, edition: Edition | None, actor: Any = None) -> Edition:
    with fence.entered(actor or cast.city):
        return apply_file(
            content=text.encode(),
            edition_id=edition.pk if edition else None,
            expected_version=edition.version if edition else 0,
            actor=actor or cast.city,
        )


def test_what_was_exported_changes_nothing(cast, draft):
    text = exported(cast, draft)
    with fence.entered(cast.city):
        trial = try_file(content=text.encode(), edition_id=draft.pk, actor=cast.city)
    assert (trial.reading.wrong, trial.changes) == ([], ())


def test_a_dry_run_tells_the_differences_and_writes_nothing(cast, draft):
    text = changed(exported(cast, draft))
    with fence.entered(cast.city):
        before, events = content_now(draft), Event.objects.count()
        trial = try_file(content=text.encode(), edition_id=draft.pk, actor=cast.city)
        draft.refresh_from_db()
        assert (content_now(draft), Event.objects.count(), EditionVersion.objects.count()) == (before, events, 0)
    assert [(one.name, one.before, one.after, one.unit) for one in trial.changes] == [
        ("合格线", "70", "75", "分"),
        ("闵行区 · 推荐名额", "3", "5", ""),
    ]


def test_a_sound_file_is_written_whole_with_a_version_and_on_the_record(cast, draft):
    text = changed(exported(cast, draft)).replace("- district: 310112", "- district: 310117")
    written(cast, text, draft)
    with fence.as_tenant(cast.tenant.pk):
        draft.refresh_from_db()
        assert (draft.parameters, draft.questions, draft.version) == ({"pass_line": 75}, [QUESTION], 2)
        rows = EditionDistrict.objects.filter(edition=draft).values_list("district__code", "quota")
        assert list(rows) == [("310117", 5)]
        assert list(EditionVersion.objects.order_by("number").values_list("number", "reason")) == [
            (1, ""),
            (2, "导入设置文件"),
        ]
        (event,) = Event.objects.filter(act="import_edition")
        assert event.payload == {
            "parameters.pass_line": {"before": "70", "after": "75"},
            "districts.310112.quota": {"before": "3", "after": "—"},
            "districts.310117.quota": {"before": "—", "after": "5"},
        }


def test_a_new_edition_is_a_draft_with_everything_in_the_file(cast, draft):
    text = changed(exported(cast, draft)).replace(draft.title, TITLE).replace("year: 2026", "year: 2027")
    made = written(cast, text, None)
    with fence.as_tenant(cast.tenant.pk):
        made.refresh_from_db()
        assert (made.state, made.year, made.title, made.version) == (EditionState.DRAFT, 2027, TITLE, 1)
        assert (made.parameters, made.questions) == ({"pass_line": 75}, [QUESTION])
        assert made.switched_stages == draft.switched_stages
        assert (made.opens_at, made.closes_at) == (draft.opens_at, draft.closes_at)
        assert EditionDistrict.objects.get(edition=made).quota == 5
        assert EditionVersion.objects.get(edition=made).reason == "由设置文件新建"
        assert Event.objects.filter(act="import_edition").count() == 1


@pytest.mark.parametrize(
    ("what", "instead", "says"),
    [
        ("pass_line: 70", "pass_line: 170", "合格线：请填 0 至 100 之间的数。"),
        ("programme: industrial_cluster", "programme: brand_value", "这份文件是"),
        ("- district: 310112", "- district: 310000", "没有代码为“310000”的区级单位"),
        ("expert_weight: 0.40", "expert_weight: 0.5", "之和须为 1"),
        ("kind: decimal", "kind: picture", "没有这种问题"),
    ],
)
def test_a_file_with_one_wrong_value_changes_nothing(cast, draft, what, instead, says):
    text = exported(cast, draft)
    damaged = changed(text).replace(what, instead) if what in changed(text) else text.replace(what, instead)
    number = next(n for n, line in enumerate(damaged.splitlines(), start=1) if instead in line)
    with fence.entered(cast.city):
        before = content_now(draft)
    with pytest.raises(Invalid) as refused:
        written(cast, damaged, draft)
    assert says in str(refused.value.fields[str(number)])
    with fence.entered(cast.city):
        draft.refresh_from_db()
        assert (content_now(draft), draft.version, Event.objects.filter(act="import_edition").count()) == (before, 1, 0)


def test_a_title_that_the_programme_has_that_year_is_refused_at_its_line(cast, draft):
    text = exported(cast, draft)
    with pytest.raises(Invalid) as refused:
        written(cast, text, None)
    assert list(refused.value.fields) == [str(text.splitlines().index(next(filter(is_title, text.splitlines()))) + 1)]


def is_title(line: str) -> bool:
    return line.startswith("title:")


def test_only_a_draft_takes_a_file_and_only_in_the_version_that_was_tried(cast, draft):
    text = changed(exported(cast, draft))
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=draft.pk).update(version=2)
    with pytest.raises(Conflict):
        written(cast, text, draft)
    draft.version = 2
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.OPEN)
    with pytest.raises(Conflict):
        written(cast, text, draft)
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.DRAFT)
    assert written(cast, text, draft).version == 3


@pytest.mark.parametrize(("who", "error"), [("city_leader", Denied), ("officer", Denied), ("stranger", NotFound)])
def test_nobody_else_takes_a_file_in(cast, draft, who, error):
    text = changed(exported(cast, draft))
    with pytest.raises(error):
        written(cast, text, draft, getattr(cast, who))
    assert written(cast, text, draft, cast.admin).parameters == {"pass_line": 75}


def test_the_page_downloads_tries_and_writes(cast, draft):
    client, url = cast.client("city"), f"/{cast.tenant.slug}/office/editions/{draft.pk}/file/"
    download = client.get(url.removesuffix("/") + ".yaml")
    text = download.content.decode()
    assert download["Content-Disposition"] == 'attachment; filename="industrial_cluster-2026-v1.yaml"'
    assert client.get(url).status_code == 200
    upload = SimpleUploadedFile("edition.yaml", changed(text).replace("quota: 5", "quota: x").encode())
    wrong = client.post(url, {"expected_version": 1, "file": upload})
    assert wrong.status_code == 422
    assert "须为 0 至 32767 之间的整数" in wrong.content.decode()
    tried = client.post(url, {"expected_version": 1, "text": changed(text)})
    assert (tried.status_code, "合格线" in tried.content.decode()) == (200, True)
    done = client.post(url, {"expected_version": 1, "text": changed(text), "apply": "1"})
    assert (done.status_code, done["Location"]) == (302, f"/{cast.tenant.slug}/office/editions/{draft.pk}/")
    late = client.post(url, {"expected_version": 1, "text": text, "apply": "1"})
    assert (late.status_code, "pass_line: 70" in late.content.decode()) == (409, True)


def test_the_page_of_a_new_edition_makes_a_draft(cast, draft):
    client, url = cast.client("admin"), f"/{cast.tenant.slug}/office/editions/file/"
    text = exported(cast, draft).replace(draft.title, TITLE)
    assert client.get(url).status_code == 200
    assert client.post(url, {"expected_version": 0}).status_code == 422
    done = client.post(url, {"expected_version": 0, "text": text, "apply": "1"})
    with fence.as_tenant(cast.tenant.pk):
        made = Edition.objects.get(title=TITLE)
    assert (done.status_code, done["Location"]) == (302, f"/{cast.tenant.slug}/office/editions/{made.pk}/")


def test_districts_cost_no_more_queries_when_there_are_more(cast, draft, django_assert_num_queries):
    with fence.entered(cast.city):
        with django_assert_num_queries(3):
            export_edition(edition_id=draft.pk, actor=cast.city)
        late = draft.closes_at - timedelta(days=1)
        EditionDistrict.objects.create(tenant=cast.tenant, edition=draft, district=cast.songjiang, closes_at=late)
        with django_assert_num_queries(3):
            export_edition(edition_id=draft.pk, actor=cast.city)
