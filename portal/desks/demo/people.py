"""Who lives in the demo: organisers of the sources marked （示例）, their offices, experts, and an auditor.

Every person is plainly fictitious: a role is the name, and the mailbox ends in .example.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.kit.actor import Role

PASSWORD = "Pinbang-Demo-2026"  # noqa: S105  (printed on purpose: the demo has no secrets)
DOMAIN = "demo.example"
# Of the draw that waits for its witness: whoever plays the city officer shows it once the witness has committed.
ORGANISER_SECRET = "pinbang demo organiser secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Organiser:
    slug: str
    name: str
    name_en: str
    short_name: str
    region_code: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """part: what somebody does at an organiser, e.g. "city", "leader.minhang", "expert07"; the same at each of them.

    district: region code for district roles. field: of experts.
    """

    part: str
    name: str
    role: Role
    district: str = ""
    body: str = ""
    field: str = ""
    tenant: str = "sheitc"

    @property
    def login(self) -> str:
        """Before the @ of the mailbox; with the organiser behind it, except at the first."""
        return self.part if self.tenant == ORGANISERS[0].slug else f"{self.part}.{self.tenant}"

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


ORGANISERS = (
    Organiser(
        "sheitc", "上海市经济和信息化委员会（示例）", "Economy and Informatization (demo)", "市经信委（示例）", "310000"
    ),
    Organiser(
        "smesc", "上海市中小企业发展服务中心（示例）", "SME Service Centre (demo)", "市服务中心（示例）", "310000"
    ),
    Organiser(
        "shamr",
        "上海市市场监督管理局（示例）",
        "Market Regulation (demo)",
        "市市监局（示例）",
        "310000",
        areas=("SH-LG", "SH-AP"),
    ),
    Organiser(
        "wuhu",
        "芜湖市市场监督管理局（示例）",
        "Wuhu Market Regulation (demo)",
        "芜湖市监局（示例）",
        "340200",
        areas=("WH-JK", "WH-GX"),
    ),
)

# Organisers with people, and what these are called by and where they sit; the others are there to be staffed by hand.
STAFFED_ORGANISERS = {
    "sheitc": ("市级", "中小企业处（示例）"),
    "smesc": ("中心", "品牌评价部（示例）"),
    "shamr": ("市局", "质量发展处（示例）"),
    "wuhu": ("市局", "质量科（示例）"),
}
LOGINS = {
    "310112": "minhang",
    "310117": "songjiang",
    "310114": "jiading",
    "SH-LG": "lingang",
    "340202": "jinghu",
    "340207": "jiujiang",
    "WH-JK": "jingkai",
}
# Districts whose offices have people in the demo; the others exist with their department only.
STAFFED = (("310112", "闵行"), ("310117", "松江"), ("310114", "嘉定"))
STAFFED_BY = {
    "shamr": (*STAFFED, ("SH-LG", "临港")),
    "wuhu": (("340202", "镜湖"), ("340207", "鸠江"), ("WH-JK", "经开")),
}


DEPARTMENTS = {"shamr": "市场监管局（示例）", "wuhu": "市场监管部门（示例）"}


@dataclass(frozen=True, slots=True)
class Outsider:
    """A body that an organiser consults or entrusts, and who works there. kind: key of people.models.BodyKind."""

    part: str
    kind: str
    name: str
    approval: str = ""

    @property
    def role(self) -> Role:
        return Role.CONSULTED_DEPT if self.kind == "department" else Role.THIRD_PARTY_AGENCY


OUTSIDERS = {
    "shamr": (
        Outsider("dept.economy", "department", "区经济信息化部门（示例）"),
        Outsider("dept.commerce", "department", "区商务部门（示例）"),
        Outsider("agency", "agency", "示例品牌评价中心"),
        Outsider("agency2", "agency", "示例质量服务机构"),
    ),
    "wuhu": (
        Outsider("cert", "certification", "示例认证有限公司", "CNCA-示例-001"),
        Outsider("cert2", "certification", "示例质量认证中心", "CNCA-示例-002"),
    ),
}


def outside_people(tenant: str) -> list[Person]:
    """One for each body."""
    return [
        Person(one.part, f"{one.name}经办", one.role, body=one.name, tenant=tenant) for one in OUTSIDERS.get(tenant, ())
    ]


def district_people(tenant: str) -> list[Person]:
    people = []
    for code, name in STAFFED_BY.get(tenant, STAFFED):
        login = LOGINS[code]
        body = name + DEPARTMENTS.get(tenant, "区中小企业主管部门（示例）")
        at = {"district": code, "body": body, "tenant": tenant}
        people.append(Person(f"officer.{login}", f"{name}经办（示例）", Role.DISTRICT_OFFICER, **at))
        people.append(Person(f"leader.{login}", f"{name}领导（示例）", Role.DISTRICT_LEADER, **at))
    return people


def city_people(tenant: str) -> list[Person]:
    word, body = STAFFED_ORGANISERS[tenant]
    return [
        Person("city", f"{word}经办甲（示例）", Role.CITY_OFFICER, body=body, tenant=tenant),
        Person("city2", f"{word}经办乙（示例）", Role.CITY_OFFICER, body=body, tenant=tenant),
        Person("cityleader", f"{word}审定（示例）", Role.CITY_LEADER, body=body, tenant=tenant),
        Person("cityleader2", f"{word}审定乙（示例）", Role.CITY_LEADER, body=body, tenant=tenant),
        Person("auditor", "监督审计（示例）", Role.SUPERVISOR, body="审计处（示例）", tenant=tenant),
        Person("admin", "单位管理员（示例）", Role.TENANT_ADMIN, body="信息中心（示例）", tenant=tenant),
    ]


EXPERT_FIELDS = (("technology", 8), ("brand_quality", 6), ("finance", 6))
EXPERT_DISTRICTS = ("310101", "310104", "310106", "310109", "310110", "310115", "310113")


def experts(tenant: str) -> list[Person]:
    """Twenty experts of three fields; each with an employer of his own, from seven districts in turn."""
    people, number = [], 0
    for field, count in EXPERT_FIELDS:
        for _ in range(count):
            number += 1
            district = EXPERT_DISTRICTS[number % len(EXPERT_DISTRICTS)]
            body = f"示例研究机构{number:02d}"
            name = f"评审专家{number:02d}（示例）"
            people.append(Person(f"expert{number:02d}", name, Role.EXPERT, district, body, field, tenant))
    return people


def everybody(tenant: str) -> list[Person]:
    """Who works for an organiser of the demo, experts last."""
    return [*district_people(tenant), *city_people(tenant), *outside_people(tenant), *experts(tenant)]
