"""The programmes of other organisers played at the one whose addresses are tested, and what no demo has."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from applications.actions import certifying, clause_questions, registering_honours, scouting
from applications.actions.certifying_rules import StepFacts
from applications.models import Unit
from portal.desks.demo import cast, filling, people, seed, waiting
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.samples import example_code
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes import registry
from programmes.contract import FieldKind
from programmes.demonstration import DemoFiling, ProgrammeDemo
from programmes.models import Edition
from publications.actions import importing
from publications.models.past import PastKind

# Their places, in the city of this organiser.
PLACES = {"340207": "310112", "WH-JK": "310117", "340202": "310114", "SH-LG": "310112", "SH-AP": "310117"}
PEOPLE = (
    people.Outsider("dept.economy", "department", "区经济信息化部门（示例）"),
    people.Outsider("agency", "agency", "示例品牌评价中心"),
    people.Outsider("certifier", "certification", "示例认证有限公司", "CNCA-示例-001"),
)
SERIALS_APART = 20_000
HEADS = (
    *("名称", "持有主体", "统一社会信用代码", "所在区", "荣誉", "证书编号"),
    *("发证日期", "有效期起", "有效期止", "现状", "撤销日期"),
)


def add_beside(here: Tenant) -> None:
    """Editions of every programme that is somebody else's demo; two of a kind would differ in words only."""
    people.OUTSIDERS[here.slug] = PEOPLE
    cast.make_organisers()
    staff = cast.make_staff(here)
    for demo in filling.demos(clock.today()):
        if demo.organiser not in (here.slug, "smesc"):
            play = moved(filling.thinned(demo, 1), here.slug)
            for plan in play.editions:
                seed.play(play, plan, here, staff, afterwards=waiting.leave_work)


def moved(demo: ProgrammeDemo, organiser: str) -> ProgrammeDemo:
    """At this organiser, by its own districts and by firms of their own."""
    editions = tuple(replace(plan, districts=()) for plan in demo.editions)
    asked = [field.key for field in registry.programme(demo.slug).fields() if field.kind is FieldKind.DISTRICT]
    filings = tuple(_moved(one, asked) for one in demo.filings)
    return replace(demo, organiser=organiser, editions=editions, filings=filings, login=f"b{demo.login}", serials=())


def _moved(filing: DemoFiling, asked: Sequence[str]) -> DemoFiling:
    """The form names one of this organiser's districts; where the firm is registered stays as it is."""
    place = PLACES.get(filing.district, filing.district)
    answers = {**filing.answers, **{key: place for key in asked if key in filing.answers}}
    return replace(filing, serial=filing.serial + SERIALS_APART, answers=answers)


def add_register(here: Tenant, city: Actor, officer: Actor) -> None:
    """A recognition, a candidate that has not applied, a list of a past year with its revocation still open."""
    with fence.entered(city):
        registering_honours.recognise(
            honour="srdi_sme", counts_as="innovative_sme", basis="示例管理办法第八条", actor=city
        )
        heading = importing.Heading(
            programme=registry.folders()[0],
            year=2020,
            title="2020年度示例历史名单",
            published_on=date(2020, 9, 1),
            source="示例公布文件",
        )
        row = ("示例旧集群", "示例旧公司", "", "闵行区", "示例荣誉", "示例-2020-001", "2020-09-01", "", "2023-08-31")
        content = workbook(HEADS, row)
        importing.import_past(kind=PastKind.LIST, heading=heading, content=content, name="往年.xlsx", actor=city)
    with fence.entered(officer):
        [district_id] = officer.districts_for(*officer.roles)
        scouting.add_candidate(
            district_id=district_id,
            programme_slug=next(slug for slug, one in registry.all_programmes().items() if "scouting" in one.stages),
            enterprise_name="示例排摸企业有限公司",
            uscc=example_code(88002),
            product="示例排摸产品",
            actor=officer,
        )


def add_nonconformity(here: Tenant) -> None:
    """A product under test whose audit has named what is to be put right."""
    staff = cast.make_staff(here)
    body = staff["certifier"]
    with fence.entered(body):
        unit = Unit.objects.filter(tenant=here, state="cert_testing").order_by("pk")[0]
        facts = StepFacts(
            kind="site_audit",
            outcome="nonconformity",
            performed_on=clock.today(),
            report_number="示例审-0001",
            findings="（示例）进货检验记录缺少两批关键材料的复验数据。",
            due_on=clock.today() + timedelta(days=20),
        )
        certifying.record_step(unit_id=unit.pk, facts=facts, actor=body)


def workbook(*rows: Sequence[Any]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell)
    return written.getvalue()


def add_questions(here: Tenant, city: Actor, asker: Actor) -> None:
    """One answered and published, one that waits."""
    with fence.entered(city):
        edition = Edition.objects.filter(tenant=here, year=2026).order_by("pk")[0]
        clauses = edition.programme.clauses
    with fence.entered(asker):
        asked = [
            clause_questions.ask_question(
                edition_id=edition.pk, clause=one.key, question=f"“{one.label}”以哪一年的数据为准？", actor=asker
            )
            for one in clauses[:2]
        ]
    with fence.entered(city):
        clause_questions.answer_question(
            question_id=asked[0].pk,
            public_question="以哪一年的数据为准？",
            answer="以申报年度的上一年度为准（示例）。",
            is_public=True,
            actor=city,
        )
