"""From the notice to the certificate: the office publishes, a stranger objects, the leader decides and releases."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import Person

NOTICE = "2026年度拟认定特色产业集群公示（示例）"
LIST = "2026年度市级中小企业特色产业集群名单（示例）"
FACTS = "集群公布的研发经费与公开的统计资料不一致，请予核实。具体年份和数字见所附材料（示例）。"
FINDING = "已调取统计年报与企业台账核对，申报数与年报一致，所附材料口径不同（示例）。"
DECISION = "经核查，申报数据与统计年报一致，异议所据材料口径不同（示例）。"


def publish_notice(person: Person, title: str, *, last_day: str) -> None:
    """Draft, look at the days it will run, publish. last_day: as the page writes it."""
    person.visit("公示")
    person.follow("起草公示")
    person.fill("公示标题", NOTICE)
    person.fill("公示内容", "现将拟认定的集群予以公示，欢迎监督（示例）。")
    person.press("保存草稿")
    person.sees_heading(NOTICE)
    expect(person.page.get_by_role("table", name="将公示的名单")).to_contain_text(title)
    person.sees(last_day)
    person.press("确认发布")
    person.sees("公示中")


def object_as_stranger(person: Person, organiser: str, title: str) -> str:
    """Anonymous on the web, named on the form; answers the code by which the course can be asked for."""
    person.open_start()
    person.follow(organiser)
    person.follow(NOTICE)
    person.sees_heading(NOTICE)
    person.follow("提出异议", exact=False)
    person.sees_heading("提出异议")
    option = person.page.get_by_label("对哪一项有异议").locator("option").filter(has_text=title)
    person.page.get_by_label("对哪一项有异议").select_option(value=option.get_attribute("value"))
    person.page.get_by_label("个人", exact=True).check()
    person.fill("真实姓名或单位全称", "示例丁")
    person.fill("身份证件号码或统一社会信用代码", "11010519491231002X")
    person.fill("联系电话", "13900000000")
    person.fill("事实与理由", FACTS)
    person.fill("异议请求", "请核实后再作认定（示例）")
    person.page.get_by_label("我承诺所反映的情况属实").check()
    person.press("提交异议")
    person.sees_heading("异议已收到")
    return person.page.locator("main code").inner_text()


def ask_status(person: Person, organiser: str, token: str, *, has_ended: bool = False) -> None:
    """By the code alone, from the public pages; a notice that has ended stands under the earlier ones."""
    person.open_start()
    person.follow(organiser)
    if has_ended:
        person.follow("查看以往公示")
        person.sees_heading("公示")
    person.follow(NOTICE)
    person.sees_heading(NOTICE)
    person.follow("查询已提交的异议")
    person.fill("查询码", token)
    person.press("查询")
    person.sees_heading("异议办理进度")


def open_objection(person: Person, title: str, *, all_of_them: bool = False) -> None:
    person.visit("异议")
    if all_of_them:
        person.follow("显示全部")
    person.page.get_by_role("row").filter(has_text=title).get_by_role("link").first.click()
    person.sees_heading("异议")


def accept_objection(person: Person, title: str) -> None:
    """Only this entry is held from now on."""
    open_objection(person, title)
    expect(person.page.get_by_text("13900000000")).to_have_count(0)
    person.press("受理异议")
    person.sees("异议核查中")


def ask_applicant(person: Person) -> None:
    person.fill("请对方说明的事实", "请说明研发经费的统计口径（示例）。")
    person.press("请申报主体说明")
    person.sees("尚未答复")


def answer_inquiry(person: Person) -> None:
    """The applicant learns what is asked, not who asks."""
    person.visit("荣誉与证书")
    person.follow("查看并答复")
    expect(person.page.get_by_text("示例丁")).to_have_count(0)
    person.fill("情况说明", "研发经费按统计年报口径填报，年报见附件（示例）。")
    person.press("提交说明")


def report_finding(person: Person, title: str) -> None:
    open_objection(person, title)
    person.fill("核查情况", FINDING)
    person.press("提交市级审定")
    person.sees_heading("异议")


def decide_objection(person: Person, title: str) -> None:
    """The leader finds nothing in it: the entry goes on."""
    open_objection(person, title)
    person.page.get_by_label("异议不成立").check()
    person.fill("决定理由", DECISION)
    person.press("作出决定")
    person.sees_heading("异议")


def draft_list(person: Person) -> None:
    person.visit("名单")
    person.follow("起草名单")
    person.fill("名单标题", LIST)
    person.fill("公布内容", "现予公布（示例）。")
    person.fill("发证单位", "示例市经济信息化委")
    person.press("保存草稿")
    person.sees_heading(LIST)
    expect(person.page.get_by_role("button", name="确认公布")).to_have_count(0)


def release_list(person: Person, title: str) -> None:
    """By another than who drafted it."""
    person.visit("名单")
    person.follow(LIST)
    person.sees_heading(LIST)
    expect(person.page.get_by_role("table", name="将公布")).to_contain_text(title)
    person.press("确认公布")
    person.sees_heading(LIST)
