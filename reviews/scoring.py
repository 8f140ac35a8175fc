"""How points become a score: trimmed mean, second look, weights, normalisation. Domain rules 5; Decimal throughout.

Limits are the edition's data; the defaults are the house's. Results are rounded half up to two decimals, once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext

from portal.kit.money import round_half_up

Points = Decimal | int | float | str

TRIM_FROM = 5
RANGE_LIMIT = Decimal(20)
DEVIATION_LIMIT = Decimal(15)
NORMALISE_FROM_FILES = 8
_PRECISION = 50


class NoScores(ValueError):
    """There is nothing to aggregate."""


@dataclass(frozen=True, slots=True)
class PanelScore:
    """value: points, two decimals; dropped: the lowest and the highest, or nothing; spread: highest minus lowest."""

    value: Decimal
    dropped: tuple[Decimal, ...]
    spread: Decimal
    needs_second_look: bool


def panel_score(
    points: Iterable[Points],
    *,
    range_limit: Points = RANGE_LIMIT,
    deviation_limit: Points = DEVIATION_LIMIT,
    trim_from: int = TRIM_FROM,
) -> PanelScore:
    """One score out of the points of a panel.

    From `trim_from` experts on, one highest and one lowest are dropped (one instance each), else the plain mean.
    A second look is needed when the spread exceeds range_limit or any score lies further than deviation_limit from
    the median; both look at all points, dropped ones included.

    Raises  NoScores when there are none; ValueError for a point that is no number

    >>> panel_score([88, 90, 91, 85, 79]).value
    Decimal('87.67')
    """
    ordered = sorted(_read_points(point) for point in points)
    if not ordered:
        raise NoScores("A panel score needs at least one expert's points.")
    is_trimmed = len(ordered) >= max(trim_from, 3)
    kept = ordered[1:-1] if is_trimmed else ordered
    spread = ordered[-1] - ordered[0]
    is_far = any(deviation > _read_points(deviation_limit) for deviation in _deviations(ordered))
    return PanelScore(
        value=round_half_up(_mean(kept)),
        dropped=(ordered[0], ordered[-1]) if is_trimmed else (),
        spread=spread,
        needs_second_look=spread > _read_points(range_limit) or is_far,
    )


def experts_to_ask(
    points: Mapping[str, Points],
    *,
    range_limit: Points = RANGE_LIMIT,
    deviation_limit: Points = DEVIATION_LIMIT,
) -> list[str]:
    """Who has to justify or confirm in the second look, sorted; empty when none is needed.

    Those too far from the median; where only the range is exceeded, those who gave the lowest or the highest.
    """
    read = {expert: _read_points(point) for expert, point in points.items()}
    if not read:
        raise NoScores("A second look needs at least one expert's points.")
    middle = median(read.values())
    far = sorted(expert for expert, point in read.items() if abs(point - middle) > _read_points(deviation_limit))
    lowest, highest = min(read.values()), max(read.values())
    if far or highest - lowest <= _read_points(range_limit):
        return far
    return sorted(expert for expert, point in read.items() if point in (lowest, highest))


def median(points: Iterable[Points]) -> Decimal:
    """Of an even number, the mean of the middle two; exact."""
    ordered = sorted(_read_points(point) for point in points)
    if not ordered:
        raise NoScores("A median needs at least one number.")
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def weighted(parts: Iterable[tuple[Points, Points]] | Mapping[object, tuple[Points, Points]]) -> Decimal:
    """Sum of weight x value, two decimals.

    parts   (weight_ratio, value) pairs, or a mapping whose values are such pairs; weights are the edition's and need
            not add up to 1 here, since bonus points are added the same way
    Raises  NoScores when there are none

    >>> weighted([(Decimal("0.7"), Decimal("81.2")), (Decimal("0.3"), Decimal("88.0"))])
    Decimal('83.24')
    """
    pairs = list(parts.values() if isinstance(parts, Mapping) else parts)
    if not pairs:
        raise NoScores("A weighted score needs at least one part.")
    with localcontext() as context:
        context.prec = _PRECISION
        total = sum((_read_points(weight) * _read_points(value) for weight, value in pairs), Decimal(0))
    return round_half_up(total)


def may_normalise(
    scores: Mapping[str, Mapping[str, Points]], *, is_random_allocation: bool, least_files: int = NORMALISE_FROM_FILES
) -> bool:
    """Normalising is fair only where files were allocated at random and every expert scored enough of them."""
    return is_random_allocation and bool(scores) and all(len(files) >= least_files for files in scores.values())


def normalise(scores: Mapping[str, Mapping[str, Points]]) -> dict[str, Decimal]:
    """Each file's mean after strict and lenient experts were brought to one scale, 0-100, two decimals.

    s' = mu + sigma x (s - mu_e) / sigma_e with population deviations, mu and sigma over all scores; an expert who
    gave everybody the same counts as mu; s' is clamped to 0-100. Ask may_normalise first.

    scores  {expert: {file: points}}; raises NoScores when there are none
    Result  {file: points}, files in sorted order
    """
    read = {expert: {file: _read_points(p) for file, p in files.items()} for expert, files in scores.items() if files}
    if not read:
        raise NoScores("Nothing to normalise.")
    brought: dict[str, list[Decimal]] = {}
    with localcontext() as context:
        context.prec = _PRECISION
        overall = _mean_and_deviation([point for files in read.values() for point in files.values()])
        for files in read.values():
            own = _mean_and_deviation(list(files.values()))
            for file, point in files.items():
                brought.setdefault(file, []).append(_bring(point, own, overall))
        return {file: round_half_up(_mean(sorted(brought[file]))) for file in sorted(brought)}


def _bring(point: Decimal, own: tuple[Decimal, Decimal], overall: tuple[Decimal, Decimal]) -> Decimal:
    (own_mean, own_deviation), (mean, deviation) = own, overall
    if own_deviation == 0:
        return mean
    return min(max(mean + deviation * (point - own_mean) / own_deviation, Decimal(0)), Decimal(100))


def _mean_and_deviation(points: list[Decimal]) -> tuple[Decimal, Decimal]:
    mean = _mean(points)
    squares = sorted((point - mean) ** 2 for point in points)
    return mean, (sum(squares, Decimal(0)) / len(points)).sqrt()


def _mean(points: list[Decimal]) -> Decimal:
    with localcontext() as context:
        context.prec = _PRECISION
        return sum(points, Decimal(0)) / len(points)


def _deviations(points: list[Decimal]) -> list[Decimal]:
    middle = median(points)
    return [abs(point - middle) for point in points]


def _read_points(points: Points) -> Decimal:
    """A float means what it prints: 81.2 is 81.2."""
    try:
        number = points if isinstance(points, Decimal) else Decimal(str(points))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"Points must be a finite number, not {points!r}.")
    return number
