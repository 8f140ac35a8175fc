"""Invented products of every branch and quality, for the demonstration and for rehearsals. All of them are 示例.

A product is drawn from a random generator that its caller has seeded: the same seed gives the same one on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from programmes.wuhu_zhizao.examples import point, right
from programmes.wuhu_zhizao.form_fields import HIGHER, LOWER, RIGHTS

FIRST_SYLLABLES = "恒启澄岚湛弘朗昀瀚澜珩煜骋峤"
SECOND_SYLLABLES = "测川禾光岳远和森宁舟"
BODIES = ("示例认证有限公司", "示例质量认证中心")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of a kind of product: at home and best abroad, as the standards have it."""

    name: str
    unit: str | None
    direction: str
    national: str
    best: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of product. code: of GB/T 4754."""

    name: str
    code: str
    measures: tuple[Measure, ...]


M = Measure
KINDS: tuple[Kind, ...] = (
    Kind(
        "六轴工业机器人",
        "C3491",
        (
            M("重复定位精度", "毫米", LOWER, "0.10", "0.04"),
            M("平均无故障时间", "小时", HIGHER, "50000", "80000"),
            M("额定负载自重比", None, HIGHER, "0.25", "0.40"),
        ),
    ),
    Kind(
        "车用线束",
        "C3670",
        (
            M("耐温等级", "摄氏度", HIGHER, "125", "175"),
            M("端子拉脱力", "牛", HIGHER, "80", "120"),
            M("接触电阻", "毫欧", LOWER, "5", "2"),
            M("盐雾试验时长", "小时", HIGHER, "96", "240"),
        ),
    ),
    Kind(
        "变频压缩机",
        "C3464",
        (
            M("性能系数", None, HIGHER, "3.10", "3.80"),
            M("噪声", "分贝", LOWER, "62", "52"),
            M("启停寿命", "万次", HIGHER, "20", "40"),
        ),
    ),
    Kind(
        "光伏玻璃",
        "C3049",
        (
            M("透光率", "%", HIGHER, "91.5", "94.5"),
            M("翘曲度", "%", LOWER, "0.30", "0.10"),
            M("抗冲击高度", "厘米", HIGHER, "100", "160"),
        ),
    ),
    Kind(
        "数控车床",
        "C3421",
        (
            M("定位精度", "毫米", LOWER, "0.010", "0.004"),
            M("主轴最高转速", "转/分", HIGHER, "4000", "8000"),
            M("平均无故障时间", "小时", HIGHER, "1000", "2000"),
            M("几何精度保持期", "年", HIGHER, "3", "8"),
        ),
    ),
    Kind(
        "特种电缆",
        "C3831",
        (
            M("导体直流电阻", "欧/千米", LOWER, "0.193", "0.180"),
            M("耐火时间", "分钟", HIGHER, "90", "180"),
            M("烟密度透光率", "%", HIGHER, "60", "85"),
        ),
    ),
    Kind(
        "船用舵机",
        "C3734",
        (
            M("转舵时间", "秒", LOWER, "28", "20"),
            M("工作噪声", "分贝", LOWER, "85", "75"),
            M("密封件寿命", "小时", HIGHER, "8000", "15000"),
        ),
    ),
    Kind(
        "新能源汽车电驱总成",
        "C3670",
        (
            M("最高效率", "%", HIGHER, "92", "95"),
            M("功率密度", "千瓦/千克", HIGHER, "1.8", "3.0"),
            M("噪声", "分贝", LOWER, "80", "70"),
            M("设计寿命", "万公里", HIGHER, "30", "60"),
        ),
    ),
)
RANKS = ("1", "2-3", "2-3", "4-10")
ROLES = ("lead", "lead", "participant", "adopter")
LONGEST_RIGHT = {"invention": 20, "utility_model": 10, "design": 15, "software": 50, "layout": 10}


def stem_of(number: int) -> str:
    """Two syllables, another for each number up to 140, then with a number behind them."""
    most = len(FIRST_SYLLABLES) * len(SECOND_SYLLABLES)
    first, second = divmod((number * 37) % most, len(SECOND_SYLLABLES))
    suffix = "" if number <= most else f"{number:04d}"
    return f"{FIRST_SYLLABLES[first]}{SECOND_SYLLABLES[second]}{suffix}"


def kind_of(number: int) -> Kind:
    return KINDS[number % len(KINDS)]


def firm_name(firm: int) -> str:
    """The registered name: 示例, two syllables, the business."""
    form = "股份有限公司" if firm % 5 == 0 else "有限公司"
    return f"示例{stem_of(firm)}智能制造{form}"


def product_name(firm: int, kind: Kind) -> str:
    return f"示例{stem_of(firm)}{kind.name}"


def make_answers(firm: int, kind: Kind, *, district: str, random: Random, closing_on: date) -> dict[str, Any]:
    """A complete form of one product of a firm, every clause of which holds that can be computed."""
    revenue = [Decimal(random.randint(6_000, 90_000))]
    for _ in range(2):
        revenue.append(_scaled(revenue[-1], Decimal(random.randint(82, 98)) / 100))
    share = Decimal(random.randint(15, 60)) / 100
    rank = random.choice(RANKS)
    year = closing_on.year
    return {
        "mgmt_region": district,
        "industry_gbt4754": [kind.code],
        "employees": max(40, int(revenue[0] / random.randint(70, 130))),
        **{f"revenue_y{age}": figure for age, figure in enumerate(revenue)},
        "total_assets_y0": _scaled(revenue[0], Decimal(random.randint(80, 150)) / 100),
        "honours": honours_of(firm, closing_on),
        "product_name": product_name(firm, kind),
        "product_models": [{"model": f"EX-{firm:03d}{letter}", "note": None} for letter in "AB"[: 1 + firm % 2]],
        "cert_scope_sites": [{"region": district, "address": f"示例工业园示例路{firm}号"}],
        **{f"product_revenue_y{age}": _scaled(figure, share) for age, figure in enumerate(revenue)},
        "standard_no": f"T/EXAMPLE {firm:03d}-{year - 1}",
        "standard_title": f"芜湖智造 {kind.name}",
        "standard_role": random.choice(ROLES),
        "advanced_points": points_of(firm, kind, random, year),
        "ip_list": rights_of(firm, random, closing_on),
        "tm_reg_no": str(30_000_000 + firm),
        "qms_cert_no": f"EX-QMS-{firm:04d}",
        "qms_valid_to": date(year + 2, 6, 30),
        "market_share": Decimal(random.randint(800, 3_500)) / 100,
        "market_rank": rank,
        "share_source": f"示例行业协会《{kind.name}市场报告》，{year - 1} 年",
        "cert_body": BODIES[firm % len(BODIES)],
        "declare_c8": True,
        "declare_truth": True,
    }


def points_of(firm: int, kind: Kind, random: Random, year: int) -> list[dict[str, Any]]:
    """Every indicator ahead of the standard at home, by 40 to 105 hundredths of the way to the best abroad."""
    rows = []
    for place, one in enumerate(kind.measures, start=1):
        national, best = Decimal(one.national), Decimal(one.best)
        ahead = Decimal(random.randint(40, 105)) / 100
        own = (national + (best - national) * ahead).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        row = point(one.name, one.unit, one.direction, str(own), one.national, one.best)
        rows.append({**row, "report_no": f"示例检字{year - 1}-{firm:03d}-{place}"})
    return rows


def behind(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The comparison before the standard was worked on: every indicator a quarter as far ahead."""
    return [{**row, "own_value": _quarter(row["own_value"], row["national_value"])} for row in rows]


def _quarter(own: Decimal, national: Decimal) -> Decimal:
    return (national + (own - national) / 4).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def honours_of(firm: int, closing_on: date) -> list[dict[str, Any]]:
    """Every third firm is a high-tech enterprise, for three years that end behind the closing day."""
    if firm % 3:
        return []
    given = date(closing_on.year - 1, 11, 18)
    row = {"honour": "hi_tech", "number": f"EX-GR-{firm:04d}", "issuer": "示例认定管理机构", "issued_on": given}
    return [{**row, "valid_to": date(given.year + 3, 11, 17)}]


def rights_of(firm: int, random: Random, closing_on: date) -> list[dict[str, Any]]:
    """An invention and up to two more, all in force."""
    kinds = ["invention", *random.sample([key for key, _label in RIGHTS[1:]], random.randint(0, 2))]
    return [
        right(kind, f"EX {firm:04d} {place}", date(closing_on.year + random.randint(3, LONGEST_RIGHT[kind]), 12, 31))
        for place, kind in enumerate(kinds, start=1)
    ]


def _scaled(figure: Decimal, ratio: Decimal) -> Decimal:
    return (figure * ratio).quantize(CENT, ROUND_HALF_UP)
