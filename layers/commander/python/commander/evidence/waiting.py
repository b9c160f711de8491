"""What waiting costs: how many requests or messages are affected in each further minute, as far as series tell."""

from typing import Any

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.rates import is_share, per_minute, share
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short


def cost_of_waiting(case: Case) -> dict[str, Any] | None:
    """Affected per minute, of what unit, at which entity, with a statement and the series it rests on; None where it is
    not known. The symptom's place is asked first, then everything that the symptom concerns."""
    told = [found for one in _worse(case) if (found := _cost(case, one)) is not None]
    if not told:
        return None

    def place(cost: dict[str, Any]) -> tuple[bool, float, str]:
        return cost["entity"] != case.resource, -cost["per_minute"], cost["entity"] or ""

    return min(told, key=place)


def _worse(case: Case) -> list[Behaviour]:
    roles = (Role.FAILURES, Role.SUCCESS, Role.THROTTLES, Role.BACKLOG, Role.LATENCY)
    found = [one for one in case.of_role(*roles) if one.bad and case.concerns(one.series.entity) and not one.slight]
    counted = [one for one in found if one.series.role is not Role.LATENCY]
    return counted or found


def _cost(case: Case, one: Behaviour) -> dict[str, Any] | None:
    series, role = one.series, one.series.role
    entity = series.entity
    more = abs(one.after - one.before)
    demand = _demand(case, entity)
    if role is Role.LATENCY:
        return None if demand is None else _told(entity, demand[1], "slow requests", (series.id, demand[0].series.id))
    if role is Role.BACKLOG:
        return _growing(one)
    unit = "rejected requests" if role is Role.THROTTLES else "failed requests"
    if is_share(series) or role is Role.SUCCESS:
        if demand is None or not is_share(series):
            return None
        return _told(entity, share(series, more) * demand[1], unit, (series.id, demand[0].series.id))
    rate = per_minute(series, more)
    return None if rate is None else _told(entity, rate, unit, (series.id,))


def _demand(case: Case, entity: str | None) -> tuple[Behaviour, float] | None:
    """A series of the entity's demand with its present level a minute."""
    for one in case.of(entity, Role.DEMAND):
        if one.course is Course.EMPTY:
            continue
        rate = per_minute(one.series, one.after)
        if rate is not None and rate > 0:
            return one, rate
    return None


def _growing(one: Behaviour) -> dict[str, Any] | None:
    """A backlog of messages grows by what is not processed; its age says nothing about their number."""
    series = one.series
    if "age" in series.name.lower() or "lag" in series.name.lower() or one.onset_index is None:
        return None
    minutes = (series.times[-1] - series.times[one.onset_index]) / 60
    gained = series.values[-1] - one.before
    if minutes <= 0 or gained <= 0:
        return None
    return _told(series.entity, gained / minutes, "waiting messages", (series.id,))


def _told(entity: str | None, rate: float, unit: str, refs: tuple[str, ...]) -> dict[str, Any] | None:
    if not 0 < rate < 1e12:
        return None
    rate = float(f"{rate:.3g}")
    return {
        "per_minute": rate,
        "unit": unit,
        "entity": entity,
        "statement": f"About {number(rate)} {unit} a minute are added at {short(entity)} while it lasts.",
        "source_ref": list(refs),
    }
