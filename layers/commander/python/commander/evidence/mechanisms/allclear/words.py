"""An alarm on words in logs: what it counts is words, and harmless ones where the lines say or the counts show it."""

import re

from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_TEXT_ALARM = re.compile(
    r"\bkeyword|\blog (?:line|message|pattern|alarm|error|match)|\blogs?\b|\blines?\b|\bmessages?\b"
)
_FILTER = re.compile(
    r"\blog_?-?(?:errors?|lines?|matches|events?|warnings?|count)|\bmetric ?filter|\bkeyword|"
    r"\blog[ _-](?:pattern|alarm)|"
    r"(?:^|[^a-z])logs?(?:[^a-z]|$)",
    re.IGNORECASE,
)
_ALARMING = re.compile(r"error|fail|exception|fatal|critical|panic|timeout|reject|denied", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\b(?:0|no|zero|without) (?:errors?|fail(?:ed|ures?)|exceptions?|rejects?|rejected|timeouts?)\b|"
    r"\b(?:errors?|fail(?:ed|ures?)|rejected|exceptions?|timeouts?)\W{1,3}0\b|error budget|errors? page|"
    r"\bfail(?:over|-over|ed)? (?:check |test )?(?:ok|passed|not needed)\b|log ?level",
    re.IGNORECASE,
)
_LEAST_POINTS = 5


def harmless_words(case: Case) -> Fact | None:
    """That each line in which an alarm on words finds them reports no trouble; None where one does, or none is seen."""
    alert = case.alert
    said = f"{case.bundle.incident.title} {alert.name if alert else ''} {alert.metric or '' if alert else ''}".lower()
    if _TEXT_ALARM.search(said) is None or not (alert is None or alert.metric is None or "log" in said):
        return None
    worded = _worded(case)
    if not worded or any(one.error or not _is_harmless(one) for one in worded):
        return None
    return _fact(case, worded[0])


def only_words(case: Case) -> Fact | None:
    """That the alarm's series counts words of lines which are no errors by their own level, while the failures of the
    thing itself are counted and no more than ever. Use as `case.reading(only_words)`."""
    own, alert, place = case.own, case.alert, case.resource
    if own is None or alert is None or place is None or own.series.role is not Role.FAILURES:
        return None
    said = f"{own.series.name} {alert.name} {case.bundle.incident.description or ''}"
    if _FILTER.search(said) is None:
        return None
    mine = [one for one in case.patterns if case.distance(one.entity) == 0]
    worded = _worded(case)
    lately = [one for one in worded if case.is_active(one) or case.is_new(one)]
    if not lately or any(one.error for one in mine) or not all(one.quiet or _is_harmless(one) for one in worded):
        return None
    counted = [
        one
        for one in case.of(place, Role.FAILURES, Role.SUCCESS, Role.THROTTLES, Role.LATENCY)
        if one is not own and len(one.series.values) >= _LEAST_POINTS
    ]
    failures = [one for one in counted if one.series.role in (Role.FAILURES, Role.SUCCESS)]
    calm = (Course.STEADY, Course.CAME_BACK)
    if not any(reaches(case, one) and _FILTER.search(one.series.name) is None for one in failures):
        return None
    if any(case.is_troubled(one) or one.course not in calm for one in counted):
        return None
    return _fact(case, max(lately, key=lambda one: (one.count, one.text)))


def _worded(case: Case) -> list[Pattern]:
    place = case.resource
    mine = [one for one in case.patterns if place is None or case.distance(one.entity) == 0]
    return [one for one in mine if _ALARMING.search(one.text)]


def _is_harmless(pattern: Pattern) -> bool:
    """Whether each alarming word of a pattern belongs to a saying that nothing was wrong."""
    return _ALARMING.search(_HARMLESS.sub(" ", pattern.text)) is None


def _fact(case: Case, pattern: Pattern) -> Fact:
    statement = f'Lines of {short(pattern.entity)} with the words of an error report none: "{pattern.text[:160]}".'
    return case.stated("log", pattern.entity, statement, pattern.cited)
