"""The product of the journey to a certificate: the worked example, 81.83 points of its own before any expert.

Its sources are named too briefly at first; the district asks for more.
"""

from __future__ import annotations

from typing import Any

from portal.kit.samples import example_code
from programmes.wuhu_zhizao.examples import complete_answers
from programmes.wuhu_zhizao.programme import PROGRAMME
from tests.journeys.filings import PROFILE, Filing

PRODUCT = "示例六轴工业机器人"
DISTRICT = "鸠江区"


def _answers() -> dict[str, Any]:
    typed = complete_answers(product_name=PRODUCT, mgmt_region=DISTRICT)
    return {key: _without_blanks(value) for key, value in typed.items()}


def _without_blanks(value: Any) -> Any:
    """Rows of a table without the columns that stay empty."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{key: entry for key, entry in row.items() if entry is not None} for row in value]
    return value


FILING = Filing(
    programme=PROGRAMME,
    organisation="示例六轴智能制造有限公司",
    code=example_code(70003),
    title=PRODUCT,
    answers=_answers(),
    profile=PROFILE,
    latest_year=2025,
    region=DISTRICT,
)
"""For an edition of 2026."""
