"""An office decides who speaks for an organisation; the former administrator goes and is told."""

from __future__ import annotations

import pytest

from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.people import queries
from portal.people.actions.claims import accept_claim, refuse_claim
from portal.people.actions.registering import Proof, register_organisation
from portal.people.models import ClaimState, EnterpriseClaim, EnterpriseMember
from portal.tenancy import fence
from tests.cast import Cast, make_user
from tests.portal.people.papers import BAD_CHECK, contest, paper, stated

REASON = "证照原件与授权书一致"


def accept(claim: EnterpriseClaim, actor: Actor, *, reason: str = REASON, state: str = "filed") -> EnterpriseClaim:
    with fence.entered(actor):
        return accept_claim(claim_id=claim.pk, expected_state=state, reason=reason, actor=actor)


def refuse(claim: EnterpriseClaim, actor: Actor, *, reason: str = "授权书未盖章") -> EnterpriseClaim:
    with fence.entered(actor):
        return refuse_claim(claim_id=claim.pk, expected_state="filed", reason=reason, actor=actor)


def seats(enterprise_id: int) -> set[tuple[int, bool, bool]]:
    """(user, active, administrator) of everybody who acts or acted for an organisation."""
    with fence.entered(Actor(enterprise_id=enterprise_id)):
        rows = EnterpriseMember.objects.filter(enterprise_id=enterprise_id)
        return {(row.user_id, row.is_active, row.is_unit_admin) for row in rows}


def told(cast: Cast) -> set[tuple[str, int | None]]:
    with fence.as_tenant(cast.tenant.pk):
        return {(row.kind, row.audience.get("user")) for row in Announcement.objects.filter(kind__startswith="claim_")}


@pytest.fixture
def claim(cast: Cast) -> EnterpriseClaim:
    return contest(cast.tenant, make_user("challenger").pk)


@pytest.mark.parametrize("who", ["city", "officer", "admin"])
def test_an_accepted_claim_replaces_the_unproven_administrator(cast: Cast, claim: EnterpriseClaim, who: str) -> None:
    accepted = accept(claim, getattr(cast, who))
    first = cast.user("applicant").pk
    assert (accepted.state, accepted.reason) == (ClaimState.ACCEPTED, REASON)
    assert seats(cast.enterprise_id) == {(first, False, False), (claim.user_id, True, True)}
    assert told(cast) >= {("claim_accepted", claim.user_id), ("claim_replaced", first), ("claim_contested", None)}


def test_both_see_it_on_their_pages(cast: Cast, claim: EnterpriseClaim) -> None:
    before = cast.client("applicant").get("/my/organisation/").content.decode()
    assert "有人对本单位的登记提出主张" in before
    accept(claim, cast.city)
    after = cast.client("applicant").get("/my/organisation/")
    assert (after.status_code, after.headers["Location"]) == (302, "/my/organisation/register/")


@pytest.mark.parametrize("who", ["leader", "city_leader", "auditor", "expert1", "applicant"])
def test_others_may_not_decide(cast: Cast, claim: EnterpriseClaim, who: str) -> None:
    with pytest.raises(Denied):
        accept(claim, getattr(cast, who))
    with pytest.raises(Denied):
        refuse(claim, getattr(cast, who))


def test_another_tenants_office_does_not_find_the_claim(cast: Cast, claim: EnterpriseClaim) -> None:
    with pytest.raises(NotFound):
        accept(claim, cast.stranger)


def test_a_claim_is_decided_once(cast: Cast, claim: EnterpriseClaim) -> None:
    accept(claim, cast.city)
    for expected in ("filed", "accepted"):
        with pytest.raises(Conflict):
            accept(claim, cast.city, state=expected)


def test_a_stale_page_is_answered_with_409_and_changes_nothing(cast: Cast, claim: EnterpriseClaim) -> None:
    refuse(claim, cast.city)
    address = f"/sheitc/office/claims/{claim.pk}/"
    stale = cast.client("city").post(address, {"decision": "accept", "state": "filed", "reason": REASON})
    assert stale.status_code == 409
    assert seats(cast.enterprise_id) == {(cast.user("applicant").pk, True, True)}


@pytest.mark.parametrize("reason", ["", "   ", "不行"])
def test_a_refusal_needs_a_reason_that_says_something(cast: Cast, claim: EnterpriseClaim, reason: str) -> None:
    with pytest.raises(Invalid):
        refuse(claim, cast.city, reason=reason)
    response = cast.client("city").post(
        f"/sheitc/office/claims/{claim.pk}/", {"decision": "refuse", "state": "filed", "reason": reason}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_a_refused_claimant_reads_the_reason_and_the_administrator_stays(cast: Cast, claim: EnterpriseClaim) -> None:
    refuse(claim, cast.city)
    assert seats(cast.enterprise_id) == {(cast.user("applicant").pk, True, True)}
    assert ("claim_refused", claim.user_id) in told(cast)


def test_nobody_decides_on_his_own_claim(cast: Cast) -> None:
    own = contest(cast.tenant, cast.user("city").pk)
    with pytest.raises(Denied):
        accept(own, cast.city)
    assert accept(own, cast.second_city).state == ClaimState.ACCEPTED


def registered(cast: Cast, *, code: str, override: bool) -> EnterpriseClaim:
    actor = Actor(user_id=make_user("first").pk, name="first")
    with fence.entered(actor):
        papers = Proof(paper(), paper())
        return register_organisation(
            tenant=cast.tenant, stated=stated(code, override=override), proof=papers, actor=actor
        )


def test_a_code_exception_needs_a_written_ground_and_then_opens_submission(cast: Cast) -> None:
    first = registered(cast, code=BAD_CHECK, override=True)
    with pytest.raises(Invalid):
        accept(first, cast.city, reason=" ")
    assert queries.submission_block(first.enterprise_id) is not None
    accept(first, cast.city)
    assert queries.submission_block(first.enterprise_id) is None


def test_accepting_the_first_claim_leaves_the_waiting_one_for_its_own_decision(cast: Cast) -> None:
    first = registered(cast, code="91370200264574251E", override=False)
    second = contest(cast.tenant, make_user("second").pk, first.uscc)
    accept(first, cast.city, reason="")
    assert seats(first.enterprise_id) == {(first.user_id, True, True)}
    with fence.as_tenant(cast.tenant.pk):
        assert EnterpriseClaim.objects.get(pk=second.pk).state == ClaimState.FILED
    accept(second, cast.city)
    assert seats(first.enterprise_id) == {(first.user_id, False, False), (second.user_id, True, True)}
    with fence.as_tenant(cast.tenant.pk):
        assert EnterpriseClaim.objects.get(pk=first.pk).state == ClaimState.REPLACED


def test_a_rival_claim_in_another_tenant_is_replaced_there(cast: Cast) -> None:
    actor = Actor(user_id=make_user("first").pk, name="first")
    with fence.entered(actor):
        papers = Proof(paper(), paper())
        first = register_organisation(tenant=cast.stranger_tenant, stated=stated(), proof=papers, actor=actor)
    accept(contest(cast.tenant, make_user("second").pk, first.uscc), cast.city)
    with fence.as_tenant(cast.stranger_tenant.pk):
        assert EnterpriseClaim.objects.get(pk=first.pk).state == ClaimState.REPLACED
    assert fence.current().tenant_id is None


def prove(cast: Cast, who: str) -> int:
    typed = {"tenant": cast.tenant.pk, "licence": paper(), "letter": paper()}
    return cast.client(who).post("/my/organisation/claims/", typed).status_code


def test_an_administrator_without_a_claim_may_open_one_once(cast: Cast) -> None:
    assert [prove(cast, "applicant"), prove(cast, "applicant")] == [302, 409]
    with fence.as_tenant(cast.tenant.pk):
        row = EnterpriseClaim.objects.get()
    assert (row.state, row.enterprise_id, row.user_id) == ("filed", cast.enterprise_id, cast.user("applicant").pk)
    assert accept(row, cast.city, reason="").state == ClaimState.ACCEPTED


def test_a_plain_colleague_may_not_open_a_claim(cast: Cast) -> None:
    with fence.entered(Actor(enterprise_id=cast.enterprise_id)):
        EnterpriseMember.objects.filter(user=cast.user("applicant")).update(is_unit_admin=False)
    assert prove(cast, "applicant") == 403


def test_opening_a_claim_needs_both_papers(cast: Cast) -> None:
    response = cast.client("applicant").post("/my/organisation/claims/", {"tenant": cast.tenant.pk, "letter": paper()})
    assert (response.status_code, list(response.context["proof_form"].errors)) == (422, ["licence"])
