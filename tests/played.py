"""An edition of a programme's rehearsal, played in the test's own base through the same actions as the pages."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import timedelta

from django.test import override_settings

from portal.desks.demo import cast, seed
from portal.desks.demo.stage import Stage
from portal.desks.rehearsal.playing import load_rehearsal
from portal.desks.rehearsal.results import summarise
from portal.kit import clock
from portal.tenancy import fence
from portal.tenancy.files import open_file
from publications.models import Certificate
from publications.rendering import render_batch


@dataclass(frozen=True, slots=True)
class Played:
    """states: station -> how many units; certificates: their numbers; papers: what each certificate says."""

    states: dict[str, int]
    certificates: list[str]
    papers: list[str]


def play_edition(slug: str, *, enterprises: int, number: int) -> Played:
    """From the first filing to the rendered certificates. number: the seed of the rehearsal."""
    demo = load_rehearsal(slug, enterprises, number)
    (plan,) = demo.editions
    with override_settings(IS_DEMO=True), clock.frozen(max(plan.steps.values()) + timedelta(days=30)):
        tenant = cast.make_organisers()[demo.organiser]
        stages: list[Stage] = []
        seed.play(demo, plan, tenant, cast.make_staff(tenant), afterwards=stages.append)
        with fence.as_tenant(tenant.pk):
            while render_batch(tenant.pk)[1]:
                continue
            rows = list(Certificate.objects.order_by("number"))
            papers = [text_of(str(row.file)) for row in rows]
        return Played(summarise(stages[0])["states"], [row.number for row in rows], papers)


def text_of(stored_name: str) -> str:
    """What a document says, without the line ends of the page."""
    with open_file(stored_name) as document:
        command = ["pdftotext", "-", "-"]
        text = subprocess.run(command, input=document.read(), capture_output=True, check=True).stdout.decode()
    return "".join(text.split())
