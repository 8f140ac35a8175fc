"""A mark that is plainly none: for demonstrations and tests, where a real one must never stand."""

from __future__ import annotations

EXAMPLE_MARK = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120" role="img" aria-label="示例标志 SAMPLE">
  <title>示例标志 SAMPLE</title>
  <rect x="4" y="4" width="232" height="112" fill="#ffffff" stroke="#4d5866" stroke-width="4" stroke-dasharray="10 6"/>
  <text x="120" y="58" font-family="sans-serif" font-size="30" text-anchor="middle" fill="#4d5866">示例标志</text>
  <text x="120" y="94" font-family="sans-serif" font-size="22" text-anchor="middle" fill="#4d5866">SAMPLE</text>
</svg>
""".encode()
"""A dashed box that says what it is."""
