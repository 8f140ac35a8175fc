"""Questions about clauses: asked by an enterprise, answered by the organiser, published without anybody's name."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries, terms
from applications.models import ClauseQuestion
from applications.queries import clause_questions as asked
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Closed, Conflict, Invalid, NotFound
from portal.kit.folding import fold_width
from portal.notifications.outbox import announce
from programmes.models import Edition

WRITERS = (Role.CITY_OFFICER,)
SHORTEST, LONGEST = 8, 1000
MOST_WAITING, MOST_PER_DAY = 5, 10


@transaction.atomic
def ask_question(*, edition_id: int, clause: str, question: str, actor: Actor) -> ClauseQuestion:
    """Ask the organiser about one clause of an edition that takes filings; clause "" = the edition as a whole.

    Raises  Denied (nobody's organisation), NotFound, Closed (not open), Invalid (no such clause, too short or long,
            asked already, too many that wait or were asked today)
    """
    policy.demand(actor.enterprise_id is not None, _("请先登记所代表的单位，再提问。"))
    assert actor.enterprise_id is not None
    edition = queries.edition_for(actor, edition_id)
    if not terms.is_taking(edition, clock.now()):
        raise Closed(_("只在受理期间接受提问；请看已公开的问答，或按联系方式咨询组织方。"))
    text = _read("question", question)
    if clause and clause not in asked.clauses_of(edition):
        raise Invalid(_("没有这一条。"), fields={"clause": _("请从列出的条款中选择一条，或者选“整个项目”。")})
    _demand_calm(edition, text, actor)
    row = ClauseQuestion.objects.create(
        tenant_id=edition.tenant_id,
        enterprise_id=actor.enterprise_id,
        edition=edition,
        clause=clause,
        question=text,
        asked_by_id=policy.user_of(actor),
        asked_at=clock.now(),
    )
    _record("ask_clause_question", row, actor)
    _announce(row, "clause_question_asked", {"role": Role.CITY_OFFICER.value}, edition)
    return row


def _read(key: str, text: str) -> str:
    """Cleaned text of a bearable length. Raises Invalid."""
    clean = "\n".join(line.strip() for line in text.replace("\x00", "").splitlines()).strip()
    if not SHORTEST <= len(clean) <= LONGEST:
        words = {"least": SHORTEST, "most": LONGEST, "count": len(clean)}
        told = _("请写 %(least)s 至 %(most)s 字，现有 %(count)s 字。") % words
        raise Invalid(told, fields={key: told})
    return clean


def _demand_calm(edition: Edition, text: str, actor: Actor) -> None:
    """Limits against flooding. Raises Invalid."""
    own = asked.own_questions(actor, edition)
    if any(row.question == text for row in own):
        told = _("这个问题本单位已经问过，请看下方的答复情况。")
    elif sum(row.answered_at is None for row in own) >= MOST_WAITING:
        told = _("本单位已有 %s 个问题等待答复，请等组织方答复后再提问。") % MOST_WAITING
    elif sum(row.asked_at > clock.now() - timedelta(days=1) for row in own) >= MOST_PER_DAY:
        told = _("本单位 24 小时内已提问 %s 次，请明天再问。") % MOST_PER_DAY
    else:
        return
    raise Invalid(told, fields={"question": told})


@transaction.atomic
def answer_question(
    *, question_id: int, public_question: str, answer: str, is_public: bool, actor: Actor
) -> ClauseQuestion:
    """Answer; published, everybody reads question and answer beside the clause, and nobody's name.

    is_public  False: only who asked reads the answer
    Raises     Denied, NotFound, Conflict (answered already), Invalid (texts; a name in what is to be published)
    """
    row = _lock(question_id, actor)
    if row.answered_at is not None:
        raise Conflict(_("这个问题已经答复；需要改的，请用“更正答复”。"))
    row.answer = _read("answer", answer)
    if is_public:
        row.public_question = _read("public_question", public_question)
        _demand_nameless(row)
        row.published_at = clock.now()
    row.answered_at, row.answered_by_id = clock.now(), policy.user_of(actor)
    row.save()
    _record("answer_clause_question", row, actor, payload={"is_public": is_public})
    _announce(row, "clause_question_answered", {"enterprise": row.enterprise_id}, row.edition)
    return row


@transaction.atomic
def correct_answer(*, question_id: int, public_question: str, answer: str, reason: str, actor: Actor) -> ClauseQuestion:
    """Put a better answer in place of a given one; the old texts stay in the record, the asker is told.

    Raises Denied, NotFound, Conflict (not answered yet, nothing changed), Invalid (texts, no reason, a name)
    """
    row = _lock(question_id, actor)
    if row.answered_at is None:
        raise Conflict(_("这个问题还没有答复，请先答复。"))
    before = {"public_question": row.public_question, "answer": row.answer}
    row.answer = _read("answer", answer)
    if row.published_at is not None:
        row.public_question = _read("public_question", public_question)
        _demand_nameless(row)
    if before == {"public_question": row.public_question, "answer": row.answer}:
        raise Conflict(_("内容没有变化，没有更正。"))
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 300:
        told = _("请写明更正的原因（不超过 300 字）。")
        raise Invalid(told, fields={"reason": told})
    row.answered_at, row.answered_by_id = clock.now(), policy.user_of(actor)
    row.save()
    _record("correct_clause_answer", row, actor, reason=reason, payload={"before": before})
    _announce(row, "clause_answer_corrected", {"enterprise": row.enterprise_id}, row.edition)
    return row


def _lock(question_id: int, actor: Actor) -> ClauseQuestion:
    policy.demand(actor.has_role(*WRITERS), _("条款提问由市级经办人答复。"))
    rows = ClauseQuestion.objects.select_for_update(of=("self",)).filter(pk=question_id)
    row = rows.filter(tenant_id=policy.tenant_of(actor)).select_related("edition__tenant").first()
    if row is None:
        raise NotFound()
    return row


def _demand_nameless(row: ClauseQuestion) -> None:
    """Raises Invalid where a text to be published holds the name or the code of whoever asked."""
    names = [fold_width(name) for name in asked.names_of_asker(row) if len(name) > 1]
    problems: dict[str, object] = {}
    for key in ("public_question", "answer"):
        found = next((name for name in names if name in fold_width(getattr(row, key))), "")
        if found:
            problems[key] = _("公开的文字里有提问单位或提问人的名称“%s”，请删去后再公开。") % found
    if problems:
        raise Invalid(_("公开的文字里不能有提问单位的名称。"), fields=problems)


def _record(
    act: str, row: ClauseQuestion, actor: Actor, *, reason: str = "", payload: dict[str, object] | None = None
) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.clausequestion:{row.pk}",
        tenant_id=row.tenant_id,
        enterprise_id=row.enterprise_id,
        reason=reason,
        payload={"clause": row.clause, "edition": row.edition_id, **(payload or {})},
    )


def _announce(row: ClauseQuestion, kind: str, audience: dict[str, object], edition: Edition) -> None:
    slug = edition.tenant.slug
    is_office = "role" in audience
    own = f"/my/{slug}/editions/{edition.pk}/ask/"
    announce(
        tenant_id=row.tenant_id,
        key=f"clause_question:{row.pk}:{kind}:{clock.now().isoformat()}",
        kind=kind,
        audience=audience,
        context={
            "edition": edition.title,
            "question": row.question[:200],
            "answer": row.answer[:1000],
            "url": f"/{slug}/office/questions/{row.pk}/" if is_office else own,
        },
        enterprise_id=row.enterprise_id,
    )
