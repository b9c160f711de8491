"""Other alarms: what each of them says now, and which have been on for so long that they are not about this."""

import re

from commander.contract.evidence import Alert
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.looked import reported

_ELSEWHERE_S, _HERE_S = 6 * 3600.0, 3 * 86400.0
"""An alarm that went on so long before the trouble was reported is not about it: sooner where nothing connects them."""
_FIRINGS = 3
_OF_ALERTING = re.compile(r"watchdog|info ?inhibitor|dead ?man|heartbeat|route ?check|error ?budget", re.IGNORECASE)
_MEANT = re.compile(r"\bvector\(1\)|\bsynthetic\b|\b(?:test|drill|exercise)\b", re.IGNORECASE)
"""Alarms that serve the alerting itself and are meant to be on, and those that sum up what has been."""


def others_on(case: Case) -> list[Alert]:
    """The other alarms that are on, each by its newest record, without those that have been on for long."""
    newest: dict[tuple[str, str | None], Alert] = {}
    for alert in sorted(case.bundle.alerts, key=_when):
        newest[(alert.name, alert.entity)] = alert
    own = None if case.alert is None else (case.alert.name, case.alert.entity)
    return [
        alert
        for name, alert in newest.items()
        if name != own
        and alert.state == "alarm"
        and not _OF_ALERTING.search(alert.name)
        and not _MEANT.search(f"{alert.query or ''} {alert.reason or ''}")
        and not _lasting(case, alert)
    ]


def firings(case: Case) -> list[Alert]:
    """The earlier times at which the incident's own alarm went on, where it is off now and they are several: a line
    that is crossed and left again and again."""
    own = case.alert
    if own is None or own.state != "ok":
        return []
    alike = [one for one in case.bundle.alerts if one.name == own.name and one.entity == own.entity]
    fired = sorted([one for one in alike if one.state == "alarm"], key=_when)
    return fired if len({one.t for one in fired if one.t}) >= _FIRINGS else []


def _lasting(case: Case, alert: Alert) -> bool:
    fired, told = moments.parse_maybe(alert.t), reported(case) or case.now
    if fired is None or told is None:
        return False
    near = case.resource is None or alert.entity is None or case.resource not in case.entities
    near = near or case.concerns(alert.entity) or alert.entity in case.topology.dependents_of(case.resource or "")
    return told - fired >= (_HERE_S if near else _ELSEWHERE_S)


def _when(alert: Alert) -> tuple[float, str]:
    return moments.parse_maybe(alert.t) or 0.0, alert.id
