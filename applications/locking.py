"""When the settings of an edition may no longer be changed, with the reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from programmes.models import Edition, EditionState

# Terms, copies and wording: what judges or scores nobody. Every other parameter is taken for one that does.
COURSE = frozenset(
    {
        *("correction_days", "max_returns", "paper_copies", "discs", "scan_replaces_paper", "warn_days"),
        *("notice_days", "notice_counting", "notice_unit", "validity_mode"),
        *("list_shows_rank", "list_shows_figure", "certificate_shows_rank"),
    }
)
Source = Callable[[Edition], str]
_sources: list[Source] = []


@dataclass(frozen=True, slots=True)
class Locks:
    """Why each part is locked; "" = it may be changed. needs_reason: somebody has already filed by these settings."""

    judging: str
    course: str
    stages: str
    needs_reason: bool

    @property
    def has_filing(self) -> bool:
        """Somebody has handed in answers: what they were asked stays."""
        return self.needs_reason

    def of(self, key: str) -> str:
        """Why a parameter is locked."""
        return self.course if key in COURSE else self.judging


def add_lock(source: Source) -> None:
    """Called once, when an app is ready. source(edition): why judging and scoring are settled; "" = they are not."""
    if source not in _sources:
        _sources.append(source)


def locks_of(edition: Edition) -> Locks:
    """Two queries, and those of the sources."""
    if edition.state == EditionState.ARCHIVED:
        archived = _("本年度工作已归档，设置不再修改。")
        return Locks(archived, archived, archived, True)
    has_filing = Application.objects.filter(edition=edition, version_number__gt=0).exists()
    judging = next((why for source in _sources if (why := source(edition))), "")
    stages = _("已有单位提交申报，环节不能再开关。") if has_filing else ""
    return Locks(judging, "", stages, has_filing)
