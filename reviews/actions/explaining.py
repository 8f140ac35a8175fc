"""Writing down how each result came about, for the enterprise to read once it is out."""

from __future__ import annotations

from collections.abc import Sequence

from portal.kit import clock
from reviews.explaining import explanation_of
from reviews.models import Explanation, Run
from reviews.queries.runs import ShownResult


def explain_units(run: Run, lines: Sequence[ShownResult]) -> None:
    """One explanation for each unit of an approved run of a programme with a model; without a model, none."""
    programme = run.edition.programme
    if programme.model is None:
        return
    Explanation.objects.bulk_create(
        Explanation(
            tenant_id=run.tenant_id,
            enterprise_id=shown.unit.enterprise_id,
            unit=shown.unit,
            run_digest=run.digest,
            content=explanation_of(programme, shown.result, run.results, run.parameters),
            written_at=clock.now(),
        )
        for shown in lines
    )
