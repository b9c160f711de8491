"""The targets behind a gateway answer with refusals of their own, not the gateway.

Predicts: refusals at the gateway rise together with those of the balancer's targets while no limit of the gateway is
near and the rest works, since a release of the target; its new version writes lines that the old one did not.
Contradicted by: no release, refusals by the gateway alone.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.effects import series_of
from commander.evidence.mechanisms.aws.levels import fact_of, late, rose
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import short

_REFUSED = ("4xxerror", "4xx", "httpcodetarget4xxcount", "httpcodeelb4xxcount", "4xxerrors", "httpcode4xx")
_BY_TARGETS = ("httpcodetarget4xxcount", "integration4xx", "backend4xx")
_MANY = 3
_ANSWERED = 2.4
"""A balancer's count of its targets' answers is the target's own, and stands for the count that it does not keep."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument per released target of a place whose refusals come from its targets."""
    place = case.resource
    if place is None or not [one for one in series_of(case, place, *_REFUSED) if _rises(case, one)]:
        return
    needed = case.topology.needed_from(place)
    for target in sorted(needed, key=lambda one: (needed[one], one)):
        above = case.topology.dependents_of(target)
        answered = [
            one for entity in sorted(above) for one in series_of(case, entity, *_BY_TARGETS) if _rises(case, one)
        ]
        releases = [one for one in case.releases_of(target) if one.entity == target and one.kind == "deployment"]
        suspect = newest_before(case, releases)
        if not answered or suspect is None or (near := proximity(case, suspect)).weight <= 1:
            continue
        argument = Argument("deployment.bad_release", target, f"The new version of {short(target)} refuses calls.")
        argument.back(near.fact, near.weight)
        argument.back(fact_of(case, answered[0]), _ANSWERED)
        written = _begun(case, suspect)
        if written is not None:
            argument.back(case.fact_of_pattern(written), 1.7)
            argument.direct = True
        yield argument


def _rises(case: Case, one: Behaviour) -> bool:
    return rose(one, 2.0, 5.0) and not late(case, one)


def _begun(case: Case, release: Release) -> Pattern | None:
    """What the released thing writes again and again since the release and never before."""
    found = [
        one
        for one in case.patterns
        if one.entity is not None
        and case.kin(one.entity) == case.kin(release.entity)
        and one.count >= _MANY
        and case.looked_before(one.entity)
        and one.first is not None
        and one.first >= release.start
        and (
            one.error
            or any(
                (line.level or "").lower().startswith("warn") or "warn" in line.message[:80].lower()
                for line in one.shown[:1]
            )
        )
    ]
    return min(found, key=lambda one: (-one.count, one.text)) if found else None
