"""`python -m scripts.calibrate`: counts how often first hypotheses are right and fits `evidence/calibration.json`.

Used are the written cases, the same with one section of their evidence missing (the truth stays what it was, the
engine should be less sure of it), and simulated ones from seeds that the scorecard does not run. The held-out cases are
not used. The line of each kind is fitted by logistic regression with a weak prior for the identity, so that few cases
change little.
"""

import json
import math
import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from commander.contract.evidence import Bundle
from commander.evidence import engine
from commander.evidence.calibration import Kind, log_odds
from commander.evidence.hypotheses import rank
from commander.evidence.reading import read
from commander.evidence.verdict import kind_of, way_of_knowing
from scenarios.cases import CASES
from scenarios.cases.building import Scenario
from scenarios.mutations import MUTATIONS, SECTIONS, mutated
from scenarios.simulator import simulated
from scripts.scorecard.expectations import Answer, expected_of, right

TABLE = Path(engine.__file__).parent / "calibration.json"
SEEDS = range(100_000, 100_400)
_PRIOR = 4.0
"""The prior weighs as much as about so many cases."""
_ROUNDS = 60
_SECTIONS_MISSING = frozenset(f"without {section}" for section in SECTIONS)
"""Not what is missing of the thing at fault alone: that picks what decides, which chance seldom does."""

Point = tuple[Kind, float, bool]


def points_of(scenario: Scenario) -> list[Point]:
    """The kind, the log odds and whether the first hypothesis is right; none where there is no hypothesis.

    What is open counts twice: as such, and at its odds before that took its share for the way in which it is known.
    There will be more that is open than the table of roots knows, and it is to be found among the rest.
    """
    document, fields = scenario
    expected = expected_of(fields)
    ranked = rank(read(Bundle.model_validate(document)))
    if not ranked:
        return []
    first = ranked[0]
    if expected.kind == "fault":
        good = right(Answer(first.argument.cause, first.argument.entity), expected)
    else:
        good = expected.kind == "healthy" and first.healthy
    found: list[Point] = [(kind_of(first), log_odds(first.probability), good)]
    if found[0][0] == "open":
        closed = first.probability / (1 - first.argument.open * first.probability)
        found.append((way_of_knowing(first.argument), log_odds(closed), good))
    return found


def _written(place: int) -> list[Point]:
    """A written case, and the case without each of some sections."""
    document, fields = CASES[place]()
    told = [document]
    for mutation in MUTATIONS:
        if mutation.name in _SECTIONS_MISSING:
            other = mutated(mutation, (document, fields))
            told += [other[0]] if other is not None else []
    return [found for one in told for found in points_of((one, fields))]


def _simulated(seed: int) -> list[Point]:
    return points_of(simulated(seed))


def fit(points: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Intercept and slope of the likeliest line, by Newton's method; the slope is not negative."""
    intercept, slope = 0.0, 1.0
    for _ in range(_ROUNDS):
        gradient = [-_PRIOR * intercept, -_PRIOR * (slope - 1)]
        curve = [[_PRIOR, 0.0], [0.0, _PRIOR]]
        for odds, good in points:
            chance = 1 / (1 + math.exp(-(intercept + slope * odds)))
            gap, weight = good - chance, chance * (1 - chance)
            gradient[0] += gap
            gradient[1] += gap * odds
            curve[0][0] += weight
            curve[0][1] += weight * odds
            curve[1][1] += weight * odds * odds
        determinant = curve[0][0] * curve[1][1] - curve[0][1] ** 2
        step = (
            (curve[1][1] * gradient[0] - curve[0][1] * gradient[1]) / determinant,
            (curve[0][0] * gradient[1] - curve[0][1] * gradient[0]) / determinant,
        )
        size = max(1.0, math.hypot(*step))  # no leap further than one
        intercept, slope = intercept + step[0] / size, max(0.0, slope + step[1] / size)
    return intercept, slope


def _fit_level(points: Sequence[tuple[float, bool]]) -> float:
    """The likeliest intercept of a line whose slope is one."""
    intercept = 0.0
    for _ in range(_ROUNDS):
        chances = [(1 / (1 + math.exp(-(intercept + odds))), good) for odds, good in points]
        gradient = sum(good - chance for chance, good in chances) - _PRIOR * intercept
        intercept += max(-1.0, min(1.0, gradient / (sum(chance * (1 - chance) for chance, _ in chances) + _PRIOR)))
    return intercept


def main() -> None:
    """Fits and writes the table."""
    with multiprocessing.Pool(2) as pool:
        told = [*pool.map(_written, range(len(CASES)), 8), *pool.map(_simulated, SEEDS, 8)]
    points = [found for several in told for found in several]
    lines = {}
    for kind in get_args(Kind):
        own = [(odds, good) for one, odds, good in points if one == kind]
        intercept, slope = fit(own)
        if kind == "healthy":
            intercept = min(0.0, intercept)  # to overlook a fault is worse than to leave a calm system open
        if intercept > 0 and slope > 1:
            # Written cases are clearer than what happens: no line raises odds throughout and the more the higher.
            intercept, slope = _fit_level(own), 1.0
        lines[kind] = {"intercept": round(intercept, 3), "slope": round(slope, 3), "cases": len(own)}
        print(f"{kind}: {lines[kind]}")
    TABLE.write_text(json.dumps({"lines": lines}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
