"""Questions about clauses on the home of an office: what waits for an answer, edition by edition."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.actor import Actor

from .actions.clause_questions import WRITERS
from .awaiting import Awaiting
from .queries.clause_questions import waiting_by_edition


def questions_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    """Rows for whoever may answer."""
    if not actor.has_role(*WRITERS):
        return []
    url = reverse("clause_questions", args=(slug,))
    return [Awaiting(_("条款提问待答复"), count, edition, url) for edition, count in waiting_by_edition(actor)]
