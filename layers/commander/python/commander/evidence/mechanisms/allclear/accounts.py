"""Why an alarm fired although nothing is wrong: what a careful engineer wants to know before calling the all-clear.

Each account is one observation: the alarm says itself that it is over, what it is about has gone well since, it found
harmless words, it watches what was removed, it heard nothing where nothing is to be heard, planned work was under way.
An account alone is no health: it needs witnesses that the thing itself works.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.cluster.reachability import checks_of
from commander.evidence.cluster.runs import done_by_another, done_since
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.allclear.alarms import firings, others_on
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.looked import reported
from commander.evidence.mechanisms.allclear.outcome import ended_well
from commander.evidence.mechanisms.allclear.served import served
from commander.evidence.mechanisms.allclear.silence import unheard, usually_silent
from commander.evidence.mechanisms.allclear.words import harmless_words, only_words
from commander.evidence.moments import spell
from commander.evidence.releases import Release, is_of_alarms
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.sentences import short

NOISE, RECOVERED, EXPECTED = "healthy.threshold_noise", "healthy.recovered", "healthy.expected_signal"
_OVER = re.compile(r"\bresolved\b|\brecovered\b|\bpassing\b|back to normal|\bcleared\b|\bpasses again\b|\bis ready\b")
_NOT_OVER = re.compile(
    r"\bnot (?:yet )?(?:resolved|recovered|passing|cleared|ready)|\bun(?:resolved|ready)|\bfailing\b"
)
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
_TELLS = 1.2
_ANEW_S = 36 * 3600.0
_MANY_TIMES = 10
"""An alarm that was on so often and is off again is one of a line that is crossed all the time."""
_VANTAGE = r"(?:locations?|regions?|probes?|checkers?|agents?|sites?|pops?|vantage points?)"
_MANY = r"(?:\d+|two|three|four|five|six|seven|eight|nine)"
_FINE = r"(?:are |is |all )?(?:ok|passing|green|up|fine|healthy)\b"
_ONE_OF_MANY = re.compile(
    rf"\b{_MANY} others? {_VANTAGE} {_FINE}|\bothers? {_VANTAGE} {_FINE}|"
    rf"\b(?:1|one) (?:of|out of|/) ?{_MANY} {_VANTAGE}\b|\bonly (?:from|in|at) (?:one|1|a single) {_VANTAGE}\b",
    re.IGNORECASE,
)
_AS_A_RULE = re.compile(
    r"\b(?:each|every) (?:night|day|week|morning|evening|hour|month|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|weekend)\b|\bnightly\b|\bweekly\b|\bdaily\b|\bfor (?:the past |the last )?\d+ (?:days|nights|weeks)\b|"
    r"\bsame time (?:each|every)\b|\b\d+ times (?:this|last|in the last|in) (?:\d+ )?(?:week|month|days?)|\bas usual\b"
)
_PLANNED = re.compile(
    r"load ?-?test|\bk6\b|\blocust\b|\bgatling\b|\bjmeter\b|chaos|\bdrill\b|game ?day|\bexercise\b|maintenance|"
    r"\bplanned\b|\bscheduled\b|\bdrain\b|\breboot window\b|scale ?-?(?:down|in)\b|\bwarm-?up\b|\bbackfill\b|"
    r"\bcanary\b|\bsnapshot\b|"
    r"\b(?:dr|failover|restart|recovery)[- ]drill\b|\brun (?:planned|scheduled)\b|\bperf(?:ormance)?[- ]test|"
    r"\bsoak test\b|\bcalendar\b|\bcertification run\b|\brun \d\d?:\d\d|"
    r"\bbackup\b|backing up|\betl\b|\bbatch\b|\bexport\b|\brehearsal\b|\bpatching\b|\bupgrade\b|\brotation\b"
)
_LEAST_POINTS, _EPISODES, _AMONG = 12, 3, 0.1
_PLAN_LASTS_S = 4 * 3600.0
_PLANNED_WORK, _PLANNED_UNFELT = 0.7, 1.5


@dataclass(frozen=True, slots=True)
class Account:
    """One reason why the alarm fired though nothing is wrong: the kind of health it makes, and what it is worth."""

    cause: str
    fact: Fact
    weight: float


def accounts(case: Case) -> tuple[Account, ...]:
    """Every account there is of the incident's alarm, the weightiest first. Use as `case.reading(accounts)`."""
    ways: tuple[Callable[[Case], Iterator[Account]], ...] = (
        _ended,
        _went_well_since,
        _harmless_words,
        _removed,
        _silent,
        _within_the_usual,
        _planned,
        _again_and_again,
        _passing_check,
        _watched_anew,
        _one_vantage,
    )
    found = [account for way in ways for account in way(case)]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.cause, one.fact.statement)))


def is_accounted_for(case: Case) -> bool:
    """Whether it is told why the alarm fired, or that it is off."""
    return any(account.weight >= _TELLS for account in case.reading(accounts))


def nothing_complains(case: Case) -> bool:
    """Whether no alarm is on, and somebody only asked: nothing is said of what would be wrong, or checks pass."""
    alerts, said = case.bundle.alerts, case.reading(complaint)
    if any(alert.state in ("alarm", "warning") for alert in alerts):
        return False
    mild = (case.bundle.incident.severity or "").lower() in _MILD
    told = (case.bundle.incident.description or "").strip()
    return (said.unsaid and not told) or (bool(alerts) and said.vague and mild)


_MILD = frozenset({"", "info", "none", "unknown", "low", "warning", "notice"})


def _ended(case: Case) -> Iterator[Account]:
    """The alarm, or the incident's own title, says that it is over."""
    alert = case.alert
    if alert is None:
        return
    said = f"{case.bundle.incident.title} {alert.name} {alert.reason or ''}".lower()
    if alert.state == "ok":
        over = _OVER.search(said) is not None and _NOT_OVER.search(said) is None
        yield Account(RECOVERED, case.fact_of_alert(alert), 1.2 if over or _all_off(case) else 0.8)
    if alert.state == "ok" and (alert.count or 0) >= _MANY_TIMES:
        yield Account(NOISE, case.fact_of_alert(alert), 1.5)
    for fired in firings(case)[:1]:
        statement = f"Alarm {fired.name} went on {len(firings(case))} times and is off again."
        refs = (*(one.id for one in firings(case)[:4]), alert.id)
        yield Account(NOISE, case.stated("alert", fired.entity, statement, refs), 1.5)


def _all_off(case: Case) -> bool:
    """Whether several alarms told of the trouble, and each of them is off by its newest record."""
    return len({(one.name, one.entity) for one in case.bundle.alerts}) > 1 and not others_on(case)


def _went_well_since(case: Case) -> Iterator[Account]:
    """The same work was done well after it had failed: a later run of the same schedule."""
    if case.resource is None:
        return
    found = done_since(case, case.resource) or done_by_another(case, case.resource)
    if found is not None:
        yield Account(RECOVERED, found, 2.5)
        return
    for fact, weight in ended_well(case):
        yield Account(RECOVERED, fact, weight)


def _harmless_words(case: Case) -> Iterator[Account]:
    """An alarm on words in logs found lines that report no trouble, by what they say or by what is counted."""
    harmless, counted = harmless_words(case), case.reading(only_words)
    if counted is not None:
        yield Account(NOISE, counted, 3.0)
    elif harmless is not None:
        yield Account(NOISE, harmless, 2.0)


def removed(case: Case) -> bool:
    """Whether what the alarm watches was removed on purpose: then there is nothing to be seen of it any more."""
    return any(True for _ in _removed(case))


def _removed(case: Case) -> Iterator[Account]:
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


def _silent(case: Case) -> Iterator[Account]:
    """The alarm takes silence for trouble, and its series is as silent as at other times."""
    alert, own = case.alert, case.own
    if alert is None or own is None or own.course is Course.CHANGED:
        return
    if unheard(case) and (own.series.reference or own.steady):
        yield Account(NOISE, case.fact(own), 2.0 if usually_silent(case) else 1.0)


def _within_the_usual(case: Case) -> Iterator[Account]:
    """The line is drawn through what the series does every day: crossed again and again, from early on, and no more of
    late than before. Not said of failures and the like, which are bad however usual."""
    own, watch = case.own, case.watch
    if own is None or watch is None or watch.threshold is None or own.course is not Course.STEADY:
        return
    count = len(own.series.values)
    if own.series.role in SYMPTOMS or count < _LEAST_POINTS or len(watch.crossings) < max(_EPISODES, _AMONG * count):
        return
    episodes = 1 + sum(
        later - earlier > 1 for earlier, later in zip(watch.crossings, watch.crossings[1:], strict=False)
    )
    early = sum(place < count // 2 for place in watch.crossings)
    if episodes >= _EPISODES and early >= len(watch.crossings) // 3 and not _grows(own):
        yield Account(NOISE, case.fact_of_watch(watch), 2.5)


def _grows(own: Behaviour) -> bool:
    """Whether the newest third reaches further than the series did before."""
    values = own.series.values
    cut = 2 * len(values) // 3
    spread = max(values) - min(values)
    if own.series.role is Role.HEADROOM:
        return min(values[cut:]) < min(values[:cut]) - 0.1 * spread
    return max(values[cut:]) > max(values[:cut]) + 0.1 * spread


def _planned(case: Case) -> Iterator[Account]:
    """Work that somebody planned, or that the platform does routinely, at the time of the alarm. It says more where
    nobody who is served feels it."""
    told = reported(case)
    if told is None:
        return
    weight = _PLANNED_UNFELT if case.reading(served) is not None else _PLANNED_WORK
    for event in case.bundle.events:
        moment = moments.parse_maybe(event.first_t) or moments.parse_maybe(event.t)
        said = f"{event.reason} {event.message}".lower()
        routine = event.type in (None, "normal", "info") and _PLANNED.search(said) is not None
        if routine and moment is not None and -_PLAN_LASTS_S < moment - told < 600 and case.concerns(event.entity):
            yield Account(EXPECTED, case.fact_of_event(event), _PLANNED_WORK)
            break
    release = next(planned_changes(case, told), None)
    if release is not None:
        yield Account(EXPECTED, case.fact_of_release(release), weight)


def planned_changes(case: Case, told: float) -> Iterator[Release]:
    """Changes by people that were planned work at the incident's place, or at what it needs, when it was reported."""
    for change in case.bundle.changes:
        moment = moments.parse_maybe(change.t)
        said = f"{change.actor or ''} {change.action} {' '.join(map(str, (change.details or {}).values()))}".lower()
        near = moment is not None and -_PLAN_LASTS_S < moment - told < 600
        about = not case.resource or case.concerns(change.entity)
        if near and about and change.kind != "deployment" and _PLANNED.search(said):
            yield from (one for one in case.releases if change.id in one.ids)


def _again_and_again(case: Case) -> Iterator[Account]:
    """The alarm fires at such times as a rule, as its own words say: a habit, as long as nobody feels it."""
    if case.alert is not None and fires_as_a_rule(case):
        yield Account(NOISE, case.fact_of_alert(case.alert), 2.0)


def fires_as_a_rule(case: Case) -> bool:
    """Whether the alarm's own words say that it goes off at such times, and everybody is served as ever."""
    alert = case.alert
    return (
        alert is not None and _AS_A_RULE.search((alert.reason or "").lower()) is not None and bool(case.reading(served))
    )


def _passing_check(case: Case) -> Iterator[Account]:
    """A check of the incident's own place, made from outside when the evidence was collected, gets through."""
    if case.resource is not None and passes(case):
        checked = checks_of(case, case.resource)[0].item
        yield Account(RECOVERED, case.fact_of_state(checked, f"A check of {short(case.resource)} passes."), 1.5)


def passes(case: Case) -> bool:
    """Whether the incident's own place was checked from outside, and answers."""
    found = [] if case.resource is None else checks_of(case, case.resource)
    return bool(found) and all(one.works for one in found)


def _watched_anew(case: Case) -> Iterator[Account]:
    """Somebody changed the alarm itself before it fired: what is new is where one looks."""
    change = watched_anew(case)
    if change is not None:
        yield Account(NOISE, case.fact_of_release(change), 3.0)


def watched_anew(case: Case) -> Release | None:
    """The change of an alarm shortly before it fired, while its series does what it did before."""
    told, own = reported(case), case.own
    if told is None or (own is not None and own.course is Course.CHANGED):
        return None
    for release in case.releases:
        about = not case.resource or case.distance(release.entity) in (0, None) or case.concerns(release.entity)
        about = about or short(case.resource or "") in release.entity
        if about and is_of_alarms(release) and -_ANEW_S < release.start - told < _SOON_S:
            return release
    return None


def _one_vantage(case: Case) -> Iterator[Account]:
    """A check fails from one place only, while it passes from the others: the way from there, not the thing."""
    alert = case.alert
    said = f"{(alert.reason if alert else '') or ''} {case.bundle.incident.description or ''}"
    if alert is not None and case.reading(served) is not None and _ONE_OF_MANY.search(said):
        yield Account(NOISE, case.fact_of_alert(alert), 2.0)
