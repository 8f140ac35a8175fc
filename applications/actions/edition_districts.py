"""What an organiser sets for single districts: an earlier last day, copies, discs, a quota, a note."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from applications.edition_rules import NAMES, NOTHING, Terms, flaws_of_terms, terms_of
from applications.models import Application
from applications.terms import say_until
from applications.workflow import State
from portal.kit.actor import Actor, Role
from portal.kit.errors import Invalid
from portal.notifications.outbox import announce
from portal.tenancy.models import District
from programmes.fields.words import clean_line
from programmes.models import Edition, EditionDistrict, EditionState

from .editions_versions import begin_change, finish_change


@transaction.atomic
def set_districts(
    *, edition_id: int, terms: Mapping[int, Terms], reason: str, expected_version: int, actor: Actor
) -> Edition:
    """Set the terms of the districts named; the others keep theirs. Once announced, every district changed is told.

    terms   id of a district -> its terms as a whole
    reason  compulsory once the edition was announced
    Raises  Invalid (fields: "<district id>.<name>", "reason"), Conflict (changed meanwhile, archived), NotFound, Denied
    Lock    the edition's row
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    districts = {row.pk: row for row in District.objects.filter(tenant_id=edition.tenant_id).order_by("code", "pk")}
    before = {row.district_id: row for row in EditionDistrict.objects.filter(edition=edition)}
    wanted = {key: _cleaned(one) for key, one in terms.items()}
    changed = {key: one for key, one in wanted.items() if one != terms_of(before.get(key))}
    _demand_sound(edition, districts, changed, before, reason=reason)
    for key, one in changed.items():
        _write(edition, key, one)
    payload = {districts[key].code: _said(terms_of(before.get(key)), one) for key, one in changed.items()}
    finish_change(change, act="change_district_terms", reason=reason, payload=payload, actor=actor)
    if edition.state != EditionState.DRAFT:
        for key, one in changed.items():
            _tell_district(edition, districts[key], one)
            if one.closes_at != terms_of(before.get(key)).closes_at:
                _tell_writers(edition, key, one)
    return edition


def _cleaned(one: Terms) -> Terms:
    return Terms(one.closes_at, one.paper_copies, one.discs, one.quota, clean_line(one.note))


def _demand_sound(
    edition: Edition,
    districts: Mapping[int, District],
    changed: Mapping[int, Terms],
    before: Mapping[int, EditionDistrict],
    *,
    reason: str,
) -> None:
    problems: dict[str, object] = {}
    for key, one in changed.items():
        if key not in districts:
            problems[f"{key}.note"] = _("没有这个区。")
            continue
        is_new_day = one.closes_at != terms_of(before.get(key)).closes_at
        flaws = flaws_of_terms(edition, one, is_new_day=is_new_day)
        problems |= {f"{key}.{name}": text for name, text in flaws.items()}
    if not changed:
        problems["reason"] = _("各区的设置没有变化。")
    elif edition.state != EditionState.DRAFT and not reason.strip():
        problems["reason"] = _("申报通知已经发布，请写明修改原因，它会写入操作记录。")
    if problems:
        raise Invalid(_("各区设置有误，没有保存。"), fields=problems)


def _write(edition: Edition, district_id: int, one: Terms) -> None:
    if one == NOTHING:
        EditionDistrict.objects.filter(edition=edition, district_id=district_id).delete()
        return
    values = {name: getattr(one, name) for name in NAMES}
    EditionDistrict.objects.update_or_create(
        edition=edition, district_id=district_id, defaults={"tenant_id": edition.tenant_id, **values}
    )


def _said(before: Terms, after: Terms) -> dict[str, object]:
    changed = [name for name in NAMES if getattr(before, name) != getattr(after, name)]
    return {name: {"before": getattr(before, name), "after": getattr(after, name)} for name in changed}


def _tell_district(edition: Edition, district: District, one: Terms) -> None:
    counts = {"copies": one.paper_copies, "discs": one.discs, "quota": one.quota}
    announce(
        tenant_id=edition.tenant_id,
        key=f"edition:{edition.pk}:district:{district.pk}:v{edition.version}",
        kind="district_terms_changed",
        audience={
            "roles": [Role.DISTRICT_OFFICER.value, Role.DISTRICT_LEADER.value],
            "district": district.pk,
        },
        context={
            "edition": edition.title,
            "district": district.name,
            "closes_at": say_until(one.closes_at or edition.closes_at),
            **{name: "—" if value is None else str(value) for name, value in counts.items()},
            "note": one.note or "—",
            "url": f"/{edition.tenant.slug}/office/editions/{edition.pk}/",
        },
        wording=edition.wording,
    )


def _tell_writers(edition: Edition, district_id: int, one: Terms) -> None:
    """Every enterprise of the district that has not handed in yet learns its own last day."""
    rows = Application.objects.filter(edition=edition, district_id=district_id, state=State.DRAFT)
    for row in rows.order_by("pk"):
        announce(
            tenant_id=edition.tenant_id,
            key=f"edition:{edition.pk}:dates:{edition.version}:application:{row.pk}",
            kind="edition_dates_changed",
            audience={"enterprise": row.enterprise_id},
            context={
                "edition": edition.title,
                "closes_at": say_until(one.closes_at or edition.closes_at),
                "due_at": say_until(edition.district_due_at) if edition.district_due_at else "—",
                "url": f"/my/{edition.tenant.slug}/applications/{row.pk}/",
            },
            wording=edition.wording,
        )
