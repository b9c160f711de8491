"""What the alarm watches was removed on purpose: by somebody, or by a platform that takes machines away."""

import re
from collections.abc import Iterator

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.account import NOISE, Account
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
_SOON_S = 600.0


def removed(case: Case) -> bool:
    """Whether what the alarm watches was removed on purpose: then there is nothing to be seen of it any more."""
    return any(True for _ in accounts_of_removal(case))


def accounts_of_removal(case: Case) -> Iterator[Account]:
    """Somebody removed on purpose what the alarm watches, before it fired; nothing calls it any more."""
    place = case.resource
    if place is None:
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
