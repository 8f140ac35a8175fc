"""What stands in the tables, counted by the owner, to whom no row is hidden; and what lies in the folders."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2

from portal.notifications.sending import message_id

from .stack import Stack

# Each names rows that must not be there.
HALF_WRITTEN: Mapping[str, str] = {
    "a frozen version without a hand-in that counts it": """
        select a.id from applications_application a left join applications_version v on v.application_id = a.id
        group by a.id having a.version_number <> count(v.id)""",
    "a state without the move that led to it": """
        select a.id from applications_application a where a.state <> 'draft' and not exists (
          select from applications_statechange c where c.application_id = a.id and c.unit_id is null
          and c.to = a.state) and a.edition_id = {edition}""",
    "a move without its state": """
        select c.id from applications_statechange c join applications_application a on a.id = c.application_id
        where c.unit_id is null and c.to <> a.state and a.edition_id = {edition}""",
    "a hand-in without its audit events": """
        select a.id from applications_application a where a.version_number > 0 and a.edition_id = {edition} and 2 <> (
          select count(*) from audit_event e where e.subject = 'applications.application:' || a.id
          and e.act in ('freeze_version', 'submit_application'))""",
    "an audit event of a hand-in that is not there": """
        select e.id from audit_event e where e.act = 'submit_application' and not exists (
          select from applications_version v where 'applications.application:' || v.application_id = e.subject)""",
    "a released list whose entries and certificates do not match": """
        select l.id from publications_publishedlist l where l.state = 'released' and (
          (select count(*) from publications_listentry e where e.published_list_id = l.id) <> {entries}
          or (select count(*) from publications_certificate c join publications_listentry e on e.id = c.entry_id
              where e.published_list_id = l.id and c.number = e.certificate_number) <> {entries})""",
    "a listed unit on no list": """
        select u.id from applications_unit u where u.state = 'listed' and 1 <> (
          select count(*) from publications_listentry e where e.unit_id = u.id)""",
}
DOUBLED_VERSIONS = "select application_id from applications_version group by 1 having count(*) > 1"
DOUBLED_MOVES = """
    select application_id from applications_statechange where unit_id is null and name = 'submit'
    group by 1 having count(*) > 1"""
DOUBLED_ROWS = """
    select min(id) from notifications_message
    group by tenant_id, key, coalesce(user_id, 0), email having count(*) > 1"""
# Two messages that say the same to the same person on one day, whatever their keys are; reminders come back on others.
SAID_TWICE = """
    select min(id) from notifications_message
    group by coalesce(user_id, 0), email, kind, url, subject, body, date_trunc('day', written_at)
    having count(*) > 1"""
WRONG_RECEIPTS = """
    select a.id from applications_application a where a.version_number > 0 and a.edition_id = {edition} and (
      1 <> (select count(*) from notifications_message m where m.kind = 'application_receipt'
            and m.key = 'application:' || a.id || ':application_receipt:v1' and m.user_id = a.created_by_id)
      or 1 <> (select count(*) from notifications_message m
               where m.key = 'application:' || a.id || ':application_submitted:v1'))"""
UNDONE = """
    select (select count(*) from notifications_announcement where expanded_at is null)
         + (select count(*) from publications_certificate where rendered_at is null)
         + (select count(*) from publications_publishedlist where state = 'released' and file = '')
         + (select count(*) from audit_event e where not exists (select from audit_seal s where s.event_id = e.id))"""
UNSENT = "select count(*) from notifications_message where state = 'waiting'"
IN_DOUBT = "select count(*) from notifications_message where state = 'sending'"


@dataclass
class Books:
    stack: Stack

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Raises psycopg2.OperationalError while the server is down."""
        link = psycopg2.connect(self.stack.addresses()["DATABASE_OWNER_URL"].replace("postgres://", "postgresql://"))
        try:
            with link.cursor() as cursor:
                cursor.execute(sql.format(**values))
                return list(cursor.fetchall())
        finally:
            link.close()

    def number(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])

    def edition_of(self, application: int) -> int:
        return self.number(f"select edition_id from applications_application where id = {int(application)}")

    def handed_in(self) -> dict[int, str]:
        """application -> digest of its first version, of those whose state says so too."""
        sql = """select a.id, v.digest from applications_application a join applications_version v
                 on v.application_id = a.id where v.number = 1 and a.version_number = 1 and a.state = 'submitted'"""
        return dict(self.rows(sql))

    def digests_that_do_not_fit(self) -> list[int]:
        """Versions whose content no longer gives their digest."""
        from applications.actions.submission import digest_of

        sql = "select id, content, digest from applications_version where signer_name = '示例签署人'"
        return [pk for pk, content, digest in self.rows(sql) if digest_of(as_json(content)) != digest]

    def half_written(self, *, edition: int, entries: int) -> dict[str, int]:
        found = {what: self.rows(sql, edition=edition, entries=entries) for what, sql in HALF_WRITTEN.items()}
        return {what: len(rows) for what, rows in found.items() if rows}

    def messages(self) -> dict[str, int]:
        """state -> how many."""
        return dict(self.rows("select state, count(*) from notifications_message group by 1"))

    def message_ids(self, state: str) -> set[str]:
        """As the mails carry them."""
        sql = f"select tenant_id, key, user_id, email from notifications_message where state = '{state}'"
        names = ("tenant_id", "key", "user_id", "email")
        return {message_id(SimpleNamespace(**dict(zip(names, row, strict=True)))) for row in self.rows(sql)}  # type: ignore[arg-type]

    def series(self) -> list[tuple[int, list[str], int, int]]:
        """(year, numbers in order, the last sequence of the series, how many different lists they stand on)."""
        sql = """
            select ed.year, array_agg(c.number order by c.number), max(s.last_sequence), count(distinct l.id)
            from publications_certificate c join publications_listentry e on e.id = c.entry_id
            join publications_publishedlist l on l.id = e.published_list_id
            join programmes_edition ed on ed.id = l.edition_id
            join publications_numberseries s on s.year = ed.year and s.list_code = l.code
            group by ed.year, l.code order by ed.year"""
        return self.rows(sql)  # type: ignore[return-value]

    def papers(self) -> list[tuple[str, str, str]]:
        """(number, stored file, digest) of every certificate and released list."""
        sql = """select number, file, file_sha256 from publications_certificate union all
                 select title, file, file_sha256 from publications_publishedlist where state = 'released'"""
        return self.rows(sql)  # type: ignore[return-value]

    def spoilt_papers(self) -> list[str]:
        """Those without a whole file that has the digest of its row."""
        return [
            number for number, file, digest in self.papers() if not is_whole(self.stack.state / "media", file, digest)
        ]


def as_json(content: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(content) if isinstance(content, str) else content
    return loaded


def is_whole(media: Path, file: str, digest: str) -> bool:
    path = media / file
    if not file or not path.is_file():
        return False
    content = path.read_bytes()
    return content.startswith(b"%PDF-") and hashlib.sha256(content).hexdigest() == digest


def letters(folder: Path) -> Counter[tuple[str, str, str]]:
    """(to, subject, text) -> how often it lies in the demo's mailbox."""
    found: Counter[tuple[str, str, str]] = Counter()
    for path in folder.glob("*.eml"):
        mail: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        found[str(mail["To"]), str(mail["Subject"]), mail.get_content()] += 1
    return found
