"""Whether anything besides the log of one application shows that it is in trouble.

Whoever can break a line in what an application logs as it comes can forge a whole report of it, in any form. So what
rests on the lines of one application alone, with nothing else in view that is wrong there, is only something to look
at. A server's log in its own format, and that of a part of the platform, is nobody else's to write.
"""

import re
from collections.abc import Iterator, Sequence

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.explaining import is_telling
from commander.evidence.moments import parse_maybe
from commander.evidence.testimony.platform import writes_for_platform
from commander.evidence.testimony.reports import is_server

_WORDING, _TELLING = 2.5, 2.0
_ENDING = 1.5
"""What it weighs at least that state shows how a writer's container ends: its last words then are not alone."""
_FAILING = re.compile(r"(?i)(?<![a-z])(?:fail(?:s|ed|ing|ures?)?|errors?|5xx|down|unavailable|crash\w*|not )(?![a-z])")
"""How operators name an alarm that watches whether work is done."""


def name_hearsay(case: Case, argument: Argument) -> None:
    """Notes with an argument whose lines alone it rests on, where nothing else shows that something is wrong there."""
    if argument.witnessed:
        return
    told = [fact for fact, weight in argument.supporting.values() if weight > 0 and fact.kind == "log"]
    writer = told[0].entity if told else None
    if writer is None or is_server(writer) or writes_for_platform(writer):
        return
    if not case.reading(_Trouble).is_seen(writer):
        argument.sole_writer = writer


def doubt_wording(case: Case, arguments: Sequence[Argument]) -> None:
    """Doubts what only one writer's free text names where another mechanism was seen at work by other means: that
    something is wrong there supports any words that somebody may have had it log. Not the last words of a container
    that ends, as its state tells: whoever only had it write something did not end it."""
    seen = [one for one in arguments if one.direct and is_telling(one.cause) and _seen_otherwise(one)]
    if not seen:
        return
    for one in arguments:
        told = [fact for fact, weight in one.supporting.values() if weight > 0 and fact.kind == "log"]
        writers = {fact.entity for fact in told}
        if len(writers) == 1 and all(fact.free for fact in told) and not (_seen_otherwise(one) or ends(case, one)):
            who = (told[0].entity or "").partition("/")[2] or "a writer"
            one.lack(f"anything besides the wording of {who}'s log lines that shows it", _WORDING)


def ends(case: Case, one: Argument) -> bool:
    """Whether the state of the thing itself tells that a container of it ends, which weighs for the explanation."""
    kin = case.kin(one.entity)
    told = (fact for fact, weight in one.supporting.values() if fact.kind == "state" and weight >= _ENDING)
    return any(
        fact.entity is not None and fact.entity.startswith("pod/") and case.kin(fact.entity) == kin for fact in told
    )


def _seen_otherwise(one: Argument) -> bool:
    """Whether a metric, state, an event or a change says more of it than that something is wrong."""
    return one.logit > 0 and any(
        weight >= _TELLING and fact.kind in ("metric", "state", "event", "change")
        for fact, weight in one.supporting.values()
    )


class _Trouble:
    """Where anything is in trouble, and of which workload's surroundings that is known already."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, bool] = {}
        self._worse = {
            case.kin(one.series.entity)
            for one in case.behaviours
            if one.series.entity is not None and (one.bad or one.onset is not None)
        }
        self._ill = _ill(case)
        self._complaining: set[str] = set()
        self._concerned: set[str] = set()
        for pattern in case.patterns:
            if pattern.entity is None or not pattern.error or pattern.ended or case.is_new(pattern) is False:
                continue
            self._complaining.add(case.kin(pattern.entity))
            if case.concerns(pattern.entity):
                self._concerned.add(case.kin(pattern.entity))
        self._alerted = {
            case.kin(alert.entity)
            for alert in case.bundle.alerts
            if alert.entity is not None and _FAILING.search(alert.name) is not None
        }

    def is_seen(self, writer: str) -> bool:
        """Whether the writer, who calls it or what it calls is in trouble, by anything but its own lines."""
        kin = self._case.kin(writer)
        if kin not in self._known:
            self._known[kin] = any(self._seen(kin))
        return self._known[kin]

    def _seen(self, kin: str) -> Iterator[bool]:
        case = self._case
        yield kin in self._alerted
        near = {kin, *map(case.kin, case.topology.needs(kin)), *map(case.kin, case.topology.direct_dependents_of(kin))}
        yield not near.isdisjoint(self._worse)
        yield not near.isdisjoint(self._ill)
        yield len(self._concerned) > (kin in self._concerned)  # those of others
        yield any(other != kin and other in self._complaining for other in near)
        yield any(event.type != "normal" and not case.is_over(parse_maybe(event.t)) for event in case.events(kin))


def _ill(case: Case) -> frozenset[str]:
    """The workloads whose state is not as it should be: pods that are not ready or restart, missing ones."""
    from commander.evidence.cluster.ill import ill, is_strange  # what reads clusters is loaded with the first case

    items = (one.item for one in case.reading(ill) if not is_strange(case, one))
    return frozenset(case.kin(item.entity) for item in items if item is not None and item.entity is not None)
