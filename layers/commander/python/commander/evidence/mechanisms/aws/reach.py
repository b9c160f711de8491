"""A database cannot be reached, refuses writes, or is addressed on the wrong port.

Predicts: clients say so in their logs from the onset on, while the database loses its connections or its own state
says that it is stopped; a client's port setting differs from the port of the database. Contradicted by: connections as
usual.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.databases import KINDS, Database, databases
from commander.evidence.mechanisms.aws.levels import fact_of, fell, quiet
from commander.evidence.mechanisms.aws.platform_events import lately, saying, wording
from commander.evidence.mechanisms.aws.pressure import relate
from commander.evidence.mechanisms.aws.values import first_number, mapping, number, truth
from commander.evidence.sentences import number as spell_number
from commander.evidence.sentences import short

_NO_ANSWER = (
    r"could not connect to server|connection to server at .* failed|connection refused|econnrefused|etimedout|"
    r"can't connect to (?:mysql|mariadb|local mysql) server|timeout expired|connect(?:ion)? timed? ?out|"
    r"communications link failure|no route to host|connection attempt failed|i/o timeout|network is unreachable"
)
_DATABASE_WORDS = (
    r"postgres|psycopg|mysql|mariadb|jdbc|sqlalchemy|hikari|\b(?:5432|3306|1433|1521|27017)\b|database|\brds\b"
)
_STOPPED = r"^(?:stopped|stopping|failed|deleting|incompatible-\S+|restore-error)$"
_STOPPED_EVENT = r"\b(?:instance|cluster)\b.{0,30}\b(?:stopped|deleted|is being stopped)\b|being automatically stopped"
_PORTS = ("port", "endpoint_port", "db_port")
_NAMED_PORT = r"(?:\bport[ =:\"']{1,4}|[a-z0-9.)\]-]:)(\d{3,5})(?![\d.]|:\d)"
_PORT_KEYS = r"(?:^|_)(?:db|database|pg|postgres|postgresql|mysql|rds|sql|jdbc)\w*_?port$|^pgport$"
_URL_PORT = r"(?:postgres(?:ql)?|mysql|mariadb)\w{0,40}(?:\+\w{1,40})?://[^\s/]{0,300}?(?<![\w.-])(?P<host>[\w.-]{1,253}+):(?P<port>\d{2,5})"
_READ_ONLY_KEYS = ("read_only", "default_transaction_read_only", "innodb_read_only", "super_read_only")


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every database that cannot be reached, and every client with a wrong port."""
    everything = databases(case)
    for database in everything.values():
        for argument in (_unreachable(case, database), _read_only(case, database)):
            if argument is not None:
                relate(case, database, argument, everything)
                yield argument
        yield from _refused_port(case, database)
    yield from _wrong_ports(case, everything)


def _unreachable(case: Case, database: Database) -> Argument | None:
    name = short(database.entity)
    argument = Argument("db.unreachable", database.entity, f"{name} cannot be reached.")
    status = database.text("status", "db_instance_status", "instance_status")
    stopped = status is not None and wording(_STOPPED).search(status[1].strip()) is not None
    if status is not None and stopped:
        argument.back(case.fact_of_state(status[0], f"The status of {name} is {status[1]}."), 4.0)
        argument.summary = f"{name} is {status[1]}."
    for event in lately(case, saying(database.events, _STOPPED_EVENT))[-1:]:
        argument.back(case.fact_of_event(event), 2.5)
        stopped = True
    refused = _refusals(case, database)
    for pattern in refused[:2]:
        argument.back(case.fact_of_pattern(pattern), 2.5 if case.is_new(pattern) else 1.0)
    if not argument.supporting:
        return None
    connections = database.metric("databaseconnections")
    lost = connections is not None and fell(connections, 0.3)
    if connections is not None and lost:
        argument.back(fact_of(case, connections), 1.5)
    elif connections is not None and quiet(connections) and not stopped:
        argument.oppose(fact_of(case, connections), 1.5)
    for one in case.troubled(case.resource)[:1] if case.resource is not None else ():
        if one.series.entity != database.entity:
            argument.back(fact_of(case, one), 0.8)
    argument.direct = stopped or (bool(refused) and lost)
    if not stopped:
        argument.lack(f"why {name} does not answer", 0.3)
    return argument


def _refusals(case: Case, database: Database) -> list[Pattern]:
    """Lines of clients that did not get through to this database."""
    silences = case.reading(_silences)
    name = short(database.entity)
    named = {one for one in silences.all if name in one.text}
    alone = len(databases(case)) == 1
    others = silences.spoken if alone else silences.of_one.get(database.entity, [])
    return sorted(named.union(others), key=lambda one: silences.place[one])


@dataclass(frozen=True, slots=True)
class _Silences:
    """Lines of clients that did not get through: with their places, all of them, those that speak of
    databases, and those of clients that need one database alone."""

    place: dict[Pattern, int]
    all: list[Pattern]
    spoken: list[Pattern]
    of_one: dict[str, list[Pattern]]


def _silences(case: Case) -> _Silences:
    everything = databases(case)
    silent = [
        one
        for one in case.patterns
        if not one.ended
        and not one.quiet
        and one.entity is not None
        and wording(_NO_ANSWER).search(one.text) is not None
        # who waits for a connection of a pool has not asked the database yet
        and (one.signature is None or one.signature.cause != "db.connections_exhausted")
    ]
    spoken = [one for one in silent if wording(_DATABASE_WORDS).search(one.text) is not None]
    needed: dict[str, list[str]] = {}
    of_one: dict[str, list[Pattern]] = {}
    for one in spoken:
        writer = one.entity or ""
        if writer not in needed:
            needed[writer] = [other for other in case.topology.needs(writer) if other in everything]
        if len(needed[writer]) == 1:
            of_one.setdefault(needed[writer][0], []).append(one)
    return _Silences({one: place for place, one in enumerate(silent)}, silent, spoken, of_one)


def _read_only(case: Case, database: Database) -> Argument | None:
    """The database's own settings or RDS say that it takes no writes."""
    name = short(database.entity)
    argument = Argument("db.read_only", database.entity, f"{name} refuses writes.")
    for item in database.items:
        for place in (mapping(item.attributes.get("parameters")), item.attributes):
            key = next((key for key in _READ_ONLY_KEYS if truth(place.get(key)) is True), None)
            if key is not None and not database.source:
                argument.back(case.fact_of_state(item, f"{key} of {name} is {place.get(key)}."), 3.0)
    for event in lately(case, saying(database.events, r"read[- ]only"))[-1:]:
        argument.back(case.fact_of_event(event), 2.0)
    if not argument.supporting:
        return None
    refused = [
        one
        for one in case.patterns
        if not one.ended and not one.quiet and wording(r"read[- ]only").search(one.text) and case.concerns(one.entity)
    ]
    for pattern in refused[:1]:
        argument.back(case.fact_of_pattern(pattern), 2.5)
    argument.direct = bool(refused)
    if not refused:
        argument.lack(f"writes that {name} refused", 1.0)
    return argument


def _wrong_ports(case: Case, everything: Mapping[str, Database]) -> Iterator[Argument]:
    """A client's setting against the port of the database it needs."""
    for item in sorted(case.bundle.state, key=lambda item: (item.entity, item.kind, item.id)):
        if item.entity in everything or item.entity.partition("/")[0] in KINDS:
            continue
        for key, port, host in _ports(item):
            database = _addressed(case, item, host, everything)
            right = _port_of(database) if database is not None else None
            if database is None or right is None or right[1] == port:
                continue
            argument = Argument(
                "db.port_wrong",
                item.entity,
                f"{short(item.entity)} connects to port {port} of {short(database.entity)}.",
            )
            said = (
                f"{key} of {short(item.entity)} says port {port}, "
                f"while {short(database.entity)} listens on {spell_number(float(right[1]))}."
            )
            argument.back(case.fact_of_state(item, said, right[0]), 4.0)
            for pattern in [one for one in case.errors(item.entity) if wording(_NO_ANSWER).search(one.text)][:1]:
                argument.back(case.fact_of_pattern(pattern), 1.5)
            for one in case.troubled(item.entity)[:1]:
                argument.back(fact_of(case, one), 0.8)
            argument.direct = True
            yield argument


def _refused_port(case: Case, database: Database) -> Iterator[Argument]:
    """Clients that name the database with a port that is not its own, and are refused there."""
    right, writers = _port_of(database), set()
    names = {short(database.entity).lower(), _host_of(database)} - {""}
    for pattern in _refusals(case, database) if right is not None else ():
        ports = {int(one) for one in wording(_NAMED_PORT).findall(pattern.text)}
        said = pattern.text.lower()
        if right is None or not ports or right[1] in ports or not any(name in said for name in names):
            continue
        writer = case.workload(pattern.entity or "")
        if writer in writers or case.is_new(pattern) is False:
            continue
        writers.add(writer)
        port, name = min(ports), short(database.entity)
        argument = Argument(
            "db.port_wrong", writer, f"{short(writer)} calls port {port} of {name}, which listens on {right[1]}."
        )
        argument.back(case.fact_of_pattern(pattern), 2.5)
        listens = case.fact_of_state(right[0], f"{name} listens on {right[1]}.")
        argument.back(listens, 2.2)
        argument.direct = True
        for one in case.troubled(writer)[:1]:
            argument.back(fact_of(case, one), 0.8)
        yield argument
        itself = Argument("db.unreachable", database.entity, f"{name} cannot be reached.")
        itself.oppose(listens, 3.0)
        for item in case.states(database.entity, "connectivity_check"):
            if truth(item.attributes.get("ok")) is True and number(item.attributes.get("port")) in (None, right[1]):
                fine = case.fact_of_state(item, f"A check of {name} gets through on port {right[1]}.")
                argument.back(fine, 0.8)
                itself.oppose(fine, 1.5)
        yield itself


def _host_of(database: Database) -> str:
    """The host under which a database is called, where its state tells it."""
    for item in database.items:
        endpoint = item.attributes.get("endpoint")
        said = endpoint if isinstance(endpoint, str) else mapping(endpoint).get("address")
        if isinstance(said, str) and said.strip():
            return said.strip().lower().partition(":")[0]
    return ""


def _ports(item: State) -> Iterator[tuple[str, int, str | None]]:
    """The settings of a workload that name a database's port: the key, the port, the host where it is there too."""
    for place in ("environment", "env", "variables", "environment_variables", "config"):
        settings: Mapping[str, Any] = mapping(item.attributes.get(place))
        settings = mapping(settings.get("variables")) or settings
        for key in sorted(settings):
            value = settings[key]
            if wording(_PORT_KEYS).search(key) and (port := number(value)) is not None and 0 < port < 65536:
                yield key, int(port), None
            elif isinstance(value, str) and (found := wording(_URL_PORT).search(value)) is not None:
                yield key, int(found["port"]), found["host"]


def _addressed(case: Case, item: State, host: str | None, everything: Mapping[str, Database]) -> Database | None:
    if host is not None:
        named = case.reading(_by_name).get(host.partition(".")[0])
        if named is not None:
            return named
    needed = [entity for entity in case.topology.needs(item.entity) if entity in everything]
    return everything[needed[0]] if len(needed) == 1 else None


def _by_name(case: Case) -> dict[str, Database]:
    found: dict[str, Database] = {}
    for one in databases(case).values():
        found.setdefault(short(one.entity), one)
    return found


def _port_of(database: Database) -> tuple[State, int] | None:
    for item in database.items:
        endpoint = mapping(item.attributes.get("endpoint"))
        port = first_number(item.attributes, *_PORTS) or first_number(endpoint, "port", "Port")
        if port is not None and 0 < port < 65536:
            return item, int(port)
    return None
