"""What depends on what, read from the edges of a bundle and from what the state of things says of them."""

from collections.abc import Iterable, Iterator

from commander.contract.evidence import Edge, State
from commander.evidence.kinship import Kinship

_NEEDS = frozenset({"calls", "reads", "writes", "depends_on", "runs_on"})
"""Along these edges the first thing fails when the second does. `owns` counts as well: what is owned serves."""


_NOTHING: frozenset[str] = frozenset()
_MOST_WALKED, _NEAREST, _MOST_KEPT = 100_000, 200, 2000
"""After so many steps along edges only so many of the nearest things are followed, and so many answers are kept."""


class Topology:
    """The directed graph of needs between workloads: all parts of one count as one thing.

    `known`: whether the bundle holds edges. With none nothing is known, which is not the same as unconnected. What
    state implies (a pod's node, a thing's namespace) and `members` of clusters add to the reach of a thing and never
    make the graph known. `cut`: whether for some things only what is nearest was followed: a graph of thousands of
    things is not walked from each of them.
    """

    def __init__(
        self,
        edges: Iterable[Edge],
        kinship: Kinship,
        states: Iterable[State] = (),
        members: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._kinship = kinship
        self.known = False
        self.cut = False
        self._walked = 0
        self._needs: dict[str, set[str]] = {}
        self._needed_by: dict[str, set[str]] = {}
        self._implied: dict[str, set[str]] = {}
        self._implied_by: dict[str, set[str]] = {}
        self._writers: dict[str, set[str]] = {}
        self._ends: dict[str, set[str]] = {}
        self._edge_ids: dict[tuple[str, str], str] = {}
        self._edge_ids_of_groups: dict[tuple[str, str], str] = {}
        self._all_members: dict[str, list[str]] = {}
        self._direct: dict[str, list[str]] = {}
        self._direct_dependents: dict[str, list[str]] = {}
        self._known: dict[tuple[str, str], dict[str, int]] = {}
        for edge in sorted(edges, key=lambda edge: (edge.from_, edge.to, edge.id)):
            self.known = True
            if edge.kind in _NEEDS or edge.kind == "owns":
                self._edge_ids.setdefault((edge.from_, edge.to), edge.id)
                groups = kinship.of(edge.from_), kinship.of(edge.to)
                self._edge_ids_of_groups.setdefault(groups, edge.id)
                self._connect(edge.from_, edge.to, self._needs, self._needed_by)
            if edge.kind == "writes":
                self._writers.setdefault(kinship.of(edge.to), set()).add(kinship.of(edge.from_))
        for item in states:
            for needed in _implied_needs(item):
                self._connect(item.entity, needed, self._implied, self._implied_by)
        for cluster, member in members:  # what is said of the one is said of the other
            self._connect(cluster, member, self._implied, self._implied_by)
            self._connect(member, cluster, self._implied, self._implied_by)

    def _connect(self, entity: str, needed: str, forward: dict[str, set[str]], back: dict[str, set[str]]) -> None:
        one, other = self._kinship.of(entity), self._kinship.of(needed)
        self._ends.setdefault(one, set()).add(entity)
        self._ends.setdefault(other, set()).add(needed)
        if one != other:
            forward.setdefault(one, set()).add(other)
            back.setdefault(other, set()).add(one)

    def holds(self, entity: str) -> bool:
        """Whether an edge, or what state implies, says anything of the thing."""
        return self._kinship.of(entity) in self._ends

    def needs(self, entity: str) -> list[str]:
        """What the thing needs directly, as the edges name it, in order. The answer must not be changed."""
        group = self._kinship.of(entity)
        if group not in self._direct:
            direct = self._needs.get(group, ())
            self._direct[group] = sorted(end for other in direct for end in self._ends.get(other, ()))
        return self._direct[group]

    def edge(self, entity: str, needed: str) -> str | None:
        """The id of the edge between a thing and one it needs, between any parts of theirs."""
        found = self._edge_ids.get((entity, needed))
        if found is not None:
            return found
        return self._edge_ids_of_groups.get((self._kinship.of(entity), self._kinship.of(needed)))

    def needed_from(self, entity: str) -> dict[str, int]:
        """Everything the thing needs, directly or not, with the distance; itself and its own parts at 0."""
        return self._kept("needs", entity, self._needs, self._implied)

    def needed_by_edges(self, entity: str) -> dict[str, int]:
        """As `needed_from`, by the bundle's edges alone."""
        return self._kept("edges", entity, self._needs, {})

    def fed_by(self, entity: str) -> dict[str, int]:
        """Everything that what the thing reads is filled from: the writers of what it needs, and all that they need."""
        found: dict[str, int] = {}
        groups = {self._kinship.of(needed) for needed in self.needed_by_edges(entity)}
        for writer in sorted({writer for group in groups for writer in self._writers.get(group, ())}):
            for needed, far in self.needed_by_edges(writer).items():
                found[needed] = min(far, found.get(needed, far))
        return found

    def dependents_of(self, entity: str) -> dict[str, int]:
        """Everything that needs the thing, directly or not, with the distance; itself and its own parts at 0."""
        return self._kept("dependents", entity, self._needed_by, self._implied_by)

    def direct_dependents_of(self, entity: str) -> list[str]:
        """What needs the thing directly, of `dependents_of`: nothing further is walked. It must not be changed."""
        group = self._kinship.of(entity)
        if group not in self._direct_dependents:
            direct = self._needed_by.get(group, _NOTHING) | self._implied_by.get(group, _NOTHING)
            self._direct_dependents[group] = [member for other in sorted(direct) for member in self.members(other)]
        return self._direct_dependents[group]

    def all_dependents_of(self, entity: str) -> dict[str, int]:
        """As `dependents_of`, however many there are: for one thing, not for each."""
        return self._distances(entity, self._needed_by, self._implied_by, None)

    def members(self, group: str) -> list[str]:
        """All parts of the workload that a thing stands for, in order. The answer must not be changed."""
        if group not in self._all_members:
            self._all_members[group] = sorted({*self._kinship.family(group), *self._ends.get(group, ())})
        return self._all_members[group]

    def _kept(
        self, what: str, entity: str, neighbours: dict[str, set[str]], implied: dict[str, set[str]]
    ) -> dict[str, int]:
        """Distances are asked for again and again; the answers must not be changed."""
        key = (what, entity)
        if key not in self._known:
            whole = self._walked < _MOST_WALKED
            found = self._distances(entity, neighbours, implied, None if whole else _NEAREST)
            if not whole:
                self.cut = self.cut or len(found) > _NEAREST
                while len(self._known) > _MOST_KEPT:
                    del self._known[next(iter(self._known))]
            self._known[key] = found
        return self._known[key]

    def _distances(
        self, entity: str, neighbours: dict[str, set[str]], implied: dict[str, set[str]], most: int | None
    ) -> dict[str, int]:
        start = self._kinship.of(entity)
        distances = {start: 0}
        found = {entity: 0}
        waiting = [start]
        for group in waiting:  # it grows on the way
            if most is not None and len(found) > most:
                break
            far = distances[group]
            for member in self.members(group):
                found[member] = far
            following = neighbours.get(group, _NOTHING)
            if group in implied:
                following = following | implied[group]
            self._walked += 1 + len(following)
            reached = sorted([other for other in following if other not in distances])
            for other in reached:
                distances[other] = far + 1
            waiting += reached
        return found


def _implied_needs(item: State) -> Iterator[str]:
    """What a thing needs by its own state: its node, its namespace, the claims it mounts."""
    for key, kind in (("node", "node"), ("namespace", "namespace")):
        name = item.attributes.get(key)
        if isinstance(name, str) and name.strip() and item.entity.partition("/")[0] != kind:
            yield f"{kind}/{name.strip()}"
