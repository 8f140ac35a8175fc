"""Tasks of the platform itself, of no tenant: the probe that `demo --check` sends through a real worker."""

from __future__ import annotations

import os
from typing import Any

from celery import shared_task


@shared_task(name="portal.tasks.probe")
def probe(text: str) -> dict[str, Any]:
    """Make a one-page PDF of `text` where this task runs; its size in bytes, its first bytes, the worker's pid."""
    from weasyprint import HTML

    html = f'<html lang="zh-CN"><title>probe</title><h1>{text}</h1></html>'
    pdf = HTML(string=html).write_pdf()
    return {"pid": os.getpid(), "size_bytes": len(pdf), "head": pdf[:5].decode("ascii")}
