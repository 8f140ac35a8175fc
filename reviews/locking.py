"""What judges or scores in an edition is settled as soon as a result by it has been put forward."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.models import Edition
from reviews.models import Run, RunState


def settled_by_run(edition: Edition) -> str:
    """Why an edition's scoring may no longer be changed; "" while no run waits for approval or has it."""
    settled = (RunState.SUBMITTED, RunState.APPROVED)
    if not Run.objects.filter(edition=edition, state__in=settled).exists():
        return ""
    return _("评审结果已提请审定或已审定，门槛、权重、席位等评审和计分参数不能再修改。")
