"""Whether the trouble that an explanation predicts is there: in series, else in what an alarm says."""

from commander.contract.evidence import Alert
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_TELLING = (Role.FAILURES, Role.SUCCESS, Role.LATENCY)


def weigh_symptom(case: Case, writer: str, argument: Argument) -> bool:
    """Puts the trouble at a thing, or at the symptom's place, on its side of the argument; whether there is any.

    Where series of either were collected and none is worse, that is what is missing; where none was, an alarm that
    fires tells the same.
    """
    failing = case.troubled(writer) or (case.troubled(case.resource) if case.concerns(writer) else [])
    if failing:
        argument.back(case.fact(failing[0]), 1.0)
        return True
    alert = _alert(case, writer)
    if _symptoms_known(case, writer):
        argument.lack(f"whether calls of {short(writer)} fail", 0.2 if alert is not None else 0.5)
    if alert is not None:
        argument.back(case.fact_of_alert(alert), 0.9)
    return alert is not None or not _symptoms_known(case, writer)


def _alert(case: Case, writer: str) -> Alert | None:
    """The firing alarm about the writer, else the incident's own where the writer concerns it."""
    firing = [alert for alert in case.bundle.alerts if alert.state in ("alarm", "warning")]
    about = [alert for alert in firing if alert.entity is not None and case.kin(alert.entity) == case.kin(writer)]
    if about:
        return min(about, key=lambda alert: (alert.name, alert.id))
    return case.alert if case.alert in firing and case.concerns(writer) else None


def _symptoms_known(case: Case, writer: str) -> bool:
    """Whether any series was collected that would show the writer, or the symptom's place, failing."""
    return any(one.series.values for entity in (writer, case.resource) for one in case.of(entity, *_TELLING))
