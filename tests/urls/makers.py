"""How a real key for an address is found among the rows of the demo, and who gets an answer under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from applications.models import (
    Activity,
    Application,
    Attachment,
    CertificationStep,
    Consultation,
    Entrustment,
    Unit,
)
from portal.notifications.models import Message
from portal.people.models import EnterpriseClaim, EnterpriseMember, User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes.models import Edition, Rehearsal
from publications.models import (
    Certificate,
    Objection,
    ObjectionFile,
)
from reviews.models import Explanation, Panel, PanelUnit, Run, RunLine, SecondLook, Sheet, Verification
from reviews.queries.explanations import TOLD

OFFICERS = {"310112": "minhang", "310117": "songjiang", "310114": "jiading"}


@dataclass(frozen=True)
class Key:
    """row: what the key points to. by: who gets an answer. extra: further parts of the address. query: what follows."""

    row: Model
    by: str
    extra: dict[str, Any] = field(default_factory=dict)
    part: str = "pk"
    query: str = ""

    @property
    def kwargs(self) -> dict[str, Any]:
        return {self.part: self.row.pk, **self.extra} if self.part else self.extra


class Seed:
    """Looks rows up inside the fence of the demo's organiser."""

    def __init__(self, slug: str = "sheitc") -> None:
        self.tenant = Tenant.objects.get(slug=slug)

    def one(self, model: type[Model], *, by: str = "pk", **wanted: Any) -> Any:
        with fence.as_tenant(self.tenant.pk):
            row = model._default_manager.filter(**wanted).order_by(by).first()  # type: ignore[attr-defined]
        assert row is not None, f"the play has no {model.__name__} with {wanted}"
        return row

    def unit(self, state: str) -> Any:
        return self.one(Unit, state=state)

    def officer(self, application: Application, rank: str = "officer") -> str:
        with fence.as_tenant(self.tenant.pk):
            district = Application.objects.select_related("district").get(pk=application.pk).district
            assert district is not None
        return f"{rank}.{OFFICERS[district.code]}"

    def owner(self, enterprise_id: int) -> str:
        """The login of whoever acts for an organisation."""
        with fence.as_tenant(self.tenant.pk, enterprise_id=enterprise_id):
            seat = EnterpriseMember.objects.filter(enterprise_id=enterprise_id).select_related("user").first()
            assert seat is not None
            return seat.user.email.partition("@")[0]

    def expert(self, sheet: Sheet) -> str:
        with fence.as_tenant(self.tenant.pk):
            return Sheet.objects.select_related("expert__user").get(pk=sheet.pk).expert.user.email.partition("@")[0]


Maker = Callable[[Seed], Key]


def office(model: type[Model], by: str = "city", **wanted: Any) -> Maker:
    """A row of the office. by: login, its role sees every row of the tenant."""
    return lambda seed: Key(seed.one(model, **wanted), by)


def office_part(model: type[Model], part: str, by: str = "city", **wanted: Any) -> Maker:
    return lambda seed: Key(seed.one(model, **wanted), by, part=part)


def case(station: str, by: str = "city", **extra: Any) -> Maker:
    """An application in a state, by its district's officer or leader, or by the city."""

    def make(seed: Seed) -> Key:
        row = seed.one(Application, state=station)
        return Key(row, seed.officer(row, by) if by in {"officer", "leader"} else by, extra)

    return make


def checked(state: str, by: str = "city") -> Maker:
    def make(seed: Seed) -> Key:
        return Key(seed.one(Application, units__state=state), by)

    return make


def entered(state: str, **extra: Any) -> Maker:
    """A filing of an edition that matches paper forms and checks data, its unit in a state."""

    def make(seed: Seed) -> Key:
        with fence.as_tenant(seed.tenant.pk):
            editions = [row.pk for row in Edition.objects.order_by("pk") if row.has_stage("data_check")]
        return Key(seed.one(Application, edition__in=editions, units__state=state), "city", extra)

    return make


def mine(station: str, query: str = "", **extra: Any) -> Maker:
    def make(seed: Seed) -> Key:
        row = seed.one(Application, state=station)
        return Key(row, seed.owner(row.enterprise_id), extra, query=query)

    return make


def owned(model: type[Model], **wanted: Any) -> Maker:
    """A row that names its organisation, for whoever acts for that."""

    def make(seed: Seed) -> Key:
        row = seed.one(model, **wanted)
        return Key(row, seed.owner(row.enterprise_id))

    return make


def sheet(state: str = "submitted") -> Maker:
    def make(seed: Seed) -> Key:
        row = seed.one(Sheet, state=state)
        return Key(row, seed.expert(row))

    return make


def second_look(seed: Seed) -> Key:
    row = seed.one(SecondLook, decision="")
    return Key(row, seed.expert(seed.one(Sheet, pk=row.sheet_id)))


def own_attachment(seed: Seed) -> Key:
    row = seed.one(Attachment)
    return Key(row, seed.owner(seed.one(Application, pk=row.application_id).enterprise_id))


def sheet_attachment(seed: Seed) -> Key:
    row = seed.one(Sheet, state="submitted")
    unit = seed.one(Unit, pk=row.unit_id)
    paper = seed.one(Attachment, application_id=unit.application_id)
    return Key(row, seed.expert(row), {"attachment_id": paper.pk})


def panel_unit(seed: Seed) -> Key:
    row = seed.one(PanelUnit, panel__state="closed")
    return Key(seed.one(Panel, pk=row.panel_id), "city", {"unit_id": row.unit_id})


def run_line(seed: Seed) -> Key:
    row = seed.one(RunLine)
    return Key(seed.one(Run, pk=row.run_id), "city", {"line_id": row.pk})


def verification(part: str = "") -> Maker:
    """A run open for verification, for an expert who scored one of its units. part: what follows in the address."""

    def make(seed: Seed) -> Key:
        run = seed.one(Run, by="-pk", verification_opened_at__isnull=False, state="calculated")
        if part == "proposal_id":
            row = seed.one(Verification, run=run, needs_second=True, seconded_at=None, refused_at=None)
            return Key(run, seed.expert(seed.one(Sheet, unit_id=row.unit_id, state="submitted")), {part: row.pk})
        line = seed.one(RunLine, run=run, figure__isnull=False)
        signed = seed.one(Sheet, unit_id=line.unit_id, state="submitted")
        return Key(run, seed.expert(signed), {part: line.unit_id} if part else {})

    return make


def told(seed: Seed) -> Key:
    """A filing whose enterprise may read how its result came about."""
    row = seed.one(Explanation, unit__state__in=TOLD)
    unit = seed.one(Unit, pk=row.unit_id)
    return Key(seed.one(Application, pk=unit.application_id), seed.owner(unit.enterprise_id))


def rehearsal(seed: Seed) -> Key:
    row = seed.one(Rehearsal)
    return Key(seed.one(Edition, pk=row.edition_id), "city", {"rehearsal_id": row.pk})


def own_question(seed: Seed) -> Key:
    """No edition of the play asks anything of its own, so one is made to."""
    row = seed.one(Edition, year=2026)
    key, page = "q_0123456789", row.programme.sections[0].key
    with fence.as_tenant(seed.tenant.pk):
        row.questions = [{"key": key, "section": page, "label": "补充说明（示例）", "kind": "text"}]
        row.save(update_fields=("questions",))
    return Key(row, "city", {"key": key})


def objection_file(seed: Seed) -> Key:
    row = seed.one(ObjectionFile)
    return Key(seed.one(Objection, pk=row.objection_id), "city", {"file": row.pk})


def own_claim(seed: Seed) -> Key:
    return Key(seed.one(EnterpriseClaim, state="filed", user__email="newcomer@demo.example"), "newcomer")


def own_colleague(seed: Seed) -> Key:
    user = User.objects.get(email="cluster01@demo.example")
    with fence.widened(user_id=user.pk):
        return Key(EnterpriseMember.objects.get(user=user), "cluster01", query="?act=remove")


def own_message(seed: Seed) -> Key:
    user = User.objects.get(email="city@demo.example")
    return Key(seed.one(Message, user=user), "city")


def failed_mail(seed: Seed) -> Key:
    """The play's mailbox takes every mail, so one is made to have been refused."""
    row = seed.one(Message)
    with fence.as_tenant(seed.tenant.pk):
        Message.objects.filter(pk=row.pk).update(state="failed", problem="SMTPDataError: (554, b'refused')")
    return Key(row, "admin")


def verify(seed: Seed) -> Key:
    row = seed.one(Certificate)
    return Key(row, "", {"number": row.number}, part="")


def consulted(part: str = "", by: str = "dept.economy") -> Maker:
    """A question to a department, for whoever works there; part: what follows in the address."""

    def make(seed: Seed) -> Key:
        row = seed.one(Consultation)
        paper = seed.one(Attachment, application_id=row.application_id) if part else None
        return Key(row, by, {part: paper.pk} if paper else {})

    return make


def unanswered(seed: Seed) -> Key:
    """A filing that waits for a department, for its district's officer."""
    row = seed.one(Consultation, outcome="")
    application = seed.one(Application, pk=row.application_id)
    return Key(application, seed.officer(application), {"consultation_id": row.pk})


def entrusted(state: str, by: str, part: str = "") -> Maker:
    """A unit at a station in an outside body's hands, for whoever works there; part: a file or a step of it."""

    def make(seed: Seed) -> Key:
        row = seed.one(Entrustment, unit__state=state, ended_at=None)
        unit = seed.one(Unit, pk=row.unit_id)
        further = {
            "file_id": lambda: seed.one(Attachment, application_id=unit.application_id).pk,
            "step_id": lambda: seed.one(CertificationStep, unit=unit, outcome="nonconformity", resolved_on=None).pk,
        }
        return Key(row, by, {part: further[part]()} if part else {})

    return make


def incubated(part: str = "") -> Maker:
    """A unit in incubation, for its district's officer; part: a line of its log."""

    def make(seed: Seed) -> Key:
        row = seed.one(Activity, unit__state="incubation")
        unit = seed.one(Unit, pk=row.unit_id)
        officer = seed.officer(seed.one(Application, pk=unit.application_id))
        return Key(unit, officer, {part: row.pk} if part else {})

    return make


def kept(model: type[Model], **wanted: Any) -> Maker:
    """A row of a district's own, for its officer."""

    def make(seed: Seed) -> Key:
        row = seed.one(model, **wanted)
        return Key(row, f"officer.{OFFICERS[seed.one(District, pk=row.district_id).code]}")

    return make
