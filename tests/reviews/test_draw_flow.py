"""Forming, freezing and drawing a panel by two committed secrets."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from portal.kit.actor import Role
from portal.kit.errors import Conflict, Denied, Invalid
from portal.people.models import EnterpriseMember, Expert, Membership, MembershipState
from portal.tenancy import fence
from reviews import actions, drawrecord, queries
from reviews.draw import commitment
from reviews.models import AvoidedExpert, Commitment, Panel, PanelState, PoolEntry, Seat
from tests.cast import Cast
from tests.reviews.scene import SECRETS, accept_unit, add_expert, draw_panel, fill_pool, form, freeze

ORGANISER, WITNESS = SECRETS


def commit(cast: Cast, panel: Panel, who: str, secret: str) -> Commitment:
    actor = cast.people[who].actor
    with fence.entered(actor):
        return actions.commit_secret(panel_id=panel.pk, digest=commitment(secret), actor=actor)


def reveal(cast: Cast, panel: Panel, who: str, secret: str) -> Panel:
    actor = cast.people[who].actor
    with fence.entered(actor):
        return actions.reveal_secret(panel_id=panel.pk, secret=secret, actor=actor)


@pytest.fixture
def panel(cast: Cast) -> Panel:
    fill_pool(cast)
    return freeze(cast, form(cast, accept_unit(cast)))


def test_a_drawn_panel_follows_from_the_two_secrets_and_can_be_recomputed(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    commit(cast, panel, "auditor", WITNESS)
    assert reveal(cast, panel, "auditor", WITNESS).state == PanelState.POOL_FROZEN
    drawn = reveal(cast, panel, "city", ORGANISER)
    with fence.entered(cast.city):
        record = queries.record_of(drawn)
        seats = [(s.field, s.is_reserve) for s in Seat.objects.filter(panel=drawn)]
    assert drawn.state == PanelState.DRAWN
    assert drawrecord.find_difference(record) is None
    fields = sorted(field for field, is_reserve in seats if not is_reserve)
    assert fields == ["brand_quality"] * 2 + ["finance"] * 2 + ["technology"] * 3
    assert len(seats) == 14
    other = {**record, "seated": list(reversed(record["seated"]))}
    assert (drawrecord.find_difference(other) or "").startswith("seated 1: recorded")
    assert drawrecord.find_difference({**record, "pool": record["pool"][1:]}) == "The pool does not fit its digest."


def test_one_person_cannot_commit_both_secrets(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    with pytest.raises(Conflict, match="另一份须由另一人提交"):
        commit(cast, panel, "city", WITNESS)
    assert commit(cast, panel, "second_city", WITNESS).role == "witness"


def test_a_third_person_finds_both_parts_taken(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    commit(cast, panel, "city_leader", WITNESS)
    with pytest.raises(Conflict, match="都已提交"):
        commit(cast, panel, "auditor", "another-secret-00003")


def test_the_organisers_part_is_kept_for_a_city_officer(cast: Cast, panel: Panel) -> None:
    assert commit(cast, panel, "auditor", WITNESS).role == "witness"
    with pytest.raises(Conflict, match="须由市级经办人提交"):
        commit(cast, panel, "city_leader", "another-secret-00003")
    assert commit(cast, panel, "city", ORGANISER).role == "organiser"


def test_two_equal_secrets_are_refused(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    with pytest.raises(Conflict, match="不能相同"):
        commit(cast, panel, "auditor", ORGANISER)


def test_a_secret_is_not_revealed_before_both_are_committed(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    with pytest.raises(Conflict, match="另一方尚未提交承诺值"):
        reveal(cast, panel, "city", ORGANISER)
    commit(cast, panel, "auditor", WITNESS)
    assert reveal(cast, panel, "city", ORGANISER).seed == ""


def test_a_secret_that_does_not_fit_its_digest_is_refused(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    commit(cast, panel, "auditor", WITNESS)
    for wrong in (WITNESS, ORGANISER + " ", ORGANISER.upper()):
        with pytest.raises(Invalid) as refused:
            reveal(cast, panel, "city", wrong)
        assert "不符" in str(refused.value.fields["secret"])
    with pytest.raises(Denied):
        reveal(cast, panel, "second_city", ORGANISER)


def test_nothing_can_be_committed_before_the_pool_is_frozen(cast: Cast) -> None:
    fill_pool(cast)
    panel = form(cast, accept_unit(cast))
    with pytest.raises(Conflict, match="请先锁定专家库"):
        commit(cast, panel, "city", ORGANISER)


@pytest.mark.parametrize("secret", ["", "short", "a" * 201, "两行\n的口令不是一个口令啊啊啊", " leading-space-secret"])
def test_a_secret_that_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.digest_of_secret(secret)
    assert set(refused.value.fields) == {"secret"}


def test_a_drawn_panel_and_its_pool_cannot_be_changed_behind_its_back(cast: Cast) -> None:
    fill_pool(cast)
    panel = draw_panel(cast, accept_unit(cast))
    with fence.entered(cast.city):
        for rows, change in (
            (Panel.objects.filter(pk=panel.pk), {"seed": "0" * 64}),
            (PoolEntry.objects.filter(panel=panel), {"excluded": ""}),
            (Seat.objects.filter(panel=panel), {"is_reserve": False}),
            (Commitment.objects.filter(panel=panel), {"digest": "0" * 64}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)


def test_whoever_has_a_conflict_is_in_the_pool_with_the_reason_and_never_drawn(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    own_code = unit.application.enterprise_uscc
    with fence.as_tenant(cast.tenant.pk):
        firm = queries.organisations_of(unit)[3].uscc
    add_expert(cast, "employed", "technology", employer=own_code.lower())
    add_expert(cast, "listed_firm", "technology", employer=firm)
    officer = add_expert(cast, "officer_too", "technology")
    member = add_expert(cast, "member_too", "technology")
    away = add_expert(cast, "away", "technology")
    suspended = add_expert(cast, "suspended", "technology")
    named = add_expert(cast, "named", "technology")
    with fence.as_tenant(cast.tenant.pk, enterprise_id=unit.enterprise_id):
        Membership.objects.create(
            tenant=cast.tenant, user=officer.user, role=Role.DISTRICT_OFFICER, district=cast.minhang, state="active"
        )
        EnterpriseMember.objects.create(enterprise_id=unit.enterprise_id, user=member.user, joined_at=unit.moved_at)
        Expert.objects.filter(pk=away.pk).update(is_available=False)
        Membership.objects.filter(user=suspended.user).update(state=MembershipState.SUSPENDED)
        AvoidedExpert.objects.create(
            tenant=cast.tenant,
            enterprise_id=unit.enterprise_id,
            application=unit.application,
            position=1,
            expert_name=f"{named.name} ",
            reason="曾有诉讼",
            named_at=unit.moved_at,
        )
    panel = draw_panel(cast, unit)
    with fence.entered(cast.city):
        excluded = {row.expert.name[:-4]: row.excluded for row in queries.frozen_pool(panel) if row.excluded}
        drawn = {seat.expert.name[:-4] for seat in queries.seats_of(panel)}
        recorded = queries.record_of(panel)["exclusions"]
    assert excluded == {
        "employed": "employer",
        "listed_firm": "employer",
        "officer_too": "role",
        "member_too": "member",
        "away": "unavailable",
        "suspended": "suspended",
        "named": "avoided",
    }
    assert drawn.isdisjoint(excluded)
    assert sorted(recorded.values()) == sorted(excluded.values())


def test_a_pool_that_is_too_small_names_the_short_field(cast: Cast) -> None:
    for number in range(1, 3):
        add_expert(cast, f"technology{number}", "technology")
    panel = form(cast, accept_unit(cast))
    answer = cast.client("city").post(reverse("panel_freeze", args=("sheitc", panel.pk)))
    assert answer.status_code == 422
    assert "领域需要" in answer.content.decode()
    assert "专家库不足，不能锁定" in answer.content.decode()
    with fence.entered(cast.city):
        assert Panel.objects.get(pk=panel.pk).state == PanelState.FORMING


def test_before_a_secret_is_known_the_officer_may_drop_a_panel(cast: Cast, panel: Panel) -> None:
    with fence.entered(cast.city):
        actions.dissolve_panel(panel_id=panel.pk, reason="一方遗失口令", actor=cast.city)
        assert len(queries.waiting_units(cast.city, cast.edition.pk)) == 1


def test_after_a_secret_is_known_only_a_leader_outside_the_draw_may_drop_it(cast: Cast, panel: Panel) -> None:
    commit(cast, panel, "city", ORGANISER)
    commit(cast, panel, "city_leader", WITNESS)
    reveal(cast, panel, "city", ORGANISER)
    for who in (cast.city, cast.city_leader):
        with fence.entered(who), pytest.raises(Denied, match="挑选抽取结果"):
            actions.dissolve_panel(panel_id=panel.pk, reason="想重抽", actor=who)


def test_a_unit_stands_before_one_panel_only(cast: Cast) -> None:
    unit = accept_unit(cast)
    form(cast, unit)
    with pytest.raises(Conflict, match="已编入其他专家组"):
        form(cast, unit)


def test_the_record_can_be_verified_from_the_base_and_from_its_download(cast: Cast, tmp_path: Path) -> None:
    fill_pool(cast)
    panel = draw_panel(cast, accept_unit(cast))
    downloaded = cast.client("auditor").get(reverse("panel_record_json", args=("sheitc", panel.pk)))
    path = tmp_path / "draw.json"
    path.write_bytes(downloaded.content)
    for named in (str(panel.pk), str(path)):
        out = io.StringIO()
        call_command("draw_verify", named, stdout=out)
        assert out.getvalue() == f"The draw follows from the record. Digest {panel.draw_digest}\n"
    record = json.loads(downloaded.content)
    record["commitments"][0]["secret"] = "another-secret-00003"
    path.write_text(json.dumps(record))
    with pytest.raises(CommandError, match="organiser's secret does not fit"):
        call_command("draw_verify", str(path))


def test_the_pages_lead_from_committing_to_the_drawn_panel(cast: Cast, panel: Panel) -> None:
    city, auditor = cast.client("city"), cast.client("auditor")
    at = [reverse(name, args=("sheitc", panel.pk)) for name in ("panel", "panel_commit", "panel_reveal")]
    assert "提交组织方承诺值" in city.get(at[0]).content.decode()
    both = city.post(at[1], {"secret": ORGANISER, "digest": "0" * 64})
    assert (both.status_code, ORGANISER in both.content.decode()) == (422, True)
    assert city.post(at[1], {"secret": ORGANISER}).status_code == 302
    assert auditor.post(at[1], {"digest": commitment(WITNESS)}).status_code == 302
    wrong = city.post(at[2], {"secret": "wrong-secret-0000000"})
    assert (wrong.status_code, "口令与当时提交的承诺值不符" in wrong.content.decode()) == (422, True)
    assert city.post(at[2], {"secret": ORGANISER}).status_code == 302
    assert auditor.post(at[2], {"secret": WITNESS}).status_code == 302
    page = city.get(at[0]).content.decode()
    assert "下一步：启动评审" in page
    record = city.get(reverse("panel_record", args=("sheitc", panel.pk))).content.decode()
    assert all(text in record for text in (ORGANISER, WITNESS, panel.pool_digest))
