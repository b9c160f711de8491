"""Whether the users of a thing are served as ever: its answers and its speed are counted until now, and none is worse.

One such series may miss the complaint; answers and speed together, with as many callers as before, leave little that
anybody could feel.
"""

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.mechanisms.allclear.rare import gathers
from commander.evidence.roles import SYMPTOMS, Role

_ANSWERS = (Role.FAILURES, Role.SUCCESS)
_SPEED = (Role.LATENCY, Role.STALENESS, Role.BACKLOG)
_CALM = (Course.STEADY, Course.CAME_BACK)
_LEAST_POINTS = 5


def served(case: Case) -> tuple[Behaviour, Behaviour] | None:
    """A series of answers and one of speed of the incident's place, or of those who need it, both calm, where no
    symptom is worse and nobody stopped asking; None where either is unknown or worse. Use as `case.reading(served)`."""
    place = case.resource
    if place is None:
        return None
    own = case.own
    if own is not None and own.series.role in SYMPTOMS and case.watch is not None and case.watch.at_the_end:
        return None  # what the alarm watches is beyond its line now
    mine = [one for one in case.of_any(place) if one.series.values]
    if not any(one.series.role in _ANSWERS for one in mine):  # nobody asks a machine or a store: those who need it tell
        users = sorted(case.topology.dependents_of(place).keys() - {place}) or sorted(case.entities)
        mine += [one for other in users for one in case.of_any(other) if one.series.values]
        mine = list(dict.fromkeys(mine))  # parts of one workload have the same series
    if any(
        one.series.role in SYMPTOMS and (case.is_troubled(one) or gathers(case, one)) and not one.slight for one in mine
    ):
        return None
    if any(one.series.role is Role.DEMAND and one.course is Course.CHANGED and one.direction < 0 for one in mine):
        return None
    calm = [one for one in mine if one.course in _CALM and len(one.series.values) >= _LEAST_POINTS]
    seen = sorted([one for one in calm if reaches(case, one)], key=lambda one: (one.series.name, one.series.id))
    answers = next((one for one in seen if one.series.role in _ANSWERS), None)
    speed = next((one for role in _SPEED for one in seen if one.series.role is role), None)
    return (answers, speed) if answers is not None and speed is not None else None
