"""Invented firms with their products and services, for the demonstration and for rehearsals. All of them are 示例.

A firm is drawn from a random generator that its caller has seeded: the same seed gives the same firms on any day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from programmes.shanghai_brand.examples import account, honour_rows, item_row, point_rows

CENT = Decimal("0.01")
FIRST_SYLLABLES = "澄衡澜煜珩昕弘湛骋岚朗瀚"
SECOND_SYLLABLES = "远工禾岳川安宁舟和森"
LICENSOR = "示例控股集团有限公司"
"""Whose trademark an item uses that its firm does not own."""
STRONG, WEAK, LICENSED = "strong", "weak", "licensed"


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of business. products: names of what it makes or does, each with its kind and area."""

    business: str
    code: str
    industry: str
    products: tuple[tuple[str, str, str], ...]
    indicators: tuple[tuple[str, str, str], ...]


KINDS: tuple[Kind, ...] = (
    Kind(
        "精密机械",
        "C3451",
        "industry",
        (
            ("高速主轴", "product", "advantage_industry"),
            ("轴承远程诊断", "service", "digital"),
            ("静音减速机", "product", "intelligent"),
        ),
        (("极限转速", "r/min", "higher"), ("径向跳动", "μm", "lower"), ("额定寿命", "h", "higher")),
    ),
    Kind(
        "生物科技",
        "C2770",
        "industry",
        (("诊断试剂盒", "product", "future_industry"), ("样本冷链", "service", "supply_chain")),
        (("灵敏度", "%", "higher"), ("检测时间", "min", "lower"), ("批间差", "%", "lower")),
    ),
    Kind(
        "家居用品",
        "C2110",
        "industry",
        (
            ("人体工学座椅", "product", "consumer_goods"),
            ("整屋设计", "service", "industrial_design"),
            ("低醛板材", "product", "green"),
        ),
        (("甲醛释放量", "mg/m³", "lower"), ("耐久次数", "次", "higher"), ("承重", "kg", "higher")),
    ),
    Kind(
        "食品",
        "C1419",
        "industry",
        (("低糖糕点", "product", "consumer_goods"), ("中央厨房配送", "service", "supply_chain")),
        (("总糖", "g/100g", "lower"), ("保质期", "d", "higher"), ("菌落总数", "CFU/g", "lower")),
    ),
    Kind(
        "检验检测",
        "M7452",
        "other",
        (("新能源部件检测", "service", "service"), ("碳足迹核算", "service", "green")),
        (("报告周期", "d", "lower"), ("测量不确定度", "%", "lower"), ("一次合格率", "%", "higher")),
    ),
    Kind(
        "航空服务",
        "G5631",
        "transport",
        (("货运地面服务", "service", "service"), ("行李追踪", "service", "intelligent")),
        (("准点率", "%", "higher"), ("差错率", "‰", "lower"), ("周转时间", "min", "lower")),
    ),
)
LEVELS = ("international", "national", "national", "industry", "group")


@dataclass(frozen=True, slots=True)
class Firm:
    """Who a firm is. number: names it; items: how good each of its items is, in order; honours: what it claims."""

    number: int
    district: str
    items: tuple[str, ...] = (STRONG,)
    honours: tuple[str, ...] = ()
    is_large: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS[self.number % len(KINDS)]

    @property
    def stem(self) -> str:
        """Two syllables, another for each number up to 120, then with a number behind them."""
        most = len(FIRST_SYLLABLES) * len(SECOND_SYLLABLES)
        first, second = divmod((self.number * 37) % most, len(SECOND_SYLLABLES))
        suffix = "" if self.number <= most else f"{self.number:04d}"
        return f"{FIRST_SYLLABLES[first]}{SECOND_SYLLABLES[second]}{suffix}"

    @property
    def name(self) -> str:
        form = "集团有限公司" if self.is_large else "有限公司"
        return f"示例{self.stem}{self.kind.business}{form}"


def make_answers(firm: Firm, *, random: Random, closing_on: date) -> dict[str, Any]:
    """A complete form that can be handed in."""
    revenue = _revenue(firm, random)
    posts = [random.random() < ratio for ratio in (0.8, 0.9, 0.6)]
    titles = ("首席品牌官", "首席质量官", "标准化总监")
    named = {
        f"roles_{key}_name": f"示例{title}" if has_post else None
        for key, title, has_post in zip(("cbo", "cqo", "cso"), titles, posts, strict=True)
    }
    issued_on, valid_to = date(closing_on.year - 2, 9, 1), date(closing_on.year + 1, 8, 31)
    return {
        **_basics(firm, random),
        **{f"revenue_y{year}": wan for year, wan in enumerate(revenue)},
        **{f"net_profit_y{year}": _cents(wan * _draw(random, 3, 15) / 100) for year, wan in enumerate(revenue)},
        "total_assets_y0": _cents(revenue[0] * _draw(random, 90, 150) / 100),
        "liabilities_y0": _cents(revenue[0] * _draw(random, 30, 70) / 100),
        "tm_owner_same": LICENSED not in firm.items,
        "items": make_items(firm, revenue, random),
        "advanced_points": make_points(firm, random),
        **{f"roles_{key}": has_post for key, has_post in zip(("cbo", "cqo", "cso"), posts, strict=True)},
        **named,
        "priority_honours": honour_rows(*firm.honours, issued_on=issued_on, valid_to=valid_to),
        "needs": random.choice((["standards", "testing"], ["training", "brand_strategy"], ["quality_mgmt"])),
        "plan_text": account(f"{firm.stem}品牌培育", 220),
        **{f"declare_b{number}": True for number in (6, 7, 8, 9)},
        "declare_truth": True,
    }


def make_items(firm: Firm, revenue: Sequence[Decimal], random: Random) -> list[dict[str, Any]]:
    """Its items in order; together they earn less than the firm."""
    rows = []
    for place, quality in enumerate(firm.items, start=1):
        product, kind, sector = firm.kind.products[(place - 1) % len(firm.kind.products)]
        earned = [_cents(wan * random.randint(8, 16) / 100) for wan in revenue]
        rows.append(
            item_row(
                f"示例{firm.stem}{product}" + (f"{place}型" if place > len(firm.kind.products) else ""),
                owner=LICENSOR if quality == LICENSED else firm.name,
                number=40_000_000 + firm.number * 10 + place,
                kind=kind,
                brand=f"示例{firm.stem}",
                sector=sector,
                standard_no=f"EX/T {firm.number:04d}{place}-2023",
                revenue_y0=earned[0],
                revenue_y1=_cents(earned[0] * Decimal("0.9")),
                revenue_y2=_cents(earned[0] * Decimal("0.8")),
                **_standing(quality, random),
            )
        )
    return rows


def make_points(firm: Firm, random: Random) -> list[dict[str, Any]]:
    """Three indicators for each item: a weak one falls short of the national standard, the others surpass it."""
    rows: list[dict[str, Any]] = []
    for place, quality in enumerate(firm.items, start=1):
        for row, (indicator, unit, direction) in zip(point_rows(place), firm.kind.indicators, strict=True):
            better = 1 if direction == "higher" else -1
            national = _draw(random, 40, 60)
            gap = -3 if quality == WEAK else random.choice((4, 9))
            measured = {"own": national + better * gap, "national": national, "best_abroad": national + better * 8}
            rows.append({**row, "indicator": indicator, "unit": unit, "direction": direction, **measured})
    return rows


def _basics(firm: Firm, random: Random) -> dict[str, Any]:
    return {
        "mgmt_region": firm.district,
        "industry_gbt4754": [firm.kind.code],
        "sme_industry": firm.kind.industry,
        "employees": random.randint(2_000, 4_000) if firm.is_large else random.randint(40, 280),
        "hq_in_sh": random.choice(("hq", "hq", "main_body")),
        "sh_revenue_share": _draw(random, 62, 96),
        "sh_staff_share": _draw(random, 58, 94),
        "hq_note": "（示例文字）决策、研发、质量和品牌管理均在本市，组织架构见所附图。",
    }


def _standing(quality: str, random: Random) -> dict[str, Any]:
    if quality == WEAK:
        return {
            "standard_level": "enterprise",
            "standard_status": "drafting",
            "market_rank": "unknown",
            "share": _draw(random, 1, 3),
        }
    return {
        "standard_level": random.choice(LEVELS),
        "standard_status": random.choice(("evaluated", "evaluated", "adopted")),
        "market_rank": random.choice(("1", "2-3", "2-3")),
        "share": _draw(random, 18, 45),
    }


def _revenue(firm: Firm, random: Random) -> list[Decimal]:
    """万元 of three years, the latest first."""
    least, most = (300_000, 600_000) if firm.is_large else (3_000, 36_000)
    latest = Decimal(random.randint(least, most))
    return [latest, _cents(latest * Decimal("0.92")), _cents(latest * Decimal("0.85"))]


def _draw(random: Random, low: int, high: int) -> Decimal:
    """Between two numbers, with two decimals."""
    return Decimal(random.randint(low * 100, high * 100)) / 100


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
