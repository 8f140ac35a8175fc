"""An organisation is registered once per code; a taken code is explained and may be contested."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.audit.models import Event
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.people import queries, wording
from portal.people.actions.registering import Proof, draw_enterprise_id, file_proof, register_organisation
from portal.people.models import ClaimState, Enterprise, EnterpriseClaim, EnterpriseMember
from portal.tenancy import fence
from tests.cast import USCCS, Cast, make_user
from tests.portal.people.papers import BAD_CHECK, FREE_CODE, contest, paper, proof, stated, typed

ADDRESS = "/my/organisation/register/"


def newcomer() -> tuple[Client, Actor]:
    user = make_user("newcomer")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, Actor(user_id=user.pk, name=user.name)


def claims_of(actor: Actor) -> list[EnterpriseClaim]:
    with fence.entered(actor):
        return queries.own_claims(actor)


def test_the_first_user_becomes_administrator_and_his_claim_is_unproven(cast: Cast) -> None:
    client, actor = newcomer()
    response = client.post(ADDRESS, typed(cast.tenant))
    assert (response.status_code, response.headers["Location"]) == (302, "/my/organisation/")
    (claim,) = claims_of(actor)
    assert (claim.state, claim.uscc, claim.tenant_id) == (ClaimState.UNPROVEN, FREE_CODE, cast.tenant.pk)
    with fence.entered(Actor(enterprise_id=claim.enterprise_id)):
        row = Enterprise.objects.get()
        seat = EnterpriseMember.objects.get()
    assert (row.uscc, row.name) == (FREE_CODE, "示例新设公司")
    assert (seat.user_id, seat.is_unit_admin, seat.is_active) == (actor.user_id, True, True)
    assert client.get("/my/organisation/").status_code == 200


def test_registering_twice_by_a_double_click_changes_nothing(cast: Cast) -> None:
    client, actor = newcomer()
    for _ in range(2):
        assert client.post(ADDRESS, typed(cast.tenant)).status_code == 302
    assert len(claims_of(actor)) == 1


def test_papers_filed_with_the_registration_wait_for_the_office(cast: Cast) -> None:
    client, actor = newcomer()
    client.post(ADDRESS, typed(cast.tenant, licence=paper(), letter=paper()))
    (claim,) = claims_of(actor)
    assert (claim.state, bool(claim.licence_file), bool(claim.letter_file)) == (ClaimState.FILED, True, True)
    with fence.as_tenant(cast.tenant.pk):
        acts = list(Event.objects.filter(subject=f"people.enterpriseclaim:{claim.pk}").values_list("act", flat=True))
    assert acts == ["register_organisation"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", wording.USCC_REASONS["empty"]),
        ("9131000063169638C", wording.USCC_REASONS["length"]),
        ("91310000631696382I", wording.USCC_REASONS["alphabet"]),
        ("91ABCDEF631696382C", wording.USCC_REASONS["region"]),
        (BAD_CHECK, wording.CHECK_WITH_WAY_OUT),
        (USCCS[0], wording.CODE_TAKEN),
        ("😀" * 18, wording.USCC_REASONS["alphabet"]),
    ],
)
def test_a_wrong_code_is_explained_and_what_was_typed_stays(cast: Cast, code: str, sentence: object) -> None:
    client, actor = newcomer()
    response = client.post(ADDRESS, typed(cast.tenant, code, org_name="𠮷㛃〇股份有限公司"))
    assert response.status_code == 422
    assert [str(error) for error in response.context["form"].errors["uscc"]] == [str(sentence)]
    assert 'value="𠮷㛃〇股份有限公司"' in response.content.decode()
    assert claims_of(actor) == []


@pytest.mark.parametrize(
    "code", [" 9137 0200-2645 7425 1e", "９１３７０２００２６４５７４２５１Ｅ", "91370200264574251e"]
)
def test_a_code_is_folded_before_it_is_kept(cast: Cast, code: str) -> None:
    client, actor = newcomer()
    client.post(ADDRESS, typed(cast.tenant, code))
    assert [claim.uscc for claim in claims_of(actor)] == [FREE_CODE]


@pytest.mark.parametrize(
    "name", ["示例𠮷田股份有限公司", "示例〇㛃科技公司", "示例（上海）有限公司", "示例 Ünïcode 公司"]
)
def test_rare_characters_in_names_are_kept(cast: Cast, name: str) -> None:
    client, actor = newcomer()
    assert client.post(ADDRESS, typed(cast.tenant, org_name=f"  {name} ")).status_code == 302
    assert [claim.org_name for claim in claims_of(actor)] == [name]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("org_name", ""),
        ("org_name", "短"),
        ("org_name", "长" * 121),
        ("org_name", "示例公司\x07铃"),
        ("tenant", "999999"),
        ("legal_form", "emperor"),
        ("claimant_name", ""),
        ("claimant_name", "名" * 61),
        ("uscc", "9" * 10_000),
    ],
)
def test_a_bad_value_is_refused_in_its_own_field(cast: Cast, field: str, value: str) -> None:
    client, actor = newcomer()
    response = client.post(ADDRESS, typed(cast.tenant) | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert claims_of(actor) == []


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00program", b"%PDF-1.7 cut"])
def test_a_paper_that_is_none_is_refused(cast: Cast, content: bytes) -> None:
    client, actor = newcomer()
    response = client.post(ADDRESS, typed(cast.tenant, licence=paper(content=content)))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["licence"])
    assert claims_of(actor) == []


def test_a_failed_check_character_may_be_asked_to_be_checked_by_a_person(cast: Cast) -> None:
    client, actor = newcomer()
    refused = client.post(ADDRESS, typed(cast.tenant, BAD_CHECK, wants_override="on"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["licence"])
    assert client.post(ADDRESS, typed(cast.tenant, BAD_CHECK, wants_override="on", licence=paper())).status_code == 302
    (claim,) = claims_of(actor)
    assert (claim.code_override, claim.uscc) == (True, BAD_CHECK)
    assert queries.submission_block(claim.enterprise_id) is not None


def test_a_proven_code_blocks_no_submission(cast: Cast) -> None:
    assert queries.submission_block(cast.enterprise_id) is None


def test_whether_a_code_is_taken_is_all_that_an_outsider_learns(cast: Cast) -> None:
    with fence.entered(Actor(user_id=make_user("outsider").pk)):
        assert (queries.is_code_taken(USCCS[0]), queries.is_code_taken(FREE_CODE)) == (True, False)
        assert list(Enterprise.objects.all()) == []


def test_a_contest_needs_both_papers_and_a_registered_code(cast: Cast) -> None:
    client, actor = newcomer()
    address = "/my/organisation/contest/"
    alone = client.post(address, typed(cast.tenant, USCCS[0], licence=paper()))
    free = client.post(address, typed(cast.tenant, licence=paper(), letter=paper()))
    assert [list(alone.context["form"].errors), list(free.context["form"].errors)] == [["letter"], ["uscc"]]
    assert client.post(address, typed(cast.tenant, USCCS[0], licence=paper(), letter=paper())).status_code == 302
    (claim,) = claims_of(actor)
    assert (claim.state, claim.enterprise_id) == (ClaimState.FILED, cast.enterprise_id)


def test_a_contest_sent_twice_is_told_so_and_kept_once(cast: Cast) -> None:
    user = make_user("challenger")
    contest(cast.tenant, user.pk)
    with pytest.raises(Conflict):
        contest(cast.tenant, user.pk)
    assert len(claims_of(Actor(user_id=user.pk))) == 1


def test_the_database_takes_the_organisation_from_the_code_whatever_is_sent(cast: Cast) -> None:
    user = make_user("forger")
    with fence.entered(Actor(user_id=user.pk)):
        claim = EnterpriseClaim.objects.create(
            tenant=cast.tenant, user=user, uscc=USCCS[0], enterprise_id=cast.other_enterprise_id, org_name="x"
        )
        claim.refresh_from_db()
    assert claim.enterprise_id == cast.enterprise_id


def test_papers_are_added_later_and_only_to_ones_own_claim(cast: Cast) -> None:
    _client, actor = newcomer()
    with fence.entered(actor):
        claim = register_organisation(tenant=cast.tenant, stated=stated(), proof=Proof(), actor=actor)
    with fence.entered(actor), pytest.raises(Invalid) as caught:
        file_proof(claim_id=claim.pk, proof=Proof(licence=paper()), actor=actor)
    assert list(caught.value.fields) == ["letter"]
    assert cast.client("rival").post(f"/my/organisation/claims/{claim.pk}/", {"licence": paper()}).status_code == 404
    with fence.entered(actor):
        assert file_proof(claim_id=claim.pk, proof=proof(), actor=actor).state == ClaimState.FILED


def test_a_drawn_id_fits_the_fences_setting(frozen: None) -> None:
    assert len(str(draw_enterprise_id())) <= 18
