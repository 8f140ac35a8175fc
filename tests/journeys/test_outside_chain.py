"""A product from a clerk's mail address to an outside certificate, a reward and its withdrawal: pages only.

The district asks once for better sources; experts find that the standard needs work, and judge it again once it was
worked on; a certification body tests, audits, has a nonconformity closed and certifies; 200,000 yuan are paid once;
the certificate is suspended, resumed and withdrawn, and a stranger reads each on the page that verifies it. Dates are
of 2026, on a clock that moves between the acts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.audit.verification import verify_chain
from portal.kit.clock import SHANGHAI
from tests.journeys import (
    applicant,
    certifying,
    city,
    district,
    paperwork,
    product_scenery,
    releasing,
    reviewing,
    rewarding,
)
from tests.journeys.browser import PHONE, Person, Theatre
from tests.journeys.product_filing import DISTRICT, FILING, PRODUCT
from tests.journeys.product_scenery import BODY, TITLE
from tests.journeys.reviewing import Seat
from tests.journeys.scenery import keys_by_expert

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

CLERK: dict[str, Any] = {"email": "clerk@cast.example", "password": "Wuhu-Zhizao-2026"}
ORGANISER = "示例市经济信息化委"
REASONS = {"数据来源": "请写明出具机构和统计口径（示例）"}
CORRECTED = {"数据来源": "示例行业协会《示例产品市场报告》2025年，按国内销售额统计"}
OPINION = "产品在本区生产，材料齐全，同意推荐（示例）。"
SECRETS = ("organiser-secret-0001", "witness-secret-00002")
FIRST_POINTS, FIRST_SCORE, FIRST_TOTAL = (64, 62, 63, 61, 65), "63.00", "68.65"
"""Without the highest and the lowest 63.00 on average; 0.3 × 81.83 + 0.7 × 63 = 68.65, between 60 and 75."""
POINTS, PANEL_SCORE, TOTAL = (86, 84, 85, 83, 87), "85.00", "84.05"
"""The second panel's 85.00: 0.3 × 81.83 + 0.7 × 85 = 84.05."""
STANDARD = "T/EXAMPLE 001-2026"
TESTED = "样品按申报标准逐项检测，结果均符合（示例）。"
FOUND = "进货检验记录缺少两批关键材料的复验数据（示例）。"
MENDED = "已补做复验并修订检验规程，经现场验证有效（示例）。"
OUTSIDE_NUMBER = "示例证-2026-0001"
NUMBER = "WHZZ-2026-C1-0001-7"


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def test_a_product_goes_from_registration_to_a_certificate_a_reward_and_its_withdrawal(theatre: Theatre) -> None:
    product_scenery.open_edition(theatre.cast)
    product_scenery.staff_district(theatre.cast)
    product_scenery.staff_body(theatre.cast)
    clerk = file_and_submit(theatre)
    correct_and_recommend(theatre)
    officer, auditor = find_clauses(theatre), theatre.member("auditor")
    offices = (officer, auditor)
    review_by_experts(theatre, offices, number=1, points=FIRST_POINTS, value=FIRST_SCORE)
    leader = theatre.member("city_leader")
    work_on_standard(theatre, officer, leader, clerk)
    review_by_experts(theatre, offices, number=2, points=POINTS, value=PANEL_SCORE)
    approve(officer, leader)
    certifier = certify(theatre, officer)
    release(theatre, officer, leader)
    address = read_and_verify(theatre, clerk)
    reward(theatre, clerk, officer, leader)
    watch(theatre, certifier, officer, address)
    read_the_record(theatre, auditor)


def file_and_submit(theatre: Theatre) -> Person:
    """Account, organisation, profile, six pages with row tables and files, receipt."""
    clerk = theatre.someone(**CLERK)
    applicant.sign_up(clerk)
    applicant.register_organisation(clerk, FILING)
    applicant.complete_profile(clerk, FILING)
    district.accept_claim(theatre.member("city"), FILING.organisation)
    applicant.start_application(clerk, TITLE)
    applicant.fill_form(clerk, FILING, theatre.folder)
    applicant.submit(clerk, version=1)
    return clerk


def correct_and_recommend(theatre: Theatre) -> None:
    """One field goes back and is mended on a telephone; officer and leader of the district are two people."""
    theatre.wait_until(at(3, 12))
    officer, leader = theatre.member("jiujiang_officer"), theatre.member("jiujiang_leader")
    district.return_for_correction(officer, PRODUCT, REASONS)
    phone = theatre.someone(size=PHONE, **CLERK)
    phone.log_in()
    applicant.correct(phone, PRODUCT, reasons=REASONS, values=CORRECTED)
    applicant.submit(phone, version=2)
    district.put_forward(officer, PRODUCT, opinion=OPINION)
    district.sign(leader, PRODUCT, opinion=OPINION)


def find_clauses(theatre: Theatre) -> Person:
    """After the deadline: six of the eight clauses are for people; region and quality certificate are not."""
    theatre.wait_until(at(3, 31))
    officer = theatre.member("second_city")
    city.check_clauses(officer, PRODUCT, count=6)
    return officer


def review_by_experts(
    theatre: Theatre, offices: tuple[Person, Person], *, number: int, points: tuple[int, ...], value: str
) -> None:
    """Two secrets, a draw of three for technology and two for brand and quality. offices: officer and auditor."""
    officer, _auditor = offices
    reviewing.form_panel(officer, PRODUCT)
    for person, secret in zip(offices, SECRETS, strict=True):
        reviewing.commit(person, secret, number)
    for person, secret in zip(offices, SECRETS, strict=True):
        reviewing.reveal(person, secret, number)
    seated = [seat for seat in reviewing.read_draw(officer, number) if not seat.is_reserve]
    assert sorted(seat.field for seat in seated) == sorted(["技术"] * 3 + ["品牌质量"] * 2)
    reviewing.start_review(officer, number)
    keys = keys_by_expert(theatre.cast)
    for seat, own in zip(seated, points, strict=True):
        judge(theatre, keys[seat.name], seat, own)
    reviewing.close_review(officer, value=value, number=number)


def judge(theatre: Theatre, key: str, seat: Seat, points: int) -> None:
    person = theatre.member(key)
    reviewing.declare(person)
    marks = {criterion.label: str(points) for criterion in FILING.programme.criteria}
    reviewing.score(person, title=PRODUCT, marks=marks, total=f"{points}.00", signer=seat.name, paper="标准文本.pdf")


def work_on_standard(theatre: Theatre, officer: Person, leader: Person, clerk: Person) -> None:
    """Between the two lines: back to the firm, which revises its standard and hands everything in again."""
    city.calculate(officer, PRODUCT, expert_points=FIRST_SCORE, result="完善后再评")
    city.approve(leader)
    theatre.wait_until(at(4, 2))
    clerk.visit("我的工作台")
    clerk.follow(PRODUCT)
    clerk.sees("请完善后重新提交")
    clerk.sees(f"综合得分 {FIRST_TOTAL} 分，未达到合格线 75 分，不低于 60 分")
    clerk.follow("标准与先进性", exact=False)
    clerk.sees_heading("标准与先进性")
    clerk.fill("“芜湖智造”标准编号", STANDARD)
    clerk.press("保存并继续")
    clerk.follow("检查并提交")
    applicant.submit(clerk, version=3)


def approve(officer: Person, leader: Person) -> None:
    """What experts found to be ahead goes on to certification, not to a list."""
    city.calculate(officer, PRODUCT, expert_points=PANEL_SCORE)
    officer.sees(TOTAL)
    city.approve(leader, number=2)


def certify(theatre: Theatre, officer: Person) -> Person:
    """The body sees nothing before it is entrusted; then test, audit, a nonconformity closed in time, certificate."""
    certifier = theatre.member("certifier")
    certifier.visit("受托事项")
    certifier.sees("没有等待本机构办理的事项")
    theatre.wait_until(at(4, 13))
    certifying.entrust(officer, PRODUCT, BODY)
    certifying.accept(certifier, PRODUCT)
    theatre.wait_until(at(5, 11))
    certifying.record(certifier, PRODUCT, kind="型式试验", outcome="通过", number="T-2026-0001", findings=TESTED)
    certifying.record(
        certifier,
        PRODUCT,
        kind="现场审核",
        outcome="有不符合项",
        number="A-2026-0001",
        findings=FOUND,
        due_on="2026-06-12",
    )
    theatre.wait_until(at(6, 1))
    certifying.resolve(certifier, PRODUCT, resolution=MENDED)
    certifying.certify(
        certifier,
        PRODUCT,
        number=OUTSIDE_NUMBER,
        standard=STANDARD,
        issued_on="2026-06-01",
        valid_to="2029-05-31",
    )
    return certifier


def release(theatre: Theatre, officer: Person, leader: Person) -> None:
    """No public notice by default: drafted, approved by another, released by the clock on its day."""
    theatre.wait_until(at(6, 3))
    drafted = releasing.draft_only_list(officer, issuer=ORGANISER, release_on="2026-06-05")
    assert drafted == f"{TITLE}名单"
    releasing.approve_list(leader, drafted, names=[PRODUCT], day="2026年6月5日 (周五)")
    theatre.wait_until(at(6, 5, 1))


def read_and_verify(theatre: Theatre, clerk: Person) -> str:
    """The paper names the body that certifies and its dates; a stranger scans it."""
    clerk.visit("荣誉与证书")
    paper = theatre.folder / "certificate.pdf"
    got = clerk.download(clerk.link("下载", exact=False))
    assert got.suggested_filename == f"{NUMBER}.pdf"
    got.save_as(paper)
    words = paperwork.words_on(paper)
    assert [text in words for text in (FILING.organisation, BODY, NUMBER, OUTSIDE_NUMBER)] == [True] * 4
    address = paperwork.scan_certificate(paper)
    read_verdict(theatre, address, "有效", BODY, OUTSIDE_NUMBER, "2029年5月31日")
    return address


def read_verdict(theatre: Theatre, address: str, *texts: str) -> None:
    stranger = theatre.someone()
    stranger.page.goto(address)
    stranger.sees_heading("证书核验")
    for text in texts:
        expect(stranger.page.locator(".verdict")).to_contain_text(text)


def reward(theatre: Theatre, clerk: Person, officer: Person, leader: Person) -> None:
    """Claimed by the firm, checked by one, approved by another, paid with a reference that the firm reads."""
    theatre.wait_until(at(6, 8))
    rewarding.claim(clerk, PRODUCT, amount="200,000 元")
    rewarding.check(officer, PRODUCT)
    rewarding.approve(leader, PRODUCT)
    rewarding.pay(officer, PRODUCT, on="2026-06-08", reference="示例财〔2026〕1号")
    clerk.visit("荣誉与证书")
    clerk.follow("奖励：已拨付", exact=False)
    clerk.sees("示例财〔2026〕1号")
    expect(clerk.page.get_by_role("button", name="提交申领")).to_have_count(0)


def watch(theatre: Theatre, certifier: Person, officer: Person, address: str) -> None:
    """Suspended, resumed, withdrawn: each at once on the page that verifies and in the district's counts.

    counts: in force, suspended, withdrawn; what is in force counts towards the goal
    """
    theatre.wait_until(at(9, 1))
    steps = (
        ("暂停认证", "暂停使用", ("0", "1", "0")),
        ("恢复认证", "有效", ("1", "0", "0")),
        ("撤销认证", "已撤销", ("0", "0", "1")),
    )
    for act, standing, counts in steps:
        certifying.watch(certifier, PRODUCT, act=act, reason=f"监督检查结论：{act}（示例）。", standing=standing)
        read_verdict(theatre, address, standing)
        officer.visit("目标和绩效")
        officer.follow("公众看到的页面")
        officer.sees_heading("目标进展")
        row = officer.page.get_by_role("table", name="各区情况").get_by_role("row").filter(has_text=DISTRICT)
        assert row.locator("td").all_inner_texts() == ["1", *counts, counts[0]]
        officer.page.go_back()


def read_the_record(theatre: Theatre, auditor: Person) -> None:
    """The chains of the record are whole, and who certified stands in it."""
    auditor.visit("操作记录")
    expect(auditor.page.locator("main table")).to_contain_text("certifier")
    theatre.beat()
    assert [verify_chain(chain).findings for chain in (None, theatre.cast.tenant.pk)] == [(), ()]
