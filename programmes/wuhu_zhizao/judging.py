"""Eligibility: eight clauses proposed after the goals of the plan, whose own conditions are not public.

Data of an edition, never shown as the law: every clause names itself as proposed. An official's finding stands above
what was filed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.kit import regions
from programmes.contract import CheckKind, Clause, Facts, Line, Verdict
from programmes.wuhu_zhizao.advancing import read_points
from programmes.wuhu_zhizao.checks import is_trademark_number
from programmes.wuhu_zhizao.criteria import GOALS, PROPOSED
from programmes.wuhu_zhizao.reading import day_in, is_in_force, known_of, rows_in
from programmes.wuhu_zhizao.words import mark as _

SUBJECT, RIGHTS, STANDARD, MARKET, CONDUCT = 1, 2, 3, 4, 5
GROUPS = {
    SUBJECT: _("主体与产地（拟定条件）"),
    RIGHTS: _("知识产权、商标与质量管理（拟定条件）"),
    STANDARD: _("标准先进性（拟定条件）"),
    MARKET: _("市场地位（拟定条件）"),
    CONDUCT: _("质量、安全、环境与信用（拟定条件）"),
}
LEGAL_PERSONS = frozenset({"company", "coop", "institution", "social_org"})
NO_LEGAL_PERSONS = frozenset({"branch", "sole_trader"})

MACHINE, OFFICIAL, EXPERT = CheckKind.MACHINE, CheckKind.OFFICIAL, CheckKind.EXPERT
CLAUSES: tuple[Clause, ...] = (
    Clause("c1", _("在芜湖市注册登记的独立法人"), PROPOSED, MACHINE, SUBJECT),
    Clause("c2", _("产品在芜湖市生产"), PROPOSED, OFFICIAL, SUBJECT),
    Clause("c3", _("拥有自主知识产权"), GOALS, OFFICIAL, RIGHTS),
    Clause("c4", _("关键指标优于国家、行业标准，国内领先"), GOALS, EXPERT, STANDARD),
    Clause("c5", _("市场占有率处于行业前列"), GOALS, OFFICIAL, MARKET),
    Clause("c6", _("拥有注册商标并用于该产品"), PROPOSED, OFFICIAL, RIGHTS),
    Clause("c7", _("质量管理体系认证证书有效"), PROPOSED, MACHINE, RIGHTS),
    Clause("c8", _("近三年无重大质量、安全、环境事件和严重失信"), PROPOSED, OFFICIAL, CONDUCT),
)
DECLARED, NOT_DECLARED = _("已承诺"), _("未承诺")
FOUND_MET, FOUND_UNMET = _("经核查符合"), _("经核查不符合")
COMPARE_SITES = _("须由审核人员核对生产场所，认证机构现场审核再次确认")
ELSEWHERE = _("认证范围内的生产场所须全部在芜湖市内")
COMPARE_RIGHTS = _("须由审核人员核对权属和有效状态")
COMPARE_MARKET = _("须由审核人员核对证明材料")
COMPARE_MARK = _("须由审核人员核对注册证和产品照片")
LOOK_UP = _("须由审核人员查询核实")
EXPERTS_SCORE = _("此处只比较所填数值；先进程度由专家评分认定")
NO_POINTS = _("所填指标不全，无法比较")
NOT_IN_FRONT = _("所填排名不属于本年度规定的行业前列")

Outcome = tuple[bool | None, str, str, str]
"""passed, value, threshold, note"""


def judge(facts: Facts, parameters: Mapping[str, Any]) -> Verdict:
    """The clauses in their groups. parameters: rights_min, leading_points_min, front_ranks."""
    lines = {clause.key: _line(clause, facts, parameters) for clause in CLAUSES}
    groups = tuple(
        (title, tuple(lines[clause.key] for clause in CLAUSES if clause.group == number))
        for number, title in GROUPS.items()
    )
    verdicts = tuple(_joined([line.passed for line in group]) for _title, group in groups)
    return Verdict(groups, _joined(verdicts), verdicts)


def _line(clause: Clause, facts: Facts, parameters: Mapping[str, Any]) -> Line:
    passed, value, threshold, note = FILED[clause.key](facts, parameters)
    found = facts.findings.get(clause.key)
    if found is not None:
        passed, note = found, FOUND_MET if found else FOUND_UNMET
    return Line(clause.key, clause.label, value, threshold, passed, clause.clause, clause.check, note)


def _joined(verdicts: list[bool | None] | tuple[bool | None, ...]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _is_local_legal_person(facts: Facts, _parameters: Mapping[str, Any]) -> Outcome:
    """By the registered region, of zones that of their district; a form that says nothing is left to an official."""
    region, form = str(facts.profile.get("reg_region") or ""), facts.profile.get("legal_form")
    if form in NO_LEGAL_PERSONS or (region and not regions.is_within(region, regions.WUHU)):
        return False, "", "", ""
    return (True if region and form in LEGAL_PERSONS else None), "", "", ""


def _is_made_here(facts: Facts, _parameters: Mapping[str, Any]) -> Outcome:
    rows = rows_in(known_of(facts), "cert_scope_sites")
    if not rows:
        return None, "", "", COMPARE_SITES
    is_elsewhere = not all(regions.is_within(str(row.get("region") or ""), regions.WUHU) for row in rows)
    return (False, "", "", ELSEWHERE) if is_elsewhere else (None, "", "", COMPARE_SITES)


def _has_rights(facts: Facts, parameters: Mapping[str, Any]) -> Outcome:
    least = int(parameters["rights_min"])
    rows = rows_in(known_of(facts), "ip_list")
    if rows is None:
        return None, "", f"≥ {least}", COMPARE_RIGHTS
    valid = sum(is_in_force(row, facts.closing_on) for row in rows)
    return (None if valid >= least else False), str(valid), f"≥ {least}", COMPARE_RIGHTS


def _is_ahead(facts: Facts, parameters: Mapping[str, Any]) -> Outcome:
    """The values alone: whether enough indicators are strictly better than the standard at home asks."""
    least = int(parameters["leading_points_min"])
    rows = rows_in(known_of(facts), "advanced_points")
    points = read_points(rows or ())
    if not points:
        return None, "", f"≥ {least}", NO_POINTS if rows else ""
    leading = sum(point.is_leading for point in points)
    return leading >= least, str(leading), f"≥ {least}", EXPERTS_SCORE


def _is_in_front(facts: Facts, parameters: Mapping[str, Any]) -> Outcome:
    rank = known_of(facts).get("market_rank")
    if not rank:
        return None, "", "", COMPARE_MARKET
    if not parameters["front_ranks"].get(rank, False):
        return False, "", "", NOT_IN_FRONT
    return None, "", "", COMPARE_MARKET


def _has_trademark(facts: Facts, _parameters: Mapping[str, Any]) -> Outcome:
    number = known_of(facts).get("tm_reg_no")
    if not number:
        return None, "", "", COMPARE_MARK
    return (None if is_trademark_number(number) else False), str(number), "", COMPARE_MARK


def _has_quality_system(facts: Facts, _parameters: Mapping[str, Any]) -> Outcome:
    ends, closing_on = day_in(known_of(facts).get("qms_valid_to")), facts.closing_on
    threshold = f"≥ {closing_on.isoformat()}" if closing_on else ""
    if ends is None or closing_on is None:
        return None, ends.isoformat() if ends else "", threshold, ""
    return ends >= closing_on, ends.isoformat(), threshold, ""


def _has_no_incident(facts: Facts, _parameters: Mapping[str, Any]) -> Outcome:
    declared = facts.answers.get("declare_c8")
    if declared is None:
        return None, "", "", LOOK_UP
    return (None, DECLARED, "", LOOK_UP) if declared else (False, NOT_DECLARED, "", "")


FILED: dict[str, Callable[[Facts, Mapping[str, Any]], Outcome]] = {
    "c1": _is_local_legal_person,
    "c2": _is_made_here,
    "c3": _has_rights,
    "c4": _is_ahead,
    "c5": _is_in_front,
    "c6": _has_trademark,
    "c7": _has_quality_system,
    "c8": _has_no_incident,
}
"""What the filing itself says of a clause, before an official has spoken."""
