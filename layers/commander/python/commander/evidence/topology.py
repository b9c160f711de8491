"""What depends on what, read from the edges of a bundle."""

from collections import deque
from collections.abc import Iterable

from commander.contract.evidence import Edge

_NEEDS = frozenset({"calls", "reads", "writes", "depends_on", "runs_on"})
"""Along these edges the first thing fails when the second does. `owns` counts the other way round as well: what a
workload owns serves it."""


class Topology:
    """The directed graph of needs. With no edge at all nothing is known, which is not the same as unconnected."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.known = False
        self._needs: dict[str, set[str]] = {}
        self._needed_by: dict[str, set[str]] = {}
        self._edge_ids: dict[tuple[str, str], str] = {}
        for edge in sorted(edges, key=lambda edge: edge.id):
            self.known = True
            if edge.kind in _NEEDS or edge.kind == "owns":
                self._needs.setdefault(edge.from_, set()).add(edge.to)
                self._needed_by.setdefault(edge.to, set()).add(edge.from_)
                self._edge_ids.setdefault((edge.from_, edge.to), edge.id)

    def needs(self, entity: str) -> list[str]:
        """What the thing needs directly."""
        return sorted(self._needs.get(entity, ()))

    def edge(self, entity: str, needed: str) -> str | None:
        """The id of the edge between a thing and one it needs."""
        return self._edge_ids.get((entity, needed))

    def needed_from(self, entity: str) -> dict[str, int]:
        """Everything the thing needs, directly or not, with the distance; itself at 0."""
        return _distances(entity, self._needs)

    def dependents_of(self, entity: str) -> dict[str, int]:
        """Everything that needs the thing, directly or not, with the distance; itself at 0."""
        return _distances(entity, self._needed_by)


def _distances(start: str, neighbours: dict[str, set[str]]) -> dict[str, int]:
    distances = {start: 0}
    waiting = deque([start])
    while waiting:
        entity = waiting.popleft()
        for other in sorted(neighbours.get(entity, ())):
            if other not in distances:
                distances[other] = distances[entity] + 1
                waiting.append(other)
    return distances
