"""A small programme that is ranked by a model, worked by hand: worth plus strength, two lists, ties by both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.contract import (
    Appraisal,
    Criterion,
    Facts,
    Field,
    FieldKind,
    Model,
    ModelLine,
    Programme,
    PublishedListForm,
    Section,
)
from programmes.industrial_cluster.programme import PROGRAMME as BASE

CRITERIA = (
    Criterion("care", "质量", Decimal("0.40"), "示例"),
    Criterion("fame", "美誉", Decimal("0.60"), "示例"),
)


def appraise(facts: Facts, points: Mapping[str, Decimal], parameters: Mapping[str, Any]) -> Appraisal:
    """figure = worth; strength = 0.4 care + 0.6 fame; the list is the one of the honour."""
    worth = facts.merged().get("worth")
    strength = sum((one.weight_ratio * points.get(one.key, Decimal(0)) for one in CRITERIA), Decimal(0))
    lines = tuple(
        ModelLine(one.key, "专家", one.label, source="专家评审", score=points.get(one.key), weight=Decimal(50), note="")
        for one in CRITERIA
    )
    return Appraisal(
        list_code="L1" if facts.honours else "L2",
        figure=None if worth is None else round_half_up(worth),
        ties=(strength, facts.answers.get("profit")),
        parts={"strength": strength, "grade": facts.verified.get("grade")},
        lines=(*lines, ModelLine("worth", "价值", "品牌价值", result=worth, result_unit="万元")),
        flags=("请核实",) if worth is not None and worth > 100_000 else (),
    )


def adjust(figure: Decimal, ratio: Decimal) -> Decimal:
    if abs(ratio) > Decimal("0.10"):
        raise ValueError("beyond the limit")
    return round_half_up(figure * (1 + ratio))


RANKED: Programme = replace(
    BASE,
    slug="ranked_example",
    sections=(
        Section(
            "worth",
            "价值",
            (
                Field("worth", "品牌价值", FieldKind.DECIMAL, places=2),
                Field("profit", "利润", FieldKind.DECIMAL, places=2),
                Field("contact", "联系人"),
            ),
        ),
    ),
    criteria=CRITERIA,
    lists=(PublishedListForm("L1", "甲榜"), PublishedListForm("L2", "乙榜")),
    combines_by="criterion",
    register=(Field("grade", "信用等级", FieldKind.CHOICE, choices=(("AAA", "AAA"),)),),
    model=Model(
        appraise=appraise,
        reads=("worth", "profit"),
        figures={"L1": ("品牌价值", "万元"), "L2": ("品牌价值", "万元")},
        parts={"strength": ("强度", "分"), "grade": ("信用等级", "")},
        tie_labels=("品牌强度", "利润"),
        adjust=adjust,
        most_adjustment_ratio=Decimal("0.10"),
    ),
)

SETTINGS: dict[str, Any] = {"panel_seats": {"technology": 5}, "list_lengths": {"L1": 0, "L2": 0}}
CLOSING = date(2024, 4, 12)


def expert(code: str, care: object, fame: object) -> dict[str, Any]:
    total = round_half_up(Decimal("0.4") * Decimal(str(care)) + Decimal("0.6") * Decimal(str(fame)))
    return {
        "code": code,
        "field": "technology",
        "total": format(total, "f"),
        "points": {"care": str(care), "fame": str(fame)},
    }


def verified(of_figure: str, decision: str = "confirm", ratio: str = "0") -> dict[str, Any]:
    return {"decision": decision, "ratio": ratio, "of_figure": of_figure, "reason": "", "signers": ["E-1"]}


def a_ranked_unit(
    code: str, worth: str | None, *, points: object = 80, profit: str = "0", **over: Any
) -> dict[str, Any]:
    """A frozen input; points: what three experts give everywhere. is_first_tier=True puts it into L1."""
    honours = [{"uscc": code, "honour": "x", "valid_to": None}] if over.pop("is_first_tier", False) else []
    unit = {
        "code": code,
        "name": code,
        "facts_digest": "f" * 64,
        "facts": {
            "answers": {"worth": worth, "profit": profit},
            "verified": {},
            "findings": {},
            "honours": honours,
            "closing_on": CLOSING.isoformat(),
        },
        "quantitative": None,
        "experts": [expert(f"E-{number}", points, points) for number in (1, 2, 3)],
        "panel": str(points),
        "passed": True,
        "failed": [],
        "clauses": [],
        "inspection": "",
        "verification": None,
    }
    return {**unit, **over}
