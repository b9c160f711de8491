"""Where the alarm's line lies: within the usual, where it is crossed as a rule, or in a level that fills up again."""

import re
from collections.abc import Iterator
from itertools import pairwise

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.account import NOISE, RECOVERED, Account
from commander.evidence.mechanisms.allclear.served import served
from commander.evidence.roles import SYMPTOMS, Role, tokens_of
from commander.evidence.sentences import number, short

_AS_A_RULE = re.compile(
    r"\b(?:each|every) (?:night|day|week|morning|evening|hour|month|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|weekend)\b|\bnightly\b|\bweekly\b|\bdaily\b|\bfor (?:the past |the last )?\d+ (?:days|nights|weeks)\b|"
    r"\bsame time (?:each|every)\b|\b\d+ times (?:this|last|in the last|in) (?:\d+ )?(?:week|month|days?)|\bas usual\b"
)
_LEAST_POINTS, _EPISODES, _AMONG = 12, 3, 0.1
_MOSTLY, _REFILLED, _LONG = 0.7, 0.1, 6


def accounts_of_line(case: Case) -> Iterator[Account]:
    """The line is within the usual, is crossed as a rule, or what lies beyond it is filling up again."""
    yield from _within_the_usual(case)
    if case.alert is not None and fires_as_a_rule(case):
        yield Account(NOISE, case.fact_of_alert(case.alert), 2.0)
    yield from _better_than_before(case)
    if refilling(case) and case.own is not None:
        series = case.own.series
        low, now = min(series.values), series.values[-1]
        said = f"{series.name} of {short(series.entity)} fills up again, from {number(low)} to {number(now)}."
        yield Account(RECOVERED, case.stated("metric", series.entity, said, (series.id,)), 2.5)


def _better_than_before(case: Case) -> Iterator[Account]:
    """The alarm is off, and what its name speaks of moved since: a certificate that was renewed, a level that was
    brought back."""
    alert = case.alert
    if alert is None or alert.state != "ok" or case.own is not None:
        return
    words = {word for word in tokens_of(alert.name) if len(word) >= _LONG}
    for one in case.behaviours:
        mine = case.distance(one.series.entity) == 0 and one.course is Course.CHANGED and not one.bad
        if mine and one.series.role is Role.OTHER and not words.isdisjoint(tokens_of(one.series.name)):
            yield Account(RECOVERED, case.fact(one), 2.0)
            return


def _within_the_usual(case: Case) -> Iterator[Account]:
    """The line is drawn through what the series does every day: crossed again and again, from early on, and no more of
    late than before. Not said of failures and the like, which are bad however usual."""
    own, watch = case.own, case.watch
    if own is None or watch is None or watch.threshold is None or own.course is not Course.STEADY:
        return
    count = len(own.series.values)
    if own.series.role in SYMPTOMS or count < _LEAST_POINTS or len(watch.crossings) < max(_EPISODES, _AMONG * count):
        return
    episodes = 1 + sum(later - earlier > 1 for earlier, later in pairwise(watch.crossings))
    early = sum(place < count // 2 for place in watch.crossings)
    if episodes >= _EPISODES and early >= len(watch.crossings) // 3 and not _grows(own):
        yield Account(NOISE, case.fact_of_watch(watch), 2.5)


def _grows(own: Behaviour) -> bool:
    """Whether the newest third reaches further than the series did before."""
    values = own.series.values
    cut = 2 * len(values) // 3
    spread = max(values) - min(values)
    if own.series.role is Role.HEADROOM:
        return min(values[cut:]) < min(values[:cut]) - 0.1 * spread
    return max(values[cut:]) > max(values[:cut]) + 0.1 * spread


def fires_as_a_rule(case: Case) -> bool:
    """Whether the alarm's own words say that it goes off at such times, and everybody is served as ever."""
    alert = case.alert
    return (
        alert is not None and _AS_A_RULE.search((alert.reason or "").lower()) is not None and bool(case.reading(served))
    )


def refilling(case: Case) -> bool:
    """Whether the alarm's own series is room that has grown since its lowest, while nothing that uses it is high."""
    own = case.own
    if own is None or own.series.role is not Role.HEADROOM or len(own.series.values) < _LEAST_POINTS:
        return False
    values = own.series.values
    lowest = values.index(min(values))
    since = values[lowest:]
    rising = sum(later >= earlier for earlier, later in pairwise(since))
    used = [one for one in case.of(own.series.entity, Role.CPU, Role.DISK_IO, Role.MEMORY) if one.series.values]
    return (
        len(since) > _LEAST_POINTS // 2
        and rising >= _MOSTLY * (len(since) - 1)
        and values[-1] - min(values) >= _REFILLED * (max(values) - min(values))
        and not any(one.course is Course.CHANGED and one.direction > 0 for one in used)
    )
