"""What checks from outside say: that the thing answers, or that only one place cannot reach it."""

import re
from collections.abc import Iterator

from commander.evidence.case import Case
from commander.evidence.cluster.reachability import checks_of
from commander.evidence.mechanisms.allclear.account import NOISE, RECOVERED, Account
from commander.evidence.mechanisms.allclear.served import served
from commander.evidence.sentences import short

_VANTAGE = r"(?:locations?|regions?|probes?|checkers?|agents?|sites?|pops?|vantage points?)"
_MANY = r"(?:\d+|two|three|four|five|six|seven|eight|nine)"
_FINE = r"(?:are |is |all )?(?:ok|passing|green|up|fine|healthy)\b"
_ONE_OF_MANY = re.compile(
    rf"\b{_MANY} others? {_VANTAGE} {_FINE}|\bothers? {_VANTAGE} {_FINE}|"
    rf"\b(?:1|one) (?:of|out of|/) ?{_MANY} {_VANTAGE}\b|\bonly (?:from|in|at) (?:one|1|a single) {_VANTAGE}\b",
    re.IGNORECASE,
)


def accounts_of_checks(case: Case) -> Iterator[Account]:
    """A check of the incident's own place passes, or fails from one of several places only."""
    if case.resource is not None and passes(case):
        checked = checks_of(case, case.resource)[0].item
        yield Account(RECOVERED, case.fact_of_state(checked, f"A check of {short(case.resource)} passes."), 1.5)
    alert = case.alert
    incident = case.bundle.incident
    said = f"{incident.title} {(alert.reason if alert else '') or ''} {incident.description or ''}"
    if alert is not None and case.reading(served) is not None and _ONE_OF_MANY.search(said):
        yield Account(NOISE, case.fact_of_alert(alert), 2.0)


def passes(case: Case) -> bool:
    """Whether the incident's own place was checked from outside, and answers."""
    found = [] if case.resource is None else checks_of(case, case.resource)
    return bool(found) and all(one.works for one in found)
