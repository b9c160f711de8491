"""A claim that no volume fits, or a claim that does not exist, keeps a workload from starting.

Predicts: the claim is pending (or missing), its pods wait, and the claim and the volumes that come nearest to it differ
in one thing. A claim that waits for its first consumer is normal.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster import volumes as stock
from commander.evidence.cluster.pods import pods_of, workload_of
from commander.evidence.cluster.volumes import Claim, Volume, claims, classes, mismatches, user_of, uses, volumes
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.reports import Report, reports
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.mechanisms.cluster.unplaced import unplaced, waits
from commander.evidence.sentences import short

CAUSES = {
    stock.SELECTOR: "k8s.volume.pvc_selector_mismatch",
    stock.NAME: "k8s.volume.pvc_selector_mismatch",
    stock.CLASS: "k8s.volume.storage_class_mismatch",
    stock.ACCESS: "k8s.volume.access_mode_mismatch",
    stock.CAPACITY: "k8s.volume.capacity_mismatch",
    stock.BOUND: "k8s.volume.already_bound",
}
_SUMMARIES = {
    stock.SELECTOR: "no volume carries the labels that it selects",
    stock.NAME: "the volume that it names does not exist",
    stock.CLASS: "its storage class matches no volume or provisioner",
    stock.ACCESS: "no volume offers its access mode",
    stock.CAPACITY: "no volume is as large as it asks",
    stock.BOUND: "the volume that it wants is bound to another claim",
}
_WORDS: tuple[tuple[str, str], ...] = (
    (
        stock.CLASS,
        r"storageclass(?:es)?(?:\.storage\.k8s\.io)? \W{0,2}[\w.-]+\W{0,2} not found|storageclassname does not match",
    ),
    (stock.BOUND, r"already bound to a different claim|bound to (?:another|a different) claim|already claimed by"),
    (
        stock.CAPACITY,
        r"requested pv is too small|is too small|not enough (?:free )?(?:space|capacity)|insufficient capacity",
    ),
    (stock.CAPACITY, r"(?:requested|required) (?:size|bytes|capacity) .{0,60}(?:exceed|greater|larger|too)"),
    (stock.ACCESS, r"incompatible access ?mode|access ?modes? .{0,60}(?:not supported|unsupported|invalid|mismatch)"),
    (stock.ACCESS, r"(?:only|invalid|unsupported) .{0,40}access ?modes?|volume capabilit\w+ .{0,40}not supported"),
    (stock.ACCESS, r"multi_node_multi_writer|only (?:supports? )?readwriteonce"),
    (stock.SELECTOR, r"selector is not supported|claim\.spec\.selector"),
)
"""What controllers and provisioners say about a claim; the phrases are searched in lower case."""
_NO_VOLUME = r"no persistent volumes available"
_NORMAL = r"waiting for first consumer|waitforfirstconsumer|waitforpodscheduled|waiting for pod .{1,80} to be scheduled"
_CLAIM_KINDS = ("pvc", "persistentvolumeclaim")
_SURE = 0.7


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about claims without a volume, and about claims that do not exist."""
    yield from _missing(case)
    told = {claim.entity for claim in case.reading(claims)}
    for claim in case.reading(claims):
        if claim.pending and _matters(case, claim):
            yield from _unbound(case, claim)
    for entity, said in _known_by_events(case, told).items():
        yield from _only_said(case, entity, said)


# --- claims that do not exist ---------------------------------------------------------------------------------------


def _missing(case: Case) -> Iterator[Argument]:
    found: dict[tuple[str, str], Argument] = {}
    for one in case.reading(unplaced):
        for report, said in one.said[:3]:
            for reason in said.of(why.CLAIM_MISSING):
                argument = _missing_argument(found, one.workload, reason.about or "")
                argument.direct = True
                argument.back(report.fact(), 4.5)
                for pod in one.pods[:1]:
                    pending = f"{pod.name} is {pod.phase or pod.status or 'waiting'} and has no node."
                    argument.back(case.fact_of_state(pod.item, pending), 0.7)
    listed = case.reading(claims)
    for use in case.reading(uses):
        near = [one for one in listed if use.namespace is None or one.namespace in (None, use.namespace)]
        if any(one.name == use.claim for one in listed) or not near:
            continue
        if use.pod is not None and not waits(use.pod):
            continue
        if use.pod is None and standing(case, use.workload).fine is not False:
            continue
        argument = _missing_argument(found, use.workload, use.claim)
        names = ", ".join(one.name for one in near[:5])
        first, *more = use.items
        items: list[State] = [*more, *(one.item for one in near[:5])]
        statement = f"{short(first.entity)} uses the claim {use.claim}; the claims that were listed are {names}"
        statement += f" and {len(near) - 5} more." if len(near) > 5 else "."
        argument.back(case.fact_of_state(first, statement, *items), 2.0 if argument.direct else 4.0)
        argument.direct = True
    for place in sorted(found):
        argument = found[place]
        if argument.supporting:
            _weigh_waiting(case, argument)
            weigh_standing(case, argument)
            yield argument


def _missing_argument(found: dict[tuple[str, str], Argument], workload: str, claim: str) -> Argument:
    named = f" {claim}" if claim else ""
    return found.setdefault(
        (workload, ""),
        Argument(
            "k8s.volume.claim_missing", workload, f"{short(workload)} uses the claim{named}, which does not exist."
        ),
    )


# --- claims without a volume ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Comparison:
    """How probable each difference is the one at fault, and the volumes that come nearest to the claim by each."""

    shares: dict[str, float]
    nearest: dict[str, Volume]


def _matters(case: Case, claim: Claim) -> bool:
    """Whether something waits for the claim; a claim that nobody uses yet may stay pending."""
    used = [one for one in case.reading(uses) if one.claim == claim.name and one.namespace in (None, claim.namespace)]
    own = [pod for one in used for pod in pods_of(case, one.workload)]
    if any(one.pod is not None and waits(one.pod) for one in used):
        return True
    if own and all(pod.is_ready for pod in own):
        return False
    kind = case.reading(classes).get(claim.storage_class or "")
    said = _about(case, claim.entity)
    if kind is not None and kind.waits and not used:
        return False
    return bool(used) or not any(one.says(_NORMAL) for one in said) or bool(claim.used_by)


def _unbound(case: Case, claim: Claim) -> Iterator[Argument]:
    workload, said = user_of(case, claim), _about(case, claim.entity)
    compared = _compare(case, claim)
    shares = dict(compared.shares)
    for report in said:
        kind = _named(report)
        if kind is None:
            continue
        # Where a volume of the class is there, a missing class only says that this volume did not fit.
        known = {one.storage_class for one in case.reading(volumes)}
        weak = kind == stock.CLASS and claim.storage_class in known and bool(compared.shares)
        shares[kind] = shares.get(kind, 0.0) + (0.1 if weak else 2.0)
    if not shares:
        shares = _anything(case, claim, said)
    total = sum(shares.values())
    for kind in sorted(shares, key=lambda kind: (-shares[kind], kind))[:3]:
        yield _argument(case, claim, workload, kind, shares[kind] / total, compared, said)
    yield from _refuted(case, claim, workload, compared)


def _anything(case: Case, claim: Claim, said: Sequence[Report]) -> dict[str, float]:
    """What may be where no volume can be compared: the class, where one is asked for that is not there."""
    known = case.reading(classes)
    if claim.storage_class and known and claim.storage_class not in known:
        return {stock.CLASS: 1.0}
    if claim.storage_class and claim.storage_class in known and not known[claim.storage_class].dynamic:
        return {stock.CLASS: 0.6, stock.CAPACITY: 0.2, stock.ACCESS: 0.2}
    return {stock.CLASS: 0.5, stock.CAPACITY: 0.25, stock.SELECTOR: 0.4 if claim.selector else 0.1, stock.ACCESS: 0.2}


def _compare(case: Case, claim: Claim) -> _Comparison:
    known = case.reading(classes)
    kind = known.get(claim.storage_class or "")
    default = next((one.name for one in known.values() if one.default), None)
    listed = case.reading(volumes)
    if claim.wanted is not None:
        named = [one for one in listed if one.name == claim.wanted]
        if listed and not named:
            return _Comparison({stock.NAME: 1.0}, {})
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
    return _Comparison({one: share / total for one, share in shares.items()}, by_kind)


def _bound(claim: Claim, rated: Sequence[tuple[tuple[str, ...], Volume]]) -> _Comparison:
    """Where every volume is taken: one that the claim would fit otherwise and that it means, not any of the cluster."""
    meant = [
        one
        for found, one in rated
        if found == (stock.BOUND,) and (claim.wanted or claim.selector or _alike(claim, one))
    ]
    if not meant and rated and all(found == (stock.BOUND,) for found, _ in rated):
        meant = [one for _, one in rated if one.storage_class in ("", claim.storage_class)]
    return _Comparison({stock.BOUND: 1.0}, {stock.BOUND: meant[0]}) if meant else _Comparison({}, {})


def _alike(claim: Claim, volume: Volume) -> int:
    """How many words the names of a claim and a volume share."""
    words = [
        set(re.split(r"[-_.]", one)) - {"pv", "pvc", "data", "claim", "volume"} for one in (claim.name, volume.name)
    ]
    return len(words[0] & words[1])


def _argument(
    case: Case,
    claim: Claim,
    workload: str,
    kind: str,
    share: float,
    compared: _Comparison,
    said: Sequence[Report],
) -> Argument:
    argument = Argument(
        CAUSES[kind], workload, f"The claim {claim.name} of {short(workload)} stays pending: {_SUMMARIES[kind]}."
    )
    discount, strongest = -math.log(share), 4.0
    for fact in _compared(case, claim, kind, compared):
        argument.back(fact, max(0.5, strongest - discount))
        strongest = 2.0
    for report in [one for one in said if _named(one) == kind][:2]:
        argument.back(report.fact(), max(0.5, strongest - discount))
        strongest = 1.0
    for report in [one for one in said if _named(one) is None and one.says(_NO_VOLUME)][:1]:
        argument.back(report.fact(), 1.5)
    state = f"Claim {claim.name} is {claim.status or 'not bound'}."
    argument.back(case.fact_of_state(claim.item, state), 1.0)
    argument.direct = share >= _SURE and strongest < 4.0
    if not argument.direct:
        argument.lack(f"the volumes and storage classes that claim {claim.name} could use, and its events", 0.3)
    _weigh_waiting(case, argument)
    weigh_standing(case, argument, [one.first for one in said])
    return argument


def _compared(case: Case, claim: Claim, kind: str, compared: _Comparison) -> list[Fact]:
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


def _refuted(case: Case, claim: Claim, workload: str, compared: _Comparison) -> Iterator[Argument]:
    """The class and the size, where the nearest volume has what is asked for: looked at, and not at fault."""
    volume = next((compared.nearest[kind] for kind in sorted(compared.nearest)), None)
    if volume is None or volume.name in (claim.wanted, None):
        return
    if stock.CLASS not in compared.shares and claim.storage_class and claim.storage_class == volume.storage_class:
        rival = Argument(CAUSES[stock.CLASS], workload, f"The storage class of claim {claim.name} matches no volume.")
        statement = f"Claim {claim.name} and volume {volume.name} are both of storage class {claim.storage_class}."
        rival.oppose(case.fact_of_state(claim.item, statement, *claim.items[1:], *volume.items), 3.0)
        yield rival


# --- what is only said ----------------------------------------------------------------------------------------------


def _known_by_events(case: Case, told: set[str]) -> dict[str, list[Report]]:
    """What is said of claims that state does not tell of, and of pods whose claims nothing is known of."""
    found: dict[str, list[Report]] = {}
    for one in case.reading(reports):
        unknown = one.place.partition("/")[0] in _CLAIM_KINDS and one.place not in told and not one.says(_NORMAL)
        if unknown and (_named(one) is not None or one.says(_NO_VOLUME)):
            found.setdefault(one.place, []).append(one)
    if not told and not found:
        for waiting in case.reading(unplaced):
            for report, said in waiting.said[:1]:
                if said.of(why.UNBOUND, why.NO_VOLUME):
                    found.setdefault(waiting.workload, []).append(report)
    return dict(sorted(found.items()))


def _only_said(case: Case, entity: str, said: Sequence[Report]) -> Iterator[Argument]:
    workload = _guessed_user(case, entity)
    kinds = {kind for one in said if (kind := _named(one)) is not None}
    open_ones = {stock.CLASS: 0.45, stock.CAPACITY: 0.2, stock.SELECTOR: 0.2, stock.ACCESS: 0.15}
    shares = {kind: 1.0 / len(kinds) for kind in kinds} if kinds else open_ones
    for kind in sorted(shares, key=lambda kind: (-shares[kind], kind))[:3]:
        argument = Argument(CAUSES[kind], workload, f"A claim of {short(workload)} gets no volume: {_SUMMARIES[kind]}.")
        facts = [one.fact() for one in said if _named(one) in (kind, None)]
        strongest = 4.0 if kinds else 2.5
        for place, fact in enumerate(facts[:2]):
            argument.back(fact, max(0.3, strongest + math.log(shares[kind])) if place == 0 else 0.7)
        argument.direct = bool(kinds) and shares[kind] >= _SURE
        if not argument.direct:
            argument.lack("the claim, and the volumes and storage classes that it could use", 0.3)
        _weigh_waiting(case, argument)
        weigh_standing(case, argument, [one.first for one in said])
        yield argument


def _guessed_user(case: Case, entity: str) -> str:
    if entity.partition("/")[0] not in _CLAIM_KINDS:
        return entity
    name = entity.rpartition("/")[2]
    for use in case.reading(uses):
        if use.claim == name:
            return use.workload
    waiting = [one.workload for one in case.reading(unplaced) if any(said.of(why.UNBOUND) for _, said in one.said)]
    if len(waiting) == 1:
        return waiting[0]
    base = re.sub(r"-\d+$", "", name)
    sets = [one for one in sorted(case.entities) if one.startswith("statefulset/") and base.endswith(f"-{short(one)}")]
    pods = [one for one in sorted(case.entities) if one.startswith("pod/") and name.endswith(f"-{short(one)}")]
    return workload_of(case, (sets or pods or waiting or [entity])[0])


def _about(case: Case, entity: str) -> list[Report]:
    return [one for one in case.reading(reports) if one.place == entity and one.source != "state"]


def _named(report: Report) -> str | None:
    return next((kind for kind, words in _WORDS if report.says(words)), None)


def _weigh_waiting(case: Case, argument: Argument) -> None:
    """The scheduler's own words that the pods wait for their claims."""
    for one in case.reading(unplaced):
        if one.workload != argument.entity:
            continue
        for report, said in one.said[:1]:
            if said.of(why.UNBOUND, why.NO_VOLUME):
                argument.back(report.fact(), 1.0)
        for pod in one.pods[:1]:
            pending = f"{pod.name} is {pod.phase or pod.status or 'waiting'} and has no node."
            argument.back(case.fact_of_state(pod.item, pending), 0.7)
