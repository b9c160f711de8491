"""Whether an action helped, judged on the signal that opened the incident. Absent data is not recovery."""

from collections.abc import Callable, Sequence
from datetime import datetime
from statistics import median

from commander.contract.actions import Expectation, Verification

Series = Sequence[tuple[datetime, float]]

FRESH = 3
"""So many complete periods after the action must be quiet, one after another, for it to count as recovery."""
ENOUGH_TRAFFIC = 0.5
"""Share of the earlier demand below which a quiet signal means nothing."""

_BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


def breaches(expectation: Expectation, value: float) -> bool:
    """Whether a datapoint of the signal is on the alarm's side of its threshold."""
    return _BREACHES[expectation.comparison](value, expectation.threshold)


def verify(
    expectation: Expectation, signal: Series, traffic: Series, now: datetime, executed_at: datetime
) -> Verification:
    """What the signal says `now`. `recovered` is None while the window is open and it cannot be told yet."""
    fresh = list(signal)[-FRESH:]
    demand = [value for _, value in traffic][-FRESH:]
    after = median(demand) if demand else None
    over = (now - executed_at).total_seconds() >= expectation.window_s
    recovered, statement = _judge(expectation, fresh, after, over)
    return Verification(
        recovered=recovered,
        statement=statement,
        datapoints=len(signal),
        signal_value=fresh[-1][1] if fresh else None,
        traffic_before=expectation.traffic_before,
        traffic_after=after,
        checked_at=now,
    )


def _judge(expectation: Expectation, fresh: Series, after: float | None, over: bool) -> tuple[bool | None, str]:
    name, period = expectation.metric, expectation.period_s
    undecided = False if over else None
    if len(fresh) < FRESH:
        return undecided, f"{len(fresh)} of {FRESH} complete {period} s periods of {name} since the action"
    worst = [value for _, value in fresh if breaches(expectation, value)]
    if worst:
        return undecided, (
            f"{name} is still at {worst[-1]:g} against a threshold of {expectation.threshold:g} "
            f"in {len(worst)} of the last {FRESH} periods of {period} s"
        )
    if expectation.traffic_before and (after is None or after < ENOUGH_TRAFFIC * expectation.traffic_before):
        seen = "none" if after is None else f"{after:g}"
        return undecided, (
            f"{name} is quiet, but so is demand: {seen} a period against {expectation.traffic_before:g} before"
        )
    demand = "" if after is None else f", with demand at {after:g} a period"
    return True, (
        f"{name} is at {fresh[-1][1]:g}, on the right side of {expectation.threshold:g} "
        f"for {FRESH} periods of {period} s in a row{demand}"
    )
