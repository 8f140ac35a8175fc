"""What the register adds to the facts of a filing, and what it says against a claim."""

from __future__ import annotations

from datetime import date

import pytest

from applications import queries
from applications.actions import registering_honours as acts
from applications.models import Unit
from applications.queries import honours
from applications.queries.facts import honour_check
from portal.tenancy import fence
from tests.applications.factories import make_application
from tests.cast import USCCS, Cast

from .making import put

# The edition closes on 2026-03-30, 10:00.
OTHER = USCCS[2]
CLAIM = {"uscc": OTHER, "name": "示例仪表有限公司", "honour": "hi_tech", "valid_to": date(2026, 12, 31)}


def facts_of(cast: Cast, *rows: dict[str, object]) -> list[tuple[str, str, date | None, bool]]:
    make_application(cast, answers={"firm_list": [dict(row) for row in rows]})
    with fence.entered(cast.city):
        unit = queries.unit_for(cast.city, Unit.objects.get().pk)
        held = queries.facts_for(unit).honours
    return [(row["uscc"], row["honour"], row["valid_to"], row["is_registered"]) for row in held]


def test_register_rows_of_the_applicant_and_of_listed_firms_count(cast: Cast) -> None:
    put(cast, honour="gov_quality_award", valid_to=None)
    put(cast, code=OTHER, honour="little_giant")
    put(cast, code=USCCS[3], honour="little_giant")
    assert facts_of(cast, CLAIM) == [
        (OTHER, "hi_tech", date(2026, 12, 31), False),
        (USCCS[0], "gov_quality_award", None, True),
        (OTHER, "little_giant", date(2027, 6, 30), True),
    ]


def test_a_claim_that_the_register_holds_counts_once_with_its_days(cast: Cast) -> None:
    put(cast, code=OTHER, honour="hi_tech", valid_to=date(2026, 11, 30))
    assert facts_of(cast, CLAIM, CLAIM) == [(OTHER, "hi_tech", date(2026, 11, 30), True)]


@pytest.mark.parametrize(
    ("valid_to", "held"),
    [(date(2026, 3, 29), []), (date(2026, 3, 30), [(USCCS[0], "little_giant", date(2026, 3, 30), True)])],
)
def test_the_closing_day_decides_whether_it_was_held(
    cast: Cast, valid_to: date, held: list[tuple[str, str, date | None, bool]]
) -> None:
    put(cast, valid_to=valid_to)
    assert facts_of(cast) == held


def test_withdrawn_rows_and_those_of_other_organisers_do_not_count(cast: Cast) -> None:
    row = put(cast)
    with fence.entered(cast.city):
        acts.withdraw_honour(record_id=row.pk, reason="录入有误", actor=cast.city)
    with fence.entered(cast.stranger):
        acts.record_honour(
            code=USCCS[0],
            enterprise_name="示例集群运营公司",
            honour="hi_tech",
            issuer="示例",
            issued_on=date(2024, 1, 1),
            source="示例",
            actor=cast.stranger,
        )
    assert facts_of(cast) == []


def test_a_recognised_honour_counts_under_both_names(cast: Cast) -> None:
    put(cast, honour="srdi_sme", valid_to=None)
    with fence.entered(cast.city):
        for other in ("innovative_sme", "hi_tech"):
            acts.recognise(honour="srdi_sme", counts_as=other, basis="示例办法第六条", actor=cast.city)
        held = honours.held_by(cast.tenant.pk, [USCCS[0], OTHER], on=date(2026, 3, 30))
        assert {code: [(one.honour, one.by_recognition) for one in row] for code, row in held.items()} == {
            USCCS[0]: [("srdi_sme", False), ("hi_tech", True), ("innovative_sme", True)]
        }
    assert facts_of(cast) == [(USCCS[0], key, None, True) for key in ("srdi_sme", "hi_tech", "innovative_sme")]


def test_an_applicant_s_own_check_reads_the_same_register(cast: Cast) -> None:
    put(cast, code=OTHER, honour="little_giant")
    answers = {"firm_list": [{**CLAIM, "honour": None, "is_leading": True}]}

    def values(own_code: str) -> dict[str, str]:
        verdict = queries.judge_answers(cast.edition, answers, own_code=own_code)
        return {line.key: line.value for _title, lines in verdict.groups for line in lines}

    with fence.entered(cast.applicant):
        known, bare = values(USCCS[0]), values("")
        assert honours.register_of({cast.tenant.pk}, {OTHER}).held(cast.tenant.pk, OTHER, on=date(2026, 3, 30)) == ()
    assert {key for key in known if known[key] != bare[key]} == {"c3_top"}


@pytest.mark.parametrize(
    ("recorded", "claimed", "told"),
    [
        ({"valid_to": date(2026, 12, 31)}, {}, ([], 1, 0)),
        ({"valid_to": date(2025, 12, 31)}, {}, (["ended"], 0, 0)),
        ({"valid_to": date(2027, 6, 30)}, {}, (["differs"], 0, 0)),
        ({"valid_to": date(2026, 12, 31), "number": "示 001"}, {"number": "示００１"}, ([], 1, 0)),
        ({"valid_to": date(2026, 12, 31), "number": "示001"}, {"number": "示002"}, (["differs"], 0, 0)),
        ({"valid_to": date(2026, 12, 31)}, {"issued_on": date(2024, 7, 2)}, (["differs"], 0, 0)),
        ({"honour": "little_giant"}, {}, ([], 0, 1)),
    ],
)
def test_a_claim_is_compared_with_the_register(
    cast: Cast,
    recorded: dict[str, object],
    claimed: dict[str, object],
    told: tuple[list[str], int, int],
) -> None:
    put(cast, code=OTHER, **{"honour": "hi_tech", **recorded})
    with fence.entered(cast.city):
        found = honours.compare_claims(cast.tenant.pk, [{**CLAIM, **claimed}], on=date(2026, 3, 30))
        assert ([doubt.kind for doubt in found.doubts], found.confirmed, found.unknown) == told


def test_a_contradicted_claim_is_flagged_on_the_case_page(cast: Cast) -> None:
    row = put(cast, code=OTHER, honour="hi_tech", enterprise_name="示例仪表有限公司")
    with fence.entered(cast.city):
        acts.withdraw_honour(record_id=row.pk, reason="证书已被授予单位收回", actor=cast.city)
    application = make_application(cast, answers={"firm_list": [{**CLAIM, "valid_to": "2026-12-31"}]})
    page = cast.client("officer").get(f"/sheitc/office/cases/{application.pk}/").content.decode()
    assert "1 项与荣誉登记不符" in page
    assert "登记已撤销：证书已被授予单位收回" in page
    with fence.entered(cast.city):
        version = application.versions.get()
        assert [doubt.kind for doubt in honour_check(application, version).doubts] == ["withdrawn"]
