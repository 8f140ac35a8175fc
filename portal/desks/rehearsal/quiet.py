"""Cutting a rehearsal off from everything outside: no mail, no queue, no shared cache, files in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test.utils import override_settings

from portal.celery import app

CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rehearsal"}}


@contextmanager
def cut_off(media: Path) -> Iterator[None]:
    """Within the block mail goes nowhere, tasks run where they are called, uploads stay below `media`."""
    before = app.conf.task_always_eager
    app.conf.task_always_eager = True
    quiet = override_settings(
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        MEDIA_ROOT=str(media),
        CACHES=CACHE,
        IS_DEMO=True,  # its accounts have the demo's second factors, in a base that nobody can reach
    )
    try:
        with quiet:
            yield
    finally:
        app.conf.task_always_eager = before
