"""Answers go into typed columns and come back as they were."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications.models import Application
from portal.kit import clock
from portal.tenancy import fence
from programmes import registry
from programmes.fields import to_json
from programmes.industrial_cluster.examples import complete_figures
from programmes.industrial_cluster.models import ClusterDossier
from programmes.industrial_cluster.programme import PROGRAMME


@pytest.fixture
def application(cast):
    with fence.entered(cast.applicant):
        now = clock.now()
        yield Application.objects.create(
            tenant=cast.tenant,
            enterprise_id=cast.enterprise_id,
            edition=cast.edition,
            enterprise_name="示例",
            enterprise_uscc="91310000631696382C",
            created_at=now,
            saved_at=now,
            moved_at=now,
            created_by=cast.user("applicant"),
        )


def test_an_application_without_a_dossier_has_no_answers(application):
    answers = registry.read_answers(application)
    assert {key for key, value in answers.items() if value not in (None, [])} == set()
    assert ClusterDossier.objects.count() == 0


def test_every_answer_comes_back_as_it_was_written(application):
    registry.write_answers(application, complete_figures())
    read = registry.read_answers(application)
    assert to_json(PROGRAMME.fields(), read) == to_json(PROGRAMME.fields(), complete_figures())
    assert read["output_total_y0"] == Decimal("38.9")
    assert read["firm_list"][0]["valid_to"] == date(2099, 12, 31)
    assert read["plan_targets"] == []


def test_only_what_is_given_is_written(application):
    registry.write_answers(application, {"cluster_name": "示例区精密传感器", "firms_total": 420})
    registry.write_answers(application, {"firms_total": None, "is_high_energy": False})
    read = registry.read_answers(application)
    assert (read["cluster_name"], read["firms_total"], read["is_high_energy"]) == ("示例区精密传感器", None, False)


def test_rare_characters_and_emoji_are_kept(application):
    text = "〇㛃𠮷区示例👩‍🔬\n第二行"
    registry.write_answers(application, {"g1_text": text, "cluster_name": "〇㛃𠮷区👍"})
    read = registry.read_answers(application)
    assert (read["g1_text"], read["cluster_name"]) == (text, "〇㛃𠮷区👍")


def test_a_key_that_is_no_question_is_refused(application):
    with pytest.raises(KeyError, match="tenant_id"):
        registry.write_answers(application, {"tenant_id": 7})


@pytest.mark.parametrize(
    "wrong", [{"area_km2": Decimal("-1")}, {"software_rate_y0": Decimal("100.01")}, {"firms_sme": -1}]
)
def test_the_database_refuses_figures_out_of_bounds(application, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        registry.write_answers(application, wrong)


def test_a_dossier_of_another_enterprise_is_not_seen(application, cast):
    registry.write_answers(application, {"cluster_name": "示例区精密传感器"})
    with fence.entered(cast.rival):
        assert ClusterDossier.objects.count() == 0
    assert ClusterDossier.objects.count() == 1


def test_the_dossier_of_an_unknown_programme_is_an_error():
    with pytest.raises(KeyError):
        registry.dossier_model("no_such_programme")
