"""Invented clusters in every state, the 2024 edition with the dates of its notice, and editions around today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from portal.kit import workdays
from portal.kit.clock import SHANGHAI
from portal.kit.samples import example_code
from programmes.demonstration import DemoDistrict, DemoEdition, DemoFiling, ProgrammeDemo
from programmes.industrial_cluster.examples import complete_figures, example_firms

SEED = 2024
FILES = ("boundary_file", "plan_file", "declare_file", "c2_output_y0", "c3_top", "c5_pat_10k", "c9_body")
MINHANG, SONGJIANG, JIADING = "310112", "310117", "310114"
RETURNS = {"g2_text": "请补充主导产业在本市细分领域的排名依据。", "area_km2": "请核对占地面积与四至范围图。"}
REFUSED_CLAUSES = ("c2_output_y0",)
PLACES = {MINHANG: "闵行区", SONGJIANG: "松江区", JIADING: "嘉定区"}

# (field, district, edition, station, what the experts give)
CLUSTERS: tuple[tuple[str, str, str, str, int], ...] = (
    ("示例空间信息", MINHANG, "2024", "listed", 88),
    ("示例精密传感器", MINHANG, "2024", "listed", 85),
    ("示例智能装备", SONGJIANG, "2024", "listed", 90),
    ("示例生物试剂", SONGJIANG, "2024", "listed", 83),
    ("示例车用芯片", JIADING, "2024", "listed", 86),
    ("示例时尚面料", SONGJIANG, "2024", "not_proposed", 48),
    ("示例普通包装", JIADING, "2024", "not_accepted", 70),
    ("示例家居用品", MINHANG, "2024", "not_recommended", 70),
    ("示例氢能部件", JIADING, "2022", "lapsed", 84),
    ("示例工业软件", MINHANG, "2023", "expiring", 87),
    ("示例检验检测", SONGJIANG, "2023", "revoked", 80),
    ("示例机器人关节", MINHANG, "2025", "public_notice", 89),
    ("示例海洋装备", SONGJIANG, "2025", "public_notice", 84),
    ("示例半导体材料", JIADING, "2025", "objection_hold", 86),
    ("示例低空飞行器", MINHANG, "2025", "inspected", 82),
    ("示例医用影像", JIADING, "2025", "site_inspection", 83),
    ("示例节能风机", SONGJIANG, "2025", "reviewed", 81),
    ("示例新型显示", MINHANG, "2025", "expert_review", 80),
    ("示例数控刀具", SONGJIANG, "2025", "expert_review", 84),
    ("示例食品机械", JIADING, "2025", "accepted", 80),
    ("示例环保滤材", MINHANG, "2025", "accepted", 80),
    ("示例云服务", MINHANG, "2026", "formal_check", 80),
    ("示例激光器", SONGJIANG, "2026", "formal_check", 80),
    ("示例储能系统", JIADING, "2026", "awaiting_leader", 80),
    ("示例高端紧固件", MINHANG, "2026", "submitted", 80),
    ("示例绿色涂料", SONGJIANG, "2026", "submitted", 80),
    ("示例㛃石饰品", JIADING, "2026", "returned_for_correction", 80),
    ("示例纺织机械", MINHANG, "2026", "withdrawn", 80),
    ("示例数字文创", MINHANG, "2026", "draft", 80),
    ("示例智能物流", SONGJIANG, "2026", "draft", 80),
    ("示例光学镜头", MINHANG, "2026", "awaiting_leader", 80),
    ("示例功能食品", SONGJIANG, "2026", "awaiting_leader", 80),
    ("示例汽车轻量化", JIADING, "2026", "submitted", 80),
    ("示例智能仪表", JIADING, "trial", "public_notice", 85),
)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


def make_demo(today: date) -> ProgrammeDemo:
    """The demonstration as of a day: closed editions lie behind it, the open one around it."""
    editions = (*past_editions(today), unreleased_trial(today), running_edition(today), open_edition(today))
    random = Random(SEED)  # noqa: S311  (repeatable sample figures, no secret)
    filings = tuple(filing(number, row, random) for number, row in enumerate(CLUSTERS, start=1))
    return ProgrammeDemo("industrial_cluster", "sheitc", editions, filings, login="cluster")


def past_editions(today: date) -> tuple[DemoEdition, ...]:
    """Two trials, one whose validity has ended and one whose end is near, and 2024 as its notice and list date it."""
    soon = today + timedelta(days=60)
    edition_2024 = DemoEdition(
        key="2024",
        year=2024,
        title="2024年度市级中小企业特色产业集群（示例）",
        document_number="沪经信企〔2024〕273号",
        opens_at=at(date(2024, 4, 16), 9),
        closes_at=at(date(2024, 5, 16), 0),
        district_due_at=at(date(2024, 5, 16), 0),
        review_due_at=at(date(2024, 6, 30), 0),
        steps={
            "filed": at(date(2024, 5, 6)),
            "district": at(date(2024, 5, 13)),
            "checked": at(date(2024, 5, 22)),
            "drawn": at(date(2024, 5, 28)),
            "scored": at(date(2024, 6, 14)),
            "inspected": at(date(2024, 6, 25)),
            "decided": at(date(2024, 7, 3)),
            "noticed": at(date(2024, 7, 8), 9),
            "released": at(date(2024, 7, 18), 10),
        },
        districts=(
            DemoDistrict(
                SONGJIANG, closes_at=at(date(2024, 5, 9), 0), paper_copies=6, discs=3, note="本区择优推荐（示例）"
            ),
        ),
    )
    return trial_edition("2022", ends_on=today - timedelta(days=20)), trial_edition("2023", ends_on=soon), edition_2024


def trial_edition(key: str, *, ends_on: date) -> DemoEdition:
    """An invented edition, released three years before its validity ends."""
    released = date(ends_on.year - 3, ends_on.month, min(ends_on.day, 28)) + timedelta(days=1)
    return DemoEdition(
        key=key,
        year=released.year,
        title=f"{released.year}年度中小企业特色产业集群第{'一' if key == '2022' else '二'}批试评（示例）",
        document_number="",
        opens_at=at(released - timedelta(days=150)),
        closes_at=at(released - timedelta(days=120)),
        district_due_at=at(released - timedelta(days=100)),
        review_due_at=at(released - timedelta(days=60)),
        steps=back_from(released),
        switched_stages=("certificate",),
    )


def back_from(released: date) -> dict[str, datetime]:
    """Instants of the steps of an edition that was released on a day."""
    days = {"filed": 130, "district": 110, "checked": 95, "drawn": 85, "scored": 65, "inspected": 50, "decided": 40}
    steps = {step: at(released - timedelta(days=count)) for step, count in days.items()}
    return {**steps, "noticed": at(released - timedelta(days=21), 9), "released": at(released, 10)}


def unreleased_trial(today: date) -> DemoEdition:
    """Its notice has ended and its list is drafted: released by whoever logs in as the leader."""
    steps = {
        **back_from(today),
        "drafted": at(today - timedelta(days=1), 15),
        "released": at(today + timedelta(days=3)),
    }
    return DemoEdition(
        key="trial",
        year=today.year - 2,
        title=f"{today.year - 2}年度中小企业特色产业集群第三批试评（示例）",
        document_number="",
        opens_at=at(today - timedelta(days=150)),
        closes_at=at(today - timedelta(days=120), 17),
        district_due_at=at(today - timedelta(days=108), 17),
        review_due_at=at(today - timedelta(days=38), 17),
        steps=steps,
        switched_stages=("certificate",),
    )


def running_edition(today: date) -> DemoEdition:
    """Closed for applications; its files lie with the city, the experts and the public."""
    steps = back_from(today + timedelta(days=10))
    day = today if workdays.is_workday(today) else workdays_before(today)
    steps["noticed"] = at(day, 0, 30)
    return DemoEdition(
        key="2025",
        year=today.year - 1,
        title=f"{today.year - 1}年度市级中小企业特色产业集群（示例）",
        document_number="示例〔2025〕1号",
        opens_at=at(today - timedelta(days=150)),
        closes_at=at(today - timedelta(days=110), 17),
        district_due_at=at(today - timedelta(days=90), 17),
        review_due_at=at(today + timedelta(days=6), 17),
        steps=steps,
        switched_stages=("certificate",),
    )


def workdays_before(day: date) -> date:
    """The last working day before a day."""
    before = day - timedelta(days=1)
    return before if workdays.is_workday(before) else workdays_before(before)


def open_edition(today: date) -> DemoEdition:
    """Open to apply to today; one district closes earlier and asks for other copies."""
    closes = today + timedelta(days=21)
    return DemoEdition(
        key="2026",
        year=today.year,
        title=f"{today.year}年度市级中小企业特色产业集群（示例）",
        document_number="示例〔2026〕1号",
        opens_at=at(today - timedelta(days=20), 9),
        closes_at=at(closes, 17),
        district_due_at=at(closes + timedelta(days=10), 17),
        review_due_at=at(closes + timedelta(days=60), 17),
        steps={
            "filed": at(today - timedelta(days=8)),
            "returned": at(today - timedelta(days=2)),
            "district": at(today - timedelta(days=2)),
        },
        switched_stages=("certificate",),
        districts=(
            DemoDistrict(SONGJIANG, closes_at=at(closes - timedelta(days=5), 17), paper_copies=6, discs=3, quota=3),
        ),
    )


def filing(number: int, row: tuple[str, str, str, str, int], random: Random) -> DemoFiling:
    field, district, edition, target, points = row
    operator = f"{field}产业园运营有限公司"
    return DemoFiling(
        edition=edition,
        enterprise=operator,
        serial=40000 + number,
        district=district,
        target=target,
        answers=answers_for(field, district=district, number=number, factor=Decimal(random.randint(100, 160)) / 100),
        files=FILES,
        points=points,
        returns=RETURNS if target == "returned_for_correction" else {},
        refused_clauses=REFUSED_CLAUSES,
    )


def answers_for(field: str, *, district: str, number: int, factor: Decimal) -> Mapping[str, Any]:
    """A complete form whose thresholds all hold; factor scales the cluster's size, 1 or more."""
    figures = complete_figures()
    for key in [k for k in figures if k.startswith(("output_", "rd_sme_")) and isinstance(figures[k], Decimal)]:
        figures[key] = (figures[key] * factor).quantize(Decimal("0.01"))
    return {
        **figures,
        "cluster_name": f"{PLACES[district]}{field}",
        "district": district,
        "operator_name": f"{field}产业园运营有限公司",
        "operator_uscc": example_code(40000 + number),
        "leading_industry": field.removeprefix("示例"),
        "leading_codes": ["C3983"],
        **lists_for(number),
        "declare_c1_accident": True,
        "declare_c1_cyber": True,
        "declare_c1_illegal": True,
        "declare_truth": True,
        "plan_targets": [
            {"indicator": "集群产值", "unit": "亿元", "next1": Decimal(44), "next2": Decimal(49), "next3": Decimal(55)}
        ],
        **{f"g{group}_text": text_for(group, field) for group in range(1, 10)},
    }


def lists_for(number: int) -> dict[str, Any]:
    """Firms with codes of their own, one of them a little giant, and two standards."""
    firms = [
        {**firm, "uscc": example_code(number * 100 + position), "is_leading": True}
        for position, firm in enumerate(example_firms(13))
    ]
    firms[0]["honour"] = "little_giant"
    written_by = (("2022", "示例产品通用要求", "示例企业1"), ("2023", "示例产品试验方法", "示例企业2"))
    standards = [
        {"number": f"T/EXAMPLE {number:03d}-{year}", "name": name, "level": "group", "firm": firm}
        for year, name, firm in written_by
    ]
    return {"firm_list": firms, "standards": standards}


def text_for(group: int, field: str) -> str:
    subjects = (
        "依法合规经营",
        "核心竞争力",
        "优质企业梯度培育",
        "产业链供应链协作",
        "协同创新",
        "数字化转型",
        "绿色化发展",
        "产业开放合作",
        "治理和服务",
    )
    return f"（演示文字）{field}集群在{subjects[group - 1]}方面已建立制度并持续推进，具体情况见所附佐证材料。"
