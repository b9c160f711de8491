"""Whom an error text blames: the thing that it names, or the one dependency of the writer that it can mean."""

import re
from collections.abc import Iterator

from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.sentences import short
from commander.evidence.signatures import Signature
from commander.evidence.wordings import DATABASE

_DATABASES = frozenset(
    {"rds", "rds-cluster", "rds_cluster", "aurora", "database", "db", "postgres", "mysql", "mongodb", "documentdb"}
)
_CACHES = frozenset({"cache", "redis", "memcached", "elasticache", "valkey"})
_OF_THE_CLIENT = "db.credentials_invalid"
"""A wrong password is the setting of whoever is refused."""
_GATES = frozenset(
    {"gateway", "apigateway", "ingress", "lb", "alb", "nlb", "loadbalancer", "proxy", "edge", "cdn", "nginx", "envoy"}
)
_OUTSIDERS = frozenset(
    {"external", "thirdparty", "third-party", "third_party", "provider", "saas", "vendor", "internet"}
)
_HOST = re.compile(
    r"(?:https?://|\b)((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,18})\b(?!\.?\w)", re.IGNORECASE
)
_WORD = re.compile(r"[\w.-]+")
_SHORTEST = 2
_INSIDE = frozenset(
    {"local", "internal", "svc", "lan", "cluster", "localdomain", "intranet", "corp", "private", "home"}
)
_TOP = frozenset(
    {
        "com",
        "net",
        "org",
        "io",
        "dev",
        "app",
        "cloud",
        "ai",
        "co",
        "eu",
        "de",
        "uk",
        "fr",
        "nl",
        "ch",
        "se",
        "us",
        "biz",
        "info",
        "me",
        "tech",
        "example",
        "test",
        "global",
        "finance",
        "bank",
        "email",
        "services",
    }
)
"""Ends of public names. A file (`main.go`) or a class (`java.io`) looks like a host too, so not every end counts."""
_OURS = (".amazonaws.com", ".aws.dev", ".on.aws", ".api.aws")


def blamed(case: Case, pattern: Pattern, writer: str, signature: Signature) -> str:
    """The thing at fault: the writer, or what it depends on where the text says so and it can be told which."""
    limits_itself = signature.cause == "gateway.rate_limited" and writer.partition("/")[0] in _GATES
    if not signature.elsewhere or limits_itself or signature.cause == _OF_THE_CLIENT:
        return writer
    kinds = _DATABASES if signature.place == DATABASE else _CACHES if "cache" in signature.cause else frozenset()
    named = [one for one in _named(case, pattern.text) if case.kin(one) != case.kin(writer)]
    known = case.reading(_asked)
    if (writer, kinds) not in known:
        known[writer, kinds] = _unnamed(case, writer, kinds)
    needed, otherwise = known[writer, kinds]
    both = next((entity for entity in named if entity in needed), None)  # in order, as all lists of things are
    return both or min(named, key=lambda entity: (-len(short(entity)), entity), default=otherwise)


def _asked(case: Case) -> dict[tuple[str, frozenset[str]], tuple[frozenset[str], str]]:
    return {}


def _unnamed(case: Case, writer: str, kinds: frozenset[str]) -> tuple[frozenset[str], str]:
    """What a writer needs, and which thing of some kinds is at fault where its text names none."""
    needed = [one for one in case.topology.needs(writer) if case.kin(one) != case.kin(writer)]
    for candidates in (
        [entity for entity in needed if entity.partition("/")[0] in kinds],
        [entity for entity in needed if case.troubled(entity)],
        needed if len(needed) == 1 else [],
        _only([entity for entity in case.reading(_kinds).get(kinds, []) if case.kin(entity) != case.kin(writer)]),
    ):
        if candidates:
            return frozenset(needed), candidates[0]
    return frozenset(needed), writer


def names_needed(case: Case, pattern: Pattern, writer: str) -> bool:
    """Whether an error text mentions something else that its writer needs, as far as is known."""
    others = [one for one in _named(case, pattern.text) if case.kin(one) != case.kin(writer)]
    if not case.topology.known:
        return bool(others)
    needed = case.topology.needed_from(writer)
    return any(needed.get(one, 0) > 0 for one in others)


def _only(found: list[str]) -> list[str]:
    return found if len(found) == 1 else []


def _named(case: Case, text: str) -> list[str]:
    """The things of the bundle that a text mentions by name, as a word or as a part of a host name."""
    known = case.reading(_by_name)
    words = {word.lower() for word in _WORD.findall(text)}
    words |= {label for word in words for label in word.split(".")}
    return sorted({entity for word in words for entity in known.get(word.strip(".-_"), ())})


def _by_name(case: Case) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for entity in sorted(case.entities):
        name = short(entity).rpartition("/")[2].lower()
        if len(name) > _SHORTEST:
            known.setdefault(name, []).append(entity)
    return known


def _kinds(case: Case) -> dict[frozenset[str], list[str]]:
    return {
        kinds: [entity for entity in sorted(case.entities) if entity.partition("/")[0] in kinds]
        for kinds in (_DATABASES, _CACHES)
    }


def hosts(text: str) -> Iterator[str]:
    """Public host names that a text mentions, in lower case."""
    for found in _HOST.finditer(text):
        host = found.group(1).lower()
        labels = host.split(".")
        if labels[-1] in _TOP and not _INSIDE.intersection(labels) and not host.endswith(_OURS):
            yield host


def outsider(case: Case, pattern: Pattern, place: str) -> str | None:
    """The thing of somebody else's that a text blames: as the bundle names it, else by its host."""
    if place.partition("/")[0] in _OUTSIDERS:
        return place
    for host in hosts(pattern.text):
        known = case.reading(_by_short_name)
        if host in known:
            return known[host]
        if known.keys().isdisjoint(host.split(".")[:-1]):
            return f"external/{host}"
    return None


def _by_short_name(case: Case) -> dict[str, str]:
    """The things of the bundle by name, the first of each."""
    found: dict[str, str] = {}
    for entity in sorted(case.entities):
        found.setdefault(short(entity).lower(), entity)
    return found
