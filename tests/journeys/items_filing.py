"""The filing of the journey with several items: the worked example beside two that fare worse.

The first item earns 82.25 points of its own, the second 80.75 (its standard is a group's: 1.5 points less), and one of
its indicators first names the wrong report; the third uses a trademark of somebody else.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.kit.samples import example_code
from programmes.shanghai_brand.examples import complete_answers, honour_rows, item_row, point_rows
from programmes.shanghai_brand.programme import PROGRAMME
from tests.journeys.filings import PROFILE, Filing

FIRM = "示例恒转轴承有限公司"
LISTED, WEAK, BORROWED = "示例高速轴承", "示例轴承远程诊断", "示例联名轴承"
ITEMS = (LISTED, WEAK, BORROWED)
TITLE = f"{LISTED}等3项"
LENDER = "示例品牌许可有限公司"
WRONG_REPORT, RIGHT_REPORT = "示例检字〔2019〕201号", "示例检字〔2025〕201号"
AWARDED_ON = date(2023, 9, 1)


def _answers() -> dict[str, Any]:
    weak = item_row(WEAK, owner=FIRM, number=30_000_002, kind="service", sector="digital", standard_level="group")
    points = [row for item in (1, 2, 3) for row in point_rows(item)]
    points[3]["report_no"] = WRONG_REPORT
    typed = complete_answers(
        mgmt_region="闵行区",
        tm_owner_same=False,
        items=[item_row(LISTED, owner=FIRM), weak, item_row(BORROWED, owner=LENDER, number=30_000_003)],
        advanced_points=points,
        priority_honours=honour_rows("little_giant", issued_on=AWARDED_ON),
    )
    return {key: value for key, value in typed.items() if value is not None}


FILING = Filing(
    programme=PROGRAMME,
    organisation=FIRM,
    code=example_code(70004),
    title=TITLE,
    answers=_answers(),
    profile=PROFILE,
    latest_year=2025,
    workbook={"advanced_points": RIGHT_REPORT.replace("201号", "303号")},
)
"""For an edition of 2026."""
