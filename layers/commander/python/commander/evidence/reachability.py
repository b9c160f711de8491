"""Which of many ranked marks on a graph can be reached from each of its nodes, without walking from every node.

The graph is contracted to its strongly connected components (Tarjan 1972, without recursion); the marks are then handed
on along it once in each direction. Only the first marks of each kind are handed on, so that the work is linear in the
graph.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

MOST = 32
"""So many marks of one kind are known of at a node, those of the lowest rank."""

Marks = Mapping[str, tuple[int, ...]]
"""Ranks in order by kind."""
Neighbours = Callable[[str], Iterable[str]]


class Components:
    """The strongly connected components of what can be reached from some nodes, each after all that it leads to."""

    def __init__(self, nodes: Iterable[str], neighbours: Neighbours) -> None:
        self.of: dict[str, int] = {}
        self.members: list[list[str]] = []
        found: dict[str, int] = {}
        low: dict[str, int] = {}
        path: list[str] = []
        for first in nodes:
            if first in found:
                continue
            found[first] = low[first] = len(found)
            path.append(first)
            walk = [(first, iter(neighbours(first)))]
            while walk:
                node, rest = walk[-1]
                for other in rest:
                    if other not in found:
                        found[other] = low[other] = len(found)
                        path.append(other)
                        walk.append((other, iter(neighbours(other))))
                        break
                    if other not in self.of:
                        low[node] = min(low[node], found[other])
                else:
                    walk.pop()
                    if walk:
                        low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                    if low[node] == found[node]:
                        self._close(node, path)

    def _close(self, node: str, path: list[str]) -> None:
        together: list[str] = []
        while not together or together[-1] != node:
            together.append(path.pop())
            self.of[together[-1]] = len(self.members)
        self.members.append(together)


class Reach:
    """For each node the marks below it (it leads to them and they do not lead back) and those within its component or
    below, or, where `neighbours` are the opposite ones, above."""

    def __init__(self, nodes: Sequence[str], neighbours: Neighbours, marks: Mapping[str, Marks]) -> None:
        self._components = Components(nodes, neighbours)
        self._beyond: list[Marks] = []
        self._within: list[Marks] = []
        for place, members in enumerate(self._components.members):
            leads = {self._components.of[other] for one in members for other in neighbours(one)} - {place}
            beyond = _first([self._within[other] for other in leads])
            own = [marks[one] for one in members if one in marks]
            self._beyond.append(beyond)
            self._within.append(_first([*own, beyond]) if own else beyond)

    def beyond(self, node: str) -> Marks:
        """The marks in other components."""
        return self._beyond[self._components.of[node]]

    def within(self, node: str) -> Marks:
        """The marks in its own component and in others."""
        return self._within[self._components.of[node]]


def _first(several: Sequence[Marks]) -> Marks:
    filled = [one for one in several if one]
    if len(filled) < 2:
        return filled[0] if filled else {}
    found: dict[str, set[int]] = {}
    for one in filled:
        for kind, ranks in one.items():
            found.setdefault(kind, set()).update(ranks)
    return {kind: tuple(sorted(ranks)[:MOST]) for kind, ranks in found.items()}
