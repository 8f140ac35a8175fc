"""The firm of the ranked journey: example A of the rules, with other figures beside it that can be worked by hand.

Profit without what is not recurring is 2400, 2800 and 3200 万元. One trademark and one certificate ended the day
before the closing day, one certificate ends on it; the rate of closed complaints is left blank.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.kit.samples import example_code
from programmes.brand_value.examples import certificate_rows, complete_answers, trademark_rows
from programmes.brand_value.programme import PROGRAMME
from tests.journeys.filings import PROFILE, Filing

BRAND = "示例恒测"
CLOSING_ON = date(2026, 3, 30)
ENDED_ON = date(2026, 3, 29)


def _answers() -> dict[str, Any]:
    trademarks, certificates = trademark_rows(3), certificate_rows(3)
    trademarks[2]["valid_to"] = ENDED_ON
    certificates[1]["valid_to"], certificates[2]["valid_to"] = CLOSING_ON, ENDED_ON
    typed = complete_answers(
        brand_name_zh=BRAND,
        mgmt_region="闵行区",
        tm_list=trademarks,
        mgmt_certs=certificates,
        rd_staff=52,
        patents_invention_valid=13,
        complaint_close_rate=None,
    )
    return {key: value for key, value in typed.items() if value is not None}


FILING = Filing(
    programme=PROGRAMME,
    organisation="示例恒测仪表有限公司",
    code=example_code(70002),
    title=BRAND,
    answers=_answers(),
    profile=PROFILE,
    latest_year=2025,
    without=frozenset({"商标使用许可合同"}),
)
"""For an edition of 2026 that closes on CLOSING_ON."""
