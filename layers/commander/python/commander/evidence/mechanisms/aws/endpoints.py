"""A client writes by the endpoint of a cluster's readers.

Predicts: writes refused as read-only, and a setting, a change of one, or the client's own log that names a reader
endpoint, while the database is no reader and others write to it. Contradicted by: the writer's own endpoint in use.
"""

from collections.abc import Iterator
from typing import Any

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.values import mapping
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.sentences import short

CAUSE = "app.config.dependency_address_wrong"
_REFUSED = (
    r"read[- ]only (?:transaction|mode|replica|database)|--read-only option|READONLY You can't write|NotWritablePrimary"
)
_READER = (
    r"\b[\w-]{1,63}\.cluster-ro-[\w.-]+|"
    r"\b[\w-]{1,63}-(?:ro|read|reader|readers|readonly|read-only|replicas?|secondary)(?:[.][\w.-]{1,253})?(?=[:/\s\"',]|$)"
)
_PLACES = ("environment", "env", "variables", "environment_variables", "config", "settings")


def argue(case: Case) -> Iterator[Argument]:
    """One argument per client whose writes are refused and which is seen to use a reader endpoint."""
    for pattern in case.patterns:
        if pattern.entity is None or pattern.ended or pattern.quiet or not wording(_REFUSED).search(pattern.text):
            continue
        client = case.workload(pattern.entity)
        named = list(_named(case, pattern.entity))
        if not named or case.is_new(pattern) is False:
            continue
        argument = Argument(CAUSE, client, f"{short(client)} writes by an endpoint of readers.", direct=True)
        refused = case.fact_of_pattern(pattern)
        argument.back(refused, 2.0)
        for place, fact in enumerate(named[:2]):
            argument.back(fact, 1.0 if place else 3.0)
        weigh_symptom(case, pattern.entity, argument)
        yield argument
        for needed in case.topology.needs(client):
            for cause in ("db.read_only", "db.failover", "db.replication_lag"):
                other = Argument(cause, needed, f"{short(needed)} refuses writes.")
                other.oppose(named[0], 2.5)
                yield other


def _named(case: Case, entity: str) -> Iterator[Fact]:
    """Where the client names a reader endpoint: what was changed, its settings, its own log since the trouble began."""
    family = set(case.family(entity)) | {entity}
    for change in sorted(case.bundle.changes, key=lambda one: (one.t, one.action, one.id)):
        found = _endpoint(_newest(change.details)) if change.entity in family else None
        if found:
            yield case.stated("change", change.entity, f"A change of {short(entity)} names {found}.", (change.id,))
    for item in sorted(case.bundle.state, key=lambda one: (one.entity, one.kind, one.id)):
        settings = [mapping(item.attributes.get(key)) for key in _PLACES] if item.entity in family else []
        for found in [found for one in settings if (found := _endpoint(_newest(one)))][:1]:
            yield case.stated("state", item.entity, f"A setting of {short(entity)} names {found}.", (item.id,))
    for pattern in case.patterns:
        found = _endpoint(pattern.text) if pattern.entity in family and not pattern.ended else None
        if found and "connect" in pattern.text.lower() and case.is_new(pattern) is not False:
            yield case.fact_of_pattern(pattern)


def _newest(value: Any) -> str:
    """The texts of a setting as it is now: of a pair of values the second."""
    if isinstance(value, dict):
        after = [value[key] for key in ("to", "after", "new") if key in value]
        return " ".join(_newest(one) for one in (after or [value[key] for key in sorted(value, key=str)]))
    if isinstance(value, list):
        return " ".join(_newest(one) for one in (value[1:] if len(value) == 2 else value))
    return value if isinstance(value, str) else ""


def _endpoint(said: str) -> str | None:
    found = wording(_READER).search(said[:4000])
    return found[0][:80] if found else None
