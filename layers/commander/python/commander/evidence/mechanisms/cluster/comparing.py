"""A claim beside the volumes and classes that it could use: what keeps it from each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commander.evidence.case import Case
from commander.evidence.cluster import volumes as stock
from commander.evidence.cluster.volumes import Claim, Volume, classes, mismatches, volumes
from commander.evidence.facts import Fact


@dataclass(frozen=True, slots=True)
class Comparison:
    """How probable each difference is the one at fault, and the volumes that come nearest to the claim by each."""

    shares: dict[str, float]
    nearest: dict[str, Volume]


def open_kinds(case: Case, claim: Claim) -> dict[str, float]:
    """What may be where no volume can be compared: the class, where one is asked for that is not there."""
    known = case.reading(classes)
    if claim.storage_class and known and claim.storage_class not in known:
        return {stock.CLASS: 1.0}
    if claim.storage_class and claim.storage_class in known and not known[claim.storage_class].dynamic:
        return {stock.CLASS: 0.6, stock.CAPACITY: 0.2, stock.ACCESS: 0.2}
    return {stock.CLASS: 0.5, stock.CAPACITY: 0.25, stock.SELECTOR: 0.4 if claim.selector else 0.1, stock.ACCESS: 0.2}


def compare(case: Case, claim: Claim) -> Comparison:
    known = case.reading(classes)
    kind = known.get(claim.storage_class or "")
    default = next((one.name for one in known.values() if one.default), None)
    listed = case.reading(volumes)
    if claim.wanted is not None:
        named = [one for one in listed if one.name == claim.wanted]
        if listed and not named:
            return Comparison({stock.NAME: 1.0}, {})
        listed = tuple(named)
    elif kind is not None and kind.dynamic and not claim.selector:
        listed = tuple(one for one in listed if one.bindable and one.storage_class == kind.name)
    rated = [(mismatches(claim, one, default), one) for one in listed]
    rated = [pair for pair in rated if pair[0]]
    free = [pair for pair in rated if stock.BOUND not in pair[0]]
    if not free:
        return _bound(claim, rated)
    fewest = min(len(found) for found, _ in free)
    nearest = [pair for pair in free if len(pair[0]) == fewest]
    alike = max(_alike(claim, one) for _, one in nearest)
    nearest = [pair for pair in nearest if _alike(claim, pair[1]) == alike]
    shares: dict[str, float] = {}
    for found, _ in nearest:
        for one in found:
            shares[one] = shares.get(one, 0.0) + 1.0 / len(found)
    total = sum(shares.values())
    by_kind = {one: volume for found, volume in reversed(nearest) for one in found}
    return Comparison({one: share / total for one, share in shares.items()}, by_kind)


def _bound(claim: Claim, rated: Sequence[tuple[tuple[str, ...], Volume]]) -> Comparison:
    """Where every volume is taken: one that the claim would fit otherwise and that it means, not any of the cluster."""
    meant = [
        one
        for found, one in rated
        if found == (stock.BOUND,) and (claim.wanted or claim.selector or _alike(claim, one))
    ]
    if not meant and rated and all(found == (stock.BOUND,) for found, _ in rated):
        meant = [one for _, one in rated if one.storage_class in ("", claim.storage_class)]
    return Comparison({stock.BOUND: 1.0}, {stock.BOUND: meant[0]}) if meant else Comparison({}, {})


def _alike(claim: Claim, volume: Volume) -> int:
    """How many words the names of a claim and a volume share."""
    words = [
        set(re.split(r"[-_.]", one)) - {"pv", "pvc", "data", "claim", "volume"} for one in (claim.name, volume.name)
    ]
    return len(words[0] & words[1])


def compared_facts(case: Case, claim: Claim, kind: str, compared: Comparison) -> list[Fact]:
    """What claim and volume say side by side."""
    volume, known = compared.nearest.get(kind), case.reading(classes)
    name, items = claim.name, claim.items[1:]
    found = []
    if kind == stock.CLASS and claim.storage_class and known and claim.storage_class not in known:
        names = ", ".join(sorted(known)[:6])
        statement = f"Claim {name} asks for storage class {claim.storage_class}; those listed are {names}."
        found.append(case.fact_of_state(claim.item, statement, *items, *(known[one].item for one in sorted(known)[:6])))
    if kind == stock.NAME:
        listed = case.reading(volumes)
        statement = f"Claim {name} names volume {claim.wanted}, which is not among the {len(listed)} listed."
        found.append(case.fact_of_state(claim.item, statement, *items, *(one.item for one in listed)))
    if volume is not None:
        found.append(case.fact_of_state(claim.item, _side_by_side(claim, volume, kind), *items, *volume.items))
    return found


def _side_by_side(claim: Claim, volume: Volume, kind: str) -> str:
    asks, has = f"Claim {claim.name} asks for", f"volume {volume.name}"
    if kind == stock.SELECTOR:
        wanted = ", ".join(f"{key}={value}" for key, value in sorted(claim.selector.items()))
        labels = ", ".join(f"{key}={value}" for key, value in sorted((volume.labels or {}).items())) or "none"
        return f"Claim {claim.name} selects volumes with {wanted}; the labels of {has} are: {labels}."
    if kind == stock.CAPACITY:
        return f"{asks} {claim.spelt}; {has} has {volume.spelt}."
    if kind == stock.ACCESS:
        return f"{asks} {' '.join(sorted(claim.modes))}; {has} offers {' '.join(sorted(volume.modes))}."
    if kind == stock.CLASS:
        asked = "the default one" if claim.storage_class is None else claim.storage_class or "none"
        return f"{asks} storage class {asked}; that of {has} is {volume.storage_class or 'none'}."
    taken = f"is {volume.status or 'kept'} for {volume.claim or 'another claim'}"
    return f"Volume {volume.name}, which claim {claim.name} would fit, {taken}."
