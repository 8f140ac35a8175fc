"""What the contract asks of the programme: a verdict and a quantitative score in words and numbers for a page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.contract import CheckKind, Clause, Facts, QuantScore, ScoreLine, Verdict
from programmes.contract import Line as ShownLine
from programmes.industrial_cluster.arithmetic import plain
from programmes.industrial_cluster.catalogue import GROUP_TITLES, SPECS
from programmes.industrial_cluster.indicators import Assessment, Line, assess
from programmes.industrial_cluster.reading import fold
from programmes.industrial_cluster.scoring import PartScore, ScoringParameters, score_quantitative
from programmes.industrial_cluster.thresholds import Thresholds
from programmes.industrial_cluster.words import mark as _

PART_LABELS = {
    "c2_output": _("近三年产值（取最低一年）"),
    "c3_firms": _("优质企业数量（两项中取较优一项）"),
}
DECLARED = ("c1_accident", "c1_cyber", "c1_illegal")
"""Indicators the applicant declares in the form under declare_<key>; an official's finding replaces the declaration."""


def thresholds_of(parameters: Mapping[str, Any]) -> Thresholds:
    """The edition's thresholds among its parameters. Raises ValueError."""
    return Thresholds.from_mapping({name: parameters[name] for name in Thresholds.names() & set(parameters)})


def scoring_of(parameters: Mapping[str, Any]) -> ScoringParameters:
    """The edition's scoring figures among its parameters. Raises ValueError."""
    names = ScoringParameters.names() & set(parameters)
    return ScoringParameters.from_mapping({name: parameters[name] for name in names})


def clauses() -> tuple[Clause, ...]:
    """The indicators as the contract lists them."""
    return tuple(Clause(spec.key, spec.label, spec.clause, check_kind(spec.kind), spec.group) for spec in SPECS)


def check_kind(kind: str) -> CheckKind:
    """A soft limit is computed like any other; that it may be accepted is said in its note."""
    return CheckKind.MACHINE if kind == "warning" else CheckKind(kind)


def assess_facts(facts: Facts, parameters: Mapping[str, Any]) -> Assessment:
    """Verified figures in place of reported ones, findings in place of declarations, the firms' honours added."""
    declared = {key: facts.answers.get(f"declare_{key}") for key in DECLARED}
    found = {key: verdict for key, verdict in facts.findings.items() if verdict is not None}
    known = {**declared, **facts.answers, **facts.verified, **found}
    if known.get("firm_list") is not None:
        known["firm_list"] = [*known["firm_list"], *_registered(known["firm_list"], facts)]
    return assess(known, thresholds=thresholds_of(parameters), closing_on=facts.closing_on)


def _registered(firm_list: list[Mapping[str, Any]], facts: Facts) -> list[dict[str, Any]]:
    """Honours of the register for firms on the list; the list says which are in the leading industry."""
    is_leading = {fold(row.get("uscc") or ""): row.get("is_leading") for row in firm_list}
    return [
        {**honour, "is_leading": is_leading[fold(honour["uscc"])]}
        for honour in facts.honours
        if fold(honour["uscc"]) in is_leading
    ]


def judge(facts: Facts, parameters: Mapping[str, Any]) -> Verdict:
    """The nine groups for a page."""
    assessment = assess_facts(facts, parameters)
    return Verdict(
        tuple((GROUP_TITLES[number], tuple(map(show_line, group))) for number, group in assessment.groups.items()),
        assessment.passed,
        tuple(group.passed for group in assessment.groups.values()),
    )


def quantify(facts: Facts, parameters: Mapping[str, Any]) -> QuantScore:
    """The quantitative score with every part; weights are those of the parts in the whole."""
    result = score_quantitative(assess_facts(facts, parameters), parameters=scoring_of(parameters))
    lines = [
        _show_part(part, group.title, Decimal(1) / (len(result.groups) * len(group.parts)))
        for group in result.groups
        for part in group.parts
    ]
    return QuantScore(result.points, tuple(lines))


def _show_part(score: PartScore, group_title: str, weight_ratio: Decimal) -> ScoreLine:
    decisive = next((entry for entry in score.indicators if entry.points == score.points), score.indicators[0])
    return ScoreLine(
        key=score.part.key,
        label=PART_LABELS.get(score.part.key, decisive.line.label),
        value=show_value(decisive.line),
        threshold=show_threshold(decisive.line),
        score=None if score.points is None else round_half_up(score.points, 2),
        weight_ratio=weight_ratio,
        group=group_title,
    )


def show_line(line: Line) -> ShownLine:
    """A line in words; the formula with its numbers stands before the note."""
    return ShownLine(
        key=line.key,
        label=line.label,
        value=show_value(line),
        threshold=show_threshold(line),
        passed=line.passed,
        clause=line.clause,
        check=check_kind(line.kind),
        note=" ".join(filter(None, (line.working, line.note))),
    )


def show_value(line: Line) -> str:
    """11.66 %, 是, or nothing."""
    if line.value is None:
        return ""
    if isinstance(line.value, bool):
        # For cases "true" means that none were found.
        words = (_("无"), _("有")) if line.direction == "none" else (_("是"), _("否"))
        return words[0] if line.value else words[1]
    return f"{plain(line.value)} {line.unit}".strip()


def show_threshold(line: Line) -> str:
    """≥ 10 %, ≤ 100 平方公里, or words."""
    if isinstance(line.threshold, Decimal):
        sign = {"lower": "≤", "none": "="}.get(line.direction, "≥")
        return f"{sign} {plain(line.threshold)} {line.unit}".strip()
    if line.threshold == "rising":
        return _("逐年不下降且总体上升")
    if line.threshold == "falling":
        return _("逐年下降")
    return _("是")
