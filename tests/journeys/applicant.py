"""The applicant's clerk, from a mail address to a receipt. Every step is a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from django.core import mail
from playwright.sync_api import expect

from programmes.contract import FieldKind, Section
from tests.journeys import papers
from tests.journeys.browser import Person
from tests.journeys.filings import Filing
from tests.journeys.filling import attach, fill_section, import_rows, named


def sign_up(person: Person) -> None:
    """An account by e-mail; the link of the mail is opened in the same browser."""
    person.open_start()
    person.follow("登录")
    person.follow("注册")
    person.fill("电子邮件", person.email)
    person.fill("密码", person.password, exact=True)
    person.fill("密码（重复）", person.password, exact=True)
    person.press("注册")
    person.sees("验证邮件")
    letter = next(message for message in reversed(mail.outbox) if message.to == [person.email])
    found = re.search(r"https?://\S+/confirm-email/\S+", str(letter.body))
    assert found, letter.body
    person.page.goto(found.group())
    person.press("确认")
    person.sees_heading("登录")
    person.log_in()


def register_organisation(person: Person, filing: Filing) -> None:
    """A new account lands here by itself."""
    person.sees_heading("登记您的单位")
    person.fill("统一社会信用代码", filing.code)
    person.fill("单位名称", filing.organisation)
    person.choose("主体类型", "公司")
    person.fill("您的姓名", "示例经办人")
    person.choose("由哪个组织方核验", "示例市经济信息化委")
    person.page.get_by_label("营业执照或登记证书").set_input_files(papers.pdf("营业执照"))
    person.page.get_by_label("授权委托书").set_input_files(papers.pdf("授权委托书"))
    person.page.locator("main").get_by_role("button", name="登记", exact=True).click()
    person.sees_heading(filing.organisation)
    person.sees("待核验")


def complete_profile(person: Person, filing: Filing) -> None:
    person.visit("单位档案")
    person.follow("修改单位档案")
    person.sees_heading("修改单位档案")
    for label, value in filing.profile.items():
        person.fill(label, value)
    person.choose("注册地行政区", filing.region)
    person.page.get_by_role("textbox", name=re.compile(r"^联系人 （选填）$")).fill("示例经办人")
    person.press("保存单位档案")
    person.sees_heading(filing.organisation)


def start_application(person: Person, edition_title: str) -> None:
    person.visit("我的工作台")
    person.follow(edition_title)
    person.sees_heading(edition_title)
    person.press("开始申报")
    person.sees("继续填写")


def fill_form(person: Person, filing: Filing, folder: Path) -> None:
    """Page after page with 'save and continue'; a long table comes as a workbook."""
    person.follow("继续填写")
    for section in filing.programme.sections:
        person.sees_heading(section.title)
        fill_page(person, filing, section, folder)
        person.press("保存并继续")


def fill_page(person: Person, filing: Filing, section: Section, folder: Path) -> None:
    given = dict(filing.answers)
    for question in section.fields:
        if question.key in filing.workbook:
            import_rows(person, question, given.pop(question.key), folder)
            expect(person.page.get_by_role("cell", name=filing.workbook[question.key])).to_be_visible()
    files = {question.label for question in section.fields if question.kind is FieldKind.FILE} - filing.without
    fill_section(person, section, given, latest_year=filing.latest_year, files=sorted(files))
    for proof in filing.programme.evidence:
        if proof.needed_at_submission and proof.indicator in section.indicators:
            attach(person, proof.label)


def submit(person: Person, *, version: int) -> None:
    """Sign below everything that was written, and read the receipt."""
    sign(person)
    person.sees_heading("提交回执")
    person.sees(f"第 {version} 版")


def sign(person: Person) -> None:
    person.sees_heading("检查并提交")
    person.fill("承诺人姓名", "示例经办人")
    person.page.get_by_label("本单位承诺").check()
    person.press("提交申报")


def correct(person: Person, title: str, *, reasons: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Read what was asked, open each field from its own link, write it anew, hand in again.

    reasons, values  both by the field's label
    """
    for label, reason in reasons.items():
        person.visit("我的工作台")
        person.follow(title)
        person.sees_heading(title)
        asked = person.page.get_by_role("region", name="请补正以下内容后重新提交")
        expect(asked).to_contain_text(reason)
        asked.get_by_role("link", name=label, exact=True).click()
        person.page.get_by_role("textbox", name=named(label)).fill(values[label])
        person.press("保存并继续")
        person.sees_heading()
