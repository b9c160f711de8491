"""What is said of workloads in the platform's own words: by events, by the state of pods, and by logs of the platform.

One form for all three, so that a mechanism recognises a wording wherever it stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from commander.contract.evidence import PlatformEvent, State
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.pods import Condition, Pod, pods, workload_of
from commander.evidence.cluster.workloads import Workload, controllers, workloads
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.sentences import short
from commander.evidence.testimony.quotations import own_words

_LONGEST = 160
_NAMED_POD = r"\bpods?[ =:/\"]{1,2}\"?(?:[\w-]+/)?([a-z0-9][\w.-]*)"
_ANY_OBJECT = (
    r"\b(?:replicasets?|deployments?|statefulsets?|daemonsets?|jobs?)(?:\.\w+)?[ =:/\"]{1,2}\"?([a-z0-9][\w.-]*)"
)
_NAMED_KINDS = ("deployment", "statefulset", "daemonset", "replicaset", "job")


@cache
def wording(text: str) -> re.Pattern[str]:
    """A wording to search for, whatever its case."""
    return re.compile(text, re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A saying about a part of a workload. `entity` is the workload to name, `place` the part itself; `reason` the
    platform's word for it; `source` is event, state, log (of a part of the platform) or client (what one that calls the
    cluster's API writes); `first` and `last` are moments where they are known."""

    entity: str
    place: str
    reason: str
    message: str
    source: str
    first: float | None
    last: float | None
    count: int
    pod: Pod | None
    container: Container | None
    make: Callable[[], Fact] = field(repr=False)

    @property
    def text(self) -> str:
        """Reason and message together."""
        return f"{self.reason}: {self.message}" if self.message else self.reason

    def says(self, words: str) -> bool:
        """Whether it has a wording."""
        return wording(words).search(self.text) is not None

    def fact(self) -> Fact:
        """The report as a fact."""
        return self.make()


def reports(case: Case) -> tuple[Report, ...]:
    """Everything said that is not over: state first, then events, then logs. Use as `case.reading(reports)`."""
    platform = [one for one in case.patterns if one.platform]
    return (*_of_pods(case), *_of_workloads(case), *_of_events(case), *_of_logs(case, platform, "log"))


def clients(case: Case) -> tuple[Report, ...]:
    """What those who call the cluster's API write of its answers: errors in their own logs, which tell nothing else of
    the platform. Use as `case.reading(clients)`."""
    return tuple(_of_logs(case, [one for one in case.patterns if one.error and not one.platform], "client"))


def by_workload(case: Case) -> dict[str, list[Report]]:
    """The reports of each workload, in an order that the order of the items does not influence."""
    return grouped(case.reading(reports))


def grouped(several: Iterable[Report]) -> dict[str, list[Report]]:
    """Reports by the workload that they are about."""
    found: dict[str, list[Report]] = {}
    for one in several:
        found.setdefault(one.entity, []).append(one)
    return dict(sorted(found.items()))


def saying(case: Case, entity: str, words: str) -> list[Report]:
    """The reports of a workload that have a wording."""
    return [one for one in case.reading(by_workload).get(entity, []) if one.says(words)]


def lines_of(case: Case, entity: str) -> list[Pattern]:
    """All that the parts of a workload wrote of late, error or not."""
    return case.reading(_lines_by_kin).get(case.kin(entity), [])


def troubles_of(case: Case, entity: str) -> list[Pattern]:
    """Those lines whose writer does not say that all is well: what a shell says has no level."""
    return [one for one in lines_of(case, entity) if not one.quiet]


def _lines_by_kin(case: Case) -> dict[str, list[Pattern]]:
    found: dict[str, list[Pattern]] = {}
    for pattern in case.patterns:
        if pattern.entity is not None and not pattern.ended:
            found.setdefault(case.kin(pattern.entity), []).append(pattern)
    return found


def quoted(said: str, longest: int = _LONGEST) -> str:
    """Words of the platform within a sentence, on one line and not too long."""
    said = " ".join(said.split())
    return said if len(said) <= longest else said[: longest - 1] + "…"


# --- state ----------------------------------------------------------------------------------------------------------


def _of_pods(case: Case) -> Iterator[Report]:
    for pod in case.reading(pods):
        if pod.completed or pod.deleting:
            continue
        for one in pod.containers:
            yield from _of_container(case, pod, one)
        named = pod.reason or (pod.status if pod.status not in ("Running", pod.phase) else None)
        if named is not None or pod.message is not None:
            said = f": {quoted(pod.message)}" if pod.message else ""
            yield _state(
                case,
                pod,
                None,
                named or "",
                pod.message or "",
                f"{pod.name} is {named or pod.phase or 'not well'}{said}",
            )
        for name, condition in sorted(pod.conditions.items()):
            if condition.status == "False" and condition.message and condition.reason != "ContainersNotReady":
                told = f"{pod.name} is not {name}, {condition.reason or 'no reason told'}: {quoted(condition.message)}"
                yield _state(case, pod, None, condition.reason or name, condition.message, told)


def _of_container(case: Case, pod: Pod, one: Container) -> Iterator[Report]:
    who = f"Container {one.name} of {pod.name}" if one.name else f"A container of {pod.name}"
    if one.waiting_reason is not None or one.waiting_message is not None:
        said = f": {quoted(one.waiting_message)}" if one.waiting_message else ""
        told = f"{who} waits, {one.waiting_reason or 'no reason told'}{said}"
        yield _state(case, pod, one, one.waiting_reason or "", one.waiting_message or "", told)
    if one.terminated_reason is not None and one.exit_code != 0:
        told = f"{who} is ended, {_ending(one.terminated_reason, one.exit_code, one.terminated_message)}"
        yield _state(case, pod, one, one.terminated_reason, own_words(one.terminated_message or ""), told)
    if one.last_reason is not None and (one.last_reason != "Completed" or one.last_message):
        told = f"{who} ended before, {_ending(one.last_reason, one.last_exit_code, one.last_message)}"
        yield _state(case, pod, one, one.last_reason, own_words(one.last_message or ""), told)


def _ending(reason: str, code: int | None, message: str | None) -> str:
    with_code = f"{reason} with exit code {code}" if code is not None else reason
    return f"{with_code}: {quoted(message)}" if message else with_code


def _state(case: Case, pod: Pod, container: Container | None, reason: str, message: str, told: str) -> Report:
    statement = told.rstrip(".") + "."
    return Report(
        pod.workload,
        pod.entity,
        reason,
        message,
        "state",
        None,
        None,
        1,
        pod,
        container,
        lambda: case.fact_of_state(pod.item, statement),
    )


def _of_workloads(case: Case) -> Iterator[Report]:
    for one in case.reading(workloads):
        entity = one.entity if one.kind in _NAMED_KINDS[:3] else workload_of(case, one.entity)
        for name, condition in sorted(one.conditions.items()):
            bad = condition.status == ("True" if name in ("ReplicaFailure", "Failed") else "False")
            if bad and (condition.reason or condition.message):
                yield _condition(case, one, entity, name, condition)


def _condition(case: Case, one: Workload, entity: str, name: str, condition: Condition) -> Report:
    said = f": {quoted(condition.message)}" if condition.message else ""
    told = f"{one.name} has {name} {condition.status}, {condition.reason or 'no reason told'}{said}".rstrip(".") + "."
    return Report(
        entity,
        one.entity,
        condition.reason or name,
        condition.message or "",
        "state",
        condition.since,
        None,
        1,
        None,
        None,
        lambda: case.fact_of_state(_with_conditions(one), told),
    )


def _with_conditions(one: Workload) -> State:
    """The item that tells the conditions, so that what is cited says them."""
    return next(
        (item for item in one.items if "conditions" in item.attributes or "status" in item.attributes), one.item
    )


# --- events and logs ------------------------------------------------------------------------------------------------


def _of_events(case: Case) -> Iterator[Report]:
    known = case.reading(_pods_by_entity)
    for event in case.events():
        last = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
        place = event.entity or _named_in(case, event.message)
        if place is None or case.is_over(last):
            continue
        yield Report(
            workload_of(case, place),
            place,
            event.reason.strip(),
            event.message,
            "event",
            moments.parse_maybe(event.first_t) or last,
            last,
            max(1, event.count or 1),
            known.get(place),
            None,
            _maker(case, event),
        )


def _of_logs(case: Case, patterns: Iterable[Pattern], source: str) -> Iterator[Report]:
    known = case.reading(_pods_by_entity)
    for pattern in patterns:
        place = pattern.entity
        if pattern.ended:
            continue
        if place is None or place.partition("/")[0] in (
            "node",
            "control-plane",
            "controlplane",
            "namespace",
            "cluster",
        ):
            place = _named_in(case, pattern.text) or place
        if place is None or case.is_over(pattern.last):
            continue
        yield Report(
            workload_of(case, place),
            place,
            "",
            pattern.text,
            source,
            pattern.first,
            pattern.last,
            pattern.count,
            known.get(place),
            None,
            _log_maker(case, pattern),
        )


def _maker(case: Case, event: PlatformEvent) -> Callable[[], Fact]:
    return lambda: case.fact_of_event(event)


def _log_maker(case: Case, pattern: Pattern) -> Callable[[], Fact]:
    return lambda: case.fact_of_pattern(pattern)


def _pods_by_entity(case: Case) -> dict[str, Pod]:
    return {pod.entity: pod for pod in case.reading(pods)}


def _named_in(case: Case, text: str) -> str | None:
    """The workload that a text of the platform is about, where it names one that is known."""
    for found in wording(_NAMED_POD).finditer(text[:1000]):
        name = found[1].rstrip(".")
        if f"pod/{name}" in case.entities:
            return f"pod/{name}"
        for one in controllers(case):
            if name == short(one.entity) or name.startswith(f"{short(one.entity)}-"):
                return one.entity
    for found in wording(_ANY_OBJECT).finditer(text[:1000]):
        for kind in _NAMED_KINDS:
            if f"{kind}/{found[1].rstrip('.')}" in case.entities:
                return f"{kind}/{found[1].rstrip('.')}"
    return None
