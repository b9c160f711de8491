"""Why an alarm fired although nothing is wrong: what a careful engineer wants to know before calling the all-clear.

Each account is one observation: the alarm says itself that it is over, what it is about has gone well since, it found
harmless words, it watches what was removed, it heard nothing where nothing is to be heard, planned work was under way.
An account alone is no health: it needs witnesses that the thing itself works.
"""

import re
from collections.abc import Callable, Iterator

from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.cluster.runs import done_by_another, done_since
from commander.evidence.mechanisms.allclear.account import NOISE, RECOVERED, Account
from commander.evidence.mechanisms.allclear.alarms import firings, others_on
from commander.evidence.mechanisms.allclear.checks import accounts_of_checks
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.lines import accounts_of_line
from commander.evidence.mechanisms.allclear.outcome import ended_well
from commander.evidence.mechanisms.allclear.plans import accounts_of_plans
from commander.evidence.mechanisms.allclear.removals import accounts_of_removal
from commander.evidence.mechanisms.allclear.silence import unheard, usually_silent
from commander.evidence.mechanisms.allclear.words import harmless_words, only_words

_OVER = re.compile(r"\bresolved\b|\brecovered\b|\bpassing\b|back to normal|\bcleared\b|\bpasses again\b|\bis ready\b")
_NOT_OVER = re.compile(
    r"\bnot (?:yet )?(?:resolved|recovered|passing|cleared|ready)|\bun(?:resolved|ready)|\bfailing\b"
)
_TELLS, _WORDS, _DONE = 1.2, 3, 2.5
_MANY_TIMES = 10
"""An alarm that was on so often and is off again is one of a line that is crossed all the time."""
_MILD = frozenset({"", "info", "none", "unknown", "low", "warning", "notice"})


def accounts(case: Case) -> tuple[Account, ...]:
    """Every account there is of the incident's alarm, the weightiest first. Use as `case.reading(accounts)`."""
    ways: tuple[Callable[[Case], Iterator[Account]], ...] = (
        _ended,
        _went_well_since,
        _harmless_words,
        accounts_of_removal,
        _silent,
        accounts_of_line,
        accounts_of_plans,
        accounts_of_checks,
    )
    found = [account for way in ways for account in way(case)]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.cause, one.fact.statement)))


def is_accounted_for(case: Case) -> bool:
    """Whether it is told why the alarm fired, or that it is off."""
    return any(account.weight >= _TELLS for account in case.reading(accounts))


def was_done(case: Case) -> bool:
    """Whether the incident is about a piece of work of which the platform, or its own state, tells that it was done in
    the end: then no series would tell more."""
    return any(account.weight >= _DONE for account in _went_well_since(case))


def shown_by_nothing(case: Case) -> str | None:
    """What a person complains of in words that no alarm and no kind of series stands for; None where something does.

    That all which was looked at is calm says little of it.
    """
    said = case.reading(complaint)
    if not said.vague or said.unsaid or case.own is not None or case.alert is not None or is_accounted_for(case):
        return None
    if any(alert.entity is not None and case.concerns(alert.entity) for alert in case.bundle.alerts):
        return None
    title = case.bundle.incident.title
    told = case.bundle.incident.source == "manual" and len(title.split()) >= _WORDS
    return f'what would show "{title[:80]}"' if told else None


def nothing_complains(case: Case) -> bool:
    """Whether no alarm is on, and somebody only asked: nothing is said of what would be wrong, or checks pass."""
    alerts, said = case.bundle.alerts, case.reading(complaint)
    if any(alert.state in ("alarm", "warning") for alert in alerts):
        return False
    mild = (case.bundle.incident.severity or "").lower() in _MILD
    told = (case.bundle.incident.description or "").strip()
    return (said.unsaid and not told) or (bool(alerts) and said.vague and mild)


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


def _silent(case: Case) -> Iterator[Account]:
    """The alarm takes silence for trouble, and its series is as silent as at other times."""
    alert, own = case.alert, case.own
    if alert is None or own is None or own.course is Course.CHANGED:
        return
    if unheard(case) and (own.series.reference or own.steady):
        yield Account(NOISE, case.fact(own), 2.0 if usually_silent(case) else 1.0)
