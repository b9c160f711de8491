"""What an incident's own words say: that it is a test or always firing, and which thing it names."""

import re

from commander.evidence.case import Case
from commander.evidence.sentences import short

_HEARTBEAT = re.compile(r"watchdog|heartbeat|dead ?man|always[ _-]?firing", re.IGNORECASE)
_MISSED = re.compile(
    r"miss(?:ed|ing)|absent|lost|\bno\b.{0,20}heartbeat|not received|stopped|stale|fail|overdue|silent|expired|down\b",
    re.IGNORECASE,
)
"""A heartbeat that did not come is a fault; one that says that it comes is none."""
_TEST = re.compile(
    r"\btest[ -](?:alert|alarm|page|paging|notification|message|incident|event)\b|"
    r"\b(?:alert|alerting|alarm|pag(?:er|ing|e)|on-?call|notification|escalation)[ _-]test\b|"
    r"\bscheduled test\b|\b(?:fire|pager|paging|incident|failover|disaster|dr)[ -]?drill\b|"
    r"\bthis is (?:only |just )?an? (?:test|drill|exercise)\b|\bgame ?day\b|\bno action (?:is )?(?:needed|required)\b|"
    r"^\[test\]|\btestalert\b|\b(?:rota|route|routing|pager|paging|escalation)[ -]check\b|"
    r"\bmeant to (?:always )?fire\b|\bentire alerting pipeline\b",
    re.IGNORECASE,
)


def is_meant(case: Case) -> bool:
    """Whether the alert says of itself that it is a test, an exercise, or always firing."""
    incident, alert = case.bundle.incident, case.alert
    labels = " ".join(f"{key} {value}" for key, value in sorted((incident.labels or {}).items()))
    about = [incident.title, alert.name if alert else "", alert.reason or "" if alert else "", labels]
    said = "\n".join([*about, incident.description or ""])
    return bool(_TEST.search(said)) or (bool(_HEARTBEAT.search(said)) and not _MISSED.search(said))


def mentioned(case: Case) -> str | None:
    """The one thing that the incident's own words name, where it is not told apart."""
    incident = case.bundle.incident
    for text in (incident.title, incident.description or ""):
        words = set(re.findall(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", text.lower()))
        named = sorted(entity for entity in case.entities if short(entity).lower() in words)
        if len({case.kin(entity) for entity in named}) == 1:
            return named[0]
    return None
