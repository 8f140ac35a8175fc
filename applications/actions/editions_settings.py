"""Setting an edition's parameters and optional stages: checked, on the record, and not behind anybody's back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications.locking import Locks, locks_of
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from programmes.differences import differences
from programmes.flaws import flaws_of
from programmes.models import Edition
from programmes.parameters import is_same, own_of

from .editions_versions import begin_change, finish_change


@transaction.atomic
def change_settings(
    *,
    edition_id: int,
    values: Mapping[str, Any],
    stages: Collection[str],
    reason: str,
    expected_version: int,
    actor: Actor,
) -> Edition:
    """Set parameters and switch optional stages; only what is not the programme's default is stored.

    values  parameter -> value as stored (numbers with decimals as text); a parameter that is not named stays as it is
    stages  the optional stages that the edition goes through; the others are off
    reason  compulsory once somebody has filed
    Raises  Invalid (fields: paths joined by dots, "stages", "reason"), Conflict (somebody else changed the edition
            meanwhile; what is asked for has been locked), NotFound, Denied
    Lock    the edition's row
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    before, before_stages = edition.settings(), sorted(edition.switched_stages)
    after, after_stages = {**before, **values}, sorted(set(stages))
    _demand_open(edition, after, after_stages, locks := locks_of(edition))
    _demand_sound(edition, after, after_stages, reason=reason, locks=locks)
    edition.parameters, edition.switched_stages = own_of(edition.programme, after), after_stages
    return finish_change(
        change,
        act="change_settings",
        fields=("parameters", "switched_stages"),
        reason=reason,
        payload=_changes(edition, before, after) | _switched(before_stages, after_stages),
        actor=actor,
    )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [key for key in after if not is_same(before.get(key), after[key])]


def _demand_open(edition: Edition, after: Mapping[str, Any], stages: list[str], locks: Locks) -> None:
    """Raises Conflict: the page that offered a locked value is older than the lock."""
    closed = [why for key in _changed(edition.settings(), after) if (why := locks.of(key))]
    if locks.stages and stages != sorted(edition.switched_stages):
        closed.append(locks.stages)
    if closed:
        raise Conflict(closed[0])


def _demand_sound(edition: Edition, after: Mapping[str, Any], stages: list[str], *, reason: str, locks: Locks) -> None:
    of = edition.programme
    changed = _changed(edition.settings(), after)
    problems: dict[str, object] = {key: _("没有这个参数。") for key in changed if key not in of.parameter_labels}
    problems |= {} if problems else flaws_of(of, after)
    if unknown := set(stages) - of.optional_stages:
        problems["stages"] = _("没有可开关的环节：%(stages)s。") % {"stages": "、".join(sorted(unknown))}
    if not changed and stages == sorted(edition.switched_stages):
        problems["reason"] = _("参数和环节没有变化。")
    elif locks.needs_reason and not reason.strip():
        problems["reason"] = _("已有单位提交申报，请写明修改原因，它会写入操作记录。")
    if problems:
        raise Invalid(_("设置有误，没有保存。"), fields=problems)


def _changes(edition: Edition, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    found = differences(edition.programme, before, after)
    return {".".join(one.path): {"before": one.before, "after": one.after} for one in found}


def _switched(before: list[str], after: list[str]) -> dict[str, Any]:
    return {"stages": {"before": before, "after": after}} if before != after else {}
