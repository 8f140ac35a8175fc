"""What an edition is set to, as plain values."""

import json
from datetime import UTC, datetime

from portal.tenancy.models import District
from programmes import registry
from programmes.editionfile import content_of
from programmes.models import Edition, EditionDistrict


def edition_of(of, **given):
    return Edition(
        programme_slug=of.slug,
        year=2027,
        title="2027年度（示例）",
        opens_at=datetime(2027, 3, 1, 1, tzinfo=UTC),
        closes_at=datetime(2027, 4, 1, tzinfo=UTC),
        **given,
    )


def test_the_content_holds_every_setting_with_its_default_and_is_plain_json():
    of = next(iter(registry.all_programmes().values()))
    found = content_of(edition_of(of), [])
    assert found == {
        "programme": of.slug,
        "year": 2027,
        "title": "2027年度（示例）",
        "document_number": "",
        "dates": {
            "opens_at": "2027-03-01T09:00:00+08:00",
            "closes_at": "2027-04-01T08:00:00+08:00",
            "district_due_at": None,
            "review_due_at": None,
        },
        "stages": [],
        "parameters": dict(of.defaults),
        "questions": [],
        "wording": {},
        "districts": [],
    }
    assert json.loads(json.dumps(found)) == found


def test_what_an_organiser_set_stands_in_the_content_and_districts_come_by_code():
    of = next(one for one in registry.all_programmes().values() if one.optional_stages)
    stage, key = sorted(of.optional_stages)[0], next(key for key in of.defaults if key in of.parameter_labels)
    late = datetime(2027, 3, 20, tzinfo=UTC)
    rows = [
        EditionDistrict(district=District(code="310117"), closes_at=late, note="先交纸质"),
        EditionDistrict(district=District(code="310112"), quota=3, paper_copies=6),
    ]
    given = edition_of(of, switched_stages=[stage], parameters={key: "7"}, wording={"b": {"subject": "甲"}, "a": {}})
    found = content_of(given, rows)
    assert found["stages"] == [stage]
    assert found["parameters"] == {**of.defaults, key: "7"}
    assert list(found["wording"]) == ["a", "b"]
    assert found["districts"] == [
        {"district": "310112", "closes_at": None, "paper_copies": 6, "discs": None, "quota": 3, "note": ""},
        {
            "district": "310117",
            "closes_at": "2027-03-20T08:00:00+08:00",
            "paper_copies": None,
            "discs": None,
            "quota": None,
            "note": "先交纸质",
        },
    ]
