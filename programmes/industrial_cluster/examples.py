"""A complete, passing cluster for tests and demonstration: every firm and number in it is invented."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.kit.samples import example_code
from programmes.industrial_cluster.catalogue import SPECS

FOUND = tuple(spec.key for spec in SPECS if spec.kind in ("attestation", "official", "expert"))
"""Indicators that people decide."""


def example_firms(count: int, honour: str = "srdi_sme") -> list[dict[str, Any]]:
    """Rows of the firm list, each firm another code, valid far beyond any edition."""
    return [
        {"uscc": example_code(serial), "name": f"示例企业{serial}", "honour": honour, "valid_to": date(2099, 12, 31)}
        for serial in range(1, count + 1)
    ]


def complete_figures() -> dict[str, Any]:
    """The form's figures and tables of the worked example; no findings."""
    return {**_economy(), **_firms_and_innovation(), **_conversion_and_service()}


def _economy() -> dict[str, Any]:
    return {
        "cluster_name": "示例区精密传感器",
        "operator_name": "示例传感器产业园管理有限公司",
        "operator_uscc": example_code(90001),
        "operator_kind": "company",
        "output_basis": "output_value",
        "area_km2": Decimal("12.5"),
        "firms_total": 420,
        "firms_sme": 400,
        "staff_total": 120_000,
        "staff_sme": 95_000,
        "output_total_y0": Decimal("38.9"),
        "output_total_y1": Decimal("35.0"),
        "output_total_y2": Decimal("31.2"),
        "output_sme_y0": Decimal("25.285"),
        "output_lead_y0": Decimal("29.175"),
    }


def _firms_and_innovation() -> dict[str, Any]:
    return {
        "rd_sme_y0": Decimal("11025"),
        "rd_sme_y1": Decimal("10400"),
        "rd_sme_y2": Decimal("10000"),
        "patents_sme_y0": 186,
        "patents_sme_y1": 160,
        "patents_sme_y2": 140,
        "firm_list": [*example_firms(1, "little_giant"), *example_firms(13)[1:]],
        "platforms": [{"name": "示例传感器公共检测平台", "level": "district"}],
        "standards": [{"number": "T/EXAMPLE 001-2022"}, {"number": "T/EXAMPLE 002-2023"}],
    }


def _conversion_and_service() -> dict[str, Any]:
    return {
        "service_orgs": [{"name": "示例中小企业服务中心", "uscc": example_code(90002)}],
        "digital_users": 60,
        "software_rate_y0": Decimal("46"),
        "software_rate_y1": Decimal("41"),
        "software_rate_y2": Decimal("38"),
        "co2_intensity_y0": Decimal("0.21"),
        "co2_intensity_y1": Decimal("0.24"),
        "co2_intensity_y2": Decimal("0.26"),
        "is_high_energy": False,
        "is_high_water": False,
        "exchange_kinds": ["technology", "talent"],
        "service_staff": 12,
        "service_kinds": [
            "information",
            "startup",
            "innovation",
            "training",
            "marketing",
            "finance",
            "consulting",
        ],
        "firms_policy_reached": 420,
    }


def complete_findings() -> dict[str, bool]:
    """Everything attested and found in the cluster's favour."""
    return dict.fromkeys(FOUND, True)


def complete_facts(**overrides: Any) -> Mapping[str, Any]:
    """Facts that pass all nine groups, with some of them replaced."""
    return {**complete_figures(), **complete_findings(), **overrides}
