"""Regions: domain 8."""

from datetime import date

import pytest

from portal.kit import regions

SHANGHAI_NAMES = (
    "黄浦区 徐汇区 长宁区 静安区 普陀区 虹口区 杨浦区 闵行区 宝山区 嘉定区 浦东新区 金山区 松江区 青浦区 奉贤区 崇明区"
)


def test_shanghai_has_sixteen_districts():
    assert [row.name for row in regions.districts(regions.SHANGHAI)] == SHANGHAI_NAMES.split()


def test_functional_areas_stand_beside_the_districts():
    assert [row.code for row in regions.recommending_areas(regions.SHANGHAI)] == ["SH-AP", "SH-LG"]
    assert regions.find("SH-LG").parent == regions.SHANGHAI
    assert regions.find("SH-LG").kind == "functional_area"


def test_wuhu_has_seven_districts_and_counties_and_twelve_zones():
    names = [row.name for row in regions.districts(regions.WUHU)]
    assert names == ["镜湖区", "鸠江区", "弋江区", "湾沚区", "繁昌区", "南陵县", "无为市"]
    zones = regions.recommending_areas(regions.WUHU)
    assert len(zones) == 12
    assert all(zone.code.startswith("WH-") and not zone.is_confirmed for zone in zones)
    assert {regions.find(zone.parent).parent for zone in zones} == {regions.WUHU}


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("310102", "310101"),
        ("310103", "310101"),
        ("310108", "310106"),
        ("310119", "310115"),
        ("310225", "310115"),
        ("310230", "310151"),
        ("340203", "340209"),
        ("340208", "340209"),
        ("340221", "340210"),
        ("340222", "340212"),
        ("340225", "340281"),
        ("310115", "310115"),
    ],
)
def test_abolished_codes_lead_to_the_region_that_answers_today(code, today):
    assert regions.current(code).code == today
    assert regions.find(code).is_abolished == (code != today)


def test_codes_are_unique_and_every_reference_exists():
    assert len(regions.BY_CODE) == len(regions.ROWS)
    references = {row.parent for row in regions.ROWS} | {row.successor for row in regions.ROWS}
    assert references - {None} <= set(regions.BY_CODE)
    assert all((row.valid_to is None) == (row.successor is None) for row in regions.ROWS)


def test_a_row_is_valid_within_its_years():
    chongming, county = regions.find("310151"), regions.find("310230")
    assert [county.is_valid_on(date(2015, 6, 1)), county.is_valid_on(date(2017, 1, 1))] == [True, False]
    assert [chongming.is_valid_on(date(2015, 6, 1)), chongming.is_valid_on(date(2017, 1, 1))] == [False, True]


def test_unknown_codes_are_refused():
    with pytest.raises(regions.UnknownRegion):
        regions.find("999999")


@pytest.mark.parametrize(
    ("code", "city", "expected"),
    [
        ("310115", "310000", True),
        ("310230", "310000", True),
        ("310000", "310000", True),
        ("WH-GG", "340200", True),
        ("WH-GG", "310000", False),
        ("999999", "310000", False),
    ],
)
def test_a_code_lies_within_its_city(code, city, expected):
    assert regions.is_within(code, city) is expected
