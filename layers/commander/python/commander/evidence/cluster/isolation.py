"""Which policies isolate a pod, found by its labels."""

from collections.abc import Mapping

from commander.evidence.case import Case
from commander.evidence.cluster.policies import Policy, policies


class Isolation:
    """The policies of a bundle. Of several that say the same of the same pods the first stands for all."""

    def __init__(self, known: tuple[Policy, ...]) -> None:
        self._known: list[Policy] = []
        self._by_label: dict[tuple[str, str] | None, list[int]] = {}
        self._found: dict[tuple[frozenset[tuple[str, str]], str | None, str], list[Policy]] = {}
        said: dict[tuple[str | None, frozenset[tuple[str, str]], bool, str], int] = {}
        for one in known:
            says = (one.namespace, frozenset(one.pods.items()), one.vague, repr(sorted(one.rules.items())))
            place = said.setdefault(says, len(self._known))
            if place < len(self._known):
                if one.entity < self._known[place].entity:
                    self._known[place] = one
                continue
            # Whatever it isolates carries all of its labels, so also the last by name.
            self._by_label.setdefault(max(one.pods.items(), default=None), []).append(place)
            self._known.append(one)

    def isolating(self, carried: Mapping[str, str], namespace: str | None, direction: str) -> list[Policy]:
        """The policies that isolate a pod with these labels in a direction."""
        asked = (frozenset(carried.items()), namespace, direction)
        if asked not in self._found:
            places = {place for pair in (None, *carried.items()) for place in self._by_label.get(pair, ())}
            near = [self._known[place] for place in sorted(places)]
            self._found[asked] = [one for one in near if one.isolates(carried, namespace, direction)]
        return self._found[asked]


def isolation(case: Case) -> Isolation:
    """The case's policies; use with `case.reading`."""
    return Isolation(case.reading(policies))
