"""How a change stands in time to the trouble. A cause comes before its effect, and usually shortly before."""

from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.case import Case, Onset
from commander.evidence.facts import Fact
from commander.evidence.moments import span, spell
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import of_release, short

_RESOLVERS = ("coredns", "kube-dns", "node-local-dns", "nodelocaldns", "core-dns", "rke2-coredns", "dns-default")
_CLOSE_S, _NEAR_S, _FAR_S = 600.0, 1800.0, 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Proximity:
    """The weight of a change's place in time (negative: it speaks against the change) and the sentence about it."""

    weight: float
    fact: Fact

    def weigh(self, argument: Argument) -> None:
        """Puts it on its side of the argument."""
        if self.weight > 0:
            argument.back(self.fact, self.weight)
        else:
            argument.oppose(self.fact, -self.weight)


def onset_at(case: Case, entity: str) -> Onset | None:
    """When the trouble began at one thing: as its own series tell where they do, else when the incident's did."""
    known = [one for one in case.troubled(entity) if one.onset is not None]
    if not known:
        return case.onset
    # The incident's own series says it best, then failures; a latency may have moved for reasons of its own.
    own = [one for one in known if one is case.own]
    firm = own or [one for one in known if one.series.role is not Role.LATENCY] or known
    first = min(firm, key=lambda one: (one.onset or 0.0, one.series.name, one.series.id))
    start = first.onset or 0.0
    return Onset(start, start + first.series.period, (first.series.id,), True)


def proximity(case: Case, release: Release) -> Proximity:
    """Where the change lies relative to the onset at the thing that was changed."""
    onset = onset_at(case, release.entity)
    if onset is None:
        return Proximity(0.3, case.fact_of_release(release))
    # What is not known to have exposed a version may have done so at any time after it was made.
    exposed = release.end if release.exposes else release.start
    lead = onset.start - exposed
    place = f"the trouble at {short(release.entity)}" if release.entity == case.resource else "the trouble"
    seen = f"{place} was first seen ({spell(onset.start)})" if onset.observed else f"{place} was reported"
    said = of_release(release).rstrip(".")
    if release.start > onset.end:
        away = release.start - (onset.start if onset.observed else onset.end)
        return Proximity(-5.0, _fact(case, release, f"{said}, {span(away)} after {seen}.", onset))
    if lead <= 0:
        when = "within the period in which" if onset.observed else "shortly before"
        return Proximity(2.2, _fact(case, release, f"{said}, {when} {seen}.", onset))
    before = span(lead if onset.observed else onset.end - exposed)
    fact = _fact(case, release, f"{said}, {before} before {seen}.", onset)
    if lead <= _CLOSE_S:
        return Proximity(2.2, fact)
    if lead <= _NEAR_S:
        return Proximity(0.8, fact)
    return Proximity(-1.0 if lead <= _FAR_S else -3.0, fact)


def _fact(case: Case, release: Release, statement: str, onset: Onset) -> Fact:
    refs = tuple(dict.fromkeys((*release.ids, *onset.refs)))
    return case.ledger.state("change", release.entity, statement, refs, start=release.start)


def connection(case: Case, argument: Argument) -> None:
    """A thing that nothing connects with the symptom is an unlikely cause of it."""
    if serves_names(case, argument.entity):
        return
    if not case.concerns(argument.entity) and case.resource is not None and not case.share_need(argument.entity):
        fact = case.absence(
            argument.entity,
            f"Nothing collected shows that {short(case.resource)} needs {short(argument.entity)}.",
            "topology",
        )
        argument.oppose(fact, 2.5)
    elif case.distance(argument.entity) is None and case.resource is not None and not case.troubled(argument.entity):
        argument.lack(f"whether {short(case.resource)} needs {short(argument.entity)}", 0.8)


def serves_names(case: Case, entity: str) -> bool:
    """Whether a thing is the cluster's name service while what the symptom needs, or several others, find no names.

    Everything in a cluster asks it, and no topology says so.
    """
    if not entity.rpartition("/")[2].startswith(_RESOLVERS):
        return False
    lost = case.reading(_without_names)
    return len(lost) > 1 or any(case.concerns(one) for one in lost)


def _without_names(case: Case) -> frozenset[str]:
    """The workloads whose own errors say that a name does not resolve."""
    return frozenset(
        case.kin(one.entity)
        for one in case.patterns
        if one.error and not one.ended and one.entity is not None and one.signature is not None
        if one.signature.cause == "dns.resolution_failure"
    )


def newest_before(case: Case, releases: list[Release]) -> Release | None:
    """The last of some changes of one thing that can be a cause; the first later one where there is none."""
    if not releases:
        return None
    onset = onset_at(case, releases[0].entity)
    before = [one for one in releases if onset is None or one.start <= onset.end]
    return before[-1] if before else releases[0]
