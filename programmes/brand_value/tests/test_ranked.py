"""The firms that other tests are made of rank as they are said to."""

import pytest

from applications import queries
from applications.workflow import State
from portal.tenancy import fence
from programmes.brand_value.programme import PROGRAMME
from tests.ranked import list_of, make_ranked_unit, open_ranked_edition, ranked_answers


@pytest.mark.django_db
def test_every_made_firm_is_eligible_and_ranks_by_its_number_within_its_list(cast):
    edition = open_ranked_edition(cast)
    units = [make_ranked_unit(cast, edition, number=number, state=State.DATA_CHECKED) for number in range(1, 10)]
    with fence.as_tenant(cast.tenant.pk):
        facts = queries.facts_for_all(units)
    settings = edition.settings()
    assert {PROGRAMME.judge(facts[unit.pk], settings).passed for unit in units} == {True}
    found = [PROGRAMME.model.appraise(facts[unit.pk], {}, settings) for unit in units]
    assert [one.list_code for one in found] == [list_of(number) for number in range(1, 10)]
    for code in ("L1", "L2", "L3"):
        figures = [one.figure for one in found if one.list_code == code]
        assert figures == sorted(set(figures), reverse=True)
        assert len(figures) == 3
    assert {one.flags for one in found} == {()}


def test_the_answers_are_valid_and_raise_no_warning():
    for number in (1, 2, 3, 99):
        answers = ranked_answers(number)
        assert (PROGRAMME.check_answers(answers), PROGRAMME.warn_answers(answers)) == ({}, {})
