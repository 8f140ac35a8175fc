"""A real key for every address that has one, and who gets an answer under it. An address without a line here fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from applications.models import (
    Activity,
    Application,
    Attachment,
    Candidate,
    Consultation,
    Entrustment,
    HonourRecord,
    Recognition,
    Unit,
    Workstation,
)
from portal.audit.models import Event
from portal.notifications.models import Message
from portal.people.models import Body, EnterpriseClaim, EnterpriseMember, Expert, Membership, User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes.models import Edition, Rehearsal
from publications.models import (
    Certificate,
    Inquiry,
    ListEntry,
    MarkAsset,
    MarkRight,
    Notice,
    Objection,
    ObjectionFile,
    PublishedList,
    Revocation,
    Reward,
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


AGENCY_PAGES = (
    "agency_case",
    "agency_screen",
    "agency_return",
    "agency_accept",
    "agency_refuse",
    "agency_step",
    "agency_certify",
)


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


KEYS: dict[str, Maker] = {
    # districts and the departments that they consult
    "case_consult": case("submitted", "officer"),
    "case_consult_go_on": unanswered,
    "consultation": consulted(),
    "consult_attachment": consulted("attachment_id"),
    "incubation": incubated(),
    "incubation_strike": incubated("activity_id"),
    "incubation_finish": incubated(),
    "incubation_end": incubated(),
    "workstation_close": kept(Workstation, closed_on=None),
    "candidate_drop": kept(Candidate, application=None, dropped_at=None),
    # outside bodies
    "switch_body": office(Body, "admin"),
    "entrusting_end": office(Entrustment),
    **{name: office(Entrustment, "agency") for name in AGENCY_PAGES},
    "agency_file": lambda seed: Key(seed.one(Entrustment), "agency", {"file_id": 1}),
    "agency_resolve": lambda seed: Key(seed.one(Entrustment), "agency", {"step_id": 1}),
    # the register of honours
    "honour_record": office(HonourRecord),
    "recognition_end": office(Recognition),
    "honour_enterprise": lambda seed: Key(
        seed.one(HonourRecord), "city", {"code": seed.one(HonourRecord).uscc}, part=""
    ),
    # applications, office
    "attachment_office": office(Attachment),
    "case": case("submitted", "officer"),
    "case_reveal": case("submitted", "officer", key="contact_mobile"),
    "case_put_forward": case("submitted", "officer"),
    "case_sign": case("awaiting_leader", "leader"),
    "case_receipt": case("submitted", "officer"),
    "case_return": case("submitted", "officer"),
    "case_findings": checked("formal_check"),
    "case_figure": checked("formal_check"),
    "case_accept": checked("formal_check"),
    "case_refuse": checked("formal_check"),
    "case_paper": entered("accepted"),
    "case_data": entered("accepted"),
    "case_data_confirm": entered("accepted"),
    "case_data_register": entered("accepted", key="revenue_y0"),
    "inspection_plan": lambda seed: Key(seed.unit("reviewed"), "city"),
    "inspection_record": lambda seed: Key(seed.unit("site_inspection"), "city"),
    "edition": office(Edition, year=2026),
    "edition_dates": office(Edition, year=2026),
    "edition_archive": office(Edition, year=2026),
    "edition_check": office(Edition, year=2026),
    "edition_copy": office(Edition, year=2026),
    "edition_districts": office(Edition, year=2026),
    "edition_end": office(Edition, year=2026),
    "edition_name": office(Edition, year=2026),
    "edition_preview": office(Edition, year=2026),
    "edition_preview_public": office(Edition, year=2026),
    "edition_question": own_question,
    "edition_question_add": lambda seed: Key(seed.one(Edition, year=2026), "city", query="?kind=table"),
    "edition_question_remove": own_question,
    "edition_question_shift": own_question,
    "edition_questions": office(Edition, year=2026),
    "edition_versions": office(Edition, year=2026),
    "edition_wording": lambda seed: Key(seed.one(Edition, year=2026), "city", {"kind": "edition_opened"}),
    "edition_wordings": office(Edition, year=2026),
    "edition_file": office(Edition, year=2026),
    "edition_file_download": office(Edition, year=2026),
    "edition_settings": office(Edition, year=2026),
    "rehearsals": office(Edition, year=2026),
    "rehearsal": rehearsal,
    "recommendations": office(Edition, "officer.minhang", year=2026),
    "recommendations_letter": office(Edition, "officer.minhang", year=2024),
    "recommendations_workbook": office(Edition, "officer.minhang", year=2024),
    # applications, enterprise
    "application": mine("submitted"),
    "application_print": mine("submitted"),
    "application_review": mine("draft"),
    "application_section": mine("draft", key="basics"),
    "application_autosave": mine("draft", key="basics"),
    "application_verdict": mine("draft", key="basics"),
    "application_workbook": mine("draft", "?table=plan_targets", key="plan"),
    "application_version": mine("submitted", number=1),
    "application_withdraw": mine("submitted"),
    "attachment_mine": own_attachment,
    "apply": lambda seed: Key(seed.one(Edition, year=2026), "cluster01", part="edition_id"),
    # reviews
    "panel_new": office_part(Edition, "edition_id", year=2025),
    "panel": office(Panel, state="reviewing"),
    "application_avoid": mine("submitted"),
    "panel_freeze": office(Panel, state="forming"),
    "panel_commit": office(Panel, state="forming"),
    "panel_reveal": office(Panel, state="forming"),
    "panel_start": office(Panel, state="forming"),
    "panel_close": office(Panel, state="reviewing"),
    "panel_dissolve": office(Panel, state="forming"),
    "panel_record": office(Panel, state="closed"),
    "panel_record_json": office(Panel, state="closed"),
    "panel_unit": panel_unit,
    "panel_vacancy": panel_unit,
    "sheet": sheet(),
    "sheet_declare": sheet("waiting"),
    "sheet_autosave": sheet("open"),
    "sheet_sign": sheet("open"),
    "sheet_attachment": sheet_attachment,
    "second_look": second_look,
    "run_new": office_part(Edition, "edition_id", year=2025),
    "run": office(Run),
    "run_line": run_line,
    "run_submit": office(Run, state="calculated"),
    "run_decide": office(Run, "cityleader", state="calculated"),
    "run_verification": office(Run, state="calculated"),
    "verification": verification(),
    "verification_unit": verification("unit_id"),
    "verification_second": verification("proposal_id"),
    "application_result": told,
    "run_json": office(Run, state="approved"),
    # publications, office
    "notice_new": office(Edition, year=2025),
    "notice": office(Notice, state="draft"),
    "notice_edit": office(Notice, state="draft"),
    "notice_publish": office(Notice, state="draft"),
    "notice_discard": office(Notice, state="draft"),
    "notice_correct": office(Notice, state="published"),
    "objection": office(Objection),
    "objection_reveal": office(Objection),
    "objection_file": objection_file,
    "objection_step": lambda seed: Key(seed.one(Objection), "city", {"act": "accept"}),
    "list_new": office(Edition, year=2025),
    "list": office(PublishedList, state="draft"),
    "list_edit": office(PublishedList, state="draft"),
    "list_release": office(PublishedList, "cityleader", state="draft"),
    "list_discard": office(PublishedList, state="draft"),
    "list_call_back": office(PublishedList, state="draft"),
    "certificate": office(ListEntry),
    "revocation_find": office(ListEntry),
    "certificate_file": office(Certificate),
    "certificate_rerender": office(Certificate),
    "certificate_replace": office(Certificate, "cityleader"),
    "revocation_decide": office(Revocation, "cityleader", state="noticed"),
    "mark_edition": lambda seed: Key(seed.one(Edition, mark_rights__isnull=False), "city"),
    "mark_file": office(MarkAsset),
    "mark_withdraw": office(MarkAsset, withdrawn_at=None),
    "reward": office(Reward),
    "reward_reveal": office(Reward, state="applied"),
    "reward_step": lambda seed: Key(seed.one(Reward, state="applied"), "city", {"act": "check"}),
    "watched": office(ListEntry, "certifier", outside__has_key="body"),
    "watched_step": lambda seed: Key(seed.one(ListEntry, outside__has_key="body"), "certifier", {"act": "keep"}),
    # publications, enterprise
    "mark_mine": owned(MarkRight),
    "reward_mine": owned(Reward),
    "certificate_mine": lambda seed: Key(
        seed.one(Certificate), seed.owner(seed.one(ListEntry, certificates=seed.one(Certificate)).enterprise_id)
    ),
    "objection_response": owned(Inquiry, answered_at=None),
    "revocation_response": owned(Revocation),
    # publications, public
    "edition_public": office(Edition, "", year=2026),
    "notice_public": office(Notice, "", state="published"),
    "notice_xlsx": office(Notice, "", state="published"),
    "notice_json": office(Notice, "", state="published"),
    "object_to_notice": office(Notice, "", state="published"),
    "list_public": office(PublishedList, "", state="released"),
    "list_pdf": office(PublishedList, "", state="released"),
    "list_xlsx": office(PublishedList, "", state="released"),
    "list_json": office(PublishedList, "", state="released"),
    "verify": verify,
    "api:list": office(PublishedList, "", state="released"),
    "api:notice": office(Notice, "", state="published"),
    "api:verify": verify,
    # people, audit, messages
    "claim": office(EnterpriseClaim, "admin", state="filed"),
    "claim_paper": lambda seed: Key(seed.one(EnterpriseClaim, state="filed"), "admin", {"paper": "licence"}),
    "change_member": office(Membership, "admin", role="city_leader"),
    "edit_expert": office(Expert, "admin"),
    "switch_expert": office(Expert, "admin"),
    "audit_event": office(Event, "auditor"),
    "audit_export": lambda seed: Key(seed.tenant, "auditor", {"kind": "jsonl"}, part=""),
    "add_proof": own_claim,
    "change_colleague": own_colleague,
    "inbox_message": own_message,
    "office_mail": failed_mail,
}
# Keys that are no row of a tenant: secrets by mail, a day of the calendar, a file of the demo's post, one's own device.
WITHOUT_ROWS = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "change_calendar",
    "demo_mail",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
