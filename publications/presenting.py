"""What is published, as plain values: for the JSON downloads, the API and the verify page. Nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.kit import clock

from .codes import code_or_first
from .content import content_of_list
from .models import Certificate, ListEntry, MarkRight, Notice, NoticeEntry, PublishedList, Standing
from .tokens import version_of_token


def notice_document(notice: Notice, entries: list[NoticeEntry], *, url: str) -> dict[str, Any]:
    return {
        "title": notice.title,
        "text": notice.text,
        "organiser": notice.tenant.name,
        "edition": notice.edition.title,
        "published_on": notice.published_on,
        "first_on": notice.first_on,
        "last_on": notice.last_on,
        "days": notice.days,
        "unit": notice.unit,
        "counting": notice.counting,
        "corrects": notice.corrects_id,
        "url": url,
        "entries": [
            {
                "position": entry.position,
                "list": code_or_first(notice.edition.programme, entry.list_code),
                "name": entry.name,
                "holder": entry.holder,
                "district": entry.district_name,
                "change": entry.change,
                "note": entry.note,
            }
            for entry in entries
        ],
    }


def list_document(row: PublishedList, entries: list[ListEntry], *, url: str) -> dict[str, Any]:
    """The list as published with its digest; where each honour stands today is added beside it."""
    return {
        "organiser": row.tenant.name,
        "url": url,
        "digest_sha256": row.digest,
        "content": content_of_list(row, entries),
        "standing": [
            {"position": entry.position, "standing": entry.standing, "since": entry.standing_on} for entry in entries
        ],
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one paper.

    status      valid, expired, suspended, revoked or replaced
    is_genuine  True: the token proves this paper; False: it does not; None: there was none, so nothing is proven
    is_older    the paper was printed before its status changed
    """

    certificate: Certificate
    status: str
    since: date
    is_genuine: bool | None
    is_older: bool


def verdict_on(certificate: Certificate, token: str) -> Verdict:
    """What the verify page says about a number and, where there is one, the token beside it."""
    entry = certificate.entry
    version = version_of_token(
        token, tenant_id=certificate.tenant_id, number=certificate.number, newest=entry.standing_version
    )
    status, since = status_of(certificate)
    return Verdict(
        certificate=certificate,
        status=status,
        since=since,
        is_genuine=(version is not None) if token else None,
        is_older=version is not None and version < entry.standing_version,
    )


def status_of(certificate: Certificate) -> tuple[str, date]:
    """(status, since). Worked out from the day as well, so that it never waits for the clockwork."""
    entry = certificate.entry
    if entry.standing == Standing.REVOKED:
        return Standing.REVOKED.value, entry.standing_on
    if certificate.replaced_by_id is not None:
        assert certificate.replaced_on is not None
        return "replaced", certificate.replaced_on
    return standing_of(entry)


def standing_of(entry: ListEntry) -> tuple[str, date]:
    """(standing, since) of an honour itself, whatever became of its papers."""
    if entry.standing != Standing.REVOKED and entry.valid_to is not None and clock.today() > entry.valid_to:
        return Standing.EXPIRED.value, entry.valid_to
    return entry.standing, entry.standing_on


@dataclass(frozen=True, slots=True)
class MarkShown:
    """What anybody may know of a right to use a mark. title: of the mark; standing: of the honour it came with."""

    right: MarkRight
    title: str
    standing: str
    since: date

    @property
    def may_be_used(self) -> bool:
        return self.standing == Standing.VALID


def mark_shown(entry: ListEntry) -> MarkShown | None:
    """The right that an honour came with; None where there is none. entry: with its mark_right and edition."""
    right: MarkRight | None = getattr(entry, "mark_right", None)
    form = entry.published_list.edition.programme.mark
    return None if right is None or form is None else MarkShown(right, form.title, *standing_of(entry))


def mark_document(mark: MarkShown) -> dict[str, Any]:
    entry = mark.right.entry
    return {
        "number": mark.right.number,
        "mark": mark.title,
        "status": mark.standing,
        "since": mark.since,
        "may_be_used": mark.may_be_used,
        "holder": entry.holder,
        "subject": entry.name,
        "honour": entry.honour,
        "list": entry.published_list.title,
        "year": entry.published_list.edition.year,
        "granted_on": mark.right.granted_on,
        "valid_to": entry.valid_to,
        "ground": entry.ground if mark.standing == entry.standing else "",
    }


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    certificate, entry = verdict.certificate, verdict.certificate.entry
    newer, mark = certificate.replaced_by, mark_shown(entry)
    more: dict[str, Any] = {"outside": dict(entry.outside)} if entry.outside else {}
    if mark is not None:
        more["mark"] = {"number": mark.right.number, "title": mark.title, "may_be_used": mark.may_be_used}
    return {
        "number": certificate.number,
        "status": verdict.status,
        "since": verdict.since,
        "is_proven_genuine": verdict.is_genuine,
        "holder": certificate.holder,
        "honour": entry.honour,
        "subject": entry.name,
        "list": entry.published_list.title,
        "year": entry.published_list.edition.year,
        "issued_on": certificate.issued_on,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "ground": entry.ground if verdict.status == entry.standing else "",
        "replaced_by": newer.number if newer else "",
        **more,
    }
