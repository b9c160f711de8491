"""Names that are nearly the same: what somebody may have meant who wrote another."""

import difflib
from collections.abc import Iterable, Iterator

_CLOSE = 0.8
_FEW = 64
_PIECE, _RARE = 3, 16


class Names:
    """Some names, among which the nearest to another is found.

    Of few names each is compared. Of many only those are that one letter's slip turns into the other (one left out,
    added, changed, or two swapped), or that share a piece of three letters with it that few names have.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._slips: dict[str, list[str]] = {}
        self._pieces: dict[str, list[str]] = {}
        if len(self._names) > _FEW:
            for name in self._names:
                for slip in _slips(name):
                    _keep(self._slips, slip, name)
                for piece in _pieces(name):
                    _keep(self._pieces, piece, name)

    def nearest(self, name: str) -> str | None:
        """The name most like another, if one is like it; the other itself where it is among them."""
        close = difflib.get_close_matches(name, self._candidates(name), 1, _CLOSE)
        return close[0] if close else None

    def _candidates(self, name: str) -> list[str]:
        if len(self._names) <= _FEW:
            return self._names
        found = {one for slip in _slips(name) for one in self._slips.get(slip, ())}
        for piece in _pieces(name):
            alike = self._pieces.get(piece, [])
            found.update(alike if len(alike) <= _RARE else ())
        return sorted(found)


def _keep(found: dict[str, list[str]], key: str, name: str) -> None:
    known = found.setdefault(key, [])
    if len(known) <= _RARE:
        known.append(name)


def _slips(name: str) -> Iterator[str]:
    """The name, and the name without each of its letters; of a name longer than a host's label may be only itself."""
    yield name
    if len(name) <= 63:
        yield from {name[:at] + name[at + 1 :] for at in range(len(name))}


def _pieces(name: str) -> set[str]:
    return {name[at : at + _PIECE] for at in range(min(len(name), 64) - _PIECE + 1)}
