"""The demo's post: one file per mail in a folder, in place of a mail server."""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as ParsedMail
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parsedate_to_datetime
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.kit import clock

SUFFIX = ".eml"
PAGE = 30


class MailboxBackend(BaseEmailBackend):
    """Writes each mail once: the file's name follows from its Message-ID, and an existing file is left alone."""

    is_idempotent = True

    def __init__(self, fail_silently: bool = False, file_path: str | None = None, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently, **kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            # Mails of the login library carry no date of ours: theirs would be the machine's, not the demo's.
            mail.extra_headers.setdefault("Date", format_datetime(clock.now().astimezone(clock.SHANGHAI)))
            written = mail.message()
            put(self.folder, str(written["Message-ID"]), written.as_bytes())
        return len(email_messages)


def put(folder: Path, message_id: str, content: bytes) -> Path:
    """Write a mail whole or not at all, and never a second time."""
    path = folder / (hashlib.sha256(message_id.encode()).hexdigest()[:32] + SUFFIX)
    if path.exists():
        return path
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as draft:
        draft.write(content)
    try:
        os.link(draft.name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft.name)
    return path


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it arrived. body is empty in a list."""

    key: str
    to: str
    subject: str
    sent_at: datetime | None
    body: str = ""


def letters(*, to: str = "", page: int = 1) -> tuple[list[Letter], bool]:
    """(mails of one page, newest first; whether older ones follow). to: part of an address."""
    wanted, first = to.strip().lower(), (page - 1) * PAGE
    matching = (letter for letter in _each_letter() if wanted in letter.to.lower())
    found = list(islice(matching, first, first + PAGE + 1))
    return found[:PAGE], len(found) > PAGE


def letter(key: str) -> Letter | None:
    """One mail with its text; None when there is no such file."""
    path = Path(settings.EMAIL_FILE_PATH) / f"{key}{SUFFIX}"
    if not path.is_file():
        return None
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, ParsedMail)
    part = mail.get_body(preferencelist=("plain", "html"))
    return _letter_of(key, mail, body=part.get_content() if part is not None else "")


def _each_letter() -> Iterator[Letter]:
    parser = BytesHeaderParser(policy=email.policy.default)
    for path in _newest_first(Path(settings.EMAIL_FILE_PATH).glob(f"*{SUFFIX}")):
        with path.open("rb") as file:
            yield _letter_of(path.stem, parser.parse(file))


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _letter_of(key: str, mail: Any, body: str = "") -> Letter:
    date = mail["Date"]
    return Letter(
        key=key,
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(date)) if date else None,
        body=body,
    )
