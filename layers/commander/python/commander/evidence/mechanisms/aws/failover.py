"""A database failed over or restarted.

Predicts: RDS says so just before clients lose their connections. Contradicted by: the event being long ago, or after
the trouble, or everything being as usual again since.
"""

from collections.abc import Iterator

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.levels import fact_of, fell, rose
from commander.evidence.mechanisms.aws.platform_events import lately, moment_of, saying, wording
from commander.evidence.mechanisms.aws.pressure import akin, relate
from commander.evidence.moments import spell
from commander.evidence.sentences import short
from commander.evidence.spelling import plain

CAUSE = "db.failover"
_FAILOVER = r"fail(?:ed|ing)?[ -]?over|promoted|new writer"
_RESTART = (
    r"(?:instance|database|engine|process|cluster)\b.{0,40}\b(?:restart(?:ed|ing)?|rebooted|shut ?down|crash(?:ed)?)\b|"
    r"recovery of the (?:db instance|database) has|was in recovery|\bRDS-EVENT-000[46]\b|\bRebootDBInstance\b"
)
_OWN_DOING = r"RebootDB|FailoverDB|PromoteReadReplica|SwitchoverBlueGreen|RebootInstance"
_LOGGED = (
    r"terminating connection due to administrator command|"
    r"the database system is (?:starting up|shutting down|in recovery)|"
    r"database system was (?:interrupted|not properly shut down)|server closed the connection unexpectedly|"
    r"server has gone away|lost connection to mysql server|connection reset by peer|cannot execute \w+ in a read-only|"
    r"--read-only option"
)
_OVERLOADED = r"busy and unresponsive|unresponsive"
_MEMORY = r"out of memory|memory pressure|low(?: on)? memory"
_CACHES = frozenset({"elasticache", "memorydb", "redis", "valkey", "cache", "elasticache-cluster", "memorydb-cluster"})
_HELD = ("cachehitrate", "curritems", "bytesusedforcache", "databasememoryusagepercentage")
_LASTS_S = 1200.0
_NEAR_S, _AFTER_S, _BEFORE_S = 300.0, 600.0, 1800.0
_SURE = 3.5
_LASTING = frozenset({"db.connections_exhausted", "db.credentials_invalid", "db.lock_contention", "storage.full"})
"""What has reasons of its own when it begins after a restart: a setting that the restart brought into force."""
_MANY = 20


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database that is said to have failed over or restarted."""
    everything = databases(case)
    for database in (*everything.values(), *_caches(case)):
        argument = _argument(case, database)
        if argument is None:
            continue
        member = _member(case, database, everything)
        if member is not None:
            argument.entity, argument.direct = member.entity, not argument.contradicted
        relate(case, member or database, argument, everything)
        yield argument
        events = [fact for fact, weight in argument.supporting.values() if fact.kind == "event" and weight >= _SURE]
        for fact in events[:1]:
            # A writer that became a reader refuses writes: its clients still talk to the old one.
            refuses = Argument("db.read_only", argument.entity, f"{short(argument.entity)} refuses writes.")
            refuses.oppose(fact, 2.0)
            yield refuses


def _caches(case: Case) -> Iterator[Database]:
    """The caches of which the platform reports something, and which kept what they held."""
    events: dict[str, list[PlatformEvent]] = {}
    for event in case.events():
        if event.entity is not None and event.entity.partition("/")[0] in _CACHES:
            events.setdefault(event.entity, []).append(event)
    for entity in sorted(events):
        series: dict[str, list[Behaviour]] = {}
        for one in case.of_any(entity):
            series.setdefault(plain(one.series.name), []).append(one)
        held = Database(entity, series=series, events=events[entity])
        emptied = [one for one in held.metrics(*_HELD) if fell(one, 0.6)] + [
            one for one in held.metrics("cachemisses", "keyspacemisses") if rose(one, 2.0)
        ]
        if not emptied:
            yield held


def _member(case: Case, database: Database, everything: dict[str, Database]) -> Database | None:
    """The instance that the symptom needs of a cluster which itself nothing needs but for its instances."""
    if "cluster" not in database.entity.partition("/")[0] or database.entity == case.resource:
        return None
    members = [one for one in everything.values() if one is not database and akin(case, database, one)]
    called = case.topology.needed_by_edges(case.resource) if case.resource is not None else {}
    through = database.entity not in called and any(one.entity in called for one in members)
    if case.concerns(database.entity) and not through:
        return None
    needed = [one for one in members if case.concerns(one.entity)]
    needed.sort(key=lambda one: (not saying(lately(case, one.events), _RESTART), one.entity))
    return needed[0] if needed else None


def _argument(case: Case, database: Database) -> Argument | None:
    events = lately(case, database.events)
    failed = saying(events, _FAILOVER)
    restarted = [one for one in saying(events, _RESTART) if one not in failed]
    if not failed and not restarted:
        return None
    name = short(database.entity)
    did = "failed over" if failed else "restarted"
    argument = Argument(CAUSE, database.entity, f"{name} {did}.", direct=True)
    for event in failed[:3]:
        argument.back(case.fact_of_event(event), 3.0 if event is failed[0] else 0.7)
    for event in restarted[:2]:
        argument.back(case.fact_of_event(event), 0.7 if failed else 3.0 if event is restarted[0] else 0.7)
    _weigh_time(case, (failed or restarted)[0], argument)
    _weigh_effects(case, database, argument)
    _weigh_after(case, database, failed + restarted, argument)
    for event in saying(failed + restarted, f"{_OVERLOADED}|{_MEMORY}")[:1]:
        argument.lack(f"what {name} was busy with before ({event.reason or event.kind})", 0.7)
    for release in case.releases:
        if release.entity == database.entity and any(_is_own_doing(action) for action in release.actions):
            argument.back(case.fact_of_release(release), 0.7)
    if not case.concerns(database.entity):
        argument.direct = False
    return argument


def _is_own_doing(action: str) -> bool:
    return any(action.rpartition(":")[2].startswith(known) for known in _OWN_DOING.split("|"))


def _weigh_time(case: Case, event: PlatformEvent, argument: Argument) -> None:
    moment, onset = moment_of(event), case.onset
    fact = case.fact_of_event(event)
    if moment is None or onset is None:
        argument.lack("when the trouble began", 0.3)
    elif onset.start - _NEAR_S <= moment <= onset.end + _NEAR_S:
        argument.back(fact, 3.7)
        argument.summary = argument.summary.removesuffix(".") + f" at {spell(moment)}, when the trouble began."
    elif moment > onset.end + _AFTER_S and onset.observed:
        said = f"{_began(case, onset.start)}, before {short(event.entity)} reported {event.reason or event.kind}."
        argument.oppose(case.stated("event", event.entity, said, (event.id, *onset.refs)), 2.0)
    elif moment < onset.start - _BEFORE_S:
        said = f"{_began(case, onset.start)}, well after {short(event.entity)} reported {event.reason or event.kind}."
        argument.oppose(case.stated("event", event.entity, said, (event.id, *onset.refs)), 2.0)


def _began(case: Case, start: float) -> str:
    return f"The trouble began at {spell(start)}"


def _weigh_effects(case: Case, database: Database, argument: Argument) -> None:
    """Connections that broke off, clients that say so; and whether all of it is over."""
    connections = database.metric("databaseconnections", "currconnections")
    if connections is not None and fell(connections, 0.6):
        argument.back(fact_of(case, connections), 0.8)
    elif connections is not None and rose(connections, 1.5):
        argument.back(fact_of(case, connections), 0.3)
    logged = [
        one
        for one in case.patterns
        if saying_line(one.text)
        and not one.ended
        and (not one.quiet or one.entity == database.entity)
        and case.concerns(one.entity)
    ]
    for pattern in logged[:1]:
        argument.back(case.fact_of_pattern(pattern), 1.0)
    failing = case.troubled(case.resource) if case.resource is not None else []
    for one in [one for one in failing if one.series.entity != database.entity][:1]:
        argument.back(fact_of(case, one), 0.7)
    own = case.own
    troubled = any(case.is_troubled(one) for one in case.behaviours if case.concerns(one.series.entity))
    if own is not None and own.course is Course.CAME_BACK and not troubled:
        argument.oppose(fact_of(case, own), 3.0)
        argument.direct = False


def _weigh_after(case: Case, database: Database, events: list[PlatformEvent], argument: Argument) -> None:
    """What began minutes after the database was back, and has gone on since, is not what its absence did."""
    back = max((at for one in events if (at := moment_of(one)) is not None), default=None)
    if back is None:
        return
    alert = case.alert
    if alert is not None and alert.state == "ok" and (moments.parse_maybe(alert.t) or 0.0) >= back:
        argument.oppose(case.fact_of_alert(alert), 3.0)  # what the incident is about was over soon after
        argument.direct = False
    for pattern in case.patterns:
        signature, first = pattern.signature, pattern.first
        if signature is None or first is None or pattern.ended or pattern.count < _MANY:
            continue
        if signature.cause not in _LASTING or case.is_new(pattern) is False:
            continue
        lasts = case.now is not None and case.now - back >= _LASTS_S and case.stopped(pattern) is None
        if first <= back + _NEAR_S and not lasts:
            continue
        if pattern.entity == database.entity or database.entity in case.topology.needed_from(pattern.entity or ""):
            argument.oppose(case.fact_of_pattern(pattern), 3.0)
            argument.direct = False
            return


def saying_line(text: str) -> bool:
    """Whether a log line is of those that a restart of the database leaves behind."""
    return wording(_LOGGED).search(text) is not None
