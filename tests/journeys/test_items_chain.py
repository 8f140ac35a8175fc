"""A firm with three products from a clerk's mail address to one of them on a list and its special mark: pages only.

A department answers and another does not; the district incubates and recommends with priority. An agency fails the
product whose trademark is somebody else's and returns another, of which the firm may mend nothing else; that one the
experts do not pass. What is left is shown for five working days, listed, and may carry the mark that its holder
downloads and a stranger verifies. Dates are of 2026, on a clock that moves between the acts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.audit.verification import verify_chain
from portal.kit.clock import SHANGHAI
from programmes.models import Edition
from tests.journeys import (
    applicant,
    city,
    cultivating,
    district,
    items_scenery,
    marking,
    ranking,
    releasing,
    reviewing,
    screening,
)
from tests.journeys.browser import PHONE, Person, Theatre
from tests.journeys.items_filing import (
    AWARDED_ON,
    BORROWED,
    FILING,
    FIRM,
    ITEMS,
    LISTED,
    RIGHT_REPORT,
    TITLE,
    WEAK,
)
from tests.journeys.items_scenery import AGENCY, HEALTH, LABOUR, OTHER_AGENCY
from tests.journeys.scenery import keys_by_expert

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

CLERK: dict[str, Any] = {"email": "clerk@cast.example", "password": "Shanghai-Brand-2026"}
ORGANISER = "示例市经济信息化委"
BODIES = {HEALTH: "政府部门", LABOUR: "政府部门", AGENCY: "第三方专业机构", OTHER_AGENCY: "第三方专业机构"}
HONOUR = "国家级专精特新“小巨人”企业"
QUESTION = "请说明该企业近三年有无本领域的行政处罚（示例）。"
OPINION = "总部在本区，材料齐全，同意推荐（示例）。"
POINTS, ASKED = "先进性指标对比", "第4行检测报告与上传的报告不一致，请核对编号（示例）"
MET, UNMET = "逐条核对材料，未见不符（示例）。", "商标注册证载明的权利人不是申请企业（示例）。"
NUMBER = "SHBP-2026-MK-0001-N"
SECRETS = ("organiser-secret-0001", "witness-secret-00002")
# Five experts; without the highest and the lowest 85.00 and 62.00. 0.4 × 82.25 + 0.6 × 85 = 83.90, above 75;
# 0.4 × 80.75 + 0.6 × 62 = 69.50, below.
OWN_MARKS = {LISTED: "84", WEAK: "60"}
MARKS_BEHIND = {LISTED: (85, 86, 83, 87), WEAK: (61, 62, 63, 64)}
RESULTS = {LISTED: ("82.25", "85.00", "83.90", "拟认定"), WEAK: ("80.75", "62.00", "69.50", "不予认定")}


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def test_of_three_products_of_a_firm_one_is_listed_and_carries_the_mark(theatre: Theatre) -> None:
    edition = items_scenery.open_edition(theatre.cast)
    enter_bodies(theatre)
    clerk = file_and_submit(theatre)
    city_officer = theatre.member("second_city")
    record_honour(theatre, city_officer)
    officer = consult(theatre)
    recommend_and_cultivate(theatre, officer)
    screen(theatre, city_officer)
    auditor = theatre.member("auditor")
    review_by_experts(theatre, edition, city_officer, auditor)
    leader = theatre.member("city_leader")
    decide(city_officer, leader)
    show_and_list(theatre, city_officer, leader)
    stranger = read_list(theatre)
    take_mark(theatre, city_officer, clerk)
    verify_and_count(stranger)
    read_the_record(theatre, auditor)


def enter_bodies(theatre: Theatre) -> None:
    items_scenery.staff_bodies(theatre.cast)
    cultivating.enter_bodies(theatre.member("admin"), BODIES)


def file_and_submit(theatre: Theatre) -> Person:
    """Account, organisation, profile, seven pages with three items, their indicators and files, receipt."""
    clerk = theatre.someone(**CLERK)
    applicant.sign_up(clerk)
    applicant.register_organisation(clerk, FILING)
    applicant.complete_profile(clerk, FILING)
    district.accept_claim(theatre.member("city"), FIRM)
    applicant.start_application(clerk, items_scenery.TITLE)
    applicant.fill_form(clerk, FILING, theatre.folder)
    applicant.submit(clerk, version=1)
    return clerk


def record_honour(theatre: Theatre, officer: Person) -> None:
    """What the firm says that it holds counts once it stands in the register."""
    theatre.wait_until(at(3, 12))
    given = {
        "统一社会信用代码": FILING.code,
        "企业名称": FIRM,
        "授予单位": "示例授予单位",
        "授予日期": AWARDED_ON.isoformat(),
        "依据": "示例公布名单〔2023〕1号",
    }
    cultivating.record_honour(officer, given, honour=HONOUR)


def consult(theatre: Theatre) -> Person:
    """Two departments have five working days: one has no objection, the other says nothing."""
    officer = theatre.member("officer")
    cultivating.ask_departments(officer, TITLE, (HEALTH, LABOUR), QUESTION)
    cultivating.answer(theatre.member("department"), TITLE, QUESTION)
    theatre.wait_until(at(3, 19, 23))
    district.open_case(officer, TITLE)
    expect(officer.page.get_by_role("button", name="提请审签")).to_have_count(0)
    theatre.wait_until(at(3, 20))
    district.open_case(officer, TITLE)
    asked = officer.page.get_by_role("region", name="征求意见").locator(".opinion")
    expect(asked.filter(has_text=HEALTH)).to_contain_text("无异议")
    expect(asked.filter(has_text=LABOUR)).to_contain_text("逾期未答复")
    return officer


def recommend_and_cultivate(theatre: Theatre, officer: Person) -> None:
    """Officer and leader are two people; then each item is cultivated on its own."""
    district.put_forward(officer, TITLE, opinion=OPINION, is_priority=True)
    officer.sees("重点推荐")
    expect(officer.page.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    district.sign(theatre.member("leader"), TITLE, opinion=OPINION)
    note = "首席质量官制度辅导，梳理三项制度（示例）。"
    cultivating.log_activity(officer, TITLE, LISTED, kind="辅导", on="2026-03-20", hours="2.5", note=note)
    theatre.wait_until(at(3, 27))
    for item in ITEMS:
        cultivating.finish_incubation(officer, TITLE, item)


def screen(theatre: Theatre, city_officer: Person) -> None:
    """One agency sees what is entrusted to it and another nothing; one returned and mended, two passed, one failed."""
    inspector, outsider = theatre.member("inspector"), theatre.member("outsider")
    screening.entrust(city_officer, ITEMS, AGENCY)
    screening.send_back(inspector, WEAK, {POINTS: ASKED})
    outsider.visit("受托事项")
    outsider.sees("没有等待本机构办理的事项")
    answer = outsider.page.goto(inspector.page.url)
    assert answer is not None
    assert answer.status == 404
    theatre.wait_until(at(3, 30))
    mend(theatre)
    theatre.wait_until(at(4, 1))
    screening.conclude(inspector, LISTED, count=6, outcome="通过", report=MET)
    screening.conclude(inspector, WEAK, count=6, outcome="通过", report=MET)
    screening.conclude(inspector, BORROWED, count=6, outcome="不通过", report=UNMET)


def mend(theatre: Theatre) -> None:
    """On a telephone. The report of another item is not open: changing it is refused, taking it back is not."""
    phone = theatre.someone(size=PHONE, **CLERK)
    phone.log_in()
    phone.visit("我的工作台")
    phone.follow(TITLE)
    phone.sees_heading(TITLE)
    asked = phone.page.get_by_role("region", name="请补正以下内容后重新提交")
    expect(asked).to_contain_text(ASKED)
    asked.get_by_role("link", name=POINTS, exact=True).click()
    own, other = (phone.page.get_by_label(f"检测报告编号 {row}", exact=True) for row in (4, 1))
    kept = other.input_value()
    own.fill(RIGHT_REPORT)
    other.fill("示例检字〔2030〕1号")
    phone.press("保存并继续")
    applicant.sign(phone)
    phone.sees(f"{POINTS}：补正期间不能增加、删除项目，也不能改动没有退回的项目")
    phone.page.get_by_role("region", name="请补正以下内容后重新提交").get_by_role("link", name=POINTS).click()
    other.fill(kept)
    phone.press("保存并继续")
    applicant.submit(phone, version=2)


def review_by_experts(theatre: Theatre, edition: Edition, officer: Person, auditor: Person) -> None:
    """Two secrets, a draw of five; one expert on his pages, the others' sheets behind the scenes."""
    reviewing.form_panel(officer, LISTED, WEAK)
    for person, secret in zip((officer, auditor), SECRETS, strict=True):
        reviewing.commit(person, secret)
    for person, secret in zip((officer, auditor), SECRETS, strict=True):
        reviewing.reveal(person, secret)
    seated = [seat for seat in reviewing.read_draw(officer) if not seat.is_reserve]
    assert sorted(seat.field for seat in seated) == sorted(["技术"] * 2 + ["品牌质量"] * 2 + ["财务"])
    reviewing.start_review(officer)
    judge = theatre.member(keys_by_expert(theatre.cast)[seated[0].name])
    for item, points in OWN_MARKS.items():
        reviewing.declare(judge)
        marks = {criterion.label: points for criterion in FILING.programme.criteria}
        signer, paper = seated[0].name, "检测报告.pdf"
        reviewing.score(judge, title=item, marks=marks, total=f"{points}.00", signer=signer, paper=paper)
    items_scenery.score_behind(theatre.cast, edition, MARKS_BEHIND)
    reviewing.close_review(officer, value="85.00", count=2)


def decide(officer: Person, leader: Person) -> None:
    """Item by item: what each earned of its own, of the experts and altogether. Whoever calculates does not approve."""
    city.calculate(officer, LISTED, expert_points="85.00")
    ranking.open_run(officer, 1)
    table = officer.page.get_by_role("table", name="名次和得分")
    for item, texts in RESULTS.items():
        for text in texts:
            expect(table.get_by_role("row").filter(has_text=item)).to_contain_text(text)
    expect(officer.page.get_by_role("button", name="审定通过")).to_have_count(0)
    city.approve(leader)


def show_and_list(theatre: Theatre, officer: Person, leader: Person) -> None:
    """Monday to Friday are five working days, the first one counted; then drafted by one and released by another."""
    theatre.wait_until(at(4, 20))
    releasing.publish_notice(officer, names=[LISTED], last_day="2026年4月24日 (周五) 24:00")
    theatre.wait_until(at(4, 24, 23))
    officer.visit("名单")
    expect(officer.page.get_by_role("link", name="起草名单")).to_have_count(0)
    theatre.wait_until(at(4, 25))
    wording = releasing.draft_only_list(officer, issuer=ORGANISER, release_on="2026-04-27")
    releasing.approve_list(leader, wording, names=[LISTED], day="2026年4月27日 (周一)")
    theatre.wait_until(at(4, 27, 1))


def read_list(theatre: Theatre) -> Person:
    """What anybody reads: the item with its holder, and nothing of the other two."""
    stranger = theatre.someone()
    stranger.open_start()
    stranger.follow(ORGANISER)
    stranger.follow("全部名单")
    stranger.page.locator("main .lines a").first.click()
    stranger.sees_heading("名单")
    rows = stranger.page.locator("main table.data-table tbody tr")
    assert [row.locator("th,td").all_inner_texts() for row in rows.all()] == [
        ["1", LISTED, FIRM, "闵行区", NUMBER, "长期", "有效"]
    ]
    return stranger


def take_mark(theatre: Theatre, officer: Person, clerk: Person) -> None:
    """The very file that the organiser gave, after the rules; the organiser reads who took it and what for."""
    marking.upload(officer, items_scenery.TITLE)
    marking.open_own(clerk, LISTED)
    for rule in FILING.programme.mark.rules if FILING.programme.mark else ():
        clerk.sees(rule)
    place = "产品外包装正面，年产1万件（示例）"
    use = "产品包装、标签或说明书"
    assert marking.take(clerk, theatre.folder, use=use, place=place, on="2026-05-06") == marking.DRAWING
    marking.open_edition(officer, items_scenery.TITLE)
    log = officer.page.get_by_role("table", name="下载记录，最新的在前").locator("tbody tr")
    expect(log).to_have_count(1)
    for text in (LISTED, FIRM, "mark.svg", use, place):
        expect(log).to_contain_text(text)


def verify_and_count(stranger: Person) -> None:
    """From the list to what its number allows today; one item of a hundred, one standard of forty."""
    stranger.follow(NUMBER)
    stranger.sees_heading("标志使用核验")
    for text in ("可以使用", LISTED, FIRM):
        expect(stranger.page.locator(".verdict")).to_contain_text(text)
    stranger.page.go_back()
    stranger.follow("目标进展")
    stranger.sees_heading("目标进展")
    assert stranger.page.locator(".progress-line .num").all_inner_texts() == ["1 / 40 项", "1 / 100 项"]


def read_the_record(theatre: Theatre, auditor: Person) -> None:
    """The chains of the record are whole, and who screened stands in it."""
    auditor.visit("操作记录")
    expect(auditor.page.locator("main table")).to_contain_text("下载标志")
    theatre.beat()
    assert [verify_chain(chain).findings for chain in (None, theatre.cast.tenant.pk)] == [(), ()]
