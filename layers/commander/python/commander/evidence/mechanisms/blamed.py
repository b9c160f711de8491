"""Whom an error text blames: the thing that it names, or the one dependency of the writer that it can mean."""

import re
from collections.abc import Iterator

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import short
from commander.evidence.signatures import Signature
from commander.evidence.wordings import DATABASE

_DATABASES = frozenset(
    {"rds", "rds-cluster", "rds_cluster", "aurora", "database", "db", "postgres", "mysql", "mongodb", "documentdb"}
)
_BROKERS = frozenset(
    {"sqs", "sns", "kafka", "topic", "queue", "rabbitmq", "kinesis", "stream", "pubsub", "servicebus", "eventhub"}
)
_OF_BROKERS = frozenset({"sqs.poison_message", "dependency.queue_backlog", "kinesis.iterator_lag"})
"""What can only lie in what carries messages, or in whoever reads them."""
_DATABASE_WORDS = frozenset(
    {
        "pg",
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "mongo",
        "mongodb",
        "mssql",
        "sqlserver",
        "oracle",
        "db",
        "elastic",
        "elasticsearch",
        "opensearch",
    }
)
_FAMILIES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"opensearch|elasticsearch|cluster_?block|circuit_?breaking|\bes_rejected|search_phase_|_shards?_|"
            r"shards open|\b(?:FORBIDDEN|TOO_MANY_REQUESTS)/\d+/",
            re.IGNORECASE,
        ),
        frozenset({"opensearch", "elasticsearch", "opensearch-domain", "es", "search"}),
    ),
    (
        re.compile(r"mongo|docdb|documentdb", re.IGNORECASE),
        frozenset({"docdb", "documentdb", "docdb-cluster", "mongodb"}),
    ),
    (re.compile(r"gremlin|sparql|neptune", re.IGNORECASE), frozenset({"neptune", "neptune-cluster"})),
    (
        re.compile(r"redshift|serializable isolation violation|disk full\b[^\n]{0,40}\bcode: 1016", re.IGNORECASE),
        frozenset({"redshift", "redshift-cluster", "redshift-serverless"}),
    ),
    (re.compile(r"cassandra|keyspaces|\bcql\b", re.IGNORECASE), frozenset({"keyspaces", "cassandra"})),
    (re.compile(r"kafka", re.IGNORECASE), frozenset({"msk", "kafka", "msk-cluster"})),
)
"""Stores that speak a language of their own, by what only their clients and they themselves write."""
_SAID_BY_CACHES = re.compile(
    r"max number of clients reached|OOM command not allowed|WRONGPASS|NOAUTH |READONLY You can't write|CLUSTERDOWN|"
    r"LOADING \w+ is loading|MISCONF |\bMOVED \d+ |out of memory storing object"
)
_CACHES = frozenset({"cache", "redis", "memcached", "elasticache", "valkey", "memorydb"})
_SHORT_PART = 4
_NO_STORES = frozenset(
    {"ecs-service", "lambda", "apigateway", "alb", "nlb", "elb", "sqs", "sns", "kinesis", "dynamodb", "cloudfront"}
)
_OF_CACHES = re.compile(r"redis|jedis|lettuce|valkey|memcache|\b(?:6379|6380|11211)\b", re.IGNORECASE)
_OF_DATABASES = re.compile(
    r"psycopg|postgres|\bpq:|pgx|npgsql|mysql|mariadb|jdbc|sqlalchemy|hikari|\bora-\d|sqlstate|\b(?:5432|3306|1433|1521)\b",
    re.IGNORECASE,
)
_FUNCTIONS = frozenset({"lambda", "lambda_function", "function"})
"""What has the limits of functions, whoever tells that they are reached."""
_REFUSED = re.compile(
    r"duplicate (?:key|entry)|violates (?:\w+ ){0,2}constraint|violation of (?:\w+ ){0,2}constraint|ora-00001\b|"
    r"syntax error at or near|incorrect syntax near|error in your sql syntax|invalid input syntax for",
    re.IGNORECASE,
)
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
_SERVED = re.compile(r"\bclient: [^\n]*?(?=\bupstream: |$)|\breferr?er: [^\n]*")
"""What a proxy adds to an error to say for whom it worked: the client, its own server name, the request."""
_REQUEST = re.compile(r'"[A-Z]{3,7} [^"\n]* HTTP/[\d.]+"')
_URL = re.compile(r"https?://[^\s\"']+")
_ONWARD = re.compile(
    r"\b(?:upstream|backend|origin|target|destination|proxy_pass|forward(?:ed|ing)? to)\b[^\n]*", re.IGNORECASE
)
_KEEP_AWAY = frozenset(
    {
        "access.credentials_expired",
        "access.permission_denied",
        "app.certificate_expired",
        "db.unreachable",
        "dependency.third_party_outage",
        "dependency.unreachable",
        "lb.no_healthy_targets",
        "network.policy_blocked",
    }
)
"""What lets no call through at all, rather than making it fail or late."""
_LEFT, _EARLY_S = 0.3, 600.0
"""What is left of the calls of something that they do not reach."""
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
    stores = _stores(pattern.text) if signature.place == DATABASE else frozenset()
    itself = writer.partition("/")[0] in stores or (stores == _DATABASES and _is_database(writer))
    if signature.cause.startswith("lambda.") and writer.partition("/")[0] not in _FUNCTIONS:
        called = [one for one in case.topology.needs(writer) if one.partition("/")[0] in _FUNCTIONS]
        bad = [one for one in called if case.troubled(one)]
        # One that is measured and well is not the one that is meant.
        return next(iter(bad or _only([one for one in called if not case.of_any(one)] or called)), writer)
    if not signature.elsewhere or limits_itself or itself or signature.cause == _OF_THE_CLIENT:
        return writer  # what a database writes of a database's trouble, it writes of itself
    kinds = _kinds_of(signature, stores)
    named = [one for one in _named(case, pattern.text) if case.kin(one) != case.kin(writer)]
    # A database, a schema or a table is often called as those whom it serves: who calls the writer is not meant.
    edge = case.topology.edge
    named = [one for one in named if edge(one, writer) is None or edge(writer, one) is not None]
    asked = (writer, kinds, _not_meant(pattern.text), signature.cause)
    known = case.reading(_asked)
    if asked not in known:
        known[asked] = _unnamed(case, *asked)
    needed, otherwise = known[asked]
    both = next((entity for entity in named if entity in needed), None)  # in order, as all lists of things are
    return both or min(named, key=lambda entity: (-len(short(entity)), entity), default=otherwise)


def _kinds_of(signature: Signature, stores: frozenset[str]) -> frozenset[str]:
    """The kinds of things in which alone a fault can lie; none where it may be any."""
    if signature.cause in _OF_BROKERS:
        return _BROKERS
    return stores or (_CACHES if "cache" in signature.cause else frozenset())


def _stores(text: str) -> frozenset[str]:
    """The kinds of stores that a text about a database can mean."""
    if _SAID_BY_CACHES.search(text):
        return _CACHES
    return next((kinds for wording, kinds in _FAMILIES if wording.search(text)), _DATABASES)


_Asked = tuple[str, frozenset[str], frozenset[str], str]


def _asked(case: Case) -> dict[_Asked, tuple[frozenset[str], str]]:
    return {}


def _unnamed(
    case: Case, writer: str, kinds: frozenset[str], another: frozenset[str], cause: str
) -> tuple[frozenset[str], str]:
    """What a writer needs, and which thing is at fault by a cause where its text names none: one of some kinds, and
    none of another."""
    needed = [one for one in case.topology.needs(writer) if case.kin(one) != case.kin(writer)]
    if kinds == _BROKERS:
        carriers = [one for one in needed if one.partition("/")[0] in kinds or not kinds.isdisjoint(tokens_of(one))]
        return frozenset(carriers), carriers[0] if len(carriers) == 1 else writer
    meant = [one for one in needed if one.partition("/")[0] not in another]
    of_kind = [entity for entity in meant if entity.partition("/")[0] in kinds]
    for candidates in (
        _likelier(case, writer, of_kind),
        _of_one(case, [entity for entity in meant if kinds == _DATABASES and _is_database(entity)]),
        [entity for entity in meant if entity in _named_beside(case, writer)],
        [entity for entity in meant if case.troubled(entity)],
        _of_one(case, [entity for entity in meant if starved(case, entity, cause)]),
        meant if len(meant) == 1 else [],
        _only([entity for entity in case.reading(_kinds).get(kinds, []) if case.kin(entity) != case.kin(writer)]),
    ):
        if candidates:
            return frozenset(needed), candidates[0]
    return frozenset(needed), writer


def _named_beside(case: Case, writer: str) -> frozenset[str]:
    """What the writer's new errors without a cause name: layers of a client each write a part of one failure."""
    known, kin = case.reading(_beside), case.kin(writer)
    if kin not in known:
        known[kin] = _named_plainly(case, writer)
    return known[kin]


def _beside(case: Case) -> dict[str, frozenset[str]]:
    return {}


def _named_plainly(case: Case, writer: str) -> frozenset[str]:
    plain = [one for one in case.errors(writer) if one.signature is None and case.is_new(one) is not False]
    return frozenset(entity for one in plain for entity in _named(case, one.text))


def keeps_away(cause: str) -> bool:
    """Whether a cause lets no call through at all, rather than making it fail or late."""
    return cause in _KEEP_AWAY


def starved(case: Case, entity: str, cause: str) -> Behaviour | None:
    """That a thing gets hardly any calls since the trouble, although who calls it goes on: they do not arrive, where
    that is what the cause does."""
    if cause not in _KEEP_AWAY:
        return None
    for one in case.of(entity, Role.DEMAND):
        gone = one.course is Course.CHANGED and one.direction < 0 and one.before > 0 and one.after <= _LEFT * one.before
        onset = case.onset
        if not gone or one.onset is None or onset is None or one.onset < onset.start - _EARLY_S:
            continue
        callers = case.topology.direct_dependents_of(entity)
        if any(other.direction < 0 for caller in callers for other in case.of(caller, Role.DEMAND)):
            continue
        return one
    return None


def _not_meant(text: str) -> frozenset[str]:
    """The kinds of stores that a text cannot mean because it is a client of another kind that wrote it."""
    cache, database = _OF_CACHES.search(text) is not None, _OF_DATABASES.search(text) is not None
    if cache == database:
        return frozenset()
    return _NO_STORES | (_DATABASES if cache else _CACHES)


def refused_statement(pattern: Pattern) -> bool:
    """Whether a database reports a statement of a client that it refused: a duplicate key is no trouble of its own."""
    kind = (pattern.entity or "").partition("/")[0]
    return kind in _DATABASES and _REFUSED.search(pattern.text) is not None


def names_needed(case: Case, pattern: Pattern, writer: str) -> bool:
    """Whether an error text mentions something else that its writer needs, as far as is known."""
    others = [one for one in _named(case, pattern.text) if case.kin(one) != case.kin(writer)]
    if not case.topology.known:
        return bool(others)
    needed = case.topology.needed_from(writer)
    return any(needed.get(one, 0) > 0 for one in others)


def _is_database(entity: str) -> bool:
    """Whether a thing is a database, as its kind or its name says."""
    return entity.partition("/")[0] in _DATABASES or not _DATABASE_WORDS.isdisjoint(tokens_of(short(entity)))


def _likelier(case: Case, writer: str, found: list[str]) -> list[str]:
    """Of several stores those that other lines name, that are in trouble, or of which anything changed at all."""
    if len(found) < 2:
        return found
    beside = _named_beside(case, writer)
    several = (
        [entity for entity in found if entity in beside],
        [entity for entity in found if case.troubled(entity)],
        [entity for entity in found if any(one.course is Course.CHANGED for one in case.of_any(entity))],
    )
    return next((some for some in several if some), found)


def _of_one(case: Case, found: list[str]) -> list[str]:
    """These where all are parts of one workload."""
    return found if len({case.kin(entity) for entity in found}) == 1 else []


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
        for kinds in (_DATABASES, _CACHES, *(kinds for _, kinds in _FAMILIES))
    }


def hosts(text: str) -> Iterator[str]:
    """Public host names that a text mentions, in lower case."""
    for found in _HOST.finditer(text):
        host = found.group(1).lower()
        labels = host.split(".")
        if labels[-1] in _TOP and not _INSIDE.intersection(labels) and not host.endswith(_OURS):
            yield host


def _called(pattern: Pattern) -> str:
    """The part of a text that can tell whom its writer calls: a proxy also writes under which name it was called."""
    text = _SERVED.sub("", pattern.text)
    request = _REQUEST.search(text)
    if request is not None:  # an access log; a client that logs its own calls writes their address before
        onward = _ONWARD.search(text, request.end())
        text = " ".join((*_URL.findall(text[: request.start()]), onward.group(0) if onward is not None else ""))
    if (pattern.entity or "").partition("/")[0] not in _GATES:
        return text
    onward = _ONWARD.search(text)
    return onward.group(0) if onward is not None else ""


def outsider(case: Case, pattern: Pattern, place: str) -> str | None:
    """The thing of somebody else's that a text blames: as the bundle names it, else by its host."""
    if place.partition("/")[0] in _OUTSIDERS:
        return place
    for host in hosts(_called(pattern)):
        known, theirs = case.reading(_by_short_name), case.reading(_outsiders)
        if host in known:
            return known[host]
        labels = set(host.split(".")[:-1])
        if not labels.isdisjoint(theirs):
            return min(theirs[label] for label in labels if label in theirs)
        alike = [entity for name, entity in theirs.items() if any(part in labels for part in _long_parts(name))]
        if len(alike) == 1:
            return alike[0]
        if known.keys().isdisjoint(labels):
            return f"external/{host}"
    return None


def _long_parts(name: str) -> list[str]:
    """The parts of a name that are long enough to tell one from another."""
    return [part for part in name.split("-") if len(part) > _SHORT_PART]


def _by_short_name(case: Case) -> dict[str, str]:
    """The things of the bundle by name, the first of each."""
    found: dict[str, str] = {}
    for entity in sorted(case.entities):
        found.setdefault(short(entity).lower(), entity)
    return found


def _outsiders(case: Case) -> dict[str, str]:
    """Those of somebody else's by name, the first of each."""
    found: dict[str, str] = {}
    for entity in sorted(case.entities):
        if entity.partition("/")[0] in _OUTSIDERS:
            found.setdefault(short(entity).lower(), entity)
    return found
