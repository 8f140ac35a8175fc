"""What the demo's play leaves out and a test of every address needs: drafts, open questions, and strangers."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from applications import policy
from applications.actions import district, formal
from applications.models import Unit
from portal.audit.sealing import seal_next
from portal.desks.demo import cast, filling, seed, waiting
from portal.desks.rehearsal.asking import ask_rehearsal
from portal.kit import clock
from portal.kit.actor import Actor, Grant, Role
from portal.kit.uploads import check_upload
from portal.people.actions.registering import Particulars, Proof, register_organisation
from portal.people.models import Enterprise, EnterpriseMember, Membership, MembershipState, User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes import registry
from programmes.models import Edition, Rehearsal, RehearsalState
from publications.actions import lists, notices, objections, receiving, revocations
from publications.models import ListEntry, ListState, Notice, PublishedList
from reviews.actions import deciding, declaring, forming, signing
from reviews.models import Sheet, SheetState
from tests.extras_beside import add_beside, add_nonconformity, add_questions, add_register
from tests.portal.people.papers import FREE_CODE, PDF, paper

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE, AWAY = "sheitc", "wuhu"
STRANGER_ROLES = tuple(role for role in Role if role not in {Role.APPLICANT, Role.PLATFORM_ADMIN, Role.SYSTEM})
LOCAL = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER})
# Roles of the demo's own organiser that its cast does not fill.
EXTRA_ROLES = (Role.CONSULTED_DEPT, Role.THIRD_PARTY_AGENCY)
STRANGER_ENTERPRISE = 990001
RANKED_SERIALS = 5000  # beyond those of the demo
TEXT = notices.NoticeText("示例公示草稿", "示例内容。", 5, "incl", "working", "district")


def add_everything() -> None:
    here = Tenant.objects.get(slug=HERE)
    add_strangers(here, Tenant.objects.get(slug=AWAY))
    add_filings(here)
    add_reviews(here)
    add_publications(here)
    add_rehearsals(here)
    add_ranked(here)
    add_beside(here)
    city, officer = actor_of("city", Role.CITY_OFFICER, here), actor_of("officer.minhang", Role.DISTRICT_OFFICER, here)
    add_nonconformity(here)
    add_register(here, city, officer)
    add_questions(here, city, applicant("cluster01", here))
    with fence.as_tenant(here.pk):
        seal_next(here.pk)


def actor_of(login: str, role: Role, tenant: Tenant) -> Actor:
    user = User.objects.get(email=f"{login}@demo.example")
    with fence.as_tenant(tenant.pk):
        row = Membership.objects.get(tenant=tenant, user=user, role=role.value)
    grant = Grant(role, row.district_id, row.body)
    return Actor(user_id=user.pk, name=user.name, tenant_id=tenant.pk, grants=(grant,), public_tenant_id=tenant.pk)


def applicant(login: str, tenant: Tenant) -> Actor:
    """Whoever acts for an organisation, on this organiser's pages."""
    user = User.objects.get(email=f"{login}@demo.example")
    with fence.widened(user_id=user.pk):
        enterprise_id = EnterpriseMember.objects.get(user=user).enterprise_id
    return Actor(
        user_id=user.pk,
        name=user.name,
        enterprise_id=enterprise_id,
        is_unit_admin=True,
        public_tenant_id=tenant.pk,
    )


def add_user(login: str) -> User:
    return User.objects.create_user(f"{login}@demo.example", None, name=f"{login}（示例）", joined_at=clock.now())


def add_strangers(here: Tenant, away: Tenant) -> None:
    """Somebody for each role of another organiser, for the roles without a person here, and an organisation apart."""
    with fence.as_tenant(away.pk):
        district_row = District.objects.filter(tenant=away).order_by("code").first()
    for abroad in STRANGER_ROLES:
        add_member(f"stranger.{abroad.value}", abroad, away, district_row)
    for extra in EXTRA_ROLES:
        add_member(f"extra.{extra.value}", extra, here, None)
    user = add_user("stranger.enterprise")
    with fence.entered(Actor(user_id=user.pk, enterprise_id=STRANGER_ENTERPRISE)):
        Enterprise.objects.create(
            id=STRANGER_ENTERPRISE, uscc="91310000631696382C", name="示例陌生公司", registered_at=clock.now()
        )
        EnterpriseMember.objects.create(
            enterprise_id=STRANGER_ENTERPRISE, user=user, is_unit_admin=True, joined_at=clock.now()
        )


def add_member(login: str, role: Role, tenant: Tenant, district_row: District | None) -> None:
    user = add_user(login)
    with fence.as_tenant(tenant.pk):
        Membership.objects.create(
            tenant=tenant,
            user=user,
            role=role.value,
            district=district_row if role in LOCAL else None,
            state=MembershipState.ACTIVE,
            body="示例部门",
        )


def units_in(here: Tenant, state: str) -> Sequence[Unit]:
    with fence.as_tenant(here.pk):
        rows = Unit.objects.filter(tenant=here, state=state).order_by("pk")
        return list(rows.select_related("edition", "application"))


def add_filings(here: Tenant) -> None:
    city = actor_of("city", Role.CITY_OFFICER, here)
    unit = units_in(here, "formal_check")[0]
    with fence.entered(city):
        today = clock.today()
        district.record_receipt(
            application_id=unit.application_id, kind="paper", count=5, received_on=today, actor=city
        )
        formal.verify_figure(unit_id=unit.pk, key="area_km2", verified="12.34", reason="按报表核定", actor=city)
    with fence.entered(Actor(user_id=add_user("newcomer").pk, name="新来者（示例）")) as newcomer:
        register_organisation(
            tenant=here,
            stated=Particulars(FREE_CODE, "示例新设公司", "company", "示例经办人"),
            proof=Proof(paper(), paper("授权书.pdf")),
            actor=newcomer,
        )


def add_rehearsals(here: Tenant) -> None:
    """Two of one edition that came to an end, as the process that plays them leaves them, and one that waits."""
    city = actor_of("city", Role.CITY_OFFICER, here)
    with fence.entered(city):
        edition = Edition.objects.filter(tenant=here, year=2026).order_by("pk")[0]
        for listed in (5, 3, 0):
            row = ask_rehearsal(edition_id=edition.pk, enterprises=10, seed=1, actor=city)
            if listed:
                Rehearsal.objects.filter(pk=row.pk).update(
                    state=RehearsalState.DONE, summary=rehearsal_summary(listed), finished_at=clock.now()
                )


def rehearsal_summary(listed: int) -> dict[str, object]:
    entries = [
        {"position": n, "name": f"示例集群{n}", "holder": f"示例公司{n}", "score": f"{95 - n}.50"}
        for n in range(1, listed + 1)
    ]
    return {
        "states": {"listed": listed, "not_accepted": 10 - listed},
        "returns": {"asked": 2, "answered": 1},
        "lists": [{"code": "K1", "title": "示例名单", "count": listed, "entries": entries}],
        "draw_digest": "a" * 64,
        "ranking_digest": "b" * 64,
        "seconds": {"database": 0.5, "people": 1.25},
    }


def add_reviews(here: Tenant) -> None:
    """A panel that forms, a run that is being weighed, a unit whose experts are asked again, a sheet half done."""
    city = actor_of("city", Role.CITY_OFFICER, here)
    accepted, ready = units_in(here, "accepted"), [*units_in(here, "reviewed"), *units_in(here, "inspected")]
    with fence.entered(city):
        forming.form_panel(edition_id=accepted[0].edition_id, unit_ids=[accepted[0].pk], actor=city)
        deciding.calculate_run(edition_id=ready[0].edition_id, unit_ids=[one.pk for one in ready], actor=city)
        waiting = list(Sheet.objects.filter(state=SheetState.WAITING).select_related("expert__user", "unit__edition"))
    chosen = [sheet for sheet in waiting if sheet.unit_id == waiting[0].unit_id]
    for position, sheet in enumerate(chosen):
        score(sheet, here, points="100" if position % 2 else "5")
    [opened, *_rest] = [sheet for sheet in waiting if sheet not in chosen]
    expert = actor_of(opened.expert.user.email.partition("@")[0], Role.EXPERT, here)
    with fence.entered(expert):
        declaring.declare_no_conflict(sheet_id=opened.pk, actor=expert)


def score(sheet: Sheet, here: Tenant, *, points: str) -> None:
    login = sheet.expert.user.email.partition("@")[0]
    actor = actor_of(login, Role.EXPERT, here)
    typed = {f"points_{one.key}": points for one in sheet.unit.edition.programme.criteria}
    with fence.entered(actor):
        declaring.declare_no_conflict(sheet_id=sheet.pk, actor=actor)
        saved = signing.save_sheet(
            sheet_id=sheet.pk, typed={**typed, "opinion": "示例意见" * 20}, expected_revision=None, actor=actor
        )
        signing.submit_sheet(sheet_id=sheet.pk, signer_name=actor.name, expected_revision=saved.revision, actor=actor)


def add_publications(here: Tenant) -> None:
    city, second = (actor_of(login, Role.CITY_OFFICER, here) for login in ("city", "city2"))
    with fence.entered(city):
        notice = Notice.objects.get(state="published")
        entry = notice.entries.exclude(unit__state="objection_hold").order_by("position").first()
        assert entry is not None
        renamed = {"entry": entry.pk, "name": f"{entry.name}（更名）", "note": "示例"}
        notices.draft_correction(notice_id=notice.pk, wording=TEXT, renamed=renamed, actor=city)
        honour = ListEntry.objects.filter(published_list__edition__year=2024).order_by("pk").first()
        assert honour is not None
        revocations.find_ground(entry_id=honour.pk, ground="lost_clause", facts="示例事实。", suspends=True, actor=city)
        draft = PublishedList(
            tenant=here, edition=Edition.objects.get(year=2025), code="K1", title="示例名单草稿", text="示例内容。",
            issuers=["示例单位"], order="name", drafted_at=clock.now(), drafted_by_id=policy.user_of(city),
            state=ListState.DRAFT,
        )  # fmt: skip
        draft.save()
        assert lists.queries.list_for(city, draft.pk).state == "draft"
    object_and_ask(here, notice, entry.pk, second)


def object_and_ask(here: Tenant, notice: Notice, entry_id: int, second: Actor) -> None:
    """An objection with a paper, taken up, and the question that the respondent gets."""
    stranger = Actor(public_tenant_id=here.pk)
    checked = check_upload(name="证据.pdf", size=len(PDF), file=io.BytesIO(PDF), allowed={"pdf"}, max_megabytes=10)
    who = receiving.Objector("person", "示例异议人乙", "110101199003070038", "13800000002", "", True)
    with fence.entered(stranger):
        receiving.receive_objection(
            notice_id=notice.pk,
            entry_id=entry_id,
            objector=who,
            facts="示例事实与理由，所报数据口径不一致。",
            request="请予核实。",
            files=[(checked, io.BytesIO(PDF))],
            actor=stranger,
        )
    with fence.entered(second):
        row = notice.objections.get(entry_id=entry_id)
        objections.accept_objection(objection_id=row.pk, actor=second)
        objections.open_inquiry(objection_id=row.pk, facts="请说明所报产值的统计口径。", actor=second)


def add_ranked(here: Tenant) -> None:
    """A small edition of a programme that a model ranks, under way: the demo has its own at another organiser."""
    demo = next(one for one in filling.demos(clock.today()) if registry.programme(one.slug).model is not None)
    plan = next(one for one in demo.editions if one.steps["released"] > clock.now() and not one.switched_stages)
    own = [one for one in demo.filings if one.edition == plan.key and one.paper == "matched"]
    two_each = [one for one in own if [same for same in own if same.target == one.target].index(one) < 2]
    filings = tuple(replace(one, serial=one.serial + RANKED_SERIALS) for one in two_each)
    play = replace(demo, editions=(plan,), filings=filings, organiser=here.slug, login="ranked")
    seed.play(play, plan, here, cast.make_staff(here), afterwards=waiting.leave_work)
