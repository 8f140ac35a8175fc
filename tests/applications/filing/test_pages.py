"""The enterprise's pages: whose they are, what they keep, what they cost."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications import queries
from applications.actions import filing
from applications.models import Application, Attachment, Draft
from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from portal.people.models import ClaimState, EnterpriseClaim
from portal.tenancy import fence
from programmes import registry
from tests.applications.filing.writing import make_pdf, start, submitted, write_all
from tests.cast import Cast, make_edition


def address(application: Application, rest: str = "") -> str:
    return f"/my/sheitc/applications/{application.pk}/{rest}"


def group2(application: Application, **over: Any) -> dict[str, Any]:
    return {"revision": application.revision, "output_basis": "output_value", "output_total_y0": "38.9"} | over


PAGES = (
    "", "sections/group2/", "sections/group2/verdict/", "sections/group3/workbook/?table=firm_list", "review/",
    "versions/1/", "print/", "withdraw/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_page_is_there_for_its_owner_and_for_nobody_else(cast: Cast, page: str) -> None:
    application = submitted(cast)
    own = cast.client("applicant").get(address(application, page))
    assert own.status_code == (302 if page == "review/" else 200)
    others = [cast.client(name).get(address(application, page)).status_code for name in ("rival",)]
    staff = [cast.client(name).get(address(application, page)).status_code for name in ("officer", "stranger")]
    anonymous = Client().get(address(application, page))
    wrong_tenant = cast.client("applicant").get(address(application, page).replace("sheitc", "stranger"))
    assert (others, wrong_tenant.status_code, anonymous.status_code) == ([404], 404, 302)
    # Staff without an organisation are sent to register one; nothing is shown.
    assert staff == [302, 302]


def test_attachment_is_served_to_its_owner_only(cast: Cast) -> None:
    application = submitted(cast)
    with fence.entered(cast.applicant):
        row = Attachment.objects.filter(application=application).order_by("pk").first()
    assert row is not None
    url = f"/my/sheitc/attachments/{row.pk}/"
    own = cast.client("applicant").get(url)
    assert (own.status_code, own.headers["Content-Type"], own.headers["X-Content-Type-Options"]) == (
        200, "application/pdf", "nosniff"
    )  # fmt: skip
    assert cast.client("rival").get(url).status_code == 404


def test_rival_can_neither_save_nor_submit_nor_withdraw(cast: Cast) -> None:
    application = start(cast)
    rival = cast.client("rival")
    for page, data in (
        ("sections/group2/", group2(application)),
        ("sections/group2/autosave/", group2(application)),
        ("review/", {"revision": 0, "signer_name": "示例", "is_declared": "on"}),
        ("withdraw/", {"revision": 0}),
    ):
        assert rival.post(address(application, page), data).status_code == 404
    with fence.entered(cast.applicant):
        row = Application.objects.get(pk=application.pk)
        assert (row.state, row.revision) == ("draft", 0)


def test_autosave_keeps_what_is_no_number_yet(cast: Cast) -> None:
    application, client = start(cast), cast.client("applicant")
    typed = group2(application, output_total_y1="三十五亿")
    answer = client.post(address(application, "sections/group2/autosave/"), typed)
    facts = json.loads(answer.content)
    assert (answer.status_code, facts["saved_at"], facts["revision"]) == (422, "10:00", 1)
    assert list(facts["errors"]) == ["output_total_y1"]
    with fence.entered(cast.applicant):
        assert Draft.objects.get().typed == {"group2": {"output_total_y1": "三十五亿"}}
        row = queries.get_for(cast.applicant, application.pk)
        answers = registry.read_answers(row)
        assert (str(answers["output_total_y0"]), answers["output_total_y1"]) == ("38.9000", None)
    page = client.get(address(application, "sections/group2/")).content.decode()
    assert 'value="三十五亿"' in page
    mended = client.post(
        address(application, "sections/group2/autosave/"), typed | {"revision": 1, "output_total_y1": "35"}
    )
    assert mended.status_code == 200
    with fence.entered(cast.applicant):
        assert Draft.objects.get().typed == {"group2": {}}


def test_wrong_values_come_back_as_they_were_typed(cast: Cast) -> None:
    application, client = start(cast), cast.client("applicant")
    nasty = {"output_total_y0": "12万", "output_sme_y0": "-5", "g2_text": "<script>alert(1)</script>" + "长" * 2001}
    page = client.post(address(application, "sections/group2/"), group2(application, **nasty))
    body = page.content.decode()
    assert page.status_code == 422
    assert 'value="12万"' in body
    assert 'value="-5"' in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;长长" in body
    assert "<script>alert" not in body


def test_stale_page_shows_both_contents_and_can_replace(cast: Cast) -> None:
    application, client = start(cast), cast.client("applicant")
    client.post(address(application, "sections/group2/"), group2(application))
    stale = client.post(address(application, "sections/group2/"), group2(application, output_total_y0="41.5"))
    body = stale.content.decode()
    assert stale.status_code == 409
    assert "<del>38.9</del>" in body
    assert "<ins>41.5</ins>" in body
    assert '<input type="hidden" name="output_total_y0" value="41.5">' in body
    again = client.post(
        address(application, "sections/group2/"), group2(application, output_total_y0="41.5", revision=1)
    )
    assert again.status_code == 302
    assert client.post(address(application, "sections/group2/autosave/"), group2(application)).status_code == 409


def test_lapsed_login_shows_what_was_typed(cast: Cast) -> None:
    application = start(cast)
    answer = Client().post(address(application, "sections/group2/"), group2(application, g2_text="写了很久的说明"))
    assert (answer.status_code, "写了很久的说明" in answer.content.decode()) == (403, True)


def test_submitting_on_the_page_ends_at_the_receipt(cast: Cast) -> None:
    application = write_all(cast, start(cast))
    client, url = cast.client("applicant"), address(application, "review/")
    refused = client.post(url, {"revision": application.revision, "signer_name": "示例签署人"})
    assert (refused.status_code, "请阅读并勾选真实性承诺" in refused.content.decode()) == (422, True)
    assert 'value="示例签署人"' in refused.content.decode()
    typed = {"revision": application.revision, "signer_name": "示例签署人", "is_declared": "on"}
    first, second = client.post(url, typed), client.post(url, typed)
    assert first.headers["Location"] == second.headers["Location"] == address(application, "versions/1/")
    receipt = client.get(address(application, "versions/1/")).content.decode()
    with fence.entered(cast.applicant):
        version = queries.latest_version(application.__class__.objects.get(pk=application.pk))
    assert version.digest in receipt
    assert application.reference in receipt


def make_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * (50 * 1024 * 1024))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("key", "name", "content", "said"),
    [
        ("c2_output_y0", "证明.pdf", b"MZ\x90\x00" + b"\0" * 200, "文件内容与扩展名不符"),
        ("c2_output_y0", "证明.exe", b"MZ", "不接受这种文件"),
        ("c2_output_y0", "空.pdf", b"", "文件是空的"),
        ("c2_output_y0", "大.pdf", b"%PDF-1.4\n" + b"0" * (20 * 1024 * 1024) + b"\n%%EOF", "文件超过 20 MB"),
        ("boundary_file", "图.zip", make_bomb(), "不接受这种文件"),
    ],
)
def test_bad_file_is_refused_in_words_and_nothing_else_is_lost(
    cast: Cast, key: str, name: str, content: bytes, said: str
) -> None:
    application, client = start(cast), cast.client("applicant")
    section = "basics" if key == "boundary_file" else "group2"
    typed = {
        "revision": 0,
        "cluster_name": "闵行区示例",
        "g2_text": "已写的说明",
        key: SimpleUploadedFile(name, content),
    }
    page = client.post(address(application, f"sections/{section}/"), typed)
    body = page.content.decode()
    assert (page.status_code, said in body) == (422, True)
    assert ("闵行区示例" if section == "basics" else "已写的说明") in body
    with fence.entered(cast.applicant):
        assert (Attachment.objects.count(), Application.objects.get().revision) == (0, 1)


def test_same_bytes_are_kept_once_and_ten_files_are_enough(cast: Cast) -> None:
    application = start(cast)
    with fence.entered(cast.applicant):
        options: dict[str, Any] = {"application_id": application.pk, "key": "plan_file", "actor": cast.applicant}
        first = filing.upload_attachment(upload=make_pdf("0"), **options)
        assert filing.upload_attachment(upload=make_pdf("0"), **options).pk == first.pk
        for number in range(1, 10):
            filing.upload_attachment(upload=make_pdf(str(number)), **options)
        with pytest.raises(Invalid):
            filing.upload_attachment(upload=make_pdf("11"), **options)


def test_workbook_goes_out_and_comes_back(cast: Cast) -> None:
    application, client = write_all(cast, start(cast)), cast.client("applicant")
    url = address(application, "sections/group3/")
    sent = client.get(f"{url}workbook/?table=firm_list").content
    upload = SimpleUploadedFile("名单.xlsx", sent)
    typed = {
        "revision": application.revision,
        "g3_text": "说明",
        "import_table": "firm_list",
        "firm_list-workbook": upload,
    }
    assert client.post(url, typed).status_code == 302
    with fence.entered(cast.applicant):
        row = queries.get_for(cast.applicant, application.pk)
        assert len(registry.read_answers(row)["firm_list"]) == 13
    broken = typed | {"revision": row.revision, "firm_list-workbook": SimpleUploadedFile("名单.xlsx", make_bomb())}
    assert client.post(url, broken).status_code == 422
    with fence.entered(cast.applicant):
        assert len(registry.read_answers(row)["firm_list"]) == 13


OWN_TABLES = ("applications_", "programmes_", "industrial_cluster_", "tenancy_district", "tenancy_calendarday")
# The filing, its dossier, draft, files and open correction; the calendar; then units, moves and versions, or districts.
COSTS = {"": 9, "sections/group2/": 8, "review/": 8}
DESK_COST = 10


def count_reads(client: Client, url: str) -> int:
    """Queries of the page itself; what login, session and frame cost is counted elsewhere."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(any(f'FROM "{table}' in query["sql"] for table in OWN_TABLES) for query in captured.captured_queries)


@pytest.mark.parametrize(("page", "cost"), COSTS.items())
def test_pages_cost_the_same_with_one_file_and_with_three(cast: Cast, page: str, cost: int) -> None:
    application, client = start(cast), cast.client("applicant")
    costs = []
    for number in (0, 1, 2):
        with fence.entered(cast.applicant):
            filing.upload_attachment(
                application_id=application.pk, key="plan_file", upload=make_pdf(str(number)), actor=cast.applicant
            )
        costs.append(count_reads(client, address(application, page)))
    assert costs == [cost] * 3


def test_desk_costs_the_same_with_one_filing_and_with_three(cast: Cast) -> None:
    client = cast.client("applicant")
    start(cast)
    costs = [count_reads(client, "/my/")]
    for year in (2027, 2028):
        cast.edition = make_edition(cast.tenant, year=year)
        start(cast)
    costs.append(count_reads(client, "/my/"))
    assert costs == [DESK_COST] * 2
    assert client.get("/my/").content.decode().count("未命名的申报") == 6


def test_desk_says_whether_the_organisation_is_proven_or_contested(cast: Cast) -> None:
    client = cast.client("applicant")
    said = {"尚未核验": False, "存在多个主张": False}

    def seen() -> dict[str, bool]:
        body = client.get("/my/").content.decode()
        return {words: words in body for words in said}

    def claim(name: str, state: ClaimState) -> None:
        user = cast.user(name)
        with fence.entered(Actor(user_id=user.pk, tenant_id=cast.tenant.pk, enterprise_id=cast.enterprise_id)):
            EnterpriseClaim.objects.update_or_create(
                tenant=cast.tenant,
                enterprise_id=cast.enterprise_id,
                user=user,
                defaults={"uscc": "91310000631696382C", "org_name": "示例", "claimant_name": "示例", "state": state},
            )

    assert seen() == said
    claim("applicant", ClaimState.UNPROVEN)
    assert seen() == said | {"尚未核验": True}
    claim("rival", ClaimState.FILED)
    assert seen() == said | {"存在多个主张": True}
    claim("rival", ClaimState.REFUSED)
    claim("applicant", ClaimState.ACCEPTED)
    assert seen() == said
