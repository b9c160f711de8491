"""What is expected of a scenario: the cases' own words, for bundles that were written with a look at the engine."""

from collections.abc import Sequence

from scenarios.cases import building_aws
from scenarios.cases.building import Item, Scenario


def fault(
    document: Item,
    cause: str,
    entity: str,
    *,
    verdict: Sequence[str] = ("confirmed", "likely"),
    also: Sequence[tuple[str, str]] = (),
    herring: tuple[str, str] | None = None,
    near: Sequence[str] = (),
) -> Scenario:
    """The bundle with what it shows: a fault."""
    found, expected = building_aws.fault(
        document, cause, entity, verdict=verdict, also=also, herring=herring, near=near
    )
    return found, expected | {"written": "after"}
