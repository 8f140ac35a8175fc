"""What stands beside the firm of the ranked journey: its edition, its rivals, and a clerk of one of them."""

from __future__ import annotations

from dataclasses import dataclass

from applications.models import Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.people.models import EnterpriseMember
from portal.tenancy import fence
from programmes.models import Edition
from tests.cast import Cast, make_user
from tests.ranked import firm_name, make_ranked_unit, open_ranked_edition
from tests.reviews.ranked_scene import sign_ranked
from tests.reviews.scene import sheets_of

RIVAL, GROWING, CLAIMING = "示例品牌01", "示例品牌03", "示例品牌04"
"""A little giant; a firm without a tier; one that claims to be a little giant and is found not to be."""
CLAIMANT = firm_name(4)
POINTS = {RIVAL: 68, GROWING: 80, CLAIMING: 80}
"""What every expert gives them. 68 leaves the rival less than five per cent above the journey's firm."""


@dataclass
class Rivals:
    edition: Edition
    units: dict[str, Unit]


def open_edition(cast: Cast) -> Edition:
    """Of 2026, all settings as the programme has them; it closes on 30 March."""
    return open_ranked_edition(cast, year=2026)


def add_rivals(cast: Cast, edition: Edition) -> Rivals:
    """Two whose figures are checked, one whose case is still to be checked; its clerk is neighbour@cast.example."""
    states = {1: State.DATA_CHECKED, 3: State.DATA_CHECKED, 4: State.FORMAL_CHECK}
    made = [make_ranked_unit(cast, edition, number=number, state=state) for number, state in states.items()]
    clerk, enterprise_id = make_user("neighbour"), 6004
    with fence.entered(Actor(user_id=clerk.pk, enterprise_id=enterprise_id)):
        EnterpriseMember.objects.create(
            enterprise_id=enterprise_id, user=clerk, is_unit_admin=True, joined_at=clock.now()
        )
    return Rivals(edition, {unit.name: unit for unit in made})


def score_rivals(cast: Cast, rivals: Rivals) -> None:
    """The experts' sheets of the others, signed behind the scenes: the journey walks those of its own firm."""
    cast.edition = rivals.edition
    for name, unit in rivals.units.items():
        for sheet in sheets_of(cast, unit):
            sign_ranked(cast, sheet, POINTS[name])
