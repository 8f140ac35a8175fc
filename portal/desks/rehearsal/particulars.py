"""What only some programmes have: departments asked, priorities, screenings, certificates outside, rewards, marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from applications.models import Activity, Application, CertificationStep, Consultation, OutsideCertificate, Screening
from programmes.models import Edition
from publications.models import ListEntry, MarkDownload, MarkRight, Reward


def particulars_of(edition: Edition) -> dict[str, dict[str, Any]]:
    """Stage -> counts, for each of these stages that the edition has, in the order of its stages."""
    found = {
        "consult": consultations,
        "district_review": priorities,
        "incubation": incubations,
        "screening": screenings,
        "type_test": tests,
        "cert_decision": certificates,
        "mark": marks,
        "reward": rewards,
        "surveillance": standings,
    }
    return {
        stage: found[stage](edition)
        for stage in edition.programme.stages
        if stage in found and edition.has_stage(stage)
    }


def consultations(edition: Edition) -> dict[str, int]:
    """Departments by what they answered; no_answer: their time ran out."""
    return counted(Consultation.objects.filter(application__edition=edition).values_list("outcome", flat=True))


def priorities(edition: Edition) -> dict[str, int]:
    filed = Application.objects.filter(edition=edition)
    return {
        "recommended": filed.filter(state="recommended").count(),
        "with_priority": filed.filter(is_priority=True).count(),
    }


def incubations(edition: Edition) -> dict[str, Any]:
    hours = list(Activity.objects.filter(unit__edition=edition, struck_at=None).values_list("hours", flat=True))
    return {"activities": len(hours), "hours": format(sum(hours), "f")}


def screenings(edition: Edition) -> dict[str, int]:
    return counted(Screening.objects.filter(unit__edition=edition).values_list("outcome", flat=True))


def tests(edition: Edition) -> dict[str, int]:
    """Type tests and site audits by what came of them."""
    steps = CertificationStep.objects.filter(unit__edition=edition)
    return counted(f"{kind} {outcome}" for kind, outcome in steps.values_list("kind", "outcome"))


def certificates(edition: Edition) -> dict[str, int]:
    issued = OutsideCertificate.objects.filter(unit__edition=edition)
    return {"issued": issued.count(), "new": issued.filter(is_new=True).count()}


def marks(edition: Edition) -> dict[str, int]:
    rights = MarkRight.objects.filter(edition=edition)
    return {"rights": rights.count(), "downloads": MarkDownload.objects.filter(right__edition=edition).count()}


def rewards(edition: Edition) -> dict[str, Any]:
    """Claims by state, what was paid, and the most that one product was paid: once."""
    claims = list(Reward.objects.filter(entry__unit__edition=edition))
    paid = [one for one in claims if one.state == "paid"]
    times = Counter(one.identity for one in paid)
    return {
        **counted(one.state for one in claims),
        "paid_yuan": sum(one.amount_yuan for one in paid),
        "most_for_one_product": max(times.values(), default=0),
    }


def standings(edition: Edition) -> dict[str, int]:
    """Certificates by where they stand now."""
    return counted(ListEntry.objects.filter(published_list__edition=edition).values_list("standing", flat=True))


def counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))
