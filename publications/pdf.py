"""Documents on paper: certificates and published lists, as PDF/A-3a with selectable text and our own fonts only.

Conformance is declared and checked in structure, not certified by a validator. The seal is put on elsewhere: there is
a place for it, and nothing is drawn there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.audit.record import canonical_json

VARIANT = "pdf/a-3a"
# Documents speak the language of the body that issues them, whoever asks for them.
LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What stands on a certificate.

    subject      what was honoured, "" when it is the holder
    year         the edition's; None where the honour's own name begins with it, because it is a place in a list
    rank         as it is printed, "" where it is not
    outside      ListEntry.outside: what the body's own certificate says; {} = the organiser's own honour
    is_noticed   the honour was shown in a public notice first
    programme    whose folder may hold a sheet of its own, <slug>/certificate.html, which extends the portal's
    valid_to     None = no end
    """

    holder: str
    honour: str
    subject: str
    year: int | None
    list_title: str
    number: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    issuers: tuple[str, ...]
    verify_address: str
    is_sample: bool
    rank: str = ""
    outside: Mapping[str, Any] = field(default_factory=dict)
    is_noticed: bool = True
    programme: str = ""


class OwnFiles(URLFetcher):
    """Opens data addresses and files below static/; anything else stops the document (no request ever leaves here)."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not (url.startswith("data:") or _is_own_file(url)):
            raise FatalURLFetchingError(f"a document may not open {url[:120]}")
        return super().fetch(url, headers)


def _is_own_file(url: str) -> bool:
    if not url.startswith("file://"):
        return False
    root = Path(settings.BASE_DIR, "static").resolve()
    return Path(url.removeprefix("file://").split("?")[0]).resolve().is_relative_to(root)


@cache
def _fonts() -> tuple[FontConfiguration, CSS, CSS]:
    """One font configuration per process: reading the families again for each document costs more than a page."""
    folder = Path(settings.BASE_DIR, "static", "css")
    fonts = FontConfiguration()
    sheets = [
        CSS(filename=str(folder / name), font_config=fonts, url_fetcher=OwnFiles())
        for name in ("fonts.css", "paper.css")
    ]
    return fonts, sheets[0], sheets[1]


def certificate_pdf(facts: CertificateFacts) -> bytes:
    """A4 landscape, one page."""
    fonts, faces, _paper = _fonts()
    sheets = ([f"{facts.programme}/certificate.html"] if facts.programme else []) + ["pdf/certificate.html"]
    html = _render(sheets, {"facts": facts, "qr": qr_address(facts.verify_address)})
    return HTML(string=html, url_fetcher=OwnFiles()).write_pdf(
        stylesheets=[faces], font_config=fonts, pdf_variant=VARIANT
    )


def list_pdf(*, row: Any, entries: list[Any], content: dict[str, Any], **shown: Any) -> bytes:
    """A4, as many pages as it takes, with the list's JSON attached as data. shown: is_sample, figure (label, unit),
    name_head.
    """
    fonts, faces, paper = _fonts()
    html = _render("pdf/list.html", {"list": row, "entries": entries, **shown})
    attachment = Attachment(
        string=canonical_json(content), name="list.json", description=row.title, relationship="Data"
    )
    document = HTML(string=html, url_fetcher=OwnFiles())
    return document.write_pdf(
        stylesheets=[faces, paper], font_config=fonts, pdf_variant=VARIANT, attachments=[attachment]
    )


def qr_address(text: str) -> str:
    """The code as an SVG data address; error level M, quiet zone of two modules beside the paper's own white."""
    return segno.make_qr(text, error="m").svg_data_uri(scale=4, border=2)


def _render(template: str | list[str], context: dict[str, Any]) -> str:
    with translation.override(LANGUAGE):
        return render_to_string(template, context)
