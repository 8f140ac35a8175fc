"""The brand value of the journey's firm, worked line by line from the rules (4.3 to 4.5) without the portal's code.

Filed: revenue 21000, 24500, 28000; profit without what is not recurring 2400, 2800, 3200; tangible assets 9000 and
12000; research 1960, which the office replaces by 1820; credit grade AAA from the register. 260 people, 52 of them in
research, 13 patents, 2 trademarks and 2 certificates in force on the closing day, standards 2 + 1 + 0.5.
Experts: Q5 80 82 84 86 88 → 84; N5 70 75 78 81 90 → 78; S4 88 90 91 85 79 → 87.67; I6 92 85 85 86.5 88 → 86.50.
Strength 68.66, K 1.0388, R 10.388 %, value 10,362.35 万元, raised by 5 % 10,880.47; growth 44.78.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

D = Decimal
FORM = ("申报表：财务数据", "申报表：质量与服务", "申报表：创新", "申报表：品牌信息")
FINANCE, QUALITY, INNOVATION, BRAND = FORM
EXPERT, VERIFIED, OWN_SUM, OWN_SCORE = "专家评分", "主管部门核实", "按本评价模型计算", "本评价的品牌强度得分"
NOT_SUPPLIED = "未提供，按 0 分计"


class Line(NamedTuple):
    """A row as the page shows it; score and weight are "" in tables that have no such columns."""

    label: str
    value: str
    source: str
    score: str
    weight: str
    result: str


def read(number: Decimal, unit: str = "") -> str:
    """At most four decimals, half up; one decimal is written as two, none as none."""
    text = f"{number.quantize(D('0.0001'), ROUND_HALF_UP):,f}".rstrip("0").rstrip(".")
    if "." in text and len(text.split(".")[1]) == 1:
        text += "0"
    return f"{text} {unit}" if unit else text


def two(number: Decimal) -> Decimal:
    return number.quantize(D("0.01"), ROUND_HALF_UP)


# The experts: of five, the lowest and the highest go; the mean of three, two decimals.
Q5 = two(D(82 + 84 + 86) / 3)
N5 = two(D(75 + 78 + 81) / 3)
S4 = two(D(88 + 90 + 85) / 3)
I6 = two((D(85) + D("86.5") + D(88)) / 3)

# What is measured.
LG_REVENUE = D(28000).log10()
CAGR = (D(28000) / D(21000)).sqrt() - 1
MARGIN = D(3300) / D(28000) * 100
DEBT = D(13500) / D(30000) * 100
RESEARCH = D(1820) / D(28000) * 100
PATENTS = D(13) / D(260) * 100
RESEARCHERS = D(52) / D(260) * 100
SPENT_ON_BRAND = D(700) / D(28000) * 100
STANDARDS = D(2) + D(1) + D("0.5")

# Points 0-100 between the two ends of each line.
T1 = (LG_REVENUE - 3) / (5 - 3) * 100
T2 = (CAGR * 100 + 10) / (30 + 10) * 100
T3 = MARGIN / 20 * 100
T4 = (90 - DEBT) / (90 - 40) * 100
Q1 = D(2) / 4 * 100
Q2 = D(100)
Q3 = STANDARDS / 6 * 100
Q4 = D(80)
N1 = RESEARCH / 10 * 100
N2 = PATENTS / 10 * 100
N3 = RESEARCHERS / 30 * 100
N4 = D(80)
S1 = (D(91) - 60) / (95 - 60) * 100
S2 = D(0)
S3 = (D(62) - 20) / (80 - 20) * 100
I1 = D(2) / 20 * 100
I2 = D(5) / 10 * 100
I3 = SPENT_ON_BRAND / 5 * 100
I4 = D(80)
I5 = D(100)

TANGIBLE_PART = (T1 * 5 + T2 * 5 + T3 * 3 + T4 * 2) / 100
QUALITY_PART = (Q1 * 5 + Q2 * 6 + Q3 * 6 + Q4 * 4 + Q5 * 4) / 100
INNOVATION_PART = (N1 * 7 + N2 * 6 + N3 * 4 + N4 * 3 + N5 * 5) / 100
SERVICE_PART = (S1 * 4 + S2 * 3 + S3 * 3 + S4 * 5) / 100
INTANGIBLE_PART = (I1 * 3 + I2 * 2 + I3 * 3 + I4 * 4 + I5 * 2 + I6 * 6) / 100
STRENGTH = TANGIBLE_PART + QUALITY_PART + INNOVATION_PART + SERVICE_PART + INTANGIBLE_PART
EXPERT_PART = (Q5 * 4 + N5 * 5 + S4 * 5 + I6 * 6) / 100


def scored(label: str, value: str, source: str, points: Decimal, weight: int) -> Line:
    return Line(label, value, source, read(points), str(weight), read(points * weight / 100, "分"))


TANGIBLE_LINES = (
    scored("营业收入规模（万元，取常用对数）", read(LG_REVENUE), FINANCE, T1, 5),
    scored("营业收入两年复合增速", read(CAGR * 100, "%"), FINANCE, T2, 5),
    scored("净利率", read(MARGIN, "%"), FINANCE, T3, 3),
    scored("资产负债率（越低越好）", read(DEBT, "%"), FINANCE, T4, 2),
)
QUALITY_LINES = (
    scored("有效管理体系证书数", "2 个", QUALITY, Q1, 5),
    scored("近三年监督抽查不合格次数", "0 次", QUALITY, Q2, 6),
    scored("参与制修订标准（折算分值）", read(STANDARDS), QUALITY, Q3, 6),
    scored("质量奖最高级别", "市级", QUALITY, Q4, 4),
    scored("质量管理成熟度", read(Q5, "分"), EXPERT, Q5, 4),
)
INNOVATION_LINES = (
    scored("研发强度", read(RESEARCH, "%"), VERIFIED, N1, 7),
    scored("每百人有效发明专利", read(PATENTS, "件"), INNOVATION, N2, 6),
    scored("研发人员占比", read(RESEARCHERS, "%"), INNOVATION, N3, 4),
    scored("创新平台最高级别", "市级", INNOVATION, N4, 3),
    scored("技术领先性", read(N5, "分"), EXPERT, N5, 5),
)
SERVICE_LINES = (
    scored("顾客满意度", "91 分", QUALITY, S1, 4),
    scored("投诉办结率", "—", QUALITY, S2, 3),
    scored("老客户收入占比", "62 %", QUALITY, S3, 3),
    scored("服务体系", read(S4, "分"), EXPERT, S4, 5),
)
INTANGIBLE_LINES = (
    scored("境内注册商标数", "2 件", BRAND, I1, 3),
    scored("境外注册国家/地区数", "5 个", BRAND, I2, 2),
    scored("品牌投入强度", read(SPENT_ON_BRAND, "%"), FINANCE, I3, 3),
    scored("细分市场排名", "第 2 至 3 位", BRAND, I4, 4),
    scored("信用等级", "AAA", VERIFIED, I5, 2),
    scored("品牌美誉与文化", read(I6, "分"), EXPERT, I6, 6),
)

# The value: industry, so Z 10 %, brand share 30 %, royalty 2 %; tax 15 %, growth without end 2 %, floor half.
K = D("2.0") - D("1.4") * STRENGTH / 100
R = max(D("0.10") * K, D("0.05"))
PROFIT = (D(2400) + 2 * D(2800) + 3 * D(3200)) / 6
EARNED_BY_ASSETS = D(9000) * D("0.0345") + D(12000) * D("0.0395")
SURPLUS = max(D(0), PROFIT - EARNED_BY_ASSETS)
F0 = SURPLUS * D("0.30")
GROWTH = min(max(CAGR, D("-0.10")), D("0.15"))
G_1 = GROWTH + (D("0.02") - GROWTH) * 1 / 6
G_2 = GROWTH + (D("0.02") - GROWTH) * 2 / 6
G_3 = GROWTH + (D("0.02") - GROWTH) * 3 / 6
G_4 = GROWTH + (D("0.02") - GROWTH) * 4 / 6
G_5 = GROWTH + (D("0.02") - GROWTH) * 5 / 6
YEARS = (G_1, G_2, G_3, G_4, G_5)
REVENUE = (D(21000) + 2 * D(24500) + 3 * D(28000)) / 6
FEE = REVENUE * D("0.02") * (1 - D("0.15"))

E_1 = F0 * (1 + G_1)
E_2 = E_1 * (1 + G_2)
E_3 = E_2 * (1 + G_3)
E_4 = E_3 * (1 + G_4)
E_5 = E_4 * (1 + G_5)
EXCESS_TODAY = (E_1 / (1 + R), E_2 / (1 + R) ** 2, E_3 / (1 + R) ** 3, E_4 / (1 + R) ** 4, E_5 / (1 + R) ** 5)
EXCESS_BEYOND = E_5 * D("1.02") / (R - D("0.02")) / (1 + R) ** 5
EXCESS = sum(EXCESS_TODAY, D(0)) + EXCESS_BEYOND

L_1 = FEE * (1 + G_1)
L_2 = L_1 * (1 + G_2)
L_3 = L_2 * (1 + G_3)
L_4 = L_3 * (1 + G_4)
L_5 = L_4 * (1 + G_5)
ROYALTY_TODAY = (L_1 / (1 + R), L_2 / (1 + R) ** 2, L_3 / (1 + R) ** 3, L_4 / (1 + R) ** 4, L_5 / (1 + R) ** 5)
ROYALTY_BEYOND = L_5 * D("1.02") / (R - D("0.02")) / (1 + R) ** 5
ROYALTY = sum(ROYALTY_TODAY, D(0)) + ROYALTY_BEYOND
FLOOR = ROYALTY / 2
VALUE = two(max(EXCESS, FLOOR))
RAISED = two(VALUE * D("1.05"))


def step(label: str, number: Decimal, unit: str = "", *, source: str = OWN_SUM, value: str = "—") -> Line:
    return Line(label, value, source, "", "", read(number, unit))


VALUE_LINES = (
    step("品牌强度系数 K", K),
    step("品牌价值折现率 R", R * 100, "%"),
    step("调整后净利润加权平均", PROFIT, "万元", source=FINANCE),
    step("有形资产应得收益", EARNED_BY_ASSETS, "万元", source=FINANCE),
    step("超额收益", SURPLUS, "万元"),
    step("品牌现金流基数", F0, "万元"),
    step("营业收入两年复合增速", CAGR * 100, "%", source=FINANCE),
    step("首年增速", GROWTH * 100, "%"),
    step("高速增长期现值", sum(EXCESS_TODAY, D(0)), "万元"),
    step("永续期现值", EXCESS_BEYOND, "万元"),
    step("超额收益法价值", EXCESS, "万元"),
    step("营业收入加权平均", REVENUE, "万元", source=FINANCE),
    step("税后许可费基数", FEE, "万元"),
    step("高速增长期现值", sum(ROYALTY_TODAY, D(0)), "万元"),
    step("永续期现值", ROYALTY_BEYOND, "万元"),
    step("许可费节省法价值", ROYALTY, "万元"),
    step("价值下限", two(FLOOR), "万元"),
    step("品牌价值", VALUE, "万元"),
)


def years(today: tuple[Decimal, ...]) -> tuple[Line, ...]:
    """A stream: the year's growth, and what it brings in the money of today."""
    return tuple(
        step(f"第 {number} 年", money, "万元", value=read(growth * 100, "%"))
        for number, (growth, money) in enumerate(zip(YEARS, today, strict=True), start=1)
    )


# The growth score, which ranks the third list and is told to every firm.
GROWTH_SCORES = (CAGR * 100 / 50 * 100, RESEARCH / 15 * 100, PATENTS / 10 * 100, STRENGTH)
GROWTH_SCORE = (GROWTH_SCORES[0] * 40 + GROWTH_SCORES[1] * 20 + GROWTH_SCORES[2] * 20 + GROWTH_SCORES[3] * 20) / 100
GROWTH_LINES = (
    scored("营业收入两年复合增速", read(CAGR * 100, "%"), FINANCE, GROWTH_SCORES[0], 40),
    scored("研发强度", read(RESEARCH, "%"), VERIFIED, GROWTH_SCORES[1], 20),
    scored("每百人有效发明专利", read(PATENTS, "件"), INNOVATION, GROWTH_SCORES[2], 20),
    scored("品牌强度", read(STRENGTH, "分"), OWN_SCORE, GROWTH_SCORES[3], 20),
    Line("成长性得分", "—", "—", "—", "—", read(GROWTH_SCORE, "分")),
)

TABLES: dict[str, tuple[Line, ...]] = {
    "有形要素": TANGIBLE_LINES,
    "质量要素": QUALITY_LINES,
    "创新要素": INNOVATION_LINES,
    "服务要素": SERVICE_LINES,
    "无形要素": INTANGIBLE_LINES,
    "品牌强度合计": (Line("品牌强度", "—", "—", "", "", read(STRENGTH, "分")),),
    "品牌价值": VALUE_LINES,
    "品牌价值：超额收益逐年": years(EXCESS_TODAY),
    "品牌价值：许可费逐年": years(ROYALTY_TODAY),
    "成长性得分": GROWTH_LINES,
}
"""Every table of the page, in its order."""

PARTS: dict[str, str] = {
    "品牌价值": read(VALUE, "万元"),
    "品牌强度": read(two(STRENGTH), "分"),
    "成长性得分": read(two(GROWTH_SCORE), "分"),
    "价值取自": "多周期超额收益法",
    "品牌强度系数 K": read(K.quantize(D("0.000001"), ROUND_HALF_UP)),
    "品牌价值折现率 R": read(R * 100, "%"),
    "调整后净利润加权平均": read(two(PROFIT), "万元"),
    "营业收入加权平均": read(two(REVENUE), "万元"),
    "超额收益法价值": read(two(EXCESS), "万元"),
    "许可费节省法价值": read(two(ROYALTY), "万元"),
    "价值下限": read(two(FLOOR), "万元"),
    "有形要素": read(two(TANGIBLE_PART), "分"),
    "质量要素": read(two(QUALITY_PART), "分"),
    "创新要素": read(two(INNOVATION_PART), "分"),
    "服务要素": read(two(SERVICE_PART), "分"),
    "无形要素": read(two(INTANGIBLE_PART), "分"),
    "定量部分": read(two(STRENGTH - EXPERT_PART), "分"),
    "专家部分": read(two(EXPERT_PART), "分"),
}
