"""The case for and against one explanation.

Weights are natural logarithms of likelihood ratios (Good, "Probability and the Weighing of Evidence", 1950): +2 means
that the observation is about seven times as likely if the explanation is true. They add up with the prior to log odds.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from commander.evidence.facts import Fact

PRIOR = -2.0
"""Log odds of an explanation that nothing speaks for: about one in eight against "something else"."""
_COUNTED = re.compile(r"\(\d+ times\)|[\w.:-]*\d[\w.:-]*")
"""What differs from report to report of the same: times, counts, random parts of names."""
_AGAIN = 0.7
"""What the same report, made again, adds at most."""
_WITNESSES = frozenset({"metric", "state", "event", "change"})
"""Kinds of evidence that nobody can write who only uses what is watched."""
STRONG = 1.0
"""Evidence against of at least this weight contradicts; less only lowers the odds."""


@dataclass(eq=False)
class Argument:
    """One explanation with the weighed evidence for it and against it, and what is missing to decide.

    `direct`: the mechanism itself was seen at work, not only its effect.
    """

    cause: str
    entity: str
    summary: str
    direct: bool = False
    bias: float = PRIOR
    supporting: dict[str, tuple[Fact, float]] = field(default_factory=dict)
    contradicting: dict[str, tuple[Fact, float]] = field(default_factory=dict)
    missing: dict[str, float] = field(default_factory=dict)
    unseen: dict[str, float] = field(default_factory=dict)
    """What could not be looked at, with the odds that it holds a cause below this one."""
    sole_writer: str | None = None
    """Whose log is all that shows anything wrong, where others may have caused its lines to be written."""
    loud: bool = False
    """Whether somebody who looks at all that was measured would point at it: such a rival is shown."""

    def back(self, fact: Fact, weight: float) -> None:
        """Evidence for it. The same fact counts once, at its largest weight."""
        self.supporting[fact.id] = (fact, max(weight, self.supporting.get(fact.id, (fact, 0.0))[1]))

    def oppose(self, fact: Fact, weight: float) -> None:
        """Evidence against it, with a positive weight."""
        self.contradicting[fact.id] = (fact, max(weight, self.contradicting.get(fact.id, (fact, 0.0))[1]))

    def lack(self, what: str, weight: float = 0.0) -> None:
        """Something that would decide it and is not there; `weight` is how much less sure that leaves it."""
        self.missing[what] = max(weight, self.missing.get(what, 0.0))

    def leave_open(self, what: str, odds: float) -> None:
        """Something that was not looked at and may hold what lies below this explanation: a rival with odds of its own.

        Unlike what is lacking it does not make the explanation less true, so that no other one gains by it.
        """
        self.unseen[what] = max(odds, self.unseen.get(what, 0.0))
        self.lack(what)

    @property
    def open(self) -> float:
        """The odds that something below it, which nobody could see, is the cause."""
        return sum(self.unseen.values())

    @property
    def logit(self) -> float:
        """The log odds against "something else"."""
        return self.bias + _sum(self.supporting) - _sum(self.contradicting) - sum(self.missing.values())

    @property
    def contradicted(self) -> bool:
        """Whether something speaks strongly against it."""
        return any(weight >= STRONG for _, weight in self.contradicting.values())

    @property
    def witnessed(self) -> bool:
        """Whether more speaks for it than the log of one writer and an alarm that something is wrong."""
        facts = [fact for fact, weight in self.supporting.values() if weight > 0]
        writers = {fact.entity for fact in facts if fact.kind == "log"}
        return len(writers) > 1 or any(fact.kind in _WITNESSES for fact in facts)

    @property
    def hearsay(self) -> str | None:
        """Whose lines are all that it rests on, where whoever the writer serves may have chosen the words."""
        if self.sole_writer is not None:
            return self.sole_writer.partition("/")[2] or "a writer"
        told = [fact for fact, weight in self.supporting.values() if weight > 0 and fact.kind == "log"]
        if not told or not all(fact.free for fact in told) or self.witnessed:
            return None
        return (told[0].entity or "").partition("/")[2] or "a writer"


def _sum(weighed: dict[str, tuple[Fact, float]]) -> float:
    """The weights together. Two sentences about one series are one observation, and who repeats itself is one witness:
    the heaviest counts. A platform that reports the same again has looked again, which is worth a little."""
    observed: dict[object, list[float]] = {}
    for fact, weight in weighed.values():
        observed.setdefault(_witness(fact), []).append(weight)
    again = sum(min(_AGAIN, sum(several) - max(several)) for what, several in observed.items() if _is_report(what))
    return sum(map(max, observed.values())) + again


def _witness(fact: Fact) -> object:
    """What is the same for facts that are no more than one observation: a series, a writer, a report made again."""
    if fact.kind == "metric":
        return fact.source_ref
    if fact.kind == "log":
        return fact.kind, fact.entity
    return (fact.kind, fact.entity, _COUNTED.sub("", fact.statement)) if fact.kind == "event" else fact.id


def _is_report(what: object) -> bool:
    return isinstance(what, tuple) and what[0] == "event"


def merged(arguments: Iterable[Argument], kin: Callable[[str], str]) -> list[Argument]:
    """One argument per cause and workload: two mechanisms that point at the same thing support each other.

    The thing is named as the surest of them names it; `kin` tells which things are one workload.
    """
    found: dict[tuple[str, str], list[Argument]] = {}
    for one in arguments:
        found.setdefault((one.cause, kin(one.entity)), []).append(one)
    return [_joined(sorted(alike, key=_surest)) for alike in found.values()]


def _surest(one: Argument) -> tuple[bool, float, str, str]:
    return (not one.direct, -one.logit, one.entity, one.summary)


def _kind(entity: str) -> str:
    return entity.partition("/")[0]


def _joined(alike: list[Argument]) -> Argument:
    first = alike[0]
    for one in alike[1:]:
        twin = one.entity != first.entity and _kind(one.entity) == _kind(first.entity)
        for fact, weight in one.supporting.values():
            # Pods of one workload show alike what befalls all of them.
            again = twin and fact.kind == "metric" and fact.entity == one.entity
            first.back(fact, min(weight, _AGAIN) if again else weight)
        for fact, weight in one.contradicting.values():
            first.oppose(fact, weight)
        for what, weight in one.missing.items():
            first.lack(what, weight)
        first.bias = max(first.bias, one.bias)
    return first
