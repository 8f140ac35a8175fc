"""An organiser's own words for the messages of an edition."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kit.actor import Actor
from portal.kit.errors import Invalid, NotFound
from portal.notifications.catalogue import Kind, all_kinds
from portal.notifications.concerning import CONCERNS
from portal.notifications.wording import default_texts, flaws_of_wording
from programmes.models import Edition

from .editions_versions import begin_change, finish_change


@transaction.atomic
def word_message(
    *, edition_id: int, kind: str, texts: Mapping[str, str] | None, expected_version: int, actor: Actor
) -> Edition:
    """Set subject and body of a kind of message, or give it back its default. Messages already written stay.

    texts   {"subject", "body"} as kept, see portal.notifications.wording; None, or the default itself: the default
    Raises  Invalid (fields: subject, body), Conflict (changed meanwhile, archived), NotFound (no such kind), Denied
    Lock    the edition's row
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition, of = change.edition, kind_in(change.edition, kind)
    wanted = None if texts is None or dict(texts) == default_texts(of) else dict(texts)
    if wanted is not None and (wrong := flaws_of_wording(of, wanted)):
        raise Invalid(_("文字有误，没有保存。"), fields=wrong)
    before = edition.wording.get(kind)
    if wanted == before:
        return edition
    edition.wording = {key: value for key, value in edition.wording.items() if key != kind}
    if wanted is not None:
        edition.wording[kind] = wanted
    payload = {"kind": kind, "before": before, "after": wanted}
    return finish_change(change, act="change_wording", fields=("wording",), payload=payload, actor=actor)


def kinds_in(edition: Edition) -> list[str]:
    """The kinds of message that this edition sends, in the order of its course."""
    known = all_kinds()
    return [key for key, one in CONCERNS.items() if key in known and (not one.stage or edition.has_stage(one.stage))]


def kind_in(edition: Edition, key: str) -> Kind:
    """Raises NotFound for a kind that the edition does not send."""
    if key not in kinds_in(edition):
        raise NotFound()
    return all_kinds()[key]
