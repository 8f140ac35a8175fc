"""The proof `faults`, small: every kind of process is killed once while people hand in."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from .size import SMALL
from .stack import Trouble
from .storm import (
    Storm,
    count_certificates,
    count_mailbox,
    count_outbox,
    count_sink,
    count_submissions,
    run_storm,
    verify_audit,
)

NOTHING = {
    "Lost": 0,
    "Doubled": 0,
    "Mails that came twice": 0,
    "Messages with two outbox rows": 0,
    "Mails that the server got twice": 0,
    "Series with gaps or repetitions": 0,
    "Papers not whole": 0,
}
ALL = {"Submissions": 60, "Acknowledged": 60, "Certificates": 12, "Seen by people: lists released": 2}
KILLS = {
    "Kills: web worker": 1,
    "Kills: web master": 1,
    "Kills: Celery pool process": 1,
    "Kills: Celery worker": 2,
    "Kills: Celery beat": 1,
    "Kills: PostgreSQL": 1,
    "Kills: PostgreSQL connection": 1,
    "Kills: Redis": 1,
}


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_half_written_while_every_process_is_killed() -> None:
    figures = run_storm(SMALL, Path(settings.STATE_DIR) / "faults-static", afterwards=plant_faults)
    expected = NOTHING | ALL | KILLS
    assert {key: figures[key] for key in expected} == expected
    assert figures["Mails taken by the mail server"] >= 1
    assert figures["Marked uncertain and not sent again"] >= 1


def plant_faults(storm: Storm) -> None:
    """Each kind of fault, put in by hand, is found: the proof can fail."""
    a_version_that_no_hand_in_counts(storm)
    a_second_version(storm)
    a_receipt_of_something_else(storm)
    a_message_said_twice(storm)
    a_mail_that_came_twice(storm)
    a_spoilt_paper(storm)
    a_number_never_given(storm)
    a_changed_audit_event(storm)


def write(storm: Storm, sql: str) -> None:
    """As owner."""
    link = psycopg2.connect(storm.stack.addresses()["DATABASE_OWNER_URL"].replace("postgres://", "postgresql://"))
    with link, link.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount != 0
    link.close()


def copy_row(storm: Storm, table: str, row: str, **changes: str) -> None:
    """Insert a copy of the row that `row` (SQL) names, with some columns (SQL) changed and a key of its own."""
    sql = f"select column_name from information_schema.columns where table_name = '{table}' and column_name <> 'id'"
    columns = [name for (name,) in storm.books.rows(sql)]
    values = ", ".join(changes.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    write(storm, f"insert into {table} ({names}) select {values} from {table} where {row}")


def a_version_that_no_hand_in_counts(storm: Storm) -> None:
    source, idle = (storm.scenery["filings"][place]["application"] for place in (0, -1))
    copy_row(storm, "applications_version", f"application_id = {source}", application_id=str(idle))
    with pytest.raises(Trouble, match=r"something is half written.*a frozen version without a hand-in"):
        count_submissions(storm)


def a_second_version(storm: Storm) -> None:
    source = storm.scenery["filings"][0]["application"]
    copy_row(storm, "applications_version", f"application_id = {source}", number="2")
    with pytest.raises(Trouble, match=r"submissions were lost or doubled.*'Lost': 0, 'Doubled': 1"):
        count_submissions(storm)


def a_receipt_of_something_else(storm: Storm) -> None:
    storm.tally.receipts[storm.scenery["filings"][1]["application"]] = "0" * 64
    with pytest.raises(Trouble, match=r"submissions were lost or doubled.*'Lost': 1"):
        count_submissions(storm)


def a_message_said_twice(storm: Storm) -> None:
    copy_row(storm, "notifications_message", "id = (select min(id) from notifications_message)", key="'once more'")
    with pytest.raises(Trouble, match="messages with two rows: 1"):
        count_outbox(storm)


def a_mail_that_came_twice(storm: Storm) -> None:
    folder = storm.stack.state / "mail"
    shutil.copy(min(folder.glob("*.eml")), folder / "again.eml")
    with pytest.raises(Trouble, match="mails that came twice"):
        count_mailbox(storm)
    storm.sink.taken[min(storm.sink.taken)] += 1
    with pytest.raises(Trouble, match="the mail server got mails twice"):
        count_sink(storm, set())


def a_spoilt_paper(storm: Storm) -> None:
    number, file, _digest = storm.books.papers()[0]
    with (storm.stack.state / "media" / file).open("ab") as paper:
        paper.write(b"x")
    with pytest.raises(Trouble, match=f"papers without a whole file.*{number}"):
        count_certificates(storm)


def a_number_never_given(storm: Storm) -> None:
    write(storm, "update publications_numberseries set last_sequence = last_sequence + 1 where year = 2022")
    with pytest.raises(Trouble, match="series are not as released"):
        count_certificates(storm)


def a_changed_audit_event(storm: Storm) -> None:
    change = "update audit_event set actor_name = 'x' where id = (select min(id::text)::uuid from audit_event)"
    write(storm, f"alter table audit_event disable trigger user; {change}")
    with pytest.raises(Trouble, match="the audit record does not hold"):
        verify_audit(storm)
