"""Invented firms of every industry, tier and size, for the demonstration and for rehearsals. All of them are 示例.

A firm is drawn from a random generator that its caller has seeded: the same seed gives the same firms on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from programmes.brand_value.arithmetic import HUNDRED
from programmes.brand_value.examples import account, certificate_rows, standard_rows, tier_rows, trademark_rows
from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME

CENT = Decimal("0.01")
FIRST_SYLLABLES = "恒启澄岚湛弘朗昀瀚澜珩煜骋峤"
SECOND_SYLLABLES = "测川禾光岳远和森宁舟"
NO_TIER = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of business. per_head_wan: revenue per employee; margin_pct, research_pct: of revenue, from and to;
    most_staff: more, and the firm might be a large one.
    """

    product: str
    code: str
    industry: str
    per_head_wan: tuple[int, int]
    margin_pct: tuple[int, int]
    research_pct: tuple[int, int]
    most_staff: int


KINDS: tuple[Kind, ...] = (
    Kind("精密传感器", "C3983", "industry", (70, 120), (6, 18), (5, 11), 960),
    Kind("工业软件", "I6513", "software_it", (45, 80), (8, 24), (10, 22), 280),
    Kind("生物试剂", "C2770", "industry", (60, 110), (9, 24), (7, 16), 960),
    Kind("数控刀具", "C3421", "industry", (60, 95), (5, 14), (4, 8), 960),
    Kind("功能涂料", "C2641", "industry", (90, 150), (4, 12), (4, 7), 960),
    Kind("检验检测", "M7452", "other", (35, 60), (8, 20), (5, 10), 280),
    Kind("车用芯片", "C3973", "industry", (80, 140), (3, 15), (10, 20), 960),
    Kind("医用影像", "C3581", "industry", (70, 120), (8, 22), (8, 15), 960),
    Kind("冷链仓储", "G5930", "warehousing", (60, 110), (2, 8), (1, 3), 180),
    Kind("品质烘焙", "C1411", "industry", (35, 60), (3, 10), (1, 4), 960),
    Kind("供应链贸易", "F5179", "wholesale", (220, 420), (1, 5), (0, 2), 180),
    Kind("数字文创", "M7491", "other", (35, 70), (4, 16), (4, 10), 280),
    Kind("节能工程", "E4871", "construction", (80, 140), (3, 9), (2, 5), 900),
    Kind("社区餐饮", "H6210", "catering", (22, 40), (3, 9), (0, 2), 280),
    Kind("连锁零售", "F5212", "retail", (60, 120), (2, 7), (0, 2), 280),
    Kind("人力服务", "L7264", "leasing_business", (40, 90), (3, 10), (1, 4), 280),
)
REVENUE_WAN = {LITTLE_GIANT: (9_000, 38_000), SRDI_SME: (3_500, 18_000), NO_TIER: (700, 7_500)}
GROWTH_PCT = {LITTLE_GIANT: (2, 24), SRDI_SME: (-8, 28), NO_TIER: (4, 62)}
TECHNICAL = 8
"""The first of the kinds: a little giant is one of these."""
LEVELS_BY_TIER = {
    LITTLE_GIANT: ("district", "city", "city", "national"),
    SRDI_SME: ("none", "district", "city", "city"),
    NO_TIER: ("none", "none", "district", "district"),
}
RANKS_BY_TIER = {
    LITTLE_GIANT: ("1", "2-3", "2-3", "4-10"),
    SRDI_SME: ("2-3", "4-10", "4-10", "over_10"),
    NO_TIER: ("4-10", "over_10", "over_10", "unknown"),
}
GRADES_BY_TIER = {
    LITTLE_GIANT: ("AAA", "AAA", "AA"),
    SRDI_SME: ("AAA", "AA", "A"),
    NO_TIER: ("AA", "A", "other"),
}
STANDARDS = ("national", "industry", "group", "local", "international")


def stem_of(number: int) -> str:
    """Two syllables, another for each number up to 140, then with a number behind them."""
    most = len(FIRST_SYLLABLES) * len(SECOND_SYLLABLES)
    first, second = divmod((number * 37) % most, len(SECOND_SYLLABLES))
    suffix = "" if number <= most else f"{number:04d}"
    return f"{FIRST_SYLLABLES[first]}{SECOND_SYLLABLES[second]}{suffix}"


def kind_of(number: int, tier: str) -> Kind:
    return KINDS[number % (TECHNICAL if tier == LITTLE_GIANT else len(KINDS))]


def firm_name(number: int, kind: Kind) -> str:
    """The registered name: 示例, two syllables, the business."""
    form = "股份有限公司" if number % 5 == 0 else "有限公司"
    return f"示例{stem_of(number)}{kind.product}{form}"


@dataclass(frozen=True, slots=True)
class Firm:
    """Who a firm is. number: names it; size_ratio: where its revenue lies in its tier's range, None = anywhere.

    tier: an honour, or "" for none; is_loss: three years of losses
    """

    number: int
    kind: Kind
    tier: str
    district: str
    is_loss: bool = False
    size_ratio: float | None = None

    @property
    def name(self) -> str:
        return firm_name(self.number, self.kind)


def make_answers(firm: Firm, *, random: Random, closing_on: date) -> dict[str, Any]:
    """A complete form that can be handed in. Names come from the number, every figure from the generator alone, so
    that two firms of a kind and tier drawn from equal generators have equal figures.
    """
    money = _money(firm, random)
    staff = max(12, int(money["revenue_y0"] / random.randint(*firm.kind.per_head_wan)))
    return {
        **_words(firm),
        "employees": min(staff, firm.kind.most_staff),
        "honours": _honours(firm.tier, closing_on),
        **_brand(firm, random, closing_on),
        **money,
        **_quality(firm.tier, random, closing_on),
        **_innovation(firm.tier, min(staff, firm.kind.most_staff), random),
    }


def register_of(tier: str, random: Random) -> dict[str, str]:
    """What the credit register holds of such a firm."""
    return {"credit_grade": random.choice(GRADES_BY_TIER[tier])}


def _honours(tier: str, closing_on: date) -> list[dict[str, Any]]:
    return tier_rows(tier, issued_on=date(closing_on.year - 2, 9, 1), valid_to=date(closing_on.year + 1, 8, 31))


def _words(firm: Firm) -> dict[str, Any]:
    brand, kind, number = f"示例{stem_of(firm.number)}", firm.kind, firm.number
    return {
        "mgmt_region": firm.district,
        "industry_gbt4754": [kind.code],
        "sme_industry": kind.industry,
        "sme_industry_reason": None,
        "brand_name_zh": brand,
        "brand_name_en": f"EXAMPLE {number:04d}",
        "brand_type": ("corporate", "product", "service")[number % 3],
        "main_product": f"示例{kind.product}",
        "brand_basis_text": account(f"{brand}品牌建设", 220),
        "brand_influence_text": account(f"{kind.product}市场影响", 220),
        "brand_plan_text": account("品牌提升计划", 120),
        **{f"declare_a{clause}": True for clause in range(7, 12)},
        "declare_truth": True,
    }


def _brand(firm: Firm, random: Random, closing_on: date) -> dict[str, Any]:
    number, tier = firm.number, firm.tier
    marks = {LITTLE_GIANT: (8, 24), SRDI_SME: (3, 14), NO_TIER: (1, 7)}[tier]
    regions = {LITTLE_GIANT: (1, 9), SRDI_SME: (0, 4), NO_TIER: (0, 2)}[tier]
    rank = random.choice(RANKS_BY_TIER[tier])
    is_licensed = number % 17 == 0
    owner = "示例控股集团" if is_licensed else firm.name
    return {
        "brand_first_use_year": random.randint(1988, closing_on.year - 4),
        "tm_list": trademark_rows(random.randint(*marks), owner=owner, first=40_000_000 + number * 100),
        "tm_owner_same": not is_licensed,
        "tm_licensed": is_licensed,
        "tm_overseas_regions": random.randint(*regions),
        "main_product_share": _draw(random, 52, 97),
        "market_rank": rank,
        "market_rank_proven": rank in RANKS_BY_TIER[LITTLE_GIANT],
        "market_share_cn": _draw(random, 1, 30) if tier else None,
    }


def _money(firm: Firm, random: Random) -> dict[str, Any]:
    """万元: revenue of three years, what was earned and spent of it, and a balance sheet that adds up."""
    kind, tier = firm.kind, firm.tier
    least, most = REVENUE_WAN[tier]
    anywhere = random.random()
    revenue = [Decimal(int(least + (most - least) * (anywhere if firm.size_ratio is None else firm.size_ratio)))]
    for _year in (1, 2):
        growth = Decimal(random.randint(*GROWTH_PCT[tier])) / HUNDRED
        revenue.append(_cents(revenue[-1] / (1 + growth)))
    losses = (-9, -4, -2) if firm.is_loss else None
    found: dict[str, Any] = {}
    for year, sales in enumerate(revenue):
        margin = Decimal(losses[2 - year]) if losses else _draw(random, *kind.margin_pct)
        found[f"revenue_y{year}"] = sales
        found[f"net_profit_y{year}"] = _cents(sales * margin / HUNDRED)
        found[f"nonrecurring_y{year}"] = _cents(sales * _draw(random, 0, 1) / HUNDRED) if year != 1 else None
        found[f"rd_expense_y{year}"] = _cents(sales * _draw(random, *kind.research_pct) / HUNDRED)
    assets = _cents(revenue[0] * _draw(random, 80, 150) / HUNDRED)
    return {
        **found,
        "total_assets_y0": assets,
        "current_tangible_assets": _cents(assets * _draw(random, 22, 42) / HUNDRED),
        "noncurrent_tangible_assets": _cents(assets * _draw(random, 12, 40) / HUNDRED),
        "liabilities_y0": _cents(assets * _draw(random, 28, 68) / HUNDRED),
        "tax_paid_y0": _cents(revenue[0] * _draw(random, 2, 7) / HUNDRED),
        "export_y0": _cents(revenue[0] * _draw(random, 0, 35) / HUNDRED) if tier == LITTLE_GIANT else None,
        "brand_spend_y0": _cents(revenue[0] * _draw(random, 1, 5) / HUNDRED),
    }


def _quality(tier: str, random: Random, closing_on: date) -> dict[str, Any]:
    certificates = {LITTLE_GIANT: (2, 5), SRDI_SME: (1, 4), NO_TIER: (0, 2)}[tier]
    standards = {LITTLE_GIANT: (2, 5), SRDI_SME: (0, 3), NO_TIER: (0, 1)}[tier]
    has_survey = bool(tier) or random.random() < 0.5
    ends = date(closing_on.year + 1, 11, 30)
    return {
        "mgmt_certs": [{**row, "valid_to": ends} for row in certificate_rows(random.randint(*certificates))],
        "sampling_failures_3y": int(random.random() < 0.08),
        "standards": standard_rows(*STANDARDS[: random.randint(*standards)]),
        "quality_award": random.choice(LEVELS_BY_TIER[tier]),
        "has_csat_survey": has_survey,
        "csat": _draw(random, 78, 96) if has_survey else None,
        "complaint_close_rate": _draw(random, 88, 100) if has_survey else None,
        "repeat_revenue_share": _draw(random, 30, 82) if random.random() < 0.8 else None,
    }


def _innovation(tier: str, staff: int, random: Random) -> dict[str, Any]:
    per_hundred = {LITTLE_GIANT: (4, 13), SRDI_SME: (1, 8), NO_TIER: (0, 6)}[tier]
    return {
        "rd_staff": staff * random.randint(6, 32) // 100,
        "patents_invention_valid": staff * random.randint(*per_hundred) // 100,
        "innovation_platform": random.choice(LEVELS_BY_TIER[tier]),
    }


def _draw(random: Random, low: int, high: int) -> Decimal:
    """Between two numbers, with two decimals."""
    return Decimal(random.randint(low * 100, high * 100)) / HUNDRED


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
