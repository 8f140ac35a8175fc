"""Progress against the targets of a programme: the organiser's scorecard, and what anybody may see of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kit.access import member, public
from portal.kit.actor import Role

from ..queries import progress as reads
from ._common import READERS, actor_of, tenant_of


@member(*READERS, Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER)
def progress(request: HttpRequest, tenant: str) -> HttpResponse:
    """Districts see how they all stand: a scorecard is no secret among them."""
    return render(request, "publications/progress.html", {"programmes": reads.office_progress(actor_of(request))})


@public
def progress_public(request: HttpRequest, tenant: str) -> HttpResponse:
    return render(request, "public/progress.html", {"programmes": reads.public_progress(tenant_of(request).pk)})
