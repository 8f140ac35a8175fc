"""Whether an SVG file only draws: known elements and attributes, nothing that runs, loads or hides. No Django.

A drawing is text that browsers execute, so that what is not known to be harmless is refused, never cleaned.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
MOST_ELEMENTS = 20_000
DEEPEST = 60

_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan")
_GROUPS = ("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "clipPath", "mask", "marker")
_PAINTS = ("linearGradient", "radialGradient", "stop", "pattern")
_ELEMENTS = frozenset((*_SHAPES, *_GROUPS, *_PAINTS))
_REFERENCE = re.compile(r"#[\w.:-]+", re.ASCII)
_OWN_URL = re.compile(r"url\(\s*['\"]?#[\w.:-]+['\"]?\s*\)", re.ASCII)


class UnsafeDrawing(ValueError):
    """Not a drawing, or one that does more than draw."""


def check_drawing(content: bytes) -> None:
    """Raises UnsafeDrawing for anything but plain SVG: no script, no handler, no link or file from elsewhere."""
    root = _parse(content)
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeDrawing("root")
    _walk(root, depth=1, seen=[0])


def _parse(content: bytes) -> Tree.Element:
    """No document type (that is where entities are declared) and no processing instruction (a style sheet)."""

    def refuse(*_anything: object) -> None:
        raise UnsafeDrawing("declaration")

    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler = refuse
    guard.EntityDeclHandler = refuse
    guard.ProcessingInstructionHandler = refuse
    try:
        guard.Parse(content, True)
        return Tree.fromstring(content)  # noqa: S314 - the guard has refused every declaration
    except (expat.ExpatError, Tree.ParseError, ValueError, LookupError) as error:
        if isinstance(error, UnsafeDrawing):
            raise
        raise UnsafeDrawing("xml") from error


def _walk(element: Tree.Element, *, depth: int, seen: list[int]) -> None:
    seen[0] += 1
    if depth > DEEPEST or seen[0] > MOST_ELEMENTS:
        raise UnsafeDrawing("size")
    space, _brace, name = str(element.tag).rpartition("}")
    if space != f"{{{SVG}" or name not in _ELEMENTS:
        raise UnsafeDrawing(name)
    for key, value in element.attrib.items():
        _check_attribute(key, value)
    if name == "style":
        _check_style(element.text or "")
    if name == "metadata" and len(element):
        raise UnsafeDrawing("metadata")
    for child in element:
        _walk(child, depth=depth + 1, seen=seen)


def _check_attribute(key: str, value: str) -> None:
    space, _brace, name = key.rpartition("}")
    if name.lower().startswith("on"):
        raise UnsafeDrawing(name)
    if name.lower() in {"href", "src"} and not (space in {"", f"{{{XLINK}"} and _REFERENCE.fullmatch(value)):
        raise UnsafeDrawing(name)
    _check_style(value)


def _check_style(text: str) -> None:
    """A style, or a value that may hold one: references to the drawing's own parts only."""
    rest = _OWN_URL.sub("", text).lower()
    if any(word in rest for word in ("url(", "@", "expression", "javascript", "\\", "behavior", "data:")):
        raise UnsafeDrawing("style")
