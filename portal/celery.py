"""The Celery app, the base task that enters the fence, and every clock on one screen."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A sweep only reads Tenant and queues one task per tenant; nothing here works across tenants.
# name -> (task that runs inside one tenant, schedule)
CLOCKS: dict[str, tuple[str, Any]] = {
    "seal audit events": ("portal.audit.tasks.seal_events", 5.0),
    "expand announcements": ("portal.notifications.tasks.expand_announcements", 15.0),
    "send messages": ("portal.notifications.tasks.send_messages", 15.0),
    "open and close editions": ("applications.tasks.turn_editions", 20.0),
    "remind of deadlines": ("applications.tasks.remind_deadlines", crontab(minute="*/10")),
    "end consultations": ("applications.tasks.expire_consultations", 20.0),
    "remind experts": ("reviews.tasks.remind_experts", crontab(minute="*/10")),
    "end notices": ("publications.tasks.end_notices", 20.0),
    "release lists": ("publications.tasks.release_due", 20.0),
    "render certificates": ("publications.tasks.render_waiting", 30.0),
    "watch validity": ("publications.tasks.watch_validity", crontab(minute="*/10")),
}
# Work of no tenant. name -> (task, schedule)
PLATFORM_CLOCKS: dict[str, tuple[str, Any]] = {
    "seal platform events": ("portal.audit.tasks.seal_platform_events", 5.0),
}
# A sweep that nobody could run in time is worthless: the next one does its work.
EXPIRES_SECONDS = 60
app.conf.beat_schedule = {
    **{
        name: {
            "task": "portal.tenancy.tasks.fan_out",
            "schedule": schedule,
            "args": (task,),
            "options": {"expires": EXPIRES_SECONDS},
        }
        for name, (task, schedule) in CLOCKS.items()
    },
    **{
        name: {"task": task, "schedule": schedule, "options": {"expires": EXPIRES_SECONDS}}
        for name, (task, schedule) in PLATFORM_CLOCKS.items()
    },
}
