"""The nine indicator groups of the notice (section 一, 须满足以下九方面指标): from facts to verdicts, line by line.

Worked: output 31.2, 35.0, 38.9 亿元 → growth 11.66 %; 186 patents and 95,000 staff → 19.58 per 10,000.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from programmes.industrial_cluster import rules
from programmes.industrial_cluster.catalogue import GROUP_CLAUSES, GROUP_TITLES, SPECS, IndicatorSpec
from programmes.industrial_cluster.logic import Formula, Verdict, all_of, evaluate, names_in
from programmes.industrial_cluster.reading import read_day
from programmes.industrial_cluster.rules import Measure, Open, Rule
from programmes.industrial_cluster.thresholds import DEFAULTS, Thresholds

RULES: dict[str, Rule] = {
    "finding": rules.finding,
    "no_cases": rules.no_cases,
    "area": rules.area,
    "output_y0": rules.output_in("y0"),
    "output_y1": rules.output_in("y1"),
    "output_y2": rules.output_in("y2"),
    "sme_share": rules.ratio("output_sme_y0", "output_total_y0"),
    "lead_share": rules.ratio("output_lead_y0", "output_total_y0"),
    "output_growth": rules.growth("output_total"),
    "top_firms": rules.holders("top_honours", leading_only=True),
    "mid_firms": rules.holders("mid_honours", leading_only=False),
    "rd_growth": rules.growth("rd_sme"),
    "platforms": rules.platforms,
    "standards": rules.distinct_rows("standards", "number", "standard_no", "name"),
    "patent_growth": rules.growth("patents_sme"),
    "patents_per_10k": rules.ratio("patents_sme_y0", "staff_sme", per=10_000, is_part_of_whole=False),
    "platform_use": rules.ratio("digital_users", "firms_sme"),
    "software_rising": rules.trend("software_rate", is_rising=True),
    "co2_falling": rules.trend("co2_intensity", is_rising=False),
    "energy": rules.when("is_high_energy"),
    "water": rules.when("is_high_water"),
    "exchange_kinds": rules.claimed("exchange_kinds"),
    "operating_body": rules.operating_body,
    "service_orgs": rules.distinct_rows("service_orgs", "uscc", "name"),
    "service_staff": rules.claimed("service_staff"),
    "service_kinds": rules.claimed("service_kinds"),
    "policy_cover": rules.policy_cover,
}


@dataclass(frozen=True)
class Line:
    """One indicator with its verdict.

    value      what was found: a rounded Decimal, True/False, None = nothing yet
    threshold  Decimal, True (a finding), "rising" or "falling"
    exact      the unrounded number behind value, for scoring; None where there is none
    working    the formula with its numbers; note one sentence for the reader, in the catalogue
    """

    key: str
    value: Any
    threshold: Decimal | bool | str
    passed: Verdict
    clause: str
    label: str
    kind: str
    unit: str
    direction: str
    note: str
    working: str
    exact: Decimal | None
    is_applicable: bool


@dataclass(frozen=True)
class Group:
    """One of the nine groups; iterating gives its lines. formula None = every line is needed."""

    number: int
    title: str
    clause: str
    lines: tuple[Line, ...]
    passed: Verdict
    formula: Formula | None

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, index: int) -> Line:
        return self.lines[index]


@dataclass(frozen=True)
class Assessment:
    """All nine groups. passed: False if one fails, else None while one is open, else True."""

    groups: Mapping[int, Group]
    passed: Verdict

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in the order of the notice."""
        return tuple(line for group in self.groups.values() for line in group)

    def line(self, key: str) -> Line:
        """The line of an indicator. Raises KeyError."""
        for line in self.lines:
            if line.key == key:
                return line
        raise KeyError(key)


def assess(
    facts: Mapping[str, Any], *, thresholds: Thresholds | None = None, closing_on: date | None = None
) -> Assessment:
    """Judge one cluster by the nine groups; see the module's head.

    facts       form keys for figures (int, Decimal or text) and tables (lists of mappings), indicator keys for what
                was attested or found (True, False, None); a missing key is None = not yet; other keys are ignored
    thresholds  the edition's figures; by default those of the notice of 2024
    closing_on  the last day of filing; an honour counts if it is valid on it; else thresholds.closing_on
    """
    limits = thresholds or DEFAULTS
    day = read_day(closing_on)
    if day is not None:
        limits = replace(limits, closing_on=day)
    lines = [_line_of(spec, facts, limits) for spec in SPECS]
    groups = {
        number: _group_of(number, tuple(line for line in lines if line.key[1] == str(number)), limits)
        for number in GROUP_TITLES
    }
    return Assessment(MappingProxyType(groups), all_of(group.passed for group in groups.values()))


def _line_of(spec: IndicatorSpec, facts: Mapping[str, Any], limits: Thresholds) -> Line:
    try:
        measure = RULES[spec.rule](facts, spec, limits)
    except Open as gap:
        measure = Measure(note=str(gap))
    return Line(
        key=spec.key,
        value=measure.value,
        threshold=_threshold_of(spec, limits),
        passed=measure.passed,
        clause=spec.clause,
        label=spec.label,
        kind=spec.kind,
        unit=spec.unit,
        direction=spec.direction,
        note=measure.note,
        working=measure.working,
        exact=measure.exact,
        is_applicable=measure.is_applicable,
    )


def _threshold_of(spec: IndicatorSpec, limits: Thresholds) -> Decimal | bool | str:
    if spec.limit:
        limit: Decimal = getattr(limits, spec.limit)
        return limit
    if spec.direction == "none":
        return Decimal(0)
    return spec.direction if spec.direction in ("rising", "falling") else True


def _group_of(number: int, lines: tuple[Line, ...], limits: Thresholds) -> Group:
    verdicts = {line.key: line.passed for line in lines}
    formula = limits.formulas.get(number)
    if formula is None:
        passed = all_of(verdicts.values())
    else:
        # A line that the edition's formula does not name would silently stop counting.
        if names_in(formula) != frozenset(verdicts):
            raise ValueError(f"the formula of group {number} must name exactly its indicators")
        passed = evaluate(formula, verdicts)
    return Group(number, GROUP_TITLES[number], GROUP_CLAUSES[number], lines, passed, formula)
