"""A claim that no volume fits keeps a workload from starting.

Predicts: the claim is pending, its pods wait, and the claim and the volumes that come nearest to it differ
in one thing. A claim that waits for its first consumer is normal.
"""

import math
import re
from collections.abc import Iterator, Sequence

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster import volumes as stock
from commander.evidence.cluster.claim_users import Use, user_of, uses
from commander.evidence.cluster.pods import pods_of, workload_of
from commander.evidence.cluster.volumes import Claim, claims, classes, volumes
from commander.evidence.mechanisms.cluster.claims_missing import weigh_waiting
from commander.evidence.mechanisms.cluster.comparing import Comparison, compare, compared_facts, open_kinds
from commander.evidence.mechanisms.cluster.reports import Report, reports
from commander.evidence.mechanisms.cluster.standing import weigh_standing
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
    """Arguments about claims without a volume."""
    told = {claim.entity for claim in case.reading(claims)}
    for claim in case.reading(claims):
        if claim.pending and _matters(case, claim):
            yield from _unbound(case, claim)
    for entity, said in _known_by_events(case, told).items():
        yield from _only_said(case, entity, said)


# --- claims without a volume ----------------------------------------------------------------------------------------


def _matters(case: Case, claim: Claim) -> bool:
    """Whether something waits for the claim; a claim that nobody uses yet may stay pending."""
    known = case.reading(_uses_by_claim).get(claim.name, ())
    used = [one for one in known if one.namespace in (None, claim.namespace)]
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
    compared = compare(case, claim)
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
        shares = open_kinds(case, claim)
    total = sum(shares.values())
    for kind in sorted(shares, key=lambda kind: (-shares[kind], kind))[:3]:
        yield _argument(case, claim, workload, kind, shares[kind] / total, compared, said)
    yield from _refuted(case, claim, workload, compared)


def _argument(
    case: Case,
    claim: Claim,
    workload: str,
    kind: str,
    share: float,
    compared: Comparison,
    said: Sequence[Report],
) -> Argument:
    argument = Argument(
        CAUSES[kind], workload, f"The claim {claim.name} of {short(workload)} stays pending: {_SUMMARIES[kind]}."
    )
    discount, strongest = -math.log(share), 4.0
    for fact in compared_facts(case, claim, kind, compared):
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
    weigh_waiting(case, argument)
    weigh_standing(case, argument, [one.first for one in said])
    return argument


def _refuted(case: Case, claim: Claim, workload: str, compared: Comparison) -> Iterator[Argument]:
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
        weigh_waiting(case, argument)
        weigh_standing(case, argument, [one.first for one in said])
        yield argument


def _guessed_user(case: Case, entity: str) -> str:
    if entity.partition("/")[0] not in _CLAIM_KINDS:
        return entity
    name = entity.rpartition("/")[2]
    for use in case.reading(_uses_by_claim).get(name, ()):
        return use.workload
    waiting = case.reading(_unbound_workloads)
    if len(waiting) == 1:
        return waiting[0]
    base = re.sub(r"-\d+$", "", name)
    sets = [f"statefulset/{end}" for end in _ends(base) if f"statefulset/{end}" in case.entities]
    pods = [f"pod/{end}" for end in _ends(name) if f"pod/{end}" in case.entities]
    return workload_of(case, (sorted(sets) or sorted(pods) or waiting or [entity])[0])


def _ends(name: str) -> list[str]:
    """What follows each of the hyphens of a name."""
    return [name[at + 1 :] for at, letter in enumerate(name) if letter == "-"]


def _unbound_workloads(case: Case) -> list[str]:
    return [one.workload for one in case.reading(unplaced) if any(said.of(why.UNBOUND) for _, said in one.said)]


def _uses_by_claim(case: Case) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for one in case.reading(uses):
        found.setdefault(one.claim, []).append(one)
    return found


def _about(case: Case, entity: str) -> list[Report]:
    return case.reading(_reports_by_place).get(entity, [])


def _reports_by_place(case: Case) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = {}
    for one in case.reading(reports):
        if one.source != "state":
            found.setdefault(one.place, []).append(one)
    return found


def _named(report: Report) -> str | None:
    return next((kind for kind, words in _WORDS if report.says(words)), None)
