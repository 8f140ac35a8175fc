"""Regions of Shanghai and Wuhu with their history, GB/T 2260, and the bodies that stand beside districts.

Abolished codes stay because unified social credit codes keep the region that registered the firm. The standard's
yearly tables give years, so `valid_from` is 1 January and `valid_to` 31 December of the year; None = not bounded.
Rows with is_confirmed False (hosts of Wuhu's development zones) must be confirmed before they are relied on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

SHANGHAI = "310000"
WUHU = "340200"


@dataclass(frozen=True, slots=True)
class Region:
    """kind: municipality, province, city, district, county, county_city, functional_area, development_zone."""

    code: str
    name: str
    kind: str
    parent: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    is_confirmed: bool = True

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def is_abolished(self) -> bool:
        return self.successor is not None


class UnknownRegion(LookupError):
    """No such region code."""


def _row(code: str, name: str, kind: str, *, parent: str, years: str = "-", successor: str | None = None) -> Region:
    """years: "first-last", either side empty."""
    first, last = years.split("-")
    return Region(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        valid_from=date(int(first), 1, 1) if first else None,
        valid_to=date(int(last), 12, 31) if last else None,
        successor=successor,
        is_confirmed=kind != "development_zone",
    )


_TOP = (
    Region(SHANGHAI, "上海市", "municipality", None),
    Region("340000", "安徽省", "province", None),
    Region(WUHU, "芜湖市", "city", "340000"),
)
_SHANGHAI_DISTRICTS = (
    ("310101", "黄浦区", "-"),
    ("310104", "徐汇区", "-"),
    ("310105", "长宁区", "-"),
    ("310106", "静安区", "-"),
    ("310107", "普陀区", "-"),
    ("310109", "虹口区", "-"),
    ("310110", "杨浦区", "-"),
    ("310112", "闵行区", "1981-"),
    ("310113", "宝山区", "1988-"),
    ("310114", "嘉定区", "1992-"),
    ("310115", "浦东新区", "1992-"),
    ("310116", "金山区", "1997-"),
    ("310117", "松江区", "1998-"),
    ("310118", "青浦区", "1999-"),
    ("310120", "奉贤区", "2001-"),
    ("310151", "崇明区", "2016-"),
)
_SHANGHAI_ABOLISHED = (
    ("310102", "南市区", "district", "-2000", "310101"),
    ("310103", "卢湾区", "district", "-2011", "310101"),
    ("310108", "闸北区", "district", "-2015", "310106"),
    ("310119", "南汇区", "district", "2001-2009", "310115"),
    ("310221", "上海县", "county", "1982-1992", "310112"),
    ("310222", "嘉定县", "county", "1982-1992", "310114"),
    ("310223", "宝山县", "county", "1982-1988", "310113"),
    ("310224", "川沙县", "county", "1982-1992", "310115"),
    ("310225", "南汇县", "county", "1982-2001", "310119"),
    ("310226", "奉贤县", "county", "1982-2001", "310120"),
    ("310227", "松江县", "county", "1982-1998", "310117"),
    ("310228", "金山县", "county", "1982-1997", "310116"),
    ("310229", "青浦县", "county", "1982-1999", "310118"),
    ("310230", "崇明县", "county", "1982-2016", "310151"),
)
_SHANGHAI_AREAS = (("SH-LG", "临港新片区"), ("SH-AP", "机场地区"))
_WUHU_DISTRICTS = (
    ("340202", "镜湖区", "district", "1983-"),
    ("340207", "鸠江区", "district", "1990-"),
    ("340209", "弋江区", "district", "2020-"),
    ("340210", "湾沚区", "district", "2020-"),
    ("340212", "繁昌区", "district", "2020-"),
    ("340223", "南陵县", "county", "1983-"),
    ("340281", "无为市", "county_city", "2019-"),
)
_WUHU_ABOLISHED = (
    ("340203", "弋江区", "district", "2005-2020", "340209"),
    ("340208", "三山区", "district", "2005-2020", "340209"),
    ("340221", "芜湖县", "county", "-2020", "340210"),
    ("340222", "繁昌县", "county", "1983-2020", "340212"),
    ("340225", "无为县", "county", "2011-2019", "340281"),
)
_WUHU_ZONES = (
    ("WH-JK", "芜湖经济技术开发区", "340207"),
    ("WH-GX", "芜湖高新技术产业开发区", "340209"),
    ("WH-ZB", "芜湖综合保税区", "340207"),
    ("WH-SS", "三山经济开发区", "340209"),
    ("WH-JB", "皖江江北新兴产业集中区", "340207"),
    ("WH-DQ", "芜湖长江大桥经济开发区", "340207"),
    ("WH-JJ", "鸠江经济开发区", "340207"),
    ("WH-XW", "新芜经济开发区", "340210"),
    ("WH-FC", "繁昌经济开发区", "340212"),
    ("WH-NL", "南陵经济开发区", "340223"),
    ("WH-WW", "无为经济开发区", "340281"),
    ("WH-GG", "无为高沟经济开发区", "340281"),
)
_ABOLISHED = (
    *((SHANGHAI, *columns) for columns in _SHANGHAI_ABOLISHED),
    *((WUHU, *columns) for columns in _WUHU_ABOLISHED),
)
ROWS: tuple[Region, ...] = (
    *_TOP,
    *(_row(code, name, "district", parent=SHANGHAI, years=years) for code, name, years in _SHANGHAI_DISTRICTS),
    *(_row(code, name, kind, parent=WUHU, years=years) for code, name, kind, years in _WUHU_DISTRICTS),
    *(
        _row(code, name, kind, parent=city, years=years, successor=heir)
        for city, code, name, kind, years, heir in _ABOLISHED
    ),
    *(_row(code, name, "functional_area", parent=SHANGHAI) for code, name in _SHANGHAI_AREAS),
    *(_row(code, name, "development_zone", parent=host) for code, name, host in _WUHU_ZONES),
)
BY_CODE: Mapping[str, Region] = MappingProxyType({row.code: row for row in ROWS})
DISTRICT_KINDS = frozenset({"district", "county", "county_city"})


def find(code: str) -> Region:
    """The row of a code, abolished ones too. Raises UnknownRegion."""
    try:
        return BY_CODE[code]
    except KeyError:
        raise UnknownRegion(f"There is no region {code!r}.") from None


def current(code: str) -> Region:
    """The region that answers for a code today: follows successors to the end (310225 -> 310119 -> 310115)."""
    row = find(code)
    while row.successor is not None:
        row = BY_CODE[row.successor]
    return row


def children(parent: str, *, kinds: frozenset[str] | None = None) -> tuple[Region, ...]:
    """What exists today directly below a region, by code."""
    rows = (row for row in ROWS if row.parent == parent and not row.is_abolished)
    return tuple(sorted((row for row in rows if kinds is None or row.kind in kinds), key=lambda row: row.code))


def districts(parent: str) -> tuple[Region, ...]:
    """Districts and counties of a city today: 16 in Shanghai, 7 in Wuhu; no functional areas or zones."""
    return children(parent, kinds=DISTRICT_KINDS)


def recommending_areas(city: str) -> tuple[Region, ...]:
    """Bodies beside the districts: functional areas of the city, development zones of its districts."""
    kinds = frozenset({"functional_area", "development_zone"})
    below = (area for district in districts(city) for area in children(district.code, kinds=kinds))
    return tuple(sorted((*children(city, kinds=kinds), *below), key=lambda row: row.code))


def is_within(code: str, city: str) -> bool:
    """Whether a code, abolished ones included, is the city or lies below it; unknown codes do not."""
    row = BY_CODE.get(code)
    while row is not None and row.code != city:
        row = BY_CODE.get(row.parent) if row.parent else None
    return row is not None
