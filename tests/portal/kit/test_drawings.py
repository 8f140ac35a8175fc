"""A drawing that only draws passes; anything that runs, loads or hides is refused, however it is written."""

from __future__ import annotations

import io

import pytest

from portal.kit.drawings import UnsafeDrawing, check_drawing
from portal.kit.uploads import BadUpload, check_upload

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


def drawing(inner: str) -> bytes:
    return f"{HEAD}{inner}</svg>".encode()


@pytest.mark.parametrize(
    "inner",
    [
        '<rect width="10" height="10" fill="#ccc"/><text x="1" y="5">示例 SAMPLE</text>',
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><path d="M0 0h9" fill="url(#g)"/>',
        '<symbol id="s"><circle r="2"/></symbol><use xlink:href="#s"/><use href="#s"/>',
        "<style>.a{fill:#c00;clip-path:url(#c)}</style><title>示例</title>",
    ],
)
def test_a_plain_drawing_passes(inner: str) -> None:
    check_drawing(drawing(inner))


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<rect ONLOAD="alert(1)"/>',
        '<a href="https://example.com"><rect/></a>',
        '<use href="https://example.com/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml;base64,AAAA"/>',
        '<image href="https://example.com/x.png"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="x"/>',
        "<style>@import 'https://example.com/x.css';</style>",
        "<style>rect{fill:url(https://example.com/x)}</style>",
        '<rect style="fill:url(//example.com)"/>',
        '<rect style="background:\\75rl(x)"/>',
        '<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>',
        "<metadata><x/></metadata>",
        "<g>" * 70 + "</g>" * 70,
    ],
)
def test_a_drawing_that_does_more_is_refused(inner: str) -> None:
    with pytest.raises(UnsafeDrawing):
        check_drawing(drawing(inner))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing("<title>&a;</title>"),
        b'<?xml-stylesheet href="https://example.com/x.css"?>' + drawing(""),
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"<svg/>",
        b"no drawing",
        drawing("")[:-4],
    ],
)
def test_what_is_no_plain_svg_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafeDrawing):
        check_drawing(content)


def test_an_upload_is_a_drawing_by_its_content_and_only_where_drawings_are_asked_for() -> None:
    good = drawing("<rect/>")
    checked = check_upload(name="示例.svg", size=len(good), file=io.BytesIO(good), allowed=("svg",), max_megabytes=1)
    assert (checked.extension, checked.content_type) == ("svg", "image/svg+xml")
    bad = drawing("<script/>")
    for content, allowed, reason in ((bad, ("svg",), "content"), (good, ("pdf", "png"), "extension")):
        with pytest.raises(BadUpload) as error:
            check_upload(name="x.svg", size=len(content), file=io.BytesIO(content), allowed=allowed, max_megabytes=1)
        assert error.value.reason == reason
