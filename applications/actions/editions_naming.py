"""What an edition is called, and the number of the notice that announced it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from programmes.fields.words import clean_line
from programmes.models import Edition

from .copying import title_flaw
from .editions_versions import begin_change, finish_change


@transaction.atomic
def name_edition(*, edition_id: int, title: str, document_number: str, expected_version: int, actor: Actor) -> Edition:
    """Raises Invalid (title), Conflict (changed meanwhile, archived), NotFound, Denied. Locks the edition's row."""
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition, title, document_number = change.edition, clean_line(title), clean_line(document_number)
    if title != edition.title and (wrong := title_flaw(edition.tenant_id, edition.programme_slug, edition.year, title)):
        raise Invalid(_("没有保存。"), fields={"title": wrong})
    if (title, document_number) == (edition.title, edition.document_number):
        return edition
    payload = {
        "title": {"before": edition.title, "after": title},
        "document_number": {"before": edition.document_number, "after": document_number},
    }
    edition.title, edition.document_number = title, document_number
    return finish_change(change, act="name_edition", fields=("title", "document_number"), payload=payload, actor=actor)
