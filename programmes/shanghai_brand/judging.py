"""Eligibility: the clauses of section 三（一） of the notice, for one item or, before it is judged, for all of them.

An official's finding stands above what was filed. There is no clause on size: a large firm may apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.kit import regions
from programmes.contract import CheckKind, Clause, Facts, Line, Verdict
from programmes.shanghai_brand.reading import (
    ITEMS,
    day_in,
    figure_in,
    fold,
    is_trademark_number,
    rows_in,
    word_in,
)
from programmes.shanghai_brand.words import mark as _

SUBJECT, BRAND, OPERATION, RECORD = 1, 2, 3, 4
GROUPS = {
    SUBJECT: _("主体资格"),
    BRAND: _("商标（品牌）权属"),
    OPERATION: _("经营与信用"),
    RECORD: _("近三年记录"),
}
ENTERPRISE_CODES = ("91", "93")

MACHINE, ATTESTED, OFFICIAL = CheckKind.MACHINE, CheckKind.ATTESTATION, CheckKind.OFFICIAL
CLAUSES: tuple[Clause, ...] = (
    Clause("b1", _("在本市依法设立"), "三（一）1", MACHINE, SUBJECT),
    Clause("b2", _("具有独立法人资格"), "三（一）1", MACHINE, SUBJECT),
    Clause("b3", _("核心总部或者主要运营主体位于上海"), "三（一）2", OFFICIAL, SUBJECT),
    Clause("b4", _("商标（品牌）权属归于该企业"), "三（一）2", MACHINE, BRAND),
    Clause("b5", _("经营或者运行状况良好"), "三（一）3", OFFICIAL, OPERATION),
    Clause("b6", _("符合国家和本市产业导向及法律法规政策要求"), "三（一）3", OFFICIAL, OPERATION),
    Clause("b7", _("具有良好社会信用记录"), "三（一）3", OFFICIAL, OPERATION),
    Clause("b8", _("近三年未发生重大质量、安全、环保等事故"), "三（一）4", ATTESTED, RECORD),
    Clause("b9", _("无严重违法违规等失信记录"), "三（一）4", ATTESTED, RECORD),
)
DECLARED, NOT_DECLARED = _("已承诺"), _("未承诺")
FOUND_MET, FOUND_UNMET = _("经核查符合"), _("经核查不符合")
LOOK_UP = _("须由审核人员查询核实")
SEAT_SHARES = _("在本市营业收入占比 / 在本市从业人员占比；须由审核人员对照组织架构图认定")
SOUND = _("最近一年盈利，资产大于负债；须由审核人员认定")
LOSS = _("最近一年亏损，须由审核人员了解原因后认定")
OVER_INDEBTED = _("负债总额超过资产总额，须由审核人员了解持续经营情况后认定")
OWNER_DIFFERS = _("商标权利人不是本企业；仅获许可使用的不符合条件")
OUT_OF_FORCE = _("商标在申报截止日已过有效期")
MISNUMBERED = _("商标注册号应为 5 至 9 位数字，末尾可带一个字母")
SAID_NOT_OWN = _("填报的商标并非均权属本企业；仅获许可使用的不符合条件")
NOT_ALL_OWN = _("有项目的商标不符合条件；每一项单独认定，其他项目不受影响")

Outcome = tuple[bool | None, str, str]
"""passed, value, note"""
OPEN: Outcome = (None, "", "")


def judge(facts: Facts, parameters: Mapping[str, Any]) -> Verdict:
    """The clauses in their groups, for the item at facts.position or for all. No parameter bears on eligibility."""
    lines = {clause.key: _line(clause, facts) for clause in CLAUSES}
    groups = {number: tuple(lines[clause.key] for clause in CLAUSES if clause.group == number) for number in GROUPS}
    verdicts = tuple(_joined([line.passed for line in group]) for group in groups.values())
    return Verdict(tuple((GROUPS[number], group) for number, group in groups.items()), _joined(verdicts), verdicts)


def _line(clause: Clause, facts: Facts) -> Line:
    passed, value, note = FILED[clause.key](facts)
    found = facts.findings.get(clause.key)
    if found is not None:
        passed, note = found, FOUND_MET if found else FOUND_UNMET
    return Line(clause.key, clause.label, value, "", passed, clause.clause, clause.check, note)


def _joined(verdicts: Sequence[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def known_of(facts: Facts) -> dict[str, Any]:
    """What is known of the unit: its own row on top of the filing, verified figures above both."""
    return {**facts.of_unit(ITEMS), **facts.verified}


def _set_up_here(facts: Facts) -> Outcome:
    """A functional area of the city counts, and so does a code that was abolished."""
    region = word_in(facts.profile, "reg_region")
    return (regions.is_within(region, regions.SHANGHAI), "", "") if region else OPEN


def _is_legal_person(facts: Facts) -> Outcome:
    """A branch's code begins with 91 too, so the form decides first."""
    form, code = word_in(facts.profile, "legal_form"), word_in(facts.profile, "uscc")
    return (form == "company" and code.startswith(ENTERPRISE_CODES), "", "") if form and code else OPEN


def _is_seated_here(facts: Facts) -> Outcome:
    shares = [figure_in(known_of(facts), key) for key in ("sh_revenue_share", "sh_staff_share")]
    value = " / ".join("—" if share is None else f"{plain(share)} %" for share in shares)
    return None, value if any(share is not None for share in shares) else "", SEAT_SHARES


def _owns_trademarks(facts: Facts) -> Outcome:
    """One item by its own row; all of them by every row, or by what was answered about them together."""
    rows = rows_in(facts.answers, ITEMS)
    if facts.position:
        return _owns_trademark(rows[facts.position - 1], facts) if facts.position <= len(rows) else OPEN
    if not rows:
        return (False, "", SAID_NOT_OWN) if facts.answers.get("tm_owner_same") is False else OPEN
    outcomes = [_owns_trademark(row, facts)[0] for row in rows]
    joined = _joined(outcomes)
    return joined, f"{outcomes.count(True)} / {len(rows)}", NOT_ALL_OWN if joined is False else ""


def _owns_trademark(row: Mapping[str, Any], facts: Facts) -> Outcome:
    number, owner, ends = word_in(row, "tm_reg_no"), word_in(row, "tm_owner"), day_in(row.get("tm_valid_to"))
    firm = word_in(facts.profile, "org_name")
    if not number or not owner:
        return None, number, ""
    if firm and fold(owner) != fold(firm):
        return False, number, OWNER_DIFFERS
    if not is_trademark_number(number):
        return False, number, MISNUMBERED
    if ends is not None and facts.closing_on is not None and ends < facts.closing_on:
        return False, number, OUT_OF_FORCE
    return (True if firm and ends is not None else None), number, ""


def _runs_well(facts: Facts) -> Outcome:
    """Signals for whoever decides: profit, and whether assets cover liabilities."""
    known = known_of(facts)
    profit = figure_in(known, "net_profit_y0")
    assets, liabilities = figure_in(known, "total_assets_y0"), figure_in(known, "liabilities_y0")
    if assets is not None and liabilities is not None and liabilities > assets:
        return None, "", OVER_INDEBTED
    if profit is not None and profit < 0:
        return None, "", LOSS
    return None, "", LOOK_UP if profit is None or assets is None or liabilities is None else SOUND


def _declared(clause: str) -> Callable[[Facts], Outcome]:
    """A declaration allows an official to look it up; without one there is nothing to look up."""

    def outcome(facts: Facts) -> Outcome:
        declared = facts.answers.get(f"declare_{clause}")
        if declared is False:
            return False, NOT_DECLARED, ""
        return None, "" if declared is None else DECLARED, LOOK_UP

    return outcome


FILED: dict[str, Callable[[Facts], Outcome]] = {
    "b1": _set_up_here,
    "b2": _is_legal_person,
    "b3": _is_seated_here,
    "b4": _owns_trademarks,
    "b5": _runs_well,
    **{clause: _declared(clause) for clause in ("b6", "b7", "b8", "b9")},
}
"""What the filing itself says of a clause, before an official has spoken."""


def plain(number: Decimal) -> str:
    """1,234.5: thousands separators, no exponent, no trailing zeros."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
