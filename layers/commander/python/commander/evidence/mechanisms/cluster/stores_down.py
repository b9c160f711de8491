"""A database of the cluster does not run, and those who use it say that they cannot reach it.

Predicts: no pod of it is ready, its Service has nothing behind it, and callers' lines name it. A symptom by its
meaning: whatever is known to keep the pods from running explains it. Contradicted by: a pod of it being ready.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.directory import directory
from commander.evidence.cluster.pods import workload_of
from commander.evidence.cluster.services import Service
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.complaints import callers, mentions_host, refuted
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.mechanisms.cluster.stores import is_database
from commander.evidence.sentences import short

CAUSE = "db.unreachable"
_MEANT = frozenset({"db.unreachable", "dependency.unreachable", "dependency.errors", "network.policy_blocked"})
_MOST = 3


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each database without a ready pod that somebody misses."""
    for service in case.reading(directory).services:
        if service.external or not is_database(case, service):
            continue
        stands = standing(case, service.entity)
        told = stands.workload
        none_runs = not stands.working and (bool(stands.broken) or (told is not None and told.running == 0))
        lines = _lines(case, service) if none_runs else []
        if not lines or (told is not None and told.desired == 0):
            continue
        place = workload_of(case, service.entity)
        argument = Argument(CAUSE, place, f"No pod of {short(place)} is ready, and its users do not reach it.")
        for rank, pattern in enumerate(lines[:_MOST]):
            argument.back(case.fact_of_pattern(pattern), 2.2 if rank == 0 else 0.7)
        for pattern in [one for one in case.errors(place) if case.is_new(one) is not False][:1]:
            argument.back(case.fact_of_pattern(pattern), 0.7)
        weigh_standing(case, argument, restarts=True)
        argument.direct = True
        yield argument
        fact = case.fact_of_pattern(lines[0])
        for pattern in lines[:_MOST]:
            yield from refuted(case, pattern, fact, argument)


def _lines(case: Case, service: Service) -> list[Pattern]:
    """Lines of others that name the database, or of its users that say that something does not answer."""
    own, users = case.kin(service.entity), {case.kin(one) for one in callers(case, service)}
    found = []
    for pattern in case.patterns:
        if not pattern.error or pattern.ended or pattern.entity is None or case.kin(pattern.entity) == own:
            continue
        if pattern.signature is None or pattern.signature.cause not in _MEANT or case.is_new(pattern) is False:
            continue
        said = pattern.shown[0].message[:2000] if pattern.lines else pattern.text
        named = mentions_host(said, service.name) or (
            service.cluster_ip is not None and mentions_host(said, service.cluster_ip)
        )
        if named or (pattern.signature.cause == CAUSE and case.kin(pattern.entity) in users):
            found.append((not named, -pattern.count, pattern.entity, pattern.text, pattern))
    return [one[-1] for one in sorted(found, key=lambda one: one[:4])]
