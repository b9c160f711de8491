"""What may lie below an explanation and could not be seen.

A symptom is not the less true for evidence that is missing; but whether it is the cause is open as long as nobody
looked where its root would show. So each part of the evidence that was not collected of a thing is a rival of its own:
it takes a share of the explanation's probability, however clear the symptom, and is named as what would decide.
"""

from collections.abc import Iterator, Sequence

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.corroboration import ends
from commander.evidence.gaps import grant
from commander.evidence.kinds import is_store, runs_code
from commander.evidence.looked import SCALING, Looked, Part, looked
from commander.evidence.roots import ROOTS, Roots
from commander.evidence.sentences import short

_DENIED = 1.3
"""What is known to exist and could not be looked at is somewhat more open than what may not exist."""
_BEFORE, _UNWATCHED = 2.0, 0.8
"""The odds that something is wrong: with what was measured before only; with a part that nobody measured."""
_ELSEWHERE = frozenset({"dependency.unreachable", "dependency.slow", "dependency.errors"})
_TAKES_ALONG = frozenset({"sqs", "sns", "queue", "topic", "s3", "bucket", "kinesis", "stream", "firehose", "eventbus"})
"""What takes messages or files and makes nobody wait for what becomes of them."""
_MANAGED = frozenset(
    {
        "alb",
        "apigateway",
        "asg",
        "az",
        "dynamodb",
        "ebs",
        "ec2",
        "ecs-service",
        "efs",
        "elasticache",
        "elb",
        "kinesis",
        "kms",
        "lambda",
        "nlb",
        "opensearch",
        "region",
        "s3",
        "sns",
        "sqs",
        "target-group",
        "targetgroup",
    }
)
"""Kinds of things that a cloud runs: it reports on them, tells how they are set up and records who changed that."""
_OUTSIDE = frozenset({"cdn", "cloudfront", "client", "user", "browser", "internet", "external"})
_CACHES = frozenset({"elasticache", "redis", "valkey", "memcached", "cache", "memorydb", "dax"})
_OF_INSIGHTS = frozenset({"rds", "rds-cluster", "rds_cluster", "aurora", "docdb"})
_WORDS: dict[Part, str] = {
    "metrics": "metrics",
    "logs": "logs",
    "events": "platform events",
    "changes": "changes",
    "state": "state",
    "scaling": "the limits of scaling",
    "activities": "scaling activities",
    "insights": "the sessions and statements (Performance Insights)",
}
_SECTION: dict[Part, str] = {"insights": "state", "scaling": "state", "activities": "events"}
_SHOWN, _FELT, _PLACING = 2.0, 0.7, "k8s.scheduling."
_LEAST, _MOST_AROUND = 0.05, 3
_OF_CALLERS = 0.8
"""The odds that demand on a database is that of a caller whose demand nobody measured."""


def leave_open(case: Case, arguments: Sequence[Argument]) -> None:
    """Notes with every argument what could not be seen of what may lie below it."""
    seen = case.reading(looked)
    for one in arguments:
        if not one.supporting:
            continue
        for what, odds in (_unseen_calm if one.cause.startswith("healthy.") else _unseen)(case, seen, one):
            if odds >= _LEAST:
                one.leave_open(what, odds)


def _unseen_calm(case: Case, seen: Looked, one: Argument) -> Iterator[tuple[str, float]]:
    """Calm before anybody was told of trouble says nothing of the trouble, nor does that of one part for another."""
    if one.cause == "healthy.expected_signal":
        return
    if seen.stale:
        yield "datapoints of the time at which the trouble was reported", _BEFORE
    if "metrics" not in seen.there or case.own is not None:
        return
    needed = case.topology.needed_by_edges(one.entity)
    for kin in sorted({case.kin(other) for other in needed if runs_code(other)}):
        if seen.at(kin).isdisjoint({"metrics", "state"}):
            yield f"metrics of {short(kin)}", _UNWATCHED


def _unseen(case: Case, seen: Looked, one: Argument) -> Iterator[tuple[str, float]]:
    if one.cause.startswith("k8s.quota.") and one.entity.partition("/")[0] != "namespace":
        yield f"the namespace of {short(one.entity)}", 1.0
    if one.cause in _ELSEWHERE and runs_code(one.entity) and _blames_nobody(case, one):
        yield f"what {short(one.entity)} depends on", 1.0
    roots = ROOTS.get(one.cause)
    if roots is None or (roots.indirect and one.direct):
        return
    if roots.kinds is not None and one.entity.partition("/")[0] not in roots.kinds:
        return
    if not seen.series_only:
        yield from _at_the_thing(case, seen, one, roots)
        yield from _at_who_complains(case, seen, one, roots)
    if "metrics" in seen.there:
        yield from _around(case, seen, one, roots)


def _blames_nobody(case: Case, one: Argument) -> bool:
    """Whether only the thing's own lines complain, of something that it needs and that is not known: then the fault is
    elsewhere."""
    writers = {fact.entity for fact, _ in one.supporting.values() if fact.kind == "log" and fact.entity is not None}
    kin = case.kin(one.entity)
    return bool(writers) and all(case.kin(writer) == kin for writer in writers) and not case.topology.needs(one.entity)


def _at_the_thing(case: Case, seen: Looked, one: Argument, roots: Roots) -> Iterator[tuple[str, float]]:
    """The parts that hold nothing of the thing. Of what is not ours to look at nothing is expected."""
    kin, inside = case.kin(one.entity), seen.in_cluster(one.entity)
    if not seen.at(kin) and not inside:
        return
    parts = roots.cluster if inside and roots.cluster is not None else roots.own
    if inside and roots.ending is not None and one.direct and ends(case, one):
        parts = roots.ending
    if roots.complaining and _shown_by_state(case, one):
        return
    if roots.seen_by_others and _seen_by_others(case, one):
        return
    for part, odds in parts.items():
        if part == "events" and one.cause.startswith(_PLACING) and _scheduler_spoke(case, one):
            continue
        if _has(one.entity, part, inside, seen.cluster) and (share := seen.share(part, kin)):
            known = grant(case, _SECTION.get(part, part), one.entity)
            yield f"{_WORDS[part]} of {short(one.entity)}{known}", odds * share * (_DENIED if known else 1.0)


def _shown_by_state(case: Case, one: Argument) -> bool:
    """Whether the thing's own state, all of it together, says what others only complain of."""
    kin = case.kin(one.entity)
    told = (pair for pair in one.supporting.values() if pair[0].kind == "state" and pair[0].entity is not None)
    return sum(weight for fact, weight in told if case.kin(fact.entity or "") == kin) >= _SHOWN


def _scheduler_spoke(case: Case, one: Argument) -> bool:
    """Whether the condition of a waiting pod repeats what the scheduler last reported of it."""
    from commander.evidence.cluster.pods import pods_of  # what reads clusters is loaded with the first case

    conditions = (pod.conditions.get("PodScheduled") for pod in pods_of(case, one.entity))
    return any(told is not None and told.status == "False" and bool(told.message) for told in conditions)


def _seen_by_others(case: Case, one: Argument) -> bool:
    """Whether somebody else, by lines or series, is among what speaks for it."""
    kin = case.kin(one.entity)
    told = (fact for fact, weight in one.supporting.values() if weight >= _FELT and fact.kind in ("log", "metric"))
    return any(fact.entity is not None and case.kin(fact.entity) != kin for fact in told)


def _at_who_complains(case: Case, seen: Looked, one: Argument, roots: Roots) -> Iterator[tuple[str, float]]:
    """The parts that hold nothing of any workload whose lines blame the thing. What runs outside a cluster may have no
    state. Where the thing's own state says that it is down, nobody need have asked in the wrong place."""
    if _shown_by_state(case, one):
        return
    kin = case.kin(one.entity)
    writers = {fact.entity for fact, _ in one.supporting.values() if fact.kind == "log" and fact.entity is not None}
    others = sorted({case.kin(writer) for writer in writers if case.kin(writer) != kin and runs_code(writer)})
    for part, odds in roots.complaining.items():
        others = [other for other in others if part != "state" or seen.in_cluster(other)]
        if others and (share := min(seen.share(part, other) for other in others)):
            who = max(others, key=lambda other: (seen.share(part, other), other))
            yield f"{_WORDS[part]} of {short(who)}{grant(case, _SECTION.get(part, part), who)}", odds * share


def _has(entity: str, part: Part, inside: bool, cluster: bool) -> bool:
    """Whether such a thing has that part at all. Who looks at a cluster need not see the account around it."""
    kind = entity.partition("/")[0]
    if part == "insights":
        return kind in _OF_INSIGHTS
    if part in ("scaling", "activities"):
        return kind in SCALING
    managed = not cluster and (kind in _MANAGED or kind in _OF_INSIGHTS)
    if part in ("events", "state") and not inside:
        return managed
    return runs_code(entity) or (part == "changes" and managed) if part in ("logs", "changes") else True


def _around(case: Case, seen: Looked, one: Argument, roots: Roots) -> Iterator[tuple[str, float]]:
    """What the thing needs, or who needs it, of which no series reaches the trouble."""
    told = any(fact.kind == "log" for fact, _ in one.supporting.values())
    needed = 0.0 if told and one.direct else roots.needed  # its own lines show the mechanism at work
    others: list[tuple[float, list[str]]] = [(needed, case.topology.needs(one.entity) if needed else [])]
    near = sorted(
        other for other in case.topology.direct_dependents_of(one.entity) if other.partition("/")[0] not in _OUTSIDE
    )
    database = is_store(one.entity) or one.entity.partition("/")[0] in _OF_INSIGHTS
    stores = one.cause.startswith("traffic.") and database and not _takes_along(one.entity)
    if roots.callers:
        others.append((max(_OF_CALLERS, roots.callers) if stores else roots.callers, near))
    if roots.beside:
        others.append((roots.beside, sorted({cache for other in near for cache in _caches(case, other, one)})))
    for queue in filter(_takes_along, case.topology.needs(one.entity) if roots.feeding else []):
        if "metrics" not in seen.at(case.kin(queue)):
            yield f"metrics of {short(queue)}{grant(case, 'metrics', queue)}", roots.feeding
    for odds, several in others:
        waiting = [other for other in several if not _takes_along(other)]
        unseen = [other for other in waiting if "metrics" not in seen.at(case.kin(other))]
        for other in unseen[:_MOST_AROUND]:
            yield f"metrics of {short(other)}{grant(case, 'metrics', other)}", odds


def _caches(case: Case, reader: str, one: Argument) -> list[str]:
    """The caches that stand before a thing for who reads it: those that the reader needs as well."""
    return [
        other for other in case.topology.needs(reader) if other.partition("/")[0] in _CACHES and other != one.entity
    ]


def _takes_along(entity: str) -> bool:
    return entity.partition("/")[0] in _TAKES_ALONG
