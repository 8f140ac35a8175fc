"""When the settings of an edition may no longer be changed, with the reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from programmes.models import Edition, EditionState

# Terms, copies and wording: what judges or scores nobody. Every other parameter is taken for one that does.
# A filing that is under way keeps what it has of them: its due day, the notice that it stands in.
COURSE = frozenset(
    {
        *("correction_days", "max_returns", "paper_copies", "discs", "scan_replaces_paper", "warn_days"),
        *("notice_days", "notice_counting", "notice_unit", "validity_mode"),
        *("list_shows_rank", "list_shows_figure", "certificate_shows_rank"),
    }
)
# How experts are seated and points become a result: the same for all, so that it may be set until a result is put
# forward. Every other parameter that judges is a condition by which an applicant filed.
SCORING = frozenset(
    {
        *("pass_line", "quantitative_weight", "expert_weight", "panel_seats", "reserve_ratio", "trim_from"),
        *("spread_range_limit", "spread_deviation_limit", "inspection_share", "list_lengths"),
    }
)
Source = Callable[[Edition], str]
_sources: list[Source] = []


@dataclass(frozen=True, slots=True)
class Locks:
    """Why each part is locked; "" = it may be changed. needs_reason: somebody has already filed by these settings.

    conditions  the programme's own thresholds and figures to reckon with
    """

    judging: str
    course: str
    stages: str
    needs_reason: bool
    conditions: str = ""

    @property
    def has_filing(self) -> bool:
        """Somebody has handed in answers: what they were asked stays."""
        return self.needs_reason

    def of(self, key: str) -> str:
        """Why a parameter is locked."""
        if key in COURSE:
            return self.course
        return self.judging if key in SCORING else self.judging or self.conditions


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
    conditions = _("已有单位按现在的条件提交申报，门槛和计算参数不再改动。") if has_filing else ""
    return Locks(judging, "", stages, has_filing, conditions)
