"""What is affected or can be: everything that needs the thing at fault, by distance."""

from typing import Any

from commander.evidence.case import Case
from commander.evidence.sentences import short

_MOST = 50


def blast_radius(case: Case, origin: str | None) -> list[dict[str, Any]]:
    """The thing itself and all its dependents along the topology: entity, distance, impact, statement, source_ref.

    Impact is `failing` where the thing's own series turned bad, `working` where they were looked at and did not, else
    `reachable`: connected, and not looked at.
    """
    if origin is None:
        return []
    reached = sorted(case.topology.all_dependents_of(origin).items(), key=lambda pair: (pair[1], pair[0]))
    return [_item(case, entity, distance, origin) for entity, distance in reached[:_MOST]]


def _item(case: Case, entity: str, distance: int, origin: str) -> dict[str, Any]:
    bad = case.troubled(entity)
    looked_at = [one for one in case.of_any(entity) if one.series.values and one.series.role.bad_direction]
    if bad:
        impact, fact = "failing", case.fact(bad[0])
    elif looked_at:
        impact, fact = "working", case.fact(looked_at[0])
    else:
        needs = "is where the trouble lies" if distance == 0 else f"needs {short(origin)}"
        return {
            "entity": entity,
            "distance": distance,
            "impact": "reachable",
            "statement": f"{short(entity)} {needs}; its own series were not collected.",
            "source_ref": [],
        }
    return {
        "entity": entity,
        "distance": distance,
        "impact": impact,
        "statement": fact.statement,
        "source_ref": list(fact.source_ref),
    }
