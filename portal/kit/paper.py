"""HTML to A4 pages through WeasyPrint with our own fonts; nothing outside static/ is ever opened. No Django."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
SHEETS = ("fonts.css", "paper.css")


class OwnFiles(URLFetcher):
    """Opens data addresses and files below static/; anything else stops the document."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not (url.startswith("data:") or _is_own_file(url)):
            raise FatalURLFetchingError(f"a document may not open {url[:120]}")
        return super().fetch(url, headers)


def _is_own_file(url: str) -> bool:
    if not url.startswith("file://"):
        return False
    return Path(url.removeprefix("file://").split("?")[0]).resolve().is_relative_to(STATIC)


@cache
def _sheets() -> tuple[FontConfiguration, tuple[CSS, ...]]:
    """Read once per process: reading the families again for each document costs more than a page."""
    fonts = FontConfiguration()
    folder = STATIC / "css"
    sheets = tuple(CSS(filename=str(folder / name), font_config=fonts, url_fetcher=OwnFiles()) for name in SHEETS)
    return fonts, sheets


def render_pdf(html: str) -> bytes:
    """The pages of a document that templates/layouts/print.html frames. Raises FatalURLFetchingError."""
    fonts, sheets = _sheets()
    pdf: bytes = HTML(string=html, url_fetcher=OwnFiles()).write_pdf(stylesheets=sheets, font_config=fonts)
    return pdf
