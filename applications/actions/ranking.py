"""The order in which a district recommends its filings."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, DistrictReview
from applications.queries.recommending import newest_recommendations
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Closed, Invalid
from programmes.queries import edition_of


@transaction.atomic
def set_ranks(*, edition_id: int, district_id: int, ranks: Mapping[int, int | None], actor: Actor) -> int:
    """Write the district's order; returns how many changed.

    ranks   application id -> 1 is best, None is unranked; filings left out keep theirs
    Lock    takes the district's filings FOR UPDATE, so that two officers cannot give one rank twice
    Raises  Denied (not an officer of the district), Closed (after the district's deadline),
            Invalid (a rank twice, not 1-999, a filing that is not recommended)
    """
    edition = edition_of(actor, edition_id)
    policy.demand(district_id in actor.districts_for(Role.DISTRICT_OFFICER), _("由本区的经办人调整排序。"))
    if edition.district_due_at is not None and clock.now() >= edition.district_due_at:
        raise Closed(_("区级推荐已于截止时间结束，排序不能再调整。"))
    rows = Application.objects.filter(edition_id=edition.pk, district_id=district_id)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    reviews = {r.application_id: r for r in newest_recommendations(actor, edition.pk, district_id)}
    _demand_order({**{pk: review.rank for pk, review in reviews.items()}, **ranks}, known=set(reviews))
    changed = [review for pk, review in reviews.items() if pk in ranks and review.rank != ranks[pk]]
    before = {review.application_id: review.rank for review in changed}
    for review in changed:
        review.rank = ranks[review.application_id]
    DistrictReview.objects.bulk_update(changed, ("rank",))
    if changed:
        record(
            actor=actor,
            act="set_ranks",
            subject=f"programmes.edition:{edition.pk}",
            tenant_id=edition.tenant_id,
            payload={str(r.application_id): {"before": before[r.application_id], "after": r.rank} for r in changed},
        )
    return len(changed)


def _demand_order(ranks: Mapping[int, int | None], *, known: set[int]) -> None:
    problems: dict[str, object] = {}
    seen: dict[int, int] = {}
    for pk, rank in ranks.items():
        name = f"rank-{pk}"
        if pk not in known:
            problems[name] = _("该申报没有拟推荐的意见。")
        elif rank is not None and not 1 <= rank <= 999:
            problems[name] = _("推荐排序请填1至999之间的整数，1为最优先。")
        elif rank is not None and rank in seen:
            problems[name] = _("排序 %s 重复，同一区内不能并列。") % rank
        elif rank is not None:
            seen[rank] = pk
    if problems:
        raise Invalid(_("排序有误。"), fields=problems)
