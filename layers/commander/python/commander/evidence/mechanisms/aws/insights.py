"""Performance Insights: which statements, waits, users and hosts the load of a database consists of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.statements import Work, work_of
from commander.evidence.mechanisms.aws.values import first_number, first_text, mapping, objects
from commander.evidence.mechanisms.aws.waits import Wait, wait_of

_LOADS = ("db_load_avg", "db_load", "load_avg", "avg_load", "average_active_sessions", "aas", "load", "value", "total")
_READINGS = re.compile(
    r"performance_?insights|database_?insights|query_?insights|pg_?stat_?statements|query_?store|statement_?digests?|"
    r"top_?sql",
    re.IGNORECASE,
)
_NORMAL = re.compile(
    r"reference|baseline|previous|earlier|normal|usual|before|comparison|last[_ -]?(?:week|day|month)|yesterday|"
    r"week[_ -]?ago|day[_ -]?ago",
    re.IGNORECASE,
)
_STATEMENTS = ("top_sql", "top_statements", "top_queries", "top_sql_tokenized", "sql", "statements")
_WAITS = ("top_wait_events", "top_waits", "wait_events", "waits")
_TEXTS = (
    "statement",
    "sql",
    "text",
    "query",
    "tokenized_statement",
    "name",
    "db.sql.statement",
    "db.sql_tokenized.statement",
)
_CALLS = (
    "calls_per_sec",
    "calls_per_second",
    "executions_per_sec",
    "calls_per_s",
    "count_star_per_sec",
    "db.sql_tokenized.stats.calls_per_sec.avg",
    "db.sql_tokenized.stats.count_star_per_sec.avg",
    "calls",
)
_PARAMETER = re.compile(r"\$\d+|:\w+|@\w+|%s|'[^']*'|\b\d+\b|\?")


@dataclass(frozen=True, slots=True)
class WaitLoad:
    """A wait event with the average number of sessions in it."""

    name: str
    wait: Wait
    load: float


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its load (average active sessions), its calls a second, and what it waits for."""

    text: str
    work: Work
    load: float
    calls: float | None
    waits: tuple[WaitLoad, ...]

    def share_of(self, *kinds: Wait) -> float:
        """The share of its waits that are of these kinds; 0 where its waits are not known."""
        total = sum(one.load for one in self.waits)
        return sum(one.load for one in self.waits if one.wait in kinds) / total if total > 0 else 0.0

    @property
    def plain(self) -> str:
        """The text without its parameters, so that the same statement is known again."""
        return " ".join(_PARAMETER.sub("?", self.text.lower()).split()).rstrip("; ")

    @property
    def seconds_a_call(self) -> float | None:
        """How long a call keeps a session busy."""
        return self.load / self.calls if self.calls else None


@dataclass(frozen=True, slots=True, eq=False)
class Insights:
    """One reading of Performance Insights, everything by falling load."""

    item: State
    statements: tuple[Statement, ...]
    waits: tuple[WaitLoad, ...]
    users: tuple[tuple[str, float], ...]
    hosts: tuple[tuple[str, float], ...]
    start: float | None
    end: float | None

    @property
    def load(self) -> float:
        """The load in average active sessions, as far as the lists show it."""
        return max(
            sum(one.load for one in self.waits),
            sum(one.load for one in self.statements),
            sum(load for _, load in self.hosts),
            sum(load for _, load in self.users),
        )

    def load_of(self, *kinds: Wait) -> float:
        """How many sessions wait for something of these kinds."""
        return sum(one.load for one in self.waits if one.wait in kinds)

    def share_of(self, *kinds: Wait) -> float:
        """The share of the load that waits for something of these kinds."""
        total = sum(one.load for one in self.waits)
        return self.load_of(*kinds) / total if total > 0 else 0.0

    def share(self, load: float) -> float:
        """A part of the load as a share of all of it."""
        return min(1.0, load / self.load) if self.load > 0 else 0.0

    def same(self, statement: Statement) -> Statement | None:
        """The same statement in this reading."""
        return next((one for one in self.statements if one.plain == statement.plain), None)

    def works(self, *works: Work) -> list[Statement]:
        """The statements of some kinds."""
        return [one for one in self.statements if one.work in works]


def told(case: Case, load: Insights, statement: str, *more: State) -> Fact:
    """What a reading says, with other state where that is needed to say it. It has no moment: it covers a time."""
    return case.stated("state", load.item.entity, statement, (load.item.id, *(item.id for item in more)))


def readings(case: Case) -> Iterator[tuple[State, bool]]:
    """The state that says what the load of a database consists of, and whether it is of a time known to be normal."""
    kinds = [kind for kind in sorted({item.kind for item in case.bundle.state}) if _READINGS.search(kind)]
    for item in case.items(*kinds):
        window = first_text(item.attributes, "window", "period", "label", "compared_with") or ""
        yield item, _NORMAL.search(f"{item.kind} {window}") is not None


def insights_of(item: State) -> Insights | None:
    """What a state item says; None where nothing of it can be understood."""
    attributes: Mapping[str, Any] = item.attributes
    nested = mapping(attributes.get("performance_insights"))
    attributes = nested if nested else attributes
    statements = tuple(_sorted_statements(attributes))
    waits = _waits(_listed(attributes, _WAITS))
    if not waits:
        waits = _joined(wait for statement in statements for wait in statement.waits)
    found = Insights(
        item,
        statements,
        waits,
        _named(_listed(attributes, ("top_users", "users"))),
        _named(_listed(attributes, ("top_hosts", "hosts", "top_clients"))),
        moments.parse_maybe(first_text(attributes, "start_time", "start")),
        moments.parse_maybe(first_text(attributes, "end_time", "end")),
    )
    return found if found.load > 0 else None


def _listed(attributes: Mapping[str, Any], keys: Iterable[str]) -> list[Mapping[str, Any]]:
    return next((found for key in keys if (found := objects(attributes.get(key)))), [])


def _load(one: Mapping[str, Any]) -> float:
    return max(0.0, first_number(one, *_LOADS) or 0.0)


def _sorted_statements(attributes: Mapping[str, Any]) -> list[Statement]:
    found: dict[str, Statement] = {}
    for one in _listed(attributes, _STATEMENTS):
        text = first_text(one, *_TEXTS)
        if text is None:
            continue
        calls = first_number(one, *_CALLS)
        waits = _waits(_listed(one, ("wait_events", "waits", "top_wait_events")))
        load = _load(one) or sum(wait.load for wait in waits)
        known = found.get(text)
        if known is not None:
            load, waits = load + known.load, _joined((*known.waits, *waits))
            calls = calls if known.calls is None else known.calls + (calls or 0.0)
        found[text] = Statement(text, work_of(text), load, calls, waits)
    return sorted(found.values(), key=lambda one: (-one.load, one.text))


def _waits(listed: Iterable[Mapping[str, Any]]) -> tuple[WaitLoad, ...]:
    named = ((first_text(one, "name", "event", "wait_event", "id"), one) for one in listed)
    return _joined(
        WaitLoad(name, wait_of(name, first_text(one, "type", "class", "wait_event_type")), _load(one))
        for name, one in named
        if name is not None
    )


def _joined(waits: Iterable[WaitLoad]) -> tuple[WaitLoad, ...]:
    found: dict[tuple[str, Wait], float] = {}
    for one in waits:
        found[one.name, one.wait] = found.get((one.name, one.wait), 0.0) + one.load
    return tuple(
        sorted(
            (WaitLoad(name, wait, load) for (name, wait), load in found.items()), key=lambda one: (-one.load, one.name)
        )
    )


def _named(listed: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, float], ...]:
    named = ((first_text(one, "name", "id", "host", "user", "address"), _load(one)) for one in listed)
    return tuple(
        sorted(((name, load) for name, load in named if name is not None), key=lambda pair: (-pair[1], pair[0]))
    )
