"""How each indicator is decided. Every rule takes (facts, spec, limits) and returns one Measure; none divides by zero.

A missing figure leaves the question open (None). A figure that cannot be right leaves it open too and says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.industrial_cluster import reading
from programmes.industrial_cluster.arithmetic import grew_at_least, plain, reaches_share, share_of, yearly_growth_pct
from programmes.industrial_cluster.catalogue import IndicatorSpec
from programmes.industrial_cluster.logic import Verdict
from programmes.industrial_cluster.reading import Unreadable, read_number
from programmes.industrial_cluster.thresholds import Thresholds
from programmes.industrial_cluster.words import mark as _

MISSING = _("尚未填报所需数据。")
UNREADABLE = _("所填内容不是数字，请核对，例如 38.90。")
NEGATIVE = _("数值不能小于 0，请核对。")
ZERO_BASE = _("基期数值为 0，增长率无法计算，请作出说明并由审核人员认定。")
ZERO_WHOLE = _("分母为 0，比例无法计算，请核对。")
PART_EXCEEDS_WHOLE = _("部分大于总量，请核对。")
ROUNDED_UP = _("显示值为四舍五入结果，实际值未达到要求。")
AREA_OVER = _("占地面积超过一般上限，须由审核人员说明理由后认可。")
NOT_APPLICABLE = _("集群不属于该类行业，本项不适用。")
AWAITS_FINDING = _("已填报，待审核人员认定。")
HONOUR_END_UNREADABLE = _("部分荣誉的有效期无法识别，未计入，请核对，例如 2026-12-31。")


@dataclass(frozen=True)
class Measure:
    """What one rule found.

    value    what is shown, rounded to two places where it is computed
    exact    the unrounded number, for scoring; None where there is none
    working  the formula with its numbers
    """

    value: Any = None
    passed: Verdict = None
    exact: Decimal | None = None
    note: str = ""
    working: str = ""
    is_applicable: bool = True


Rule = Callable[[Mapping[str, Any], IndicatorSpec, Thresholds], Measure]


class Open(Exception):
    """A figure is missing or cannot be right, so the line stays open; the argument is the note."""


def figures(facts: Mapping[str, Any], *keys: str) -> tuple[Decimal, ...]:
    """The numbers under the keys, none negative. Raises Open."""
    numbers: list[Decimal] = []
    for key in keys:
        try:
            number = read_number(facts.get(key))
        except Unreadable:
            raise Open(UNREADABLE) from None
        if number is None:
            raise Open(MISSING)
        if number < 0:
            raise Open(NEGATIVE)
        numbers.append(number)
    return tuple(numbers)


def rows_of(facts: Mapping[str, Any], key: str) -> list[Any]:
    """The rows of a table; a table never filled in raises Open, an empty one is an answer."""
    rows = facts.get(key)
    if rows is None or isinstance(rows, str | Mapping) or not hasattr(rows, "__iter__"):
        raise Open(MISSING)
    return list(rows)


def finding(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
    """What an official, an expert or the applicant's declaration says: True, False, None."""
    found = facts.get(spec.key)
    return Measure(found, found) if isinstance(found, bool) else Measure()


def no_cases(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
    """A number of cases must be 0; True is "attested: none", False "there were"."""
    found = facts.get(spec.key)
    if isinstance(found, bool):
        return Measure(found, found)
    (cases,) = figures(facts, spec.key)
    return Measure(cases, cases == 0, cases)


def area(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
    """一般不超过 is a soft limit: over it, an official's True accepts and False refuses."""
    (size,) = figures(facts, "area_km2")
    if size == 0:
        raise Open(ZERO_WHOLE)
    if size <= limits.area_max_km2:
        return Measure(size, True, size)
    return Measure(size, finding(facts, spec, limits).passed, size, AREA_OVER)


def at_least(count: Decimal | int, limit: Decimal, note: str = "") -> Measure:
    """A count or a typed figure against its limit."""
    number = Decimal(count)
    return Measure(number, number >= limit, number, note)


def output_in(year: str) -> Rule:
    """One year's output, each of the three against the same limit."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        (output,) = figures(facts, f"output_total_{year}")
        return at_least(output, limits.output_min_yi)

    return rule


def ratio(part_key: str, whole_key: str, *, per: int = 100, is_part_of_whole: bool = True) -> Rule:
    """part ÷ whole × per against the limit the catalogue names."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        part, whole = figures(facts, part_key, whole_key)
        if whole == 0:
            raise Open(ZERO_WHOLE)
        if is_part_of_whole and part > whole:
            raise Open(PART_EXCEEDS_WHOLE)
        exact = share_of(part, whole, per=per)
        limit = getattr(limits, spec.limit)
        passed = reaches_share(part, whole, per=per, limit=limit)
        working = f"{plain(part)} ÷ {plain(whole)} × {per:,}"
        return _rounded(exact, passed, limit=limit, working=working)

    return rule


def growth(stem: str) -> Rule:
    """Yearly growth of stem_y0 over stem_y2 (or _y3); a zero base is for an official to decide."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        steps = limits.growth_steps
        latest, base = figures(facts, f"{stem}_y0", f"{stem}_y{steps}")
        working = f"(({plain(latest)} ÷ {plain(base)})^(1/{steps}) − 1) × 100"
        if base == 0:
            return Measure(None, finding(facts, spec, limits).passed, None, ZERO_BASE, working)
        limit = getattr(limits, spec.limit)
        passed = grew_at_least(latest, base, rate_pct=limit, steps=steps)
        return _rounded(yearly_growth_pct(latest, base, steps=steps), passed, limit=limit, working=working)

    return rule


def _rounded(exact: Decimal, passed: bool, *, limit: Decimal, working: str) -> Measure:
    shown = round_half_up(exact, 2)
    note = ROUNDED_UP if not passed and shown >= limit else ""
    return Measure(shown, passed, exact, note, f"{working} = {shown}")


def trend(stem: str, *, is_rising: bool) -> Rule:
    """稳步提升: never down and up over all; 持续下降: down every year."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        latest, middle, first = figures(facts, f"{stem}_y0", f"{stem}_y1", f"{stem}_y2")
        if is_rising and max(latest, middle, first) > 100:
            raise Open(PART_EXCEEDS_WHOLE)
        passed = first <= middle <= latest and first < latest if is_rising else first > middle > latest
        return Measure(latest, passed, None, "", f"{plain(first)} → {plain(middle)} → {plain(latest)}")

    return rule


def holders(honours_limit: str, *, leading_only: bool) -> Rule:
    """Distinct firms of the list that hold any of the honours on the closing day."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        firm_list = reading.read_firms(rows_of(facts, "firm_list"))
        kinds = getattr(limits, honours_limit)
        count = firm_list.holders_of(kinds, limits.closing_on, leading_only=leading_only)
        return at_least(count, getattr(limits, spec.limit), HONOUR_END_UNREADABLE if firm_list.unreadable else "")

    return rule


def platforms(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
    """Distinct platforms of district level or above; the table asks for those, so a row may leave the level out."""
    levels = limits.platform_levels
    counted = [
        row
        for row in rows_of(facts, "platforms")
        if not isinstance(row, Mapping) or not row.get("level") or reading.key_of(row["level"]) in levels
    ]
    return at_least(len(reading.distinct_names(counted, "name", "title", "number")), limits.platforms_min)


def distinct_rows(table: str, *columns: str) -> Rule:
    """Distinct rows of a table by the first filled of the columns."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        return at_least(len(reading.distinct_names(rows_of(facts, table), *columns)), getattr(limits, spec.limit))

    return rule


def when(flag: str) -> Rule:
    """A finding asked only of clusters of a flagged kind of industry; the flag itself must be answered."""

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        is_flagged = facts.get(flag)
        if is_flagged is False:
            return Measure(None, True, None, NOT_APPLICABLE, is_applicable=False)
        return finding(facts, spec, limits) if is_flagged is True else Measure(note=MISSING)

    return rule


def claimed(form_key: str) -> Rule:
    """A count or a choice the applicant claims and an official confirms; too small a claim already fails.

    The finding under the indicator's own key may be True or False, a number, or the kinds found.
    """

    def rule(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
        limit = getattr(limits, spec.limit)
        found = facts.get(spec.key)
        claim = _amount(facts, form_key)
        if isinstance(found, bool):
            return Measure(claim if claim is not None else found, found, claim)
        amount = _amount(facts, spec.key)
        if amount is not None:
            return at_least(amount, limit)
        if claim is None:
            raise Open(MISSING)
        return at_least(claim, limit) if claim < limit else Measure(claim, None, claim, AWAITS_FINDING)

    return rule


def _amount(facts: Mapping[str, Any], key: str) -> Decimal | None:
    """The number under a key, or how many different kinds are chosen there; the form offers only kinds that exist."""
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, list | tuple | set | frozenset):
        return Decimal(len(reading.distinct_names(value)))
    return figures(facts, key)[0]


def operating_body(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
    """The applicant is the operating body, so a name and a credit code show it, unless an official found otherwise."""
    found = finding(facts, spec, limits)
    if found.passed is not None:
        return found
    is_named = bool(facts.get("operator_name")) and bool(facts.get("operator_uscc"))
    return Measure(True, True) if is_named else Measure(note=MISSING)


def policy_cover(facts: Mapping[str, Any], spec: IndicatorSpec, limits: Thresholds) -> Measure:
    """Firms reached ÷ firms; where no number was typed, a finding or a percentage under the indicator's key."""
    if facts.get("firms_policy_reached") is not None:
        return ratio("firms_policy_reached", "firms_total")(facts, spec, limits)
    found = finding(facts, spec, limits)
    if found.passed is not None:
        return found
    (percentage,) = figures(facts, spec.key)
    if percentage > 100:
        raise Open(PART_EXCEEDS_WHOLE)
    return at_least(percentage, limits.policy_cover_min_pct)
