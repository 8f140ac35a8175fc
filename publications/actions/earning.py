"""Which listed certificates earn a reward: new ones, once for each product, for ever and whichever body certified."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from applications.models import OutsideCertificate
from portal.kit import clock
from portal.kit.actor import Actor
from portal.notifications.outbox import announce
from programmes.models import Edition, EditionState

from ..models import ListEntry, PublishedList, Reward
from ._common import note

LONGEST_CLAUSE = 200


def earn_rewards(
    row: PublishedList, entries: list[ListEntry], certificates: dict[int, OutsideCertificate], *, actor: Actor
) -> None:
    """Claims for what goes out now. A product that has one already, or gets one at this instant, gets no second.

    The database decides: the insert that comes second finds the product taken.
    """
    form = row.edition.programme.reward
    assert form is not None
    for entry in entries:
        found = certificates.get(entry.unit_id)
        if found is None or not found.is_new or not found.identity:
            continue
        edition = edition_of_year(row.edition, found.issued_on)
        claim = Reward(
            tenant_id=row.tenant_id,
            enterprise_id=entry.enterprise_id,
            entry=entry,
            edition=edition,
            programme_slug=row.edition.programme_slug,
            identity=found.identity,
            body_name=found.body_name,
            outside_number=found.number,
            certified_on=found.issued_on,
            year=found.issued_on.year,
            amount_yuan=amount_yuan(edition),
            clause=form.clause[:LONGEST_CLAUSE],
            eligible_at=clock.now(),
        )
        Reward.objects.bulk_create([claim], ignore_conflicts=True)
        made = Reward.objects.filter(entry=entry).first()
        if made is not None:
            note(made, "earn_reward", actor=actor, payload={"amount_yuan": made.amount_yuan, "year": made.year})
            _tell(made, row)


def edition_of_year(own: Edition, certified_on: date) -> Edition:
    """Whose amount counts: the edition of the year of the certificate, the unit's own where there is none.

    A plan of several years is one edition, which had opened by then; a certificate from before it opened belongs to
    the newest edition before.
    """
    if own.year == certified_on.year:
        return own
    rows = Edition.objects.filter(
        tenant_id=own.tenant_id, programme_slug=own.programme_slug, year__lte=certified_on.year
    )
    found = rows.exclude(state=EditionState.DRAFT).order_by("-year", "-pk").first()
    if found is None or (found.year != certified_on.year and clock.day_of(own.opens_at) <= certified_on):
        return own
    return found


def amount_yuan(edition: Edition) -> int:
    """Whole yuan."""
    form = edition.programme.reward
    assert form is not None
    return int(Decimal(str(edition.settings()[form.parameter])))


def _tell(claim: Reward, row: PublishedList) -> None:
    announce(
        tenant_id=claim.tenant_id,
        key=f"reward:{claim.pk}:eligible",
        kind="reward_eligible",
        audience={"enterprise": claim.enterprise_id},
        context={
            "name": claim.entry.name,
            "amount": str(claim.amount_yuan),
            "url": reverse("reward_mine", kwargs={"tenant": row.edition.tenant.slug, "pk": claim.pk}),
        },
        enterprise_id=claim.enterprise_id,
        wording=row.edition.wording,
    )
