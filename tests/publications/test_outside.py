"""Certificates of an outside body: its dates, its name as issuer, its number, standard and scope; or no end at all."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Conflict
from portal.tenancy import fence
from publications import pdf
from publications.actions import lists
from publications.actions.outside import validity_for
from publications.models import Certificate, ListEntry
from publications.rendering import certificate_facts, render_batch, verify_address
from publications.validity import Validity, validity_period
from tests.applications.agencies.scene import product_filing
from tests.cast import Cast
from tests.publications.after_stage import (
    BODY,
    ISSUED,
    UNTIL,
    certified,
    draft,
    edition_of_certificates,
    edition_of_items,
    publish_certificate,
    publish_items,
    release,
    seen,
)
from tests.publications.stage import at
from tests.publications.test_pdf import FACTS

DAY = date(2026, 3, 10)


def test_without_an_end_only_the_first_day_counts() -> None:
    assert validity_period(DAY, years=3, mode="none") == Validity(DAY, None)


def test_the_dates_of_an_outside_certificate_are_no_sum() -> None:
    with pytest.raises(ValueError, match="its own dates"):
        validity_period(DAY, years=3, mode="outside")


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({}, Validity(DAY, None)),
        ({"validity_years": 2}, Validity(DAY, None)),
        ({"validity_mode": "from_publication", "validity_years": 2}, Validity(DAY, date(2028, 3, 9))),
        ({"validity_mode": "calendar_years", "validity_years": 3}, Validity(date(2026, 1, 1), date(2028, 12, 31))),
    ],
)
def test_items_have_no_end_unless_their_organiser_switches_one_on(
    cast: Cast, parameters: dict[str, object], wanted: Validity
) -> None:
    assert validity_for(edition_of_items(cast, parameters=parameters), DAY) == wanted


def test_a_published_item_without_an_end_says_so(cast: Cast) -> None:
    publish_items(cast, edition_of_items(cast, switched_stages=["certificate"]), "示例甲")
    with fence.as_tenant(cast.tenant.pk):
        paper = Certificate.objects.select_related("entry").get()
    assert (paper.entry.valid_from, paper.entry.valid_to) == (DAY, None)
    html = Client().get(reverse("verify", kwargs={"tenant": cast.tenant.slug, "number": paper.number})).content.decode()
    assert "长期" in html


def test_a_certificate_has_the_dates_and_the_facts_that_its_body_gave(cast: Cast) -> None:
    entry = publish_certificate(cast, edition_of_certificates(cast), "示例产品", number="示例认-1")
    with fence.as_tenant(cast.tenant.pk):
        paper = Certificate.objects.select_related("entry__published_list__edition", "tenant").get(entry=entry)
        facts = certificate_facts(paper)
    outside = {
        "body": BODY,
        "number": "示例认-1",
        "standard": "T/EXAMPLE 001—2026 示例标准",
        "scope": "示例产品的生产（示例）",
        "issued_on": "2026-02-02",
        "valid_to": "2029-02-01",
    }
    assert (entry.valid_from, entry.valid_to, entry.outside) == (ISSUED, UNTIL, outside)
    assert (paper.issued_on, facts.issuers, facts.outside, facts.subject) == (ISSUED, (BODY,), outside, "示例产品")


def test_the_paper_names_the_body_and_not_the_organiser(cast: Cast, tmp_path: Path) -> None:
    facts = replace(
        FACTS,
        issuers=(BODY,),
        valid_from=ISSUED,
        valid_to=UNTIL,
        outside={"body": BODY, "number": "示例认-1", "standard": "T/EXAMPLE 001", "scope": "示例产品的生产" * 40},
    )
    path = tmp_path / "outside.pdf"
    path.write_bytes(pdf.certificate_pdf(facts))
    command = ["pdftotext", "-layout", str(path), "-"]
    text = re.sub(r"\s", "", subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    wanted = ("认证证书", BODY, "示例认-1", "T/EXAMPLE001", "以认证机构签发的认证证书原件为准", "2029年2月1日")
    assert [part for part in wanted if part not in text] == []
    assert [part for part in ("荣誉证书", "示例市经济信息化委") if part in text] == []
    pages = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", pages)


def test_the_list_and_the_verify_page_name_body_number_standard_and_scope(cast: Cast) -> None:
    edition = edition_of_certificates(cast)
    certified(cast, edition, "示例产品", number="示例认-1")
    row = release(cast, edition)
    with fence.as_tenant(cast.tenant.pk):
        assert render_batch(cast.tenant.pk) == (1, False)
        address = verify_address(Certificate.objects.select_related("entry", "tenant").get())
    keys = {"tenant": cast.tenant.slug, "pk": row.pk}
    listed = Client().get(reverse("list_public", kwargs=keys)).content.decode()
    assert [part for part in (BODY, "示例认-1", "2029-02-01") if part not in listed] == []
    verified = Client().get("/" + address.split("/", 3)[3]).content.decode()
    wanted = ("<dt>认证机构</dt>", BODY, "示例认-1", "T/EXAMPLE 001—2026", "示例产品的生产（示例）", "该认证目前有效。")
    assert [part for part in wanted if part not in verified] == []
    assert "<dt>发证单位</dt>" not in verified
    body = json.loads(Client().get(reverse("list_json", kwargs=keys)).content)
    assert body["content"]["entries"][0]["outside"]["number"] == "示例认-1"


def test_a_product_without_a_certificate_stops_the_release(cast: Cast) -> None:
    edition = edition_of_certificates(cast)
    product_filing(cast, edition, "示例产品", state=State.PROPOSED, with_findings=False)
    row = draft(cast, edition)
    expected = seen(cast, row)
    with fence.entered(cast.city_leader), pytest.raises(Conflict, match="还没有登记认证证书，不能公布：示例产品"):
        lists.release_list(list_id=row.pk, expected=expected, actor=cast.city_leader)
    with fence.as_tenant(cast.tenant.pk):
        assert ListEntry.objects.count() == 0


def test_what_a_list_said_of_a_certificate_is_never_edited(cast: Cast) -> None:
    entry = publish_certificate(cast, edition_of_certificates(cast), "示例产品")
    with fence.as_tenant(cast.tenant.pk), pytest.raises(InternalError), transaction.atomic():
        ListEntry.objects.filter(pk=entry.pk).update(outside={})


def test_a_certificate_is_over_after_the_last_day_that_its_body_gave(cast: Cast) -> None:
    publish_certificate(cast, edition_of_certificates(cast), "示例产品")
    with fence.as_tenant(cast.tenant.pk):
        number = Certificate.objects.get().number
    url = reverse("verify", kwargs={"tenant": cast.tenant.slug, "number": number})
    for instant, word in ((clock.end_of(UNTIL), "已到期"), (at(10), "该认证目前有效。")):
        with clock.frozen(instant):
            assert word in Client().get(url).content.decode()
