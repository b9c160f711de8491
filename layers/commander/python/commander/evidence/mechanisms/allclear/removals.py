"""What the alarm watches was removed on purpose: by somebody, or by a platform that takes machines away."""

import re
from collections.abc import Iterator

from commander.contract.evidence import Change, PlatformEvent
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, whole
from commander.evidence.mechanisms.allclear.account import EXPECTED, NOISE, Account
from commander.evidence.mechanisms.allclear.looked import reported
from commander.evidence.moments import spell
from commander.evidence.sentences import short

_REMOVES = re.compile(
    r"\bdelet(?:e|ed|ing)\b|\bremov(?:e|ed|ing)\b|\bretir(?:e|ed|ing)\b|\bdecommission|\bterminat(?:e|ed)\b|\buninstall|"
    r"^delete|^remove|^terminate|^deregister|\bdestroy|\btear(?:ed)? ?down"
)
_TAKES_AWAY = re.compile(
    r"\bRemovingNode\b|\bDeletingNode\b|\bScaleDown\b|\bDisruption(?:Terminating|Launching)\b|\bRemoving Node\b|"
    r"\bdeleted? (?:the )?node\b|\bscal(?:e|ed|ing)[ -]?(?:down|in)\b|\bterminating (?:ec2 )?instance\b|"
    r"\btaken out of service\b|\bconsolidat(?:ed|ion|ing)\b|\bunderutili[sz]ed\b|\bempty node\b|\bderegistered\b|"
    r"\bdraining (?:is )?complete\b|\breplaced by\b",
    re.IGNORECASE,
)
_STOPS = re.compile(r"(?:^|[^a-z])(?:stop|pause|suspend|hibernate|shut ?down)", re.IGNORECASE)
_SOON_S, _LASTS_S = 600.0, 36 * 3600.0


def removed(case: Case) -> bool:
    """Whether what the alarm watches was removed on purpose: then there is nothing to be seen of it any more."""
    return any(True for _ in accounts_of_removal(case))


def accounts_of_removal(case: Case) -> Iterator[Account]:
    """Somebody removed on purpose what the alarm watches, before it fired; nothing calls it any more."""
    place = case.resource
    if place is None:
        return
    stop = stopped(case)
    if stop is not None:
        who = f" by {stop.actor}" if stop.actor else ""
        said = f"{short(place)} was stopped{who} ({stop.action}), and nobody who needs it runs."
        yield Account(EXPECTED, case.stated("change", place, said, (stop.id,)), 4.0)
        return
    told = reported(case)
    callers = [one for one in case.topology.dependents_of(place) if case.kin(one) != case.kin(place)]
    if callers or any(item.entity == place for item in case.bundle.state):
        return
    for change in case.bundle.changes:
        moment = moments.parse_maybe(change.t)
        if change.entity not in case.family(place) or (told is not None and moment is not None and moment > told):
            continue
        said = f"{change.action} {' '.join(str(value) for value in (change.details or {}).values())}".lower()
        if _REMOVES.search(said) is None:
            continue
        who = f" by {change.actor}" if change.actor else ""
        statement = f"{short(place)} was removed{who} ({change.action}) at {spell(moment)}." if moment else None
        statement = statement or f"{short(place)} was removed{who} ({change.action})."
        yield Account(NOISE, case.stated("change", place, statement, (change.id,)), 3.0)
        return
    yield from _taken_away(case, place)


def stopped(case: Case) -> Change | None:
    """The change by which somebody, or a schedule, stopped what the alarm watches before it fired, where nobody who
    needs it is meant to run: a copy that sleeps at night."""
    place, told = case.resource, reported(case)
    if place is None or any(_runs(case, one) for one in case.topology.dependents_of(place) if one != place):
        return None
    for change in case.bundle.changes:
        moment = moments.parse_maybe(change.t)
        early = moment is None or told is None or -_LASTS_S < moment - told <= _SOON_S
        if change.entity in case.family(place) and early and _STOPS.search(change.action):
            return change
    return None


def _runs(case: Case, entity: str) -> bool:
    """Whether a thing is meant to run, as far as its state tells: what nobody told of is."""
    told = [item for item in case.bundle.state if item.entity == entity]
    wanted = [whole(first(item.attributes, "desired", "desired_count", "replicas")) for item in told]
    return not any(one == 0 for one in wanted)


def _taken_away(case: Case, place: str) -> Iterator[Account]:
    """The platform took a machine or an instance away in an orderly way before the alarm, and nothing is placed on it
    any more: an autoscaler, a consolidation, a spot market, a rolling replacement."""
    told = reported(case)
    if any(item.attributes.get("node") == short(place) for item in case.bundle.state):
        return
    orderly: list[PlatformEvent] = []
    for event in case.events(place):
        moment = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
        early = told is None or moment is None or moment <= told + _SOON_S
        if event.type in (None, "normal", "info") and early and _TAKES_AWAY.search(f"{event.reason} {event.message}"):
            orderly.append(event)
    if orderly:
        yield Account(NOISE, case.fact_of_event(orderly[-1]), 2.5)
