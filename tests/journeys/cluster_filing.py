"""The cluster of the journeys: a complete form whose nine groups all pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kit.samples import example_code
from programmes.industrial_cluster.examples import complete_figures, example_firms
from programmes.industrial_cluster.programme import PROGRAMME
from tests.journeys.filings import PROFILE, Filing

ORGANISATION = "示例传感器产业园管理有限公司"
CODE = example_code(70001)
CLUSTER = "闵行区示例精密传感器"
FIRMS = example_firms(1, "little_giant") + example_firms(13)[1:]


def _answers() -> Mapping[str, Any]:
    """The worked example with the words that no figure needs."""
    texts = {f"g{number}_text": f"第{number}组指标的情况（示例）：已建立制度，佐证见附件。" for number in range(1, 10)}
    return {
        **complete_figures(),
        **texts,
        "cluster_name": CLUSTER,
        "district": "闵行区",
        "operator_name": ORGANISATION,
        "operator_uscc": CODE,
        "leading_industry": "精密传感器",
        "leading_codes": ["C3983"],
        "declare_c1_accident": True,
        "declare_c1_cyber": True,
        "declare_c1_illegal": True,
        "declare_truth": True,
        "firm_list": [{**firm, "is_leading": True} for firm in FIRMS],
        "standards": [
            {"number": "T/EXAMPLE 001-2022", "name": "示例通用要求", "level": "group", "firm": "示例企业1"},
            {"number": "T/EXAMPLE 002-2023", "name": "示例试验方法", "level": "group", "firm": "示例企业2"},
        ],
        "plan_targets": [{"indicator": "集群产值", "unit": "亿元", "next1": "44", "next2": "49", "next3": "55"}],
    }


FILING = Filing(
    programme=PROGRAMME,
    organisation=ORGANISATION,
    code=CODE,
    title=CLUSTER,
    answers=_answers(),
    profile=PROFILE,
    latest_year=2025,
    workbook={"firm_list": "示例企业13"},
)
"""For an edition of 2026."""
