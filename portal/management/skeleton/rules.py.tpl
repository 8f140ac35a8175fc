"""Eligibility: each clause of the document is one pure rule over Facts and cites the clause."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.contract import CheckKind, Clause, Facts, Line, Verdict

from .words import mark as _

REVENUE = Clause("revenue", _("最近一年营业收入达到门槛"), "一（一）", CheckKind.MACHINE, 1)
CLAUSES: tuple[Clause, ...] = (REVENUE,)
FOUND = _("经核查认定")


def judge(facts: Facts, parameters: Mapping[str, Any]) -> Verdict:
    """The clauses for a page; an official's finding stands above what was filed."""
    line = judge_revenue(facts, Decimal(str(parameters["revenue_min_wan"])))
    return Verdict(((_("基本条件"), (line,)),), line.passed, (line.passed,))


def judge_revenue(facts: Facts, least_wan: Decimal) -> Line:
    """一（一）: at least so many 10,000 CNY; a figure just at the line passes."""
    revenue_wan: Decimal | None = facts.merged().get("revenue_wan")
    found = facts.findings.get(REVENUE.key)
    passed = found if found is not None else None if revenue_wan is None else revenue_wan >= least_wan
    value = "" if revenue_wan is None else f"{revenue_wan.normalize():f} 万元"
    return Line(
        key=REVENUE.key,
        label=REVENUE.label,
        value=value,
        threshold=f"≥ {least_wan.normalize():f} 万元",
        passed=passed,
        clause=REVENUE.clause,
        check=REVENUE.check,
        note=FOUND if found is not None else "",
    )
