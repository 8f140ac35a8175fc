"""The applicant's whole part on a telephone, 390 px wide: no page scrolls sideways (Person.sees_heading measures)."""

from __future__ import annotations

import pytest

from tests.journeys import applicant, brand_filing, cluster_filing, items_filing, items_scenery, ranked_scenery
from tests.journeys.browser import PHONE, Theatre
from tests.journeys.filings import Filing

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("filing", "station"),
    [
        (cluster_filing.FILING, "区级初审中"),
        (brand_filing.FILING, "形式审查中"),
        (items_filing.FILING, "区级初审中"),
    ],
)
def test_a_clerk_signs_up_files_and_submits_on_a_telephone(theatre: Theatre, filing: Filing, station: str) -> None:
    editions = {
        "industrial_cluster": theatre.cast.edition,
        "brand_value": ranked_scenery.open_edition(theatre.cast),
        "shanghai_brand": items_scenery.open_edition(theatre.cast),
    }
    clerk = theatre.someone(size=PHONE, email="clerk@cast.example", password="Example-Filing-2026")
    applicant.sign_up(clerk)
    applicant.register_organisation(clerk, filing)
    applicant.complete_profile(clerk, filing)
    applicant.start_application(clerk, editions[filing.programme.slug].title)
    applicant.fill_form(clerk, filing, theatre.folder)
    applicant.submit(clerk, version=1)
    clerk.visit("我的工作台")
    clerk.sees(station)
    assert clerk.is_on_phone
