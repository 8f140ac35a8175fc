"""Eligibility: the eleven clauses of section 一 of the notice, and the tier that decides a firm's list.

An official's finding stands above what was filed. A tier that is not held costs nobody the evaluation: it only moves
the firm to another list, so the tiers' group never fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.kit.sme import CannotClassify, SizeClass, is_sme, size_class
from programmes.brand_value.knowing import TIER_CLAUSES, claimed_tiers, day_in, known_of
from programmes.brand_value.words import mark as _
from programmes.contract import CheckKind, Clause, Facts, Line, Verdict

SUBJECT, BRAND, CONDUCT, TIER = 1, 2, 3, 4
GROUPS = {
    SUBJECT: _("主体资格"),
    BRAND: _("品牌基础"),
    CONDUCT: _("信用与合规"),
    TIER: _("梯度培育称号"),
}
PLACE = "31"
ENTERPRISE_CODES = ("91", "93")
TRADEMARK_NUMBER = re.compile(r"\d{5,9}[A-Z]?", re.ASCII)

MACHINE, ATTESTED, OFFICIAL, EXPERT = CheckKind.MACHINE, CheckKind.ATTESTATION, CheckKind.OFFICIAL, CheckKind.EXPERT
CLAUSES: tuple[Clause, ...] = (
    Clause("a1", _("在本市注册登记"), "一、1", MACHINE, SUBJECT),
    Clause("a2", _("具有独立法人资格"), "一、1", MACHINE, SUBJECT),
    Clause("a3", _("具有注册商标"), "一、1", OFFICIAL, SUBJECT),
    Clause("a4", _("符合《中小企业划型标准规定》"), "一、1", MACHINE, SUBJECT),
    Clause("a5", _("有一定的品牌建设基础"), "一、2", EXPERT, BRAND),
    Clause("a6", _("已形成一定范围的品牌影响力"), "一、2", EXPERT, BRAND),
    Clause("a7", _("有明确的品牌提升意愿"), "一、2", ATTESTED, BRAND),
    Clause("a8", _("未被列入经营异常名录"), "一、3", OFFICIAL, CONDUCT),
    Clause("a9", _("未被列入严重失信主体名单"), "一、3", OFFICIAL, CONDUCT),
    Clause("a10", _("近三年未发生重大安全、质量等事故"), "一、3", OFFICIAL, CONDUCT),
    Clause("a11", _("近三年未发生违法违规行为"), "一、3", OFFICIAL, CONDUCT),
    Clause("tier_little_giant", _("申报截止日为国家级专精特新“小巨人”企业"), "三、1", OFFICIAL, TIER),
    Clause("tier_srdi_sme", _("申报截止日为专精特新中小企业"), "三、2", OFFICIAL, TIER),
)
SIZES = {
    SizeClass.LARGE: _("大型"),
    SizeClass.MEDIUM: _("中型"),
    SizeClass.SMALL: _("小型"),
    SizeClass.MICRO: _("微型"),
}
DECLARED, NOT_DECLARED = _("已承诺"), _("未承诺")
FOUND_MET, FOUND_UNMET = _("经核查符合"), _("经核查不符合")
LOOK_UP = _("须由审核人员查询核实")
COMPARE = _("须由审核人员核对注册证")
NOT_CLAIMED = _("未申报该称号")
CLAIMED = _("已申报，须由审核人员核对认定文件")
NO_SIZE = _("划型所需数据不全，无法判定")
HELD, NOT_HELD = _("经核查持有"), _("经核查未持有，按下一梯度参评")

Outcome = tuple[bool | None, str, str, str]
"""passed, value, threshold, note"""


def judge(facts: Facts, parameters: Mapping[str, Any]) -> Verdict:
    """The clauses in their groups. parameters: none of them bears on eligibility."""
    lines = {clause.key: _line(clause, facts) for clause in CLAUSES}
    groups = {number: tuple(lines[clause.key] for clause in CLAUSES if clause.group == number) for number in GROUPS}
    verdicts = tuple(_tiers_settled(group) if number == TIER else _all_of(group) for number, group in groups.items())
    return Verdict(tuple((GROUPS[number], group) for number, group in groups.items()), _joined(verdicts), verdicts)


def _line(clause: Clause, facts: Facts) -> Line:
    if clause.key in TIER_CLAUSES:
        outcome = _tier(clause.key, facts)
    else:
        outcome = _with_finding(FILED[clause.key](facts), facts.findings.get(clause.key))
    passed, value, threshold, note = outcome
    return Line(clause.key, clause.label, value, threshold, passed, clause.clause, clause.check, note)


def _with_finding(filed: Outcome, found: bool | None) -> Outcome:
    if found is None:
        return filed
    _passed, value, threshold, _note = filed
    return found, value, threshold, FOUND_MET if found else FOUND_UNMET


def _tier(clause: str, facts: Facts) -> Outcome:
    """Nothing to decide where the tier is not claimed; a claim waits for an official."""
    if TIER_CLAUSES[clause] not in claimed_tiers(facts):
        return True, NOT_CLAIMED, "", ""
    found = facts.findings.get(clause)
    if found is None:
        return None, "", "", CLAIMED
    return found, "", "", HELD if found else NOT_HELD


def _tiers_settled(lines: tuple[Line, ...]) -> bool | None:
    return None if any(line.passed is None for line in lines) else True


def _all_of(lines: tuple[Line, ...]) -> bool | None:
    return _joined(tuple(line.passed for line in lines))


def _joined(verdicts: tuple[bool | None, ...]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _registered_here(facts: Facts) -> Outcome:
    region = str(facts.profile.get("reg_region") or "")
    return (region.startswith(PLACE) if region else None), "", "", ""


def _is_legal_person(facts: Facts) -> Outcome:
    """A branch's code begins with 91 too, so the form decides first."""
    form, code = facts.profile.get("legal_form"), str(facts.profile.get("uscc") or "")
    if not form or not code:
        return None, "", "", ""
    return form == "company" and code.startswith(ENTERPRISE_CODES), "", "", ""


def _has_trademark(facts: Facts) -> Outcome:
    rows = known_of(facts).get("tm_list")
    if not rows:
        return None, "", "", COMPARE
    valid = sum(is_valid_trademark(row, day_in(facts.closing_on)) for row in rows)
    return (None if valid else False), f"{valid}", "≥ 1", COMPARE


def is_valid_trademark(row: Mapping[str, Any], on: date | None) -> bool:
    """A registration number of the right shape, in force on the day (None = whenever)."""
    if not TRADEMARK_NUMBER.fullmatch(str(row.get("reg_no") or "").strip().upper()):
        return False
    first, last = day_in(row.get("valid_from")), day_in(row.get("valid_to"))
    return on is None or ((first is None or first <= on) and last is not None and on <= last)


def _is_small_enough(facts: Facts) -> Outcome:
    known = known_of(facts)
    try:
        size = size_class(
            str(known.get("sme_industry") or ""),
            employees=known.get("employees"),
            revenue_wan=known.get("revenue_y0"),
            assets_wan=known.get("total_assets_y0"),
        )
    except CannotClassify:
        return None, "", "", NO_SIZE
    return is_sme(size), SIZES[size], "", ""


def _for_experts(_facts: Facts) -> Outcome:
    return None, "", "", ""


def _declared(clause: str, *, is_looked_up: bool) -> Callable[[Facts], Outcome]:
    """A declaration alone decides, or only allows an official to look it up."""

    def outcome(facts: Facts) -> Outcome:
        declared = facts.answers.get(f"declare_{clause}")
        if declared is None:
            return None, "", "", LOOK_UP if is_looked_up else ""
        if declared is False:
            return False, NOT_DECLARED, "", ""
        return (None, DECLARED, "", LOOK_UP) if is_looked_up else (True, DECLARED, "", "")

    return outcome


FILED: dict[str, Callable[[Facts], Outcome]] = {
    "a1": _registered_here,
    "a2": _is_legal_person,
    "a3": _has_trademark,
    "a4": _is_small_enough,
    "a5": _for_experts,
    "a6": _for_experts,
    "a7": _declared("a7", is_looked_up=False),
    **{clause: _declared(clause, is_looked_up=True) for clause in ("a8", "a9", "a10", "a11")},
}
"""What the filing itself says of a clause, before an official has spoken."""
