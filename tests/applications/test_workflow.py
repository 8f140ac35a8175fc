"""The workflow: every (state, role, move) in a golden list, no dead ends, the diagram in the README, the trigger."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from applications import workflow
from applications.diagram import put_into
from applications.models import Application, Unit
from applications.moving import move
from applications.workflow import State
from portal.kit.errors import Conflict, Denied, Invalid
from portal.tenancy import fence
from tests.applications.factories import make_application, make_unit_in
from tests.cast import Cast

GOLDEN = Path(__file__).with_name("workflow.txt")
ENDS = {
    "application": {State.RECOMMENDED, State.NOT_RECOMMENDED, State.WITHDRAWN},
    "unit": {
        State.NOT_ACCEPTED,
        State.SCREENED_OUT,
        State.NOT_CERTIFIED,
        State.NOT_PROPOSED,
        State.NOT_LISTED,
        State.LAPSED,
        State.REVOKED,
    },
}


def test_every_state_role_and_move_stands_in_the_golden_list() -> None:
    lines = [f"{t.on} {t.frm} {role} {t.name} {t.to}" for t in workflow.TABLE for role in t.who]
    assert lines == GOLDEN.read_text().splitlines()


def test_the_readme_shows_the_table_as_it_is() -> None:
    readme = (settings.BASE_DIR / "README.md").read_text()
    assert put_into(readme) == readme


@pytest.mark.parametrize("on", ["application", "unit"])
def test_only_final_states_have_no_way_on(on: str) -> None:
    assert {state for state in workflow.states(on) if not workflow.rows(on=on, frm=state)} == ENDS[on]


def test_no_state_offers_two_moves_of_one_name() -> None:
    named = [(t.on, t.frm, t.name) for t in workflow.TABLE]
    assert len(named) == len(set(named))


def test_the_database_refuses_a_jump_that_is_not_in_the_table(cast: Cast) -> None:
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    with pytest.raises(Exception, match="Invalid transition"), fence.entered(cast.city), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(state=State.LISTED)
    application = make_application(cast, state=State.DRAFT, enterprise_id=cast.other_enterprise_id)
    with pytest.raises(Exception, match="Invalid transition"), fence.entered(cast.rival), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state=State.RECOMMENDED)


def test_a_move_asks_for_the_role_the_stage_the_milestones_and_the_reason(cast: Cast) -> None:
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    with fence.entered(cast.city), pytest.raises(Conflict):
        move(unit, "propose", actor=cast.city)
    with fence.entered(cast.leader), pytest.raises(Denied):
        move(unit, "accept", actor=cast.leader)
    with fence.entered(cast.city), pytest.raises(Invalid):
        move(unit, "refuse", actor=cast.city, reason="  ")
    with fence.entered(cast.city):
        assert move(unit, "accept", actor=cast.city).state == State.ACCEPTED


def test_a_move_waits_for_its_milestone(cast: Cast) -> None:
    unit = make_unit_in(cast, State.EXPERT_REVIEW)
    with fence.entered(cast.city), pytest.raises(Conflict, match="专家评分尚未齐备"):
        move(unit, "close_review", actor=cast.city)
