"""Next year without a developer: an organiser copies an edition of each programme, changes and opens it; a firm files.

Every step is a page. A threshold, a weight, a district's earlier day, a table question and a file question that hangs
on a yes are set in the browser, looked at as an applicant, checked and announced; in its time the form asks them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from applications.models import Application
from applications.queries import attachments_for
from portal.kit.clock import SHANGHAI
from portal.people.models import Body, BodyKind
from portal.tenancy import fence
from programmes import registry
from programmes.contract import FieldKind
from programmes.models import Edition
from tests.cast import Cast, make_edition
from tests.journeys import applicant, brand_filing, cluster_filing, items_filing, papers, product_filing
from tests.journeys.browser import Person, Theatre
from tests.journeys.filings import Filing
from tests.journeys.filling import named

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

YES_NO, TABLE, PAPER = "近三年是否有技术改造（示例）", "技术改造项目（示例）", "技术改造备案文件（示例）"
CLOSES_EARLIER = datetime(2027, 3, 25, 17, tzinfo=SHANGHAI)
IN_TIME = datetime(2027, 3, 15, 9, tzinfo=SHANGHAI)
BODIES = {
    BodyKind.DEPARTMENT: "示例区经济信息化部门",
    BodyKind.AGENCY: "示例品牌评价中心",
    BodyKind.CERTIFICATION: "示例认证有限公司",
}


@dataclass(frozen=True)
class Year:
    """filing: whose first page is filled in. settings: path of a value -> what is typed. stages: switched on."""

    filing: Filing
    settings: Mapping[str, str]
    stages: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return self.filing.programme.slug


YEARS = (
    Year(cluster_filing.FILING, {"pass_line": "72", "quantitative_weight": "0.55", "expert_weight": "0.45"}),
    Year(
        brand_filing.FILING,
        {"spread_range_limit": "18", "growth_weights.G1": "0.35", "growth_weights.G2": "0.25"},
        stages=("district_review",),
    ),
    Year(items_filing.FILING, {"pass_line": "78", "quantitative_weight": "0.35", "expert_weight": "0.65"}),
    Year(product_filing.FILING, {"rework_line": "65", "quantitative_weight": "0.25", "expert_weight": "0.75"}),
)


def test_every_programme_is_in_the_journey() -> None:
    assert {year.slug for year in YEARS} == set(registry.all_programmes())


@pytest.mark.parametrize("year", YEARS, ids=lambda year: year.slug)
def test_next_years_edition_is_made_in_the_browser_and_a_firm_fills_it_in(theatre: Theatre, year: Year) -> None:
    edition = set_up(theatre.cast, year)
    officer = theatre.member("city")
    title = copy(officer, edition)
    set_parameters(officer, title, year)
    set_district(officer, title)
    ask_more(officer, title, year.filing)
    look_as_an_applicant(officer, title)
    announce(officer, title)
    demand_what_was_set(theatre.cast, title, year)
    theatre.wait_until(IN_TIME)
    fill_in(theatre, title, year.filing)


def set_up(cast: Cast, year: Year) -> Edition:
    """This year's edition, by the programme's defaults, and bodies to consult and to entrust."""
    with fence.as_tenant(cast.tenant.pk):
        for kind, name in BODIES.items():
            Body.objects.create(tenant=cast.tenant, kind=kind, name=name, approval="示例-001")
        Edition.objects.filter(tenant=cast.tenant).delete()
    edition = make_edition(cast.tenant, slug=year.slug)
    with fence.as_tenant(cast.tenant.pk):
        title = f"2026年度{edition.programme.short_title}（示例）"
        Edition.objects.filter(pk=edition.pk).update(title=title, switched_stages=[])
        edition.refresh_from_db()
    return edition


def copy(person: Person, edition: Edition) -> str:
    open_edition(person, edition.title)
    person.follow("复制生成新年度")
    person.press("生成草稿")
    title = edition.title.replace("2026", "2027")
    person.sees_heading(title)
    person.sees("筹备中")
    return title


def open_edition(person: Person, title: str) -> None:
    person.visit("年度工作")
    person.follow(title)
    person.sees_heading(title)


def set_parameters(person: Person, title: str, year: Year) -> None:
    person.follow("参数与环节")
    for path, value in year.settings.items():
        person.page.locator(f'[name="p.{path}"]').fill(value)
    for stage in year.stages:
        person.page.locator(f'[name="stage.{stage}"]').select_option("true")
    person.press("保存设置")
    person.sees_heading(title)


def set_district(person: Person, title: str) -> None:
    """One district closes five days before the others."""
    person.follow("各区设置")
    row = person.page.get_by_role("row", name=re.compile("闵行区"))
    row.locator("input[type=datetime-local]").fill(CLOSES_EARLIER.strftime("%Y-%m-%dT%H:%M"))
    row.locator("input[name$=paper_copies]").fill("６")
    person.press("保存各区设置")
    person.sees_heading(title)


def ask_more(person: Person, title: str, filing: Filing) -> None:
    """A yes or no, and hanging on it a table with two columns and a file."""
    page = str(filing.programme.sections[0].title)
    add_question(person, page, "是非", YES_NO)
    table = add_question(person, page, "表格", TABLE, is_saved=False)
    for number, (name, kind) in enumerate((("项目名称", "单行文字"), ("投入金额", "小数"))):
        line = table.locator("tbody tr").nth(number)
        line.locator("input[type=text]").first.fill(name)
        line.locator("select").first.select_option(label=kind)
    hang_on(person, YES_NO)
    person.press("保存问题")
    person.sees(TABLE)
    add_question(person, page, "文件", PAPER, is_saved=False)
    hang_on(person, YES_NO)
    person.page.get_by_label("必填", exact=True).first.check()
    person.press("保存问题")
    person.sees(PAPER)
    open_edition(person, title)


def add_question(person: Person, page: str, kind: str, label: str, *, is_saved: bool = True) -> Locator:
    if "补充问题" not in person.page.get_by_role("heading", level=1).inner_text():
        person.follow("补充问题")
    own = person.page.get_by_role("region", name=page, exact=True)
    own.locator("summary").click()
    own.get_by_role("link", name=re.compile(rf"^{kind}")).click()
    person.page.get_by_role("textbox", name="问题", exact=True).fill(label)
    if is_saved:
        person.press("保存问题")
        person.sees(label)
    return person.page.locator("table.entry-table")


def hang_on(person: Person, label: str) -> None:
    choice = person.page.get_by_label("条件")
    choice.select_option(value=choice.locator("option", has_text=label).get_attribute("value"))


def look_as_an_applicant(person: Person, title: str) -> None:
    """The page with the questions at its end; what is typed there is checked and goes nowhere."""
    person.follow("按角色预览")
    person.sees("这是预览")
    for label in (YES_NO, TABLE, PAPER):
        expect(person.page.locator("main")).to_contain_text(label)
    person.press("检查这一页（不保存）")
    person.sees("这是预览")
    open_edition(person, title)


def announce(person: Person, title: str) -> None:
    person.follow("发布前检查")
    person.sees("流程走得通")
    person.press("发布申报通知")
    person.sees_heading(title)
    person.sees("申报通知已发布")


def demand_what_was_set(cast: Cast, title: str, year: Year) -> None:
    """As it is stored: this year's edition has none of it."""
    with fence.as_tenant(cast.tenant.pk):
        made = Edition.objects.get(title=title)
        own = made.district_settings.get(district=cast.minhang)
        former = Edition.objects.get(year=2026)
    settings: dict[str, Any] = made.settings()
    for path, value in year.settings.items():
        found: Any = settings
        for part in path.split("."):
            found = found[part]
        assert str(found) == value
    assert (own.closes_at, own.paper_copies) == (CLOSES_EARLIER, 6)
    assert [row["label"] for row in made.questions] == [YES_NO, TABLE, PAPER]
    assert sorted(made.switched_stages) == sorted(year.stages)
    assert (former.parameters, former.questions, former.switched_stages) == ({}, [], [])


def fill_in(theatre: Theatre, title: str, filing: Filing) -> None:
    """The first page of the form, the organiser's own questions with it, and what the last page says of them."""
    clerk = theatre.someone(email=theatre.cast.user("applicant").email)
    clerk.log_in()
    applicant.start_application(clerk, title)
    clerk.follow("继续填写")
    with fence.as_tenant(theatre.cast.tenant.pk):
        own = Edition.objects.get(title=title).programme.sections[0]
    yes, table, _paper = own.fields[-3:]
    clerk.page.get_by_role("group", name=named(YES_NO)).get_by_label("是", exact=True).check()
    applicant.fill_page(clerk, at_home(filing), filing.programme.sections[0], theatre.folder)
    rows = clerk.page.locator(".row-table").filter(has=clerk.page.get_by_text(TABLE))
    if not rows.locator("tbody tr").count():
        rows.get_by_role("button", name=re.compile("增加一行")).click()
    rows.get_by_label("项目名称 1", exact=True).fill("示例产线𠮷")
    rows.get_by_label("投入金额 1", exact=True).fill("１２.５")
    give_paper(clerk, theatre.folder)
    clerk.press("保存并继续")
    clerk.sees_heading(str(filing.programme.sections[1].title))
    clerk.follow("检查并提交")
    for words in (YES_NO, TABLE, "示例产线𠮷", "12.5", PAPER):
        expect(clerk.page.locator("main")).to_contain_text(words)
    with fence.as_tenant(theatre.cast.tenant.pk):
        application = Application.objects.select_related("edition").get(edition__title=title)
        answers = registry.read_answers(application)
        files = [row.key for row in attachments_for(application)]
    assert answers[yes.key] is True
    assert len(answers[table.key]) == 1
    assert own.fields[-1].key in files


def at_home(filing: Filing) -> Filing:
    """With its district in the city of the cast, and figures up to the year before the new edition's."""
    places = {field.key: "闵行区" for field in filing.programme.fields() if field.kind is FieldKind.DISTRICT}
    return replace(filing, answers={**filing.answers, **places}, latest_year=2026)


def give_paper(person: Person, _folder: Path) -> None:
    place = person.page.locator("input[type=file]").and_(person.page.get_by_label(PAPER))
    place.set_input_files(papers.pdf(PAPER))
