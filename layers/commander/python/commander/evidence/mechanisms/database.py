"""A database has no connection left.

Predicts: connections at the configured maximum. Contradicted by: connections well below it.
"""

from collections.abc import Iterator
from typing import Any

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, number, short


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose limit and connections are both known."""
    for one in case.of_role(Role.CONNECTIONS):
        entity = one.series.entity
        if entity is None or not one.series.values or not case.concerns(entity):
            continue
        for item in case.states(entity, "rds_instance"):
            limit = _limit(item.attributes)
            if limit is None:
                continue
            argument = Argument("db.connections_exhausted", entity, f"All connections of {short(entity)} are in use.")
            most = max(one.series.values)
            fact = case.stated(
                "metric",
                entity,
                f"{one.series.name} of {short(entity)} reached {amount(most, one.series.unit)} "
                f"of the {number(limit)} allowed.",
                (one.series.id, item.id),
            )
            if one.after >= 0.95 * limit:
                argument.back(fact, 3.0)
                argument.back(case.fact(one), 0.5)
                argument.direct = True
                argument.lack(f"connections of {short(entity)} by client")
            else:
                argument.oppose(fact, 3.0 if most < 0.8 * limit else 1.0)
            yield argument


def _limit(attributes: dict[str, Any]) -> float | None:
    parameters = attributes.get("parameters")
    if not isinstance(parameters, dict):
        return None
    limit = _positive(parameters.get("max_connections"))
    reserved = _positive(parameters.get("superuser_reserved_connections"))
    if limit is None:
        return None
    return limit - reserved if reserved is not None and reserved < limit else limit


def _positive(value: Any) -> float | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 12:
        value = int(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e12 else None
