"""A setting was changed to an address that does not answer, or the text shows an address that nothing offers.

Predicts: refused connections or unknown names right after a change that mentions the very address. Contradicted by:
others that reach the same address, or errors from before the change.
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import Change, State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.blamed import blamed
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.sentences import short

_REFUSED = frozenset(
    {
        "dependency.unreachable",
        "dependency.cache_failure",
        "dns.resolution_failure",
        "db.unreachable",
        "dependency.slow",
    }
)
_ADDRESS = re.compile(
    r"(?P<host>(?:[A-Za-z0-9](?:[\w-]{0,62})\.){0,8}[A-Za-z0-9][\w-]{0,62}|\d{1,3}(?:\.\d{1,3}){3}):(?P<port>\d{2,5})\b"
)
_PORT_NAMED = re.compile(r"\bport[ =:]{1,2}(\d{2,5})\b", re.IGNORECASE)
_NAME = re.compile(r"\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,18}\b", re.IGNORECASE)
_WITH_PORT = (
    "elasticache",
    "elasticache_cluster",
    "cache_cluster",
    "replication_group",
    "memorydb_cluster",
    "mq_broker",
    "msk_cluster",
    "opensearch_domain",
    "cache",
    "broker",
)
_NOT_PARTS = re.compile(r"^(?:version|previous|event_id|request_id|commit|sha|image)", re.IGNORECASE)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per workload whose errors name an address that a change of it brought."""
    for pattern in case.patterns:
        if pattern.ended or pattern.entity is None or pattern.signature is None:
            continue
        if pattern.signature.cause not in _REFUSED:
            continue
        found = _change(case, pattern, pattern.entity)
        if found is not None:
            yield _argument(case, pattern, pattern.entity, *found)
        yield from _beside(case, pattern, pattern.entity)


def _beside(case: Case, pattern: Pattern, writer: str) -> Iterator[Argument]:
    """The line names the right thing with a port that its own state does not have; databases are argued elsewhere."""
    if pattern.signature is None or pattern.signature.cause.startswith("db.") or case.is_new(pattern) is False:
        return
    place = blamed(case, pattern, writer, pattern.signature)
    known = next(
        ((item, port) for item in case.items(*_WITH_PORT) if item.entity == place and (port := _port(item))), None
    )
    ports = {int(found["port"]) for found in _ADDRESS.finditer(pattern.text)}
    if known is None or case.kin(place) == case.kin(writer) or not ports or known[1] in ports:
        return
    item, right = known
    entity = case.workload(writer)
    said = f"{short(entity)} calls port {min(ports)} of {short(place)}, which listens on {right}."
    argument = Argument("app.config.dependency_address_wrong", entity, said, direct=True)
    listens = case.fact_of_state(item, f"{short(place)} listens on {right}.")
    argument.back(case.fact_of_pattern(pattern), 2.5)
    argument.back(listens, 2.2)
    weigh_symptom(case, writer, argument)
    yield argument
    itself = Argument(pattern.signature.cause, place, f"{short(place)} cannot be reached.")
    itself.oppose(listens, 3.0)
    yield itself


def _port(item: State) -> int | None:
    """The port on which a thing's state says that it listens."""
    endpoint = item.attributes.get("endpoint")
    given = endpoint.get("port") if isinstance(endpoint, dict) else None
    told = item.attributes.get("port") or given or (endpoint.rpartition(":")[2] if isinstance(endpoint, str) else None)
    said = str(told)
    return int(said) if said.isdigit() else None


def _change(case: Case, pattern: Pattern, writer: str) -> tuple[Change, str] | None:
    """The change of the writer whose new values hold an address, or the port of one, that the errors name."""
    said = " ".join(line.message for line in pattern.shown)
    ports = {found["port"] for found in _ADDRESS.finditer(said)} | set(_PORT_NAMED.findall(said))
    named = {found["host"].lower() for found in _ADDRESS.finditer(said)} | {
        found.group(0).lower() for found in _NAME.finditer(said)
    }
    brought = case.reading(_brought).get(case.kin(writer), {})
    fitting = [(*brought[word], word) for word in named | {port for port in ports if port.isdigit()} if word in brought]
    if not fitting:
        return None
    _, change, word = min(fitting, key=lambda one: (one[0], one[2]))
    return change, word


def _brought(case: Case) -> dict[str, dict[str, tuple[int, Change]]]:
    """Of each workload what its changes brought, by the word, with the newest change that did and its place."""
    found: dict[str, dict[str, tuple[int, Change]]] = {}
    newest = sorted(case.bundle.changes, key=lambda change: (change.t, change.id), reverse=True)
    for place, change in enumerate(newest):
        words = found.setdefault(case.kin(change.entity), {})
        for word in _words(change, old=False) - _words(change, old=True):
            words.setdefault(word, (place, change))
    return found


def _words(change: Change, *, old: bool) -> set[str]:
    """Hosts and ports within the old or the new values of a change."""
    texts: list[str] = []

    def collect(key: str, value: object) -> None:
        before = key.lower() in ("from", "old", "before", "previous", "old_value", "previous_value")
        if isinstance(value, dict):
            for inner, part in value.items():
                collect(str(inner) if not before else key, part)
        elif isinstance(value, list) and len(value) == 2 and not old:
            collect(key, value[1])
        elif isinstance(value, list):
            for part in value[:1] if len(value) == 2 else value:
                collect("from" if len(value) == 2 else key, part)
        elif before == old and not _NOT_PARTS.match(key):
            texts.append(str(value))

    for key, value in (change.details or {}).items():
        collect(str(key), value)
    if not old:
        texts.append(change.action)
    joined = " ".join(texts)
    words = {found["host"].lower() for found in _ADDRESS.finditer(joined)}
    words |= {found["port"] for found in _ADDRESS.finditer(joined)} | set(re.findall(r"\b\d{2,5}\b", joined))
    return words | {found.group(0).lower() for found in _NAME.finditer(joined)}


def _argument(case: Case, pattern: Pattern, writer: str, change: Change, word: str) -> Argument:
    entity = case.workload(writer)
    port = word.isdigit()
    cause = "db.port_wrong" if port and _wanted_database(pattern) else "app.config.dependency_address_wrong"
    argument = Argument(cause, entity, f"{short(entity)} was set to call {'port ' if port else ''}{word}, in vain.")
    weigh_symptom(case, writer, argument)
    fact = case.fact_of_pattern(pattern)
    if case.is_new(pattern) is False:
        argument.oppose(fact, 2.5)
        return argument
    argument.back(fact, 2.5)
    for release in case.releases:
        if change.id in release.ids:
            near = proximity(case, release)
            near.weigh(argument)
            argument.direct = near.weight > 1
    return argument


def _wanted_database(pattern: Pattern) -> bool:
    return pattern.signature is not None and pattern.signature.cause.startswith("db.")
