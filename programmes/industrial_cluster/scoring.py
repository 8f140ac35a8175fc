"""The score of a cluster: 60 % quantitative, 40 % expert, pass line 70 and all nine groups.

None of it stands in the notice; it is the reading of an edition and can be changed there. A machine indicator earns 60
points at its threshold and 100 at twice it (at half, where lower is better), in a straight line, clamped to 0–100.
Worked: 11.66 % growth against 10 % → 60 + 40 × 0.1660 = 66.64; 19.58 patents against 15 → 60 + 40 × 0.3053 = 72.21.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.industrial_cluster.indicators import Assessment, Line
from programmes.industrial_cluster.logic import Verdict, all_of


@dataclass(frozen=True)
class Part:
    """One scored part of a group: an indicator, or several of which the lowest or the best counts."""

    key: str
    indicators: tuple[str, ...]
    counts: str = "lowest"


PARTS: tuple[Part, ...] = (
    Part("c2_area", ("c2_area",)),
    Part("c2_output", ("c2_output_y0", "c2_output_y1", "c2_output_y2")),
    Part("c2_sme_share", ("c2_sme_share",)),
    Part("c2_lead_share", ("c2_lead_share",)),
    Part("c2_growth", ("c2_growth",)),
    Part("c3_firms", ("c3_top", "c3_mid"), "best"),
    Part("c5_rd_growth", ("c5_rd_growth",)),
    Part("c5_platform", ("c5_platform",)),
    Part("c5_std", ("c5_std",)),
    Part("c5_pat_growth", ("c5_pat_growth",)),
    Part("c5_pat_10k", ("c5_pat_10k",)),
    Part("c6_platform", ("c6_platform",)),
    Part("c9_service_org", ("c9_service_org",)),
)
"""Output is min(y0, y1, y2); of the two alternatives in 一（三） the better counts. Policy cover is left out: it cannot
exceed its threshold of 100 %, so it would hold every cluster at 60."""


@dataclass(frozen=True, kw_only=True)
class ScoringParameters:
    """The figures of an edition's score.

    below_threshold   "proportional": from 0 at nothing to 60 at the threshold; "same_line": the line above the
                      threshold goes on below it (20 at nothing)
    accepted_points   for an indicator without a number that an official accepted (zero base)
    """

    quantitative_weight_ratio: Decimal = Decimal("0.60")
    expert_weight_ratio: Decimal = Decimal("0.40")
    pass_line_points: Decimal = Decimal(70)
    threshold_points: Decimal = Decimal(60)
    full_points: Decimal = Decimal(100)
    accepted_points: Decimal = Decimal(60)
    below_threshold: str = "same_line"
    parts: tuple[Part, ...] = PARTS

    def __post_init__(self) -> None:
        if self.quantitative_weight_ratio + self.expert_weight_ratio != 1:
            raise ValueError("the two weights must add up to 1")
        if self.below_threshold not in ("proportional", "same_line"):
            raise ValueError("below_threshold is proportional or same_line")

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names an edition may set; the parts are the programme's."""
        return frozenset(entry.name for entry in fields(cls)) - {"parts"}

    @classmethod
    def from_mapping(cls, overrides: Mapping[str, Any]) -> "ScoringParameters":
        """Defaults with an edition's stored values (numbers as text) over them. Raises ValueError."""
        unknown = sorted(set(overrides) - cls.names())
        if unknown:
            raise ValueError(f"unknown scoring parameters: {', '.join(unknown)}")
        values: dict[str, Any] = {
            name: value if name == "below_threshold" else Decimal(str(value)) for name, value in overrides.items()
        }
        return cls(**values)


@dataclass(frozen=True)
class IndicatorScore:
    """Points of one line; None while it has no number and nobody accepted it."""

    line: Line
    points: Decimal | None


@dataclass(frozen=True)
class PartScore:
    """Points of one part, unrounded, with the lines behind it."""

    part: Part
    indicators: tuple[IndicatorScore, ...]
    points: Decimal | None


@dataclass(frozen=True)
class GroupScore:
    """Mean of the group's parts, unrounded."""

    number: int
    title: str
    parts: tuple[PartScore, ...]
    points: Decimal | None


@dataclass(frozen=True)
class Quantitative:
    """Mean of the groups that have scored parts. exact is unrounded, points has two places; None while one is open."""

    groups: tuple[GroupScore, ...]
    exact: Decimal | None
    points: Decimal | None
    open_keys: tuple[str, ...]


@dataclass(frozen=True)
class ClusterScore:
    """The whole sum. total has two places and is what the pass line is held against."""

    quantitative: Quantitative
    expert_points: Decimal | None
    total: Decimal | None
    reaches_pass_line: Verdict
    meets_all_groups: Verdict
    passed: Verdict
    parameters: ScoringParameters


DEFAULTS = ScoringParameters()


def points_for(value: Decimal, threshold: Decimal, *, is_lower_better: bool, parameters: ScoringParameters) -> Decimal:
    """Points of one number, unrounded, 0–100; threshold above zero.

    60 at the threshold, 100 at twice it, or at half where lower is better: area 50 of 100 km² → 100.
    """
    base, full = parameters.threshold_points, parameters.full_points
    surplus = 2 * (threshold - value) / threshold if is_lower_better else (value - threshold) / threshold
    if surplus < 0 and parameters.below_threshold == "proportional":
        shortfall = (value - threshold) / threshold if is_lower_better else -surplus
        points = base * (1 - shortfall)
    else:
        points = base + (full - base) * surplus
    return min(max(points, Decimal(0)), Decimal(100))


def score_quantitative(assessment: Assessment, *, parameters: ScoringParameters = DEFAULTS) -> Quantitative:
    """Points of every scored part, their mean in each group, and the mean of those groups."""
    groups = []
    for number, group in assessment.groups.items():
        parts = tuple(
            _score_part(part, assessment, parameters) for part in parameters.parts if part.key[1] == str(number)
        )
        if parts:
            groups.append(GroupScore(number, group.title, parts, _mean([part.points for part in parts])))
    exact = _mean([group.points for group in groups])
    open_keys = tuple(part.part.key for group in groups for part in group.parts if part.points is None)
    return Quantitative(tuple(groups), exact, None if exact is None else round_half_up(exact, 2), open_keys)


def score_cluster(
    assessment: Assessment, expert_points: Decimal | None, *, parameters: ScoringParameters = DEFAULTS
) -> ClusterScore:
    """0.60 × quantitative + 0.40 × expert, rounded half up once; passes at 70 if all nine groups are met.

    expert_points   0–100, the panel's aggregate; None while the panel works. Raises ValueError outside 0–100.
    """
    if expert_points is not None and not 0 <= expert_points <= 100:
        raise ValueError("expert points lie between 0 and 100")
    quantitative = score_quantitative(assessment, parameters=parameters)
    total: Decimal | None = None
    reaches: Verdict = None
    if quantitative.exact is not None and expert_points is not None:
        weighted = (
            parameters.quantitative_weight_ratio * quantitative.exact + parameters.expert_weight_ratio * expert_points
        )
        total = round_half_up(weighted, 2)
        reaches = total >= parameters.pass_line_points
    return ClusterScore(
        quantitative=quantitative,
        expert_points=expert_points,
        total=total,
        reaches_pass_line=reaches,
        meets_all_groups=assessment.passed,
        passed=all_of((reaches, assessment.passed)),
        parameters=parameters,
    )


def _score_part(part: Part, assessment: Assessment, parameters: ScoringParameters) -> PartScore:
    scores = tuple(_score_line(assessment.line(key), parameters) for key in part.indicators)
    points = [score.points for score in scores]
    known = [value for value in points if value is not None]
    if len(known) < len(points):
        return PartScore(part, scores, None)
    return PartScore(part, scores, max(known) if part.counts == "best" else min(known))


def _score_line(line: Line, parameters: ScoringParameters) -> IndicatorScore:
    if line.exact is None:
        return IndicatorScore(line, parameters.accepted_points if line.passed is True else None)
    if not isinstance(line.threshold, Decimal):
        raise ValueError(f"{line.key} has no numeric threshold and cannot be scored")
    is_lower_better = line.direction == "lower"
    points = points_for(line.exact, line.threshold, is_lower_better=is_lower_better, parameters=parameters)
    return IndicatorScore(line, points)


def _mean(points: list[Decimal | None]) -> Decimal | None:
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) / len(known) if known and len(known) == len(points) else None
