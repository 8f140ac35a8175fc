"""One cluster from a clerk's mail address to a certificate that a stranger verifies: pages only, a context per person.

Dates are worked by hand on the statutory calendar of 2026; the clock moves between the acts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from portal.audit.verification import verify_chain
from portal.kit.clock import SHANGHAI
from tests.journeys import applicant, city, district, paperwork, publishing, reviewing
from tests.journeys.browser import PHONE, Person, Theatre
from tests.journeys.cluster_filing import CLUSTER, FILING, ORGANISATION
from tests.journeys.reviewing import Seat
from tests.journeys.scenery import keys_by_expert

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

CLERK: dict[str, Any] = {"email": "clerk@cast.example", "password": "Sensor-Cluster-2026"}
REASONS = {"主导产业": "请写明细分领域（示例）", "企业服务专员人数": "请与专员名单核对（示例）"}
CORRECTED = {"主导产业": "精密传感器与仪器仪表", "企业服务专员人数": "14"}
OPINION = "情况属实，材料齐全，同意推荐（示例）"
ORGANISER = "示例市经济信息化委"
SECRETS = ("organiser-secret-0001", "witness-secret-00002")
POINTS = (80, 82, 84, 78, 80, 81, 62)
# The last one looks again and gives 76. Highest and lowest dropped: (78 + 80 + 80 + 81 + 82) / 5.
PANEL_SCORE = "80.20"
NUMBER = "SHCL-2026-K1-0001-D"


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def test_a_cluster_goes_from_registration_to_a_certificate_that_a_stranger_verifies(theatre: Theatre) -> None:
    clerk = file_and_submit(theatre)
    correct_and_recommend(theatre)
    officer, auditor = check_formally(theatre), theatre.member("auditor")
    review_by_experts(theatre, officer, auditor)
    leader = theatre.member("city_leader")
    inspect_and_approve(theatre, officer, leader)
    stranger, token = show_and_hear(theatre, officer)
    decide_and_release(theatre, clerk, officer, leader)
    publishing.ask_status(stranger, ORGANISER, token, has_ended=True)
    stranger.sees("异议不成立")
    scan_and_verify(theatre, clerk)
    read_the_record(theatre, auditor)


def file_and_submit(theatre: Theatre) -> Person:
    """Account, organisation, profile, thirteen pages, receipt; the city's office accepts the claim meanwhile."""
    clerk = theatre.someone(**CLERK)
    applicant.sign_up(clerk)
    applicant.register_organisation(clerk, FILING)
    applicant.complete_profile(clerk, FILING)
    office = theatre.member("city")
    district.accept_claim(office, ORGANISATION)
    clerk.visit("单位档案")
    clerk.sees("已核验")
    applicant.start_application(clerk, theatre.cast.edition.title)
    applicant.fill_form(clerk, FILING, theatre.folder)
    applicant.submit(clerk, version=1)
    return clerk


def correct_and_recommend(theatre: Theatre) -> None:
    """Two fields go back; the clerk mends them on a telephone; officer and leader of the district, two people."""
    theatre.wait_until(at(3, 12))
    officer, leader = theatre.member("officer"), theatre.member("leader")
    district.return_for_correction(officer, CLUSTER, REASONS)
    theatre.beat()
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox if letter.to == [CLERK["email"]]]
    assert ("补正" in letters[-1], CLUSTER in letters[-1]) == (True, True), letters
    phone = theatre.someone(size=PHONE, **CLERK)
    phone.log_in()
    applicant.correct(phone, CLUSTER, reasons=REASONS, values=CORRECTED)
    applicant.submit(phone, version=2)
    district.open_case(officer, CLUSTER)
    expect(officer.page.locator("ins").filter(has_text=CORRECTED["主导产业"])).to_be_visible()
    district.put_forward(officer, CLUSTER, opinion=OPINION)
    district.sign(leader, CLUSTER, opinion=OPINION)


def check_formally(theatre: Theatre) -> Person:
    """After the deadline: every clause, one figure corrected beside what was reported, accepted."""
    theatre.wait_until(at(3, 31))
    officer = theatre.member("second_city")
    city.check_clauses(officer, CLUSTER, count=31)
    city.verify_figure(officer, figure="集群总产值（2025年）（亿元）", verified="38.2", reason="按统计年报（示例）")
    city.accept(officer)
    return officer


def review_by_experts(theatre: Theatre, officer: Person, auditor: Person) -> None:
    """Two secrets, a draw, one recusal with a reserve in his place, one second look."""
    reviewing.form_panel(officer, CLUSTER)
    for person, secret in zip((officer, auditor), SECRETS, strict=True):
        reviewing.commit(person, secret)
    for person, secret in zip((officer, auditor), SECRETS, strict=True):
        reviewing.reveal(person, secret)
    drawn = reviewing.read_draw(officer)
    reviewing.start_review(officer)
    seated = [seat for seat in drawn if not seat.is_reserve]
    assert sorted(seat.field for seat in seated) == sorted(["技术"] * 3 + ["品牌质量"] * 2 + ["财务"] * 2)
    keys = keys_by_expert(theatre.cast)
    reviewing.declare(theatre.member(keys[seated[0].name]), conflict="三年内曾任该单位顾问（示例）")
    reserve = next(seat for seat in drawn if seat.is_reserve and seat.field == seated[0].field)
    judges = [*seated[1:], reserve]
    people = [judge(theatre, keys[seat.name], seat, own) for seat, own in zip(judges, POINTS, strict=True)]
    reviewing.answer_second_look(people[-1], marks=level(76), reason="核对佐证后认为原评分偏低，予以调整（示例）")
    reviewing.close_review(officer, value=PANEL_SCORE)


def judge(theatre: Theatre, key: str, seat: Seat, points: int) -> Person:
    person = theatre.member(key)
    reviewing.declare(person)
    marks, total = level(points), f"{points}.00"
    reviewing.score(person, title=CLUSTER, marks=marks, total=total, signer=seat.name, paper="四至范围图.pdf")
    return person


def level(points: int) -> dict[str, str]:
    """The same points for every criterion, so that they are the total, too."""
    return {criterion.label: str(points) for criterion in FILING.programme.criteria}


def inspect_and_approve(theatre: Theatre, officer: Person, leader: Person) -> None:
    city.plan_inspection(officer, CLUSTER, on="2026-04-20")
    theatre.wait_until(at(4, 20, 15))
    city.record_inspection(officer, CLUSTER, on="2026-04-20")
    city.calculate(officer, CLUSTER, expert_points=PANEL_SCORE)
    city.approve(leader)


def show_and_hear(theatre: Theatre, officer: Person) -> tuple[Person, str]:
    """Five working days from Wednesday the 22nd end on Tuesday the 28th; a stranger objects on the first."""
    theatre.wait_until(at(4, 22))
    publishing.publish_notice(officer, CLUSTER, last_day="2026年4月28日")
    stranger = theatre.someone()
    token = publishing.object_as_stranger(stranger, ORGANISER, CLUSTER)
    publishing.ask_status(stranger, ORGANISER, token)
    stranger.sees("已收到，待受理")
    return stranger, token


def decide_and_release(theatre: Theatre, clerk: Person, officer: Person, leader: Person) -> None:
    """Held while it is looked into, then on; drafted by the officer, released by the leader on the day after."""
    theatre.wait_until(at(4, 23))
    publishing.accept_objection(officer, CLUSTER)
    publishing.ask_applicant(officer)
    publishing.answer_inquiry(clerk)
    theatre.wait_until(at(4, 24))
    publishing.report_finding(officer, CLUSTER)
    publishing.decide_objection(leader, CLUSTER)
    theatre.wait_until(at(4, 28, 23))
    officer.visit("名单")
    expect(officer.page.get_by_role("link", name="起草名单")).to_have_count(0)
    theatre.wait_until(at(4, 29))
    publishing.draft_list(officer)
    publishing.release_list(leader, CLUSTER)
    theatre.beat()


def scan_and_verify(theatre: Theatre, clerk: Person) -> None:
    """The holder downloads the paper; somebody without any login scans its code."""
    clerk.visit("荣誉与证书")
    paper = theatre.folder / "certificate.pdf"
    got = clerk.download(clerk.link("下载", exact=False))
    assert got.suggested_filename == f"{NUMBER}.pdf"
    got.save_as(paper)
    words = paperwork.words_on(paper)
    assert (ORGANISATION in words, NUMBER in words) == (True, True)
    passer_by = theatre.someone()
    passer_by.page.goto(paperwork.scan_certificate(paper))
    passer_by.sees_heading("证书核验")
    verdict = passer_by.page.locator(".verdict")
    for text in ("有效", ORGANISATION, CLUSTER, "市级中小企业特色产业集群", "2026年4月29日 至 2029年4月28日"):
        expect(verdict).to_contain_text(text)
    passer_by.sees("二维码有效：这份证书由本平台签发")


def read_the_record(theatre: Theatre, auditor: Person) -> None:
    """The auditor sees who did what; nothing in the chains is missing or changed."""
    auditor.visit("操作记录")
    released = auditor.page.get_by_role("row").filter(has=auditor.page.get_by_role("rowheader", name="发布名单"))
    expect(released).to_contain_text("city_leader")
    theatre.beat()
    assert [verify_chain(chain).findings for chain in (None, theatre.cast.tenant.pk)] == [(), ()]
    assert verify_chain(theatre.cast.tenant.pk).sealed > 60
