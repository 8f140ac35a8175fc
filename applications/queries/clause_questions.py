"""Questions about clauses: what an enterprise asked, what waits for an answer, what everybody reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from applications import policy
from applications.models import ClauseQuestion
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.people.models import Enterprise
from portal.tenancy import fence
from programmes.contract import Facts
from programmes.fields.words import said
from programmes.models import Edition

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """next_key: key of the last row, for the page after it; "" at the end."""

    rows: list[ClauseQuestion]
    next_key: str


def clauses_of(edition: Edition) -> dict[str, str]:
    """Key -> label of every clause that the edition's public page lists, in its order."""
    groups = edition.programme.judge(Facts(answers={}), edition.settings()).groups
    return {line.key: said(line.label) for _title, lines in groups for line in lines}


def own_questions(actor: Actor, edition: Edition) -> list[ClauseQuestion]:
    """What the enterprise asked about the edition, newest first."""
    rows = ClauseQuestion.objects.filter(edition_id=edition.pk, enterprise_id=actor.enterprise_id or 0)
    return list(rows.order_by("-asked_at", "-pk")[:100])


def published_questions(edition: Edition) -> dict[str, list[ClauseQuestion]]:
    """Clause ("" = the whole edition) -> what is published about it, oldest first; one query, at most 300."""
    rows = ClauseQuestion.objects.filter(tenant_id=edition.tenant_id, edition_id=edition.pk)
    found: dict[str, list[ClauseQuestion]] = {}
    shown = rows.filter(published_at__isnull=False).defer("question").order_by("published_at", "pk")[:300]
    for row in shown:
        found.setdefault(row.clause, []).append(row)
    return found


def question_page(actor: Actor, *, is_waiting: bool, after: str = "") -> QuestionPage:
    """Fifty questions to this organiser: those that wait, oldest first; those that are answered, newest first."""
    rows = ClauseQuestion.objects.filter(tenant_id=policy.tenant_of(actor), answered_at__isnull=is_waiting)
    rows = rows.select_related("edition", "answered_by")
    if after.isascii() and after.isdigit() and len(after) <= 18:
        rows = rows.filter(pk__gt=int(after)) if is_waiting else rows.filter(pk__lt=int(after))
    found = list(rows.order_by("pk" if is_waiting else "-pk")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return QuestionPage(page, str(page[-1].pk) if len(found) > PAGE_SIZE else "")


def waiting_by_edition(actor: Actor) -> list[tuple[Edition, int]]:
    """(edition, how many questions wait), for the home of the office; one query."""
    waits = Q(clause_questions__answered_at__isnull=True, clause_questions__isnull=False)
    rows = Edition.objects.filter(tenant_id=policy.tenant_of(actor)).annotate(waiting=Count("clause_questions", waits))
    return [(row, row.waiting) for row in rows.filter(waiting__gt=0).order_by("pk")]


def question_for(actor: Actor, question_id: int) -> ClauseQuestion:
    """One question to this organiser. Raises NotFound."""
    rows = ClauseQuestion.objects.filter(tenant_id=policy.tenant_of(actor), pk=question_id)
    row = rows.select_related("edition__tenant", "answered_by").first()
    if row is None:
        raise NotFound()
    return row


def names_of_asker(row: ClauseQuestion) -> list[str]:
    """Name and code of the enterprise, and the name of the person who asked."""
    with fence.widened(enterprise_id=row.enterprise_id):
        firm = Enterprise.objects.filter(pk=row.enterprise_id).first()
    person = ClauseQuestion.objects.filter(pk=row.pk).values_list("asked_by__name", flat=True).first()
    return [name for name in (firm.name if firm else "", firm.uscc if firm else "", person or "") if name]
