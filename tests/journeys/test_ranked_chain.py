"""One firm from a clerk's mail address to the first place of a list and the page that explains it: pages only.

Three others stand beside it (tests/journeys/ranked_scenery.py). The value, its steps and every line of strength are
worked in tests/journeys/by_hand.py: 10,362.35 万元 in the second place, raised by two experts by 5 % to 10,880.47 and
the first; the list has one place. Dates are of 2026, on a clock that moves between the acts.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from portal.audit.verification import verify_chain
from portal.kit.clock import SHANGHAI
from portal.tenancy import fence
from reviews.models import Run
from tests.journeys import (
    applicant,
    by_hand,
    city,
    district,
    intake,
    paperwork,
    ranked_scenery,
    ranking,
    releasing,
    reviewing,
)
from tests.journeys.brand_filing import BRAND, FILING
from tests.journeys.browser import PHONE, Person, Theatre
from tests.journeys.ranked_scenery import CLAIMANT, CLAIMING, GROWING, RIVAL, Rivals
from tests.journeys.scenery import keys_by_expert

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

CLERK: dict[str, Any] = {"email": "clerk@cast.example", "password": "Brand-Value-2026"}
ORGANISER = "示例市经济信息化委"
L1, L2, L3 = "上海专精特新“小巨人”企业品牌价值榜", "上海专精特新企业品牌价值榜", "上海中小企业最具成长品牌榜"
ALL = (BRAND, RIVAL, GROWING, CLAIMING)
SECRETS = ("organiser-secret-0001", "witness-secret-00002")
LABELS = [criterion.label for criterion in FILING.programme.criteria]
# Five experts, each with his total: 0.20 Q5 + 0.25 N5 + 0.25 S4 + 0.30 I6. Aggregated 84, 78, 87.67 and 86.50.
MARKS = (
    (("80", "70", "88", "92"), "83.10"),
    (("82", "75", "90", "85"), "83.15"),
    (("84", "78", "91", "85"), "84.55"),
    (("86", "81", "85", "86.5"), "84.65"),
    (("88", "90", "79", "88"), "86.25"),
)
PANEL_SCORE = "84.17"  # 16.80 + 19.50 + 21.9175 + 25.95
SHARE = "主导产品占营业收入比重"
QUESTION = "请与收入明细核对（示例）"
MISMATCH = "第 3 页未加盖公章（示例）"
WHY = "订单结构优化的成效尚未完全反映在历史数据中，适当调高（示例）"
RELEASE_DAY = "2026年4月10日 (周五)"
NUMBER = "SHBV-2026-L1-0001-K"
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def test_a_firm_goes_from_registration_to_a_ranked_list_and_reads_how_its_value_came_about(theatre: Theatre) -> None:
    edition = ranked_scenery.open_edition(theatre.cast)
    office = theatre.member("city")
    set_places(office, edition.title)
    clerk = file_and_submit(theatre, office, edition.title)
    rivals = ranked_scenery.add_rivals(theatre.cast, edition)
    officer, auditor = receive_paper(theatre), theatre.member("auditor")
    check_formally(theatre, officer)
    phone = check_figures(theatre, officer)
    judges = review_by_experts(theatre, officer, auditor, rivals)
    verify_ranking(theatre, officer, judges)
    leader = theatre.member("city_leader")
    decide_and_release(theatre, officer, leader)
    read_and_verify(theatre, clerk)
    open_explanation(phone)
    digest = read_explanation(clerk)
    read_the_record(theatre, auditor, digest)


def set_places(office: Person, edition_title: str) -> None:
    """One place on the first list, typed as a Chinese keyboard types it."""
    table = "各榜单入榜数"
    assert intake.change_setting(office, edition_title, table=table, control=L1, value="１") == ["0", "1"]


def file_and_submit(theatre: Theatre, office: Person, edition_title: str) -> Person:
    """Account, organisation, profile, seven pages with row tables and files, receipt."""
    clerk = theatre.someone(**CLERK)
    applicant.sign_up(clerk)
    applicant.register_organisation(clerk, FILING)
    applicant.complete_profile(clerk, FILING)
    district.accept_claim(office, FILING.organisation)
    applicant.start_application(clerk, edition_title)
    applicant.fill_form(clerk, FILING, theatre.folder)
    applicant.submit(clerk, version=1)
    clerk.sees("邮戳日期不晚于2026年3月30日")
    return clerk


def receive_paper(theatre: Theatre) -> Person:
    """One envelope does not match, and its sender is told; then both come in, scanned as two numbers."""
    theatre.wait_until(at(3, 12))
    officer = theatre.member("second_city")
    references = intake.awaited_references(officer)
    assert sorted(references) == sorted([FILING.organisation, CLAIMANT])
    intake.record_mismatch(officer, CLAIMING, on="2026-03-12", note=MISMATCH)
    theatre.beat()
    assert MISMATCH in next(str(letter.body) for letter in mail.outbox if letter.to == ["neighbour@cast.example"])
    neighbour = theatre.someone(email="neighbour@cast.example")
    neighbour.log_in()
    neighbour.follow(CLAIMING)
    neighbour.sees("纸质申报书与电子申报不一致，请更正后重新寄出")
    neighbour.sees(MISMATCH)
    typed = [references[FILING.organisation], references[CLAIMANT].translate(WIDE)]
    intake.record_envelopes(officer, typed, on="2026-03-12")
    officer.sees("都已收齐。")
    return officer


def check_formally(theatre: Theatre, officer: Person) -> None:
    """After the deadline: ten clauses each; the neighbour is not the little giant that it says it is."""
    theatre.wait_until(at(3, 31))
    city.check_clauses(officer, BRAND, count=10)
    city.accept(officer)
    city.check_clauses(officer, CLAIMING, count=10, unmet=["申报截止日为国家级专精特新“小巨人”企业"])
    city.accept(officer)


def check_figures(theatre: Theatre, officer: Person) -> Person:
    """A question, answered on a telephone; a grade from the register, a figure replaced; nothing found on another."""
    intake.ask_applicant(officer, BRAND, SHARE, QUESTION)
    phone = theatre.someone(size=PHONE, **CLERK)
    phone.log_in()
    applicant.correct(phone, BRAND, reasons={SHARE: QUESTION}, values={SHARE: "８０．５"})
    applicant.submit(phone, version=2)
    district.open_case(officer, BRAND)
    city.accept(officer)
    source = "信用查询系统，2026-03-31（示例）"
    intake.open_data_check(officer, BRAND)
    intake.record_value(officer, "信用等级", value="AAA", source=source, reason="以查询结果为准（示例）")
    audited = {"source": "审计报告附注（示例）", "reason": "按审计报告归集口径（示例）"}
    intake.record_value(officer, "研发费用（2025年）", value="1820", **audited)
    expect(intake.line_of(officer, "研发费用（2025年）")).to_contain_text("1,960")
    intake.confirm_figures(officer)
    intake.open_data_check(officer, CLAIMING)
    expect(officer.page.locator(".summary-list__line").filter(has_text="所在名单")).to_contain_text(L2)
    intake.record_value(officer, "信用等级", value="", source=source, reason="系统内没有该单位的记录（示例）")
    intake.confirm_figures(officer)
    return phone


def review_by_experts(theatre: Theatre, officer: Person, auditor: Person, rivals: Rivals) -> list[Person]:
    """Two secrets, a draw of five, four criteria; the others' sheets are signed behind the scenes."""
    reviewing.form_panel(officer, *ALL)
    for person, secret in zip((officer, auditor), SECRETS, strict=True):
        reviewing.commit(person, secret)
    for person, secret in zip((officer, auditor), SECRETS, strict=True):
        reviewing.reveal(person, secret)
    seated = [seat for seat in reviewing.read_draw(officer) if not seat.is_reserve]
    assert sorted(seat.field for seat in seated) == sorted(["技术"] * 2 + ["品牌质量"] * 2 + ["财务"])
    reviewing.start_review(officer)
    ranked_scenery.score_rivals(theatre.cast, rivals)
    keys, judges = keys_by_expert(theatre.cast), []
    for seat, (marks, total) in zip(seated, MARKS, strict=True):
        judge = theatre.member(keys[seat.name])
        given = dict(zip(LABELS, marks, strict=True))
        reviewing.declare(judge)
        reviewing.score(judge, title=BRAND, marks=given, total=total, signer=seat.name, paper="营业执照.pdf")
        judges.append(judge)
    reviewing.close_review(officer, value=PANEL_SCORE, count=4)
    return judges


def verify_ranking(theatre: Theatre, officer: Person, judges: list[Person]) -> None:
    """Second before, first after two experts have signed five per cent; what nobody doubts is confirmed at once."""
    ranking.calculate(officer, ALL)
    assert [ranking.read_list(officer, code) for code in ("L1", "L2", "L3")] == [
        [("1", "1", RIVAL, "拟列入"), ("2", "2", BRAND, "不列入")],
        [("1", "1", CLAIMING, "拟列入")],
        [("1", "1", GROWING, "拟列入")],
    ]
    ranking.open_verification(officer)
    one, other, *_ = judges
    ranking.propose_adjustment(one, BRAND, per_cent="＋５", reason=WHY)
    ranking.open_run(officer, 1)
    expect(officer.page.get_by_role("link", name="计算最终结果")).to_have_count(0)
    ranking.second(other, BRAND, reason=WHY)
    ranking.confirm_rest(other, [RIVAL, GROWING, CLAIMING])
    ranking.calculate_final(officer, ALL, number=1)
    assert [ranking.read_list(officer, code) for code in ("L1", "L2", "L3")] == [
        [("1", "2", BRAND, "拟列入"), ("2", "1", RIVAL, "不列入")],
        [("1", "1", CLAIMING, "拟列入")],
        [("1", "1", GROWING, "拟列入")],
    ]
    officer.sees(by_hand.read(by_hand.RAISED))
    ranking.submit_run(officer)


def decide_and_release(theatre: Theatre, officer: Person, leader: Person) -> None:
    """Approved; drafted by the officer for a day, approved by the leader, released by the clock on that day alone."""
    city.approve(leader, number=2)
    drafts = {title: releasing.draft_list(officer, title, release_on="2026-04-10") for title in (L1, L2, L3)}
    for title, names in ((L1, [BRAND]), (L2, [CLAIMING]), (L3, [GROWING])):
        releasing.approve_list(leader, drafts[title], names=names, day=RELEASE_DAY)
    stranger = theatre.someone()
    theatre.wait_until(at(4, 9, 23))
    stranger.open_start()
    stranger.follow(ORGANISER)
    stranger.sees("还没有公布过名单")
    theatre.wait_until(at(4, 10, 0))
    assert releasing.public_lists(stranger, ORGANISER) == {
        f"2026{L1}": [f"1 {BRAND}"],
        f"2026{L2}": [f"1 {CLAIMING}"],
        f"2026{L3}": [f"1 {GROWING}"],
    }


def read_and_verify(theatre: Theatre, clerk: Person) -> None:
    """The holder downloads the paper; somebody without any login scans its code."""
    clerk.visit("荣誉与证书")
    paper = theatre.folder / "certificate.pdf"
    got = clerk.download(clerk.link("下载", exact=False))
    assert got.suggested_filename == f"{NUMBER}.pdf"
    got.save_as(paper)
    words = paperwork.words_on(paper)
    assert [text in words for text in (FILING.organisation, NUMBER, "2026年度", "名次")] == [True, True, True, False]
    passer_by = theatre.someone()
    passer_by.page.goto(paperwork.scan_certificate(paper))
    passer_by.sees_heading("证书核验")
    verdict = passer_by.page.locator(".verdict")
    for text in ("有效", FILING.organisation, BRAND, f"2026{L1}入榜企业", "2026年度"):
        expect(verdict).to_contain_text(text)
    passer_by.sees("二维码有效：这份证书由本平台签发")


def read_explanation(clerk: Person) -> str:
    """Every number of the page is the one worked by hand. Answers the run's digest as the page prints it."""
    assert (str(by_hand.two(by_hand.STRENGTH)), str(by_hand.VALUE), str(by_hand.RAISED)) == (
        "68.66",
        "10362.35",
        "10880.47",
    )
    open_explanation(clerk)
    assert ranking.read_facts(clerk, "结果") == {
        "所属名单": f"2026{L1}",
        "名次": "第 1 名（共 2 个参加排名）",
        "品牌价值": "10,880.47 万元\n模型计算 10,362.35 万元，经专家校验评审调整 +5%",
    }
    assert ranking.read_facts(clerk, "主要结果") == by_hand.PARTS
    tables = ranking.read_tables(clerk)
    assert tables == by_hand.TABLES
    assert list(tables) == list(by_hand.TABLES)
    assert sum(len(tables[name]) for name in list(tables)[:5]) == 24
    clerk.sees(by_hand.NOT_SUPPLIED)
    return clerk.page.locator("code.digest").inner_text()


def open_explanation(clerk: Person) -> None:
    """From the desk, over the application; on a telephone the page is measured, too."""
    clerk.visit("我的工作台")
    clerk.follow(BRAND)
    clerk.follow("查看评审结果说明")
    clerk.sees_heading("评审结果说明")


def read_the_record(theatre: Theatre, auditor: Person, digest: str) -> None:
    """The auditor sees who did what; the run recomputes to the digest that the firm was told; the chains are whole."""
    for act, who, count in (
        ("修改年度参数与环节", "city", 1),
        ("登记纸质申报表", "second_city", 3),
        ("登记查询数据", "second_city", 3),
        ("提出校验意见", "评审专家", 1),
        ("同意校验意见", "评审专家", 1),
        ("审定名单，定期公布", "city_leader", 3),
        ("发布名单", "系统自动", 3),
    ):
        assert [who in text for text in read_acts(auditor, act)] == [True] * count
    with fence.as_tenant(theatre.cast.tenant.pk):
        final = Run.objects.get(number=2)
    out = io.StringIO()
    call_command("ranking_verify", str(final.pk), stdout=out)
    assert out.getvalue() == (
        f"Recomputed from the frozen content: the same. Digest {digest}\nAgainst the files of today: the same.\n"
    )
    theatre.beat()
    assert [verify_chain(chain).findings for chain in (None, theatre.cast.tenant.pk)] == [(), ()]


def read_acts(auditor: Person, act: str) -> list[str]:
    """Who did it, by name or office, of every entry of one kind of act."""
    auditor.visit("操作记录")
    auditor.page.get_by_role("combobox", name="操作").select_option(label=act)
    auditor.press("筛选")
    rows = auditor.page.locator("main table tbody tr")
    expect(rows.filter(has_not_text=act)).to_have_count(0)
    return [row.locator("td").nth(1).inner_text() for row in rows.all()]
