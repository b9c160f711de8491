"""A newly released version fails.

Predicts: failures of the released thing begin with the release, with an error that was not there before, from the new
version only. Contradicted by: failures before the release or from the version before it, the released thing working,
throttling or a failing dependency that explains the failures without it.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.allclear.words import only_words
from commander.evidence.mechanisms.blamed import names_needed
from commander.evidence.mechanisms.own_figures import figures
from commander.evidence.mechanisms.proximity import connection, newest_before, onset_at, proximity
from commander.evidence.mechanisms.shifts import fanouts
from commander.evidence.outcomes import is_refusal
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_ALIAS = "alias_"
_MORE, _BUSIER = 1.2, 1.4
_SHOWS_S = 900.0
"""So long after a release its own way of working shows at the latest."""
_AT_ONCE_S = 300.0
_ALTERS = re.compile(
    r"Modify|Revoke|Switchover|Disable|Delete|Rotate|Failover|Reboot|Promote|Stop|Detach|Restore", re.I
)
_SETTINGS = frozenset({"config", "flag", "scaling", "access", "data"})
BY_TIME = frozenset(
    {
        "access.credentials_expired",
        "access.kms_key_unavailable",
        "app.certificate_expired",
        "db.read_only",
        "db.transaction_id_wraparound",
        "storage.full",
    }
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing that was released."""
    deployments: dict[str, list[Release]] = {}
    for release in case.releases:
        if release.kind == "deployment":
            deployments.setdefault(release.entity, []).append(release)
    for entity in sorted(deployments):
        suspect = newest_before(case, deployments[entity])
        if suspect is not None:
            argument = _argument(case, suspect)
            yield argument
            yield from _pressure(case, suspect, argument)


def _argument(case: Case, release: Release) -> Argument:
    version = f" version {release.version}" if release.version else ""
    argument = Argument(
        "deployment.bad_release", release.entity, f"The newly released{version} of {short(release.entity)} fails."
    )
    near = proximity(case, release)
    near.weigh(argument)
    connection(case, argument)
    failing = _weigh_failures(case, release, argument)
    seen_at_work = _weigh_errors(case, release, argument, since=near.weight > 0)
    _weigh_state(case, release, argument)
    _weigh_calls(case, release, argument)
    more_work = _weigh_figures(case, release, argument) and near.weight > 1
    _weigh_other_changes(case, release, argument)
    _weigh_other_explanations(case, release, argument)
    argument.direct = (failing and seen_at_work and near.weight > 1) or more_work
    if argument.direct and seen_at_work:
        says = next(one for one in _own_errors(case, release.entity) if case.is_new(one))
        argument.summary = (
            f'{short(release.entity)}{version} fails with "{says.text[:100]}"; the failures began with its release.'
        )
    return argument


def _pressure(case: Case, release: Release, argument: Argument) -> Iterator[Argument]:
    """Processors that became busy with a release while nobody asks for more: its code does more work than before."""
    near = proximity(case, release)
    if near.weight <= 1 or not case.reading(_asked_for_no_more):
        return
    busy = [
        one
        for one in case.of(release.entity, Role.CPU)
        if _rose(one, _BUSIER)
        and one.onset is not None
        and release.start - one.series.period <= one.onset <= release.end + _SHOWS_S
    ]
    if not busy or argument.contradicted:
        return
    argument.back(case.fact(min(busy, key=lambda one: (one.series.entity or "", one.series.id))), 2.0)
    used = Argument("compute.cpu_saturation", release.entity, f"{short(release.entity)} uses up its CPU.")
    used.oppose(near.fact, 3.0)
    yield used


def _asked_for_no_more(case: Case) -> bool:
    """Whether what the symptom needs is called no more often than before, as far as that is measured at all."""
    asked = [one for one in case.of_role(Role.DEMAND) if case.concerns(one.series.entity)]
    return bool(asked) and not any(_rose(one, _MORE) for one in asked)


def _rose(one: Behaviour, times: float) -> bool:
    return one.direction > 0 and one.ratio is not None and one.ratio >= times


def _weigh_failures(case: Case, release: Release, argument: Argument) -> bool:
    entity = release.entity
    bad = case.troubled(entity, Role.FAILURES, Role.SUCCESS, Role.LATENCY) or case.troubled(entity)
    fronts = [one for front in _fronts(case, entity) for one in case.troubled(front)]
    bad = bad or fronts
    if case.reading(only_words) is not None:
        bad = [one for one in bad if one is not case.own]
    if bad:
        weak = bad[0] is not case.own and (bad[0].fresh or bad[0].slight)
        argument.back(case.fact(bad[0]), 0.7 if weak else 1.0 if bad is fronts else 1.5)
        if weak and not case.troubled(entity, Role.FAILURES, Role.SUCCESS):
            # A little slower while nothing fails: a busy host does that to every version.
            for one in [one for one in case.of(entity, Role.FAILURES) if one.series.values][:1]:
                argument.oppose(case.fact(one), 1.5)
        return not weak
    looked_at = [one for one in case.of(entity, Role.FAILURES, Role.SUCCESS, Role.LATENCY) if one.series.values]
    if case.reading(only_words) is not None:
        looked_at = [one for one in looked_at if one is not case.own]
    if looked_at:
        for one in looked_at[:2]:
            argument.oppose(case.fact(one), 2.5 if one.series.role is Role.FAILURES else 1.0)
    else:
        argument.lack(f"errors of {short(entity)}", 0.7)
    return False


def _fronts(case: Case, entity: str) -> list[str]:
    """What runs on a workload and nothing else: its own figures are those of the workload."""
    return case.reading(_run_on).get(case.kin(entity), [])


def _run_on(case: Case) -> dict[str, list[str]]:
    runs: dict[str, set[str]] = {}
    for edge in case.bundle.topology:
        if edge.kind == "runs_on":
            runs.setdefault(edge.from_, set()).add(case.kin(edge.to))
    found: dict[str, list[str]] = {}
    for front in sorted(runs):
        if len(runs[front]) == 1:
            found.setdefault(next(iter(runs[front])), []).append(front)
    return found


def _weigh_errors(case: Case, release: Release, argument: Argument, *, since: bool) -> bool:
    """Whether the new version was seen failing by its own error lines, which began `since` its release."""
    entity = release.entity
    errors = [one for one in case.errors(entity) if not is_refusal(one.text)]  # clients err under every version
    if not errors:
        gaps = case.could_not_look("logs", entity)
        argument.lack(f"error logs of {short(entity)}" + (" (see the gap)" if gaps else ""), 1.0 if gaps else 0.5)
        return False
    at_work = False
    for pattern in [one for one in errors if case.is_new(one)][:3]:
        fact = case.fact_of_pattern(pattern)
        if _others_fail_too(pattern, release):
            argument.oppose(fact, 3.0)
        elif pattern.signature is not None and pattern.signature.cause in BY_TIME:
            argument.oppose(fact, 1.5)  # what ends or fills up does so under every version
        elif pattern.signature is not None or names_needed(case, pattern, entity):
            argument.back(fact, 0.6)
            argument.lack(f"whether {_before(release)} fails in the same way", 0.5)
        else:
            own_version = bool(pattern.versions) and pattern.versions <= _own_names(release)
            quiet_before = case.looked_before(entity) and not case.had_before(pattern)
            # What is new now is not new with a release of days ago.
            argument.back(fact, (2.0 if since else 0.6) + 0.5 * own_version)
            if quiet_before:
                argument.back(
                    case.absence(
                        entity,
                        f"No such error is among the log lines of {short(entity)} collected from before.",
                        "logs",
                    ),
                    0.5,
                )
            elif not own_version:
                argument.lack(f"log lines of {short(entity)} from before the release", 0.3)
            at_work = at_work or own_version or quiet_before
    for pattern in [one for one in errors if case.is_new(one) is False][:2]:
        if pattern.count >= 3 and not at_work:
            argument.oppose(case.fact_of_pattern(pattern), 1.0)
    return at_work and not argument.contradicted


def _own_errors(case: Case, entity: str) -> list[Pattern]:
    """Errors that name neither a mechanism outside of the code nor another thing."""
    return [
        one
        for one in case.errors(entity)
        if one.signature is None and not names_needed(case, one, entity) and not is_refusal(one.text)
    ]


def _others_fail_too(pattern: Pattern, release: Release) -> bool:
    own = _own_names(release)
    told_alike = {name.count(".") for name in own}
    return any(version.count(".") in told_alike for version in pattern.versions - own)


def _own_names(release: Release) -> frozenset[str]:
    return release.names | ({release.version} if release.version else frozenset())


def _before(release: Release) -> str:
    return f"version {release.previous}" if release.previous else "the version before"


def _weigh_state(case: Case, release: Release, argument: Argument) -> None:
    """Whether traffic goes to the released version now, as far as the function's aliases say."""
    if not (release.version or "").isdigit():
        return
    for item in case.states(release.entity, "lambda_function"):
        attributes = item.attributes.items()
        aliases = {key.removeprefix(_ALIAS): str(value) for key, value in attributes if key.startswith(_ALIAS)}
        named = {name: at for name, at in aliases.items() if release.alias in (None, name)}
        for alias, at in sorted(named.items())[:3]:
            fact = case.stated(
                "state", release.entity, f"Alias {alias} of {short(release.entity)} points at version {at}.", (item.id,)
            )
            if at == release.version:
                argument.back(fact, 0.5)
            elif release.alias is not None or len(named) == 1:
                argument.oppose(fact, 2.0)


def _weigh_calls(case: Case, release: Release, argument: Argument) -> None:
    """Whether the released thing asks more of what it needs since then, for as much work as before."""
    for one in case.reading(fanouts):
        began = one.more.onset
        if case.kin(one.caller) != case.kin(release.entity) or began is None:
            continue
        if release.start - one.more.series.period <= began <= release.end + _SHOWS_S:
            argument.back(case.fact(one.more), 1.5)
            return


def _weigh_figures(case: Case, release: Release, argument: Argument) -> bool:
    """Whether the new version does much more for each request than the one before, as both log of themselves."""
    for one in figures(case, release)[:1]:
        if one.more:
            argument.back(one.fact, 3.0)
            argument.summary = (
                f"The newly released version of {short(release.entity)} does more work: {one.fact.statement}"
            )
            return True
    return False


def _weigh_other_changes(case: Case, release: Release, argument: Argument) -> None:
    """Another change at the same time or since, of the thing itself or of what it needs, may have done the same."""
    errors = [one for one in case.errors(release.entity) if case.is_new(one)]
    if any(one.exception or one.versions or one.signature is not None for one in errors):
        return
    if errors and not case.could_not_look("logs", release.entity):
        return
    onset = onset_at(case, release.entity)
    for other in case.releases:
        if other is release or case.distance(other.entity) in (None, -1) or not _alters(other):
            continue
        together = abs(other.start - release.start) <= _AT_ONCE_S
        since = onset is not None and release.start < other.start <= onset.end
        if together or since:
            weight = 2.0 if errors else 1.0
            argument.lack(f"which of the changes of {short(release.entity)} and {short(other.entity)} did it", weight)
            return


def _alters(other: Release) -> bool:
    """Whether a change that is no release can have done harm: to name or to tag a thing does none."""
    return other.kind in _SETTINGS or any(_ALTERS.search(action) is not None for action in other.actions)


def _weigh_other_explanations(case: Case, release: Release, argument: Argument) -> None:
    entity = release.entity
    for one in case.of(entity, Role.THROTTLES):
        if one.bad:
            argument.oppose(case.fact(one), 2.0)
    onset = onset_at(case, entity)
    pressed = case.reading(_pressed).get(case.kin(entity), set())
    reached = case.topology.needed_from(entity)
    for needed in sorted(reached.keys() & case.reading(_worse)):
        if reached[needed] == 0 or onset is None or case.kin(needed) in pressed:
            continue  # itself, or what it presses on by asking more
        for one in case.troubled(needed):
            if one.onset is not None and one.onset <= onset.start:
                argument.oppose(case.fact(one), 1.5)


def _worse(case: Case) -> frozenset[str]:
    """The things with a series that is worse now than before."""
    kins = {case.kin(one.series.entity) for one in case.behaviours if one.series.entity and case.is_troubled(one)}
    return frozenset(member for kin in kins for member in case.topology.members(kin))


def _pressed(case: Case) -> dict[str, set[str]]:
    """The workloads that each of them presses on by asking more."""
    found: dict[str, set[str]] = {}
    for one in case.reading(fanouts):
        found.setdefault(case.kin(one.caller), set()).add(case.kin(one.callee))
    return found
