"""The industry table of an edition: what an average firm of an industry earns, and what of it is owed to brands.

Every figure is a proposal; the organiser replaces them. Rows are the industries of the size rule
(工信部联企业〔2011〕300号), which every firm states already.
"""

from collections.abc import Mapping
from typing import Any

from portal.kit.sme import INDUSTRIES

FIGURES = ("industry_return", "beta", "rho")
FALLBACK = "other"

TABLE: dict[str, dict[str, str]] = {
    key: dict(zip(FIGURES, figures.split(), strict=True))
    for key, figures in {
        "agriculture": "0.08 0.20 0.015",
        "industry": "0.10 0.30 0.02",
        "construction": "0.09 0.20 0.01",
        "wholesale": "0.09 0.25 0.01",
        "retail": "0.09 0.30 0.015",
        "transport": "0.08 0.20 0.01",
        "warehousing": "0.08 0.20 0.01",
        "post": "0.09 0.25 0.015",
        "accommodation": "0.09 0.35 0.03",
        "catering": "0.10 0.35 0.03",
        "information_transmission": "0.11 0.30 0.025",
        "software_it": "0.12 0.35 0.03",
        "real_estate_dev": "0.09 0.20 0.01",
        "property_mgmt": "0.09 0.25 0.02",
        "leasing_business": "0.10 0.30 0.02",
        "other": "0.10 0.30 0.02",
    }.items()
}


DIVISIONS: tuple[tuple[int, int, str], ...] = (
    (1, 5, "agriculture"),
    (6, 46, "industry"),
    (47, 50, "construction"),
    (51, 51, "wholesale"),
    (52, 52, "retail"),
    (54, 58, "transport"),
    (59, 59, "warehousing"),
    (60, 60, "post"),
    (61, 61, "accommodation"),
    (62, 62, "catering"),
    (63, 64, "information_transmission"),
    (65, 65, "software_it"),
    (71, 72, "leasing_business"),
    (73, 82, "other"),
    (86, 90, "other"),
)
"""First and last division of GB/T 4754-2017 -> industry of the size rule; railways, finance and others have none."""
REAL_ESTATE = {"701": "real_estate_dev", "702": "property_mgmt"}
"""Of division 70, the groups that the size rule names; its other groups are among the others."""


def suggested_industry(code: str) -> str | None:
    """The size rule's industry for a code such as C3983; None where the division alone does not say."""
    digits = code[1:]
    if digits.startswith("70"):
        return REAL_ESTATE.get(digits[:3], "other") if len(digits) > 2 else None
    division = int(digits[:2])
    return next((industry for first, last, industry in DIVISIONS if first <= division <= last), None)


def row_of(table: Mapping[str, Mapping[str, Any]], industry: str) -> Mapping[str, Any]:
    """The row of a size-rule industry; an industry without one takes the row of the others. Raises ValueError."""
    row = table.get(industry) or table.get(FALLBACK)
    if row is None:
        raise ValueError(f"the industry table has neither a row for {industry!r} nor one for {FALLBACK!r}")
    odd = set(row) ^ set(FIGURES)
    if odd:
        raise ValueError(f"the industry table's row for {industry!r} must hold exactly {', '.join(FIGURES)}")
    return row


def check_table(table: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises ValueError for an industry that the size rule does not know, and for a table without the others' row."""
    unknown = sorted(set(table) - set(INDUSTRIES))
    if unknown:
        raise ValueError(f"the industry table names industries that do not exist: {', '.join(unknown)}")
    for industry in (*table, FALLBACK):
        row_of(table, industry)
