"""What the portal serves from its own folder: vendored files as brought in, fonts that hold what paper needs."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
SUMS = ROOT / "static/vendor/SHA256SUMS"
FONTS_BYTES = 14_000_000
STYLES = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
# Legal names of firms and people, and the signs of forms: the two main families lack most of these.
NEEDED = "〇㛃𠮷①②⑳℃㈱㎡Ⅲ□■→龢骉锜峣玙鑫犇喆陳臺沢（）《》〔〕“”—…·％￥"


def listed_sums() -> dict[str, str]:
    """path below the checkout -> digest."""
    lines = SUMS.read_text().splitlines()
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}


def test_vendored_files_are_as_they_were_brought_in() -> None:
    found = {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in listed_sums()}
    assert found == listed_sums()


def test_every_vendored_file_has_a_digest() -> None:
    names = {*ROOT.glob("static/fonts/*.*"), *ROOT.glob("static/vendor/*.*"), *ROOT.glob("tests/assets/axe*")}
    unlisted = {str(path.relative_to(ROOT)) for path in names} - set(listed_sums())
    assert unlisted == {"static/fonts/README.md"}


def test_fonts_stay_below_their_budget() -> None:
    assert sum(path.stat().st_size for path in ROOT.glob("static/fonts/*.?tf")) < FONTS_BYTES


@pytest.mark.parametrize("family", ["sans", "serif"])
@pytest.mark.parametrize("weight", ["400", "700"])
def test_paper_has_a_glyph_for_every_needed_character(family: str, weight: str) -> None:
    folder = ROOT / "static/fonts"
    files = [*folder.glob(f"noto-{family}-sc-*-{weight}.ttf"), folder / "pinbang-supplement.otf"]
    held: set[int] = set().union(*(TTFont(path, lazy=True).getBestCmap() for path in files))
    assert [character for character in NEEDED if ord(character) not in held] == []


def test_every_font_named_in_a_stylesheet_is_there() -> None:
    named = re.findall(r'url\("\.\./fonts/([^"]+)"\)', (ROOT / "static/css/fonts.css").read_text())
    assert sorted(named) == sorted(path.name for path in ROOT.glob("static/fonts/*.?tf"))


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_colour_variable_in_use_is_defined(path: Path) -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(style.read_text() for style in STYLES)))
    used = {name for name in re.findall(r"var\((--[\w-]+)", path.read_text()) if not name.startswith("--bs-")}
    assert used - defined == set()


class _Attributes(HTMLParser):
    """Tags whose attributes or place break the Content-Security-Policy."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "style" in given or any(name.startswith("on") and name != "on" for name in given):
            self.wrong.append(tag)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.wrong.append(tag)


def find_inline_code(markup: str) -> list[str]:
    """Names of tags with inline style or script. Template tags are cut out first, their angle brackets confuse."""
    parser = _Attributes()
    parser.feed(re.sub(r"\{%.*?%\}|\{#.*?#\}", "", markup, flags=re.DOTALL))
    return parser.wrong


@pytest.mark.parametrize(
    ("markup", "wrong"),
    [
        ('<p style="color:red">a</p>', ["p"]),
        ("<button onclick='go()'>a</button>", ["button"]),
        ("<script>go()</script>", ["script"]),
        ("<style>p{}</style>", ["style"]),
        ('<script src="/a.js"></script><script type="application/json">{}</script><p class="style">a</p>', []),
    ],
)
def test_inline_code_is_recognised(markup: str, wrong: list[str]) -> None:
    assert find_inline_code(markup) == wrong


def test_no_template_of_a_page_has_inline_style_or_script() -> None:
    # templates/pdf is drawn on the server alone and never reaches a browser, so no policy applies to it.
    found = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("programmes/*/templates/**/*.html")]
    pages = [page for page in found if page.parent != ROOT / "templates/pdf"]
    assert len(pages) > 50
    wrong = {str(page.relative_to(ROOT)): tags for page in pages if (tags := find_inline_code(page.read_text()))}
    assert wrong == {}


def test_every_component_says_what_it_takes() -> None:
    components = sorted((ROOT / "templates/components").glob("*.html"))
    silent = [page.name for page in components if not page.read_text().startswith("{% comment %}")]
    assert silent == []
