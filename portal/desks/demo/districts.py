"""What districts of the demo do beside the pre-review: other departments asked, honours looked up, items incubated."""

from __future__ import annotations

from datetime import date

from applications.actions import consulting, cultivating
from applications.actions.registering_honours import record_honour
from applications.models import Application, Consultation, Unit, Workstation
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict
from portal.kit.samples import example_code
from portal.people.models import Body
from portal.tenancy import fence
from programmes.demonstration import DemoFiling

from .offices import officer_of

QUESTION = "（演示）请就该企业是否符合产业导向、近三年有无重大失信提出意见。"
ANSWERS = {
    "no_objection": "（演示）经查询，未发现异常情况，无不同意见。",
    "objection": "（演示）该企业上年度有一笔环保整改尚未办结，请核实后再定。",
}
OPENED_ON = date(2023, 3, 1)
SOURCE = "示例认定名单（演示）"


def register_honours(filing: DemoFiling, city: Actor) -> None:
    """The honours that a filing rests on, entered in the organiser's register."""
    with fence.entered(city):
        for one in filing.honours:
            record_honour(
                code=example_code(filing.serial),
                enterprise_name=filing.enterprise,
                honour=one.honour,
                issuer=one.issuer,
                number=one.number,
                issued_on=one.issued_on,
                valid_to=one.valid_to,
                source=SOURCE,
                actor=city,
            )


def departments(staff: dict[str, Actor]) -> list[Actor]:
    return [actor for actor in staff.values() if actor.has_role(Role.CONSULTED_DEPT)]


def consult(application: Application, staff: dict[str, Actor]) -> None:
    """The first of the departments is asked."""
    officer, [department, *_others] = officer_of(application, staff), departments(staff)
    with fence.entered(officer):
        body = Body.objects.get(name=department.grants[0].body)
        consulting.ask_departments(
            application_id=application.pk,
            body_ids=[body.pk],
            question=QUESTION,
            expected_version=application.version_number,
            actor=officer,
        )


def answer(application: Application, staff: dict[str, Actor], outcome: str) -> None:
    """What the department says; nothing, until its term is over, where the outcome is "no_answer"."""
    department = departments(staff)[0]
    with fence.entered(department):
        row = Consultation.objects.get(application_id=application.pk, outcome="")
    if outcome != "no_answer":
        with fence.entered(department):
            consulting.answer(consultation_id=row.pk, outcome=outcome, answer=ANSWERS[outcome], actor=department)
    elif row.due_at <= clock.now():
        with fence.as_tenant(application.tenant_id) as system:
            consulting.expire_of(application.pk, actor=system)


def workstation_of(unit: Unit, officer: Actor) -> Workstation:
    """The district's own, opened when the first of its items comes; another edition may be played at the same time."""
    assert unit.district is not None
    own = Workstation.objects.filter(district=unit.district)
    if found := own.first():
        return found
    try:
        return cultivating.open_workstation(
            district_id=unit.district.pk,
            name=f"{unit.district.name}品牌培育工作站（示例）",
            host="示例产业服务中心",
            opened_on=OPENED_ON,
            actor=officer,
        )
    except Conflict:
        return own.get()


def incubate(unit: Unit, staff: dict[str, Actor], filing: DemoFiling, *, is_ready: bool) -> None:
    """What the log says of a filing's items; those that are ready go on."""
    officer = officer_of(unit.application, staff)
    with fence.entered(officer):
        station = workstation_of(unit, officer)
        for kind, hours, note in filing.activities:
            cultivating.log_activity(
                unit_id=unit.pk,
                kind=kind,
                held_on=clock.today(),
                hours=hours,
                note=note,
                workstation_id=station.pk,
                actor=officer,
            )
        if is_ready:
            cultivating.finish_incubation(unit_id=unit.pk, actor=officer)
