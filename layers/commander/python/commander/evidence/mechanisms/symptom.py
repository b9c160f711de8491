"""Whether the trouble that an explanation predicts is there: in series, else in what an alarm says."""

from commander.contract.evidence import Alert
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.meant import is_meant
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_TELLING = (Role.FAILURES, Role.SUCCESS, Role.LATENCY)
_COUNTED = (Role.FAILURES, Role.SUCCESS)
_CALM = 2.5
_OLD_S = 300.0


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


def weigh_calm(case: Case, writer: str, argument: Argument) -> None:
    """Opposes what only a writer says by the series that would show its calls failing, where these go on as ever.

    Whoever can have a line written cannot move what is counted; and what does not show does not trouble anybody.
    """
    places = [writer] if case.resource is None or not case.concerns(writer) else [writer, case.resource]
    if any(case.troubled(place) for place in places) or (case.own is not None and case.is_troubled(case.own)):
        return
    for place in places:
        calm = [one for one in case.of(place, *_COUNTED) if one.steady and _lasts(case, one)]
        if calm:
            argument.oppose(case.fact(calm[0]), _CALM)
            return


def _lasts(case: Case, one: Behaviour) -> bool:
    """Whether a series goes on until what was collected last."""
    return case.now is None or one.series.times[-1] >= case.now - max(_OLD_S, 3 * one.series.period)


def _alert(case: Case, writer: str) -> Alert | None:
    """The firing alarm about the writer, else the incident's own where the writer concerns it."""
    firing = [alert for alert in case.bundle.alerts if alert.state in ("alarm", "warning")]
    if case.alert in firing and case.reading(is_meant):
        firing.remove(case.alert)  # that it fires says nothing
    about = [alert for alert in firing if alert.entity is not None and case.kin(alert.entity) == case.kin(writer)]
    if about:
        return min(about, key=lambda alert: (alert.name, alert.id))
    return case.alert if case.alert in firing and case.concerns(writer) else None


def _symptoms_known(case: Case, writer: str) -> bool:
    """Whether any series was collected that would show the writer, or the symptom's place, failing."""
    return any(one.series.values for entity in (writer, case.resource) for one in case.of(entity, *_TELLING))
