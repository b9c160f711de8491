"""What else is loud, and why it is not that: the things a person would point at first when looking at all curves.

A thing is loud when one of its resources swings further than that of the others, or when it is among those that wait or
fail most. It stays an explanation with what contradicts it: it swings so at other times too, its own answers stay as
they were, it began after what is held for the cause, or it needs what is. Few are named, each once, and they are too
unlikely to take anything from the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.services.panel import is_of_service
from commander.evidence.mechanisms.services.wording import WORDS
from commander.evidence.moments import spell
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.sentences import amount, short
from commander.evidence.series import middle, quantile

MOST = 3
"""So many are named."""
_RESOURCES = {
    Role.CPU: ("compute.cpu_saturation", 1.0),
    Role.DISK_IO: ("storage.io_saturation", 0.7),
    Role.MEMORY: ("compute.memory_saturation", 0.7),
    Role.THREADS: ("compute.thread_pool_exhausted", 0.7),
}
"""What a resource that swings suggests, and how readily."""
_SUFFERING = {Role.LATENCY: "code.slow_path", Role.FAILURES: "code.unhandled_error"}
_LEAST_POINTS = 10
_TOP = 0.98
"""Loud is what is reached repeatedly: single wild points are left out."""
_LOUD, _MANIFOLD = 1.4, 4.0
"""From so many times its usual level on it stands out, and from so many times on no further."""
_FAR, _LOW = 3.0, 0.16
"""What ordinary variation reaches, in standard deviations, is not loud."""
_BESIDE = 0.3
"""Beside the one that swings most, a series with less than this share of its swing is not loud."""
_ALIKE = 0.6
_PERIODS = 2.0
_REFUTED, _UNTIED = 6.0, 5.0
"""What is loud and contradicted, or tied to nothing, is as good as excluded."""


@dataclass(frozen=True, slots=True, eq=False)
class _Swing:
    """A series that goes to `top` now and then, from its usual level; `loudness` is 0 where ordinary variation does."""

    one: Behaviour
    usual: float
    top: float
    loudness: float

    @property
    def line(self) -> float:
        """What it has to reach to be as loud as that again."""
        return self.usual + _ALIKE * (self.top - self.usual)


def bystanders(case: Case, arguments: Sequence[Argument]) -> list[Argument]:
    """The loudest things that are not the likeliest explanation's, each with what speaks against it."""
    if not arguments:
        return []
    first = max(arguments, key=lambda one: (one.logit, one.cause, one.entity))
    argued = {(one.cause, case.kin(one.entity)): one for one in arguments}
    began = _began(case, first)
    found: list[Argument] = []
    seen = {case.kin(first.entity)}
    for one, argument in (*_busy(case, began), *_suffering(case, first, began)):
        kin = case.kin(one.series.entity or "")
        if kin in seen or len(found) >= MOST:
            continue
        known = argued.get((argument.cause, kin))
        if known is not None:
            if known.contradicting:
                seen.add(kin)
                known.loud = True
            continue
        seen.add(kin)
        argument.loud = True
        found.append(argument)
    return found


def _began(case: Case, first: Argument) -> float | None:
    """When the trouble began, as what is held for its cause shows it."""
    shown = [
        fact.start
        for fact, weight in first.supporting.values()
        if weight >= 1 and fact.start is not None and fact.kind == "metric"
    ]
    if shown and not first.cause.startswith("healthy."):
        return min(shown)
    return None if case.onset is None else case.onset.start


def _busy(case: Case, began: float | None) -> Iterator[tuple[Behaviour, Argument]]:
    """The resources that swing most, the loudest first."""
    groups: dict[tuple[Role, str], list[_Swing]] = {}
    for one in case.behaviours:
        if one.series.role in _RESOURCES and len(one.series.values) >= _LEAST_POINTS and is_of_service(one):
            groups.setdefault((one.series.role, one.series.name), []).append(_swing(one))
    loud: list[tuple[float, _Swing]] = []
    for (role, _), swings in groups.items():
        furthest = max(swing.top - swing.usual for swing in swings)
        for swing in swings if furthest > 0 and len(swings) > 1 else ():
            share = (swing.top - swing.usual) / furthest
            if swing.loudness >= _LOUD and share >= _BESIDE:
                loud.append((_RESOURCES[role][1] * share * min(swing.loudness, _MANIFOLD), swing))
    loud.sort(key=lambda pair: (-round(pair[0], 9), pair[1].one.series.name, pair[1].one.series.id))
    for _, swing in loud:
        argument = _argued(case, swing.one, _RESOURCES[swing.one.series.role][0])
        for fact in _against_swing(case, swing, began):
            argument.oppose(fact, _REFUTED)
        if not argument.contradicting:
            argument.lack(f"what ties {swing.one.series.name} of {short(argument.entity)} to the trouble", _UNTIED)
        yield swing.one, argument


def _swing(one: Behaviour) -> _Swing:
    ordered = sorted(one.series.values)
    usual, top = middle(ordered), quantile(ordered, _TOP)
    ordinary = usual - quantile(ordered, _LOW)  # downwards, where bursts do not reach
    if top - usual < _FAR * ordinary:
        return _Swing(one, usual, top, 0.0)
    return _Swing(one, usual, top, top / usual if usual > 0 else _MANIFOLD)


def _argued(case: Case, one: Behaviour, cause: str) -> Argument:
    entity = case.workload(one.series.entity or "")
    return Argument(cause, entity, f"{short(entity)} {WORDS[cause]}.")


def _against_swing(case: Case, swing: _Swing, began: float | None) -> Iterator[Fact]:
    one = swing.one
    if (fact := _as_ever(case, swing, began)) is not None:
        yield fact
    elif began is not None and one.onset is not None and one.onset > began + _PERIODS * one.series.period:
        yield case.fact(one)  # a cause is not later than its effect
    answers = [other for other in case.of(one.series.entity, *SYMPTOMS) if other.series.values]
    if answers and all(other.course is Course.STEADY for other in answers):
        calmest = min(
            answers, key=lambda other: (len(other.excursions), other.series.role is not Role.LATENCY, other.series.id)
        )
        yield case.fact(calmest)


def _as_ever(case: Case, swing: _Swing, began: float | None) -> Fact | None:
    """That it went as far before the trouble, or at a normal time, or went there and back again."""
    series = swing.one.series
    name, unit = f"{series.name} of {short(series.entity)}", series.unit
    usual, line = amount(swing.usual, unit), swing.line
    if began is not None:
        begin = began - series.period / 2
        earlier = [(value, at) for at, value in zip(series.times, series.values, strict=True) if at < begin]
        value, at = max(earlier, default=(0.0, 0.0))
        if earlier and value >= line:
            said = f"{name}, at {usual} in the median, was at {amount(value, unit)} at {spell(at)}, before the trouble."
            return case.stated("metric", series.entity, said, (series.id,))
    normal = max(series.reference, default=0.0)
    if series.reference and normal >= line:
        said = f"{name}, at {usual} in the median, came to {amount(normal, unit)} at a normal time too."
        return case.stated("metric", series.entity, said, (series.id,))
    times = _visits(series.values, line, swing.usual + (swing.top - swing.usual) / 3)
    if len(times) >= 2:
        first, last = spell(series.times[times[0]]), spell(series.times[times[-1]])
        said = f"{name} comes and goes: it left its median of {usual} at {first} and, the last time, at {last}."
        return case.stated("metric", series.entity, said, (series.id,))
    return None


def _visits(values: Sequence[float], line: float, back: float) -> list[int]:
    """Where a series goes beyond a line, having been back in between."""
    found, beyond = [], False
    for place, value in enumerate(values):
        if not beyond and value >= line:
            found.append(place)
            beyond = True
        elif beyond and value <= back:
            beyond = False
    return found


def _suffering(case: Case, first: Argument, began: float | None) -> Iterator[tuple[Behaviour, Argument]]:
    """Who waits or fails most besides what is held for the cause, and is explained by it."""
    carried = [fact for fact, weight in first.supporting.values() if weight >= 1 and fact.kind == "metric"]
    if not carried or first.cause.startswith("healthy."):
        return
    heaviest = max(carried, key=lambda fact: (first.supporting[fact.id][1], fact.statement))
    for role, cause in _SUFFERING.items():
        worse = [one for one in case.of_role(role) if one.bad and is_of_service(one) and not one.fresh]
        worse.sort(key=lambda one: (-(one.after - one.before), one.series.name, one.series.id))
        for one in worse[:1]:
            entity = one.series.entity or ""
            needs = first.entity in case.topology.needed_from(entity)
            late = began is not None and one.onset is not None and one.onset > began + _PERIODS * one.series.period
            if needs or late:
                argument = _argued(case, one, cause)
                argument.oppose(heaviest, _REFUTED)
                yield one, argument
