"""The applicant's whole part on a telephone, 390 px wide: no page scrolls sideways (Person.sees_heading measures)."""

from __future__ import annotations

import pytest

from tests.journeys import applicant
from tests.journeys.browser import PHONE, Theatre
from tests.journeys.cluster_filing import FILING

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_clerk_signs_up_files_and_submits_on_a_telephone(theatre: Theatre) -> None:
    clerk = theatre.someone(size=PHONE, email="clerk@cast.example", password="Sensor-Cluster-2026")
    applicant.sign_up(clerk)
    applicant.register_organisation(clerk, FILING)
    applicant.complete_profile(clerk, FILING)
    applicant.start_application(clerk, theatre.cast.edition.title)
    applicant.fill_form(clerk, FILING, theatre.folder)
    applicant.submit(clerk, version=1)
    clerk.visit("我的工作台")
    clerk.sees("区级初审中")
    assert clerk.is_on_phone
