"""Nothing is wrong now: the alarm fired on ordinary variation, or what was wrong is over.

Predicts: the alarm's own series is where it usually is, and nothing else that was looked at is worse than before.
Contradicted by: any series, log or platform event that says otherwise. What was not looked at counts as missing, not as
fine.
"""

import math
from collections.abc import Iterator

from commander.evidence import moments
from commander.evidence.alarms import Watch
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.cluster.calm import view as view_of_cluster
from commander.evidence.mechanisms.allclear import against
from commander.evidence.mechanisms.allclear.account import RECOVERED
from commander.evidence.mechanisms.allclear.accounts import (
    accounts,
    is_accounted_for,
    nothing_complains,
    shown_by_nothing,
    was_done,
)
from commander.evidence.mechanisms.allclear.checks import passes
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.lines import fires_as_a_rule, refilling
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.mechanisms.allclear.plans import meant_demand, watched_anew
from commander.evidence.mechanisms.allclear.rare import gathers
from commander.evidence.mechanisms.allclear.removals import removed, stopped
from commander.evidence.mechanisms.allclear.saws import usual_top
from commander.evidence.mechanisms.allclear.served import served
from commander.evidence.mechanisms.allclear.silence import usually_silent
from commander.evidence.mechanisms.allclear.standing import weigh_standing
from commander.evidence.mechanisms.allclear.wished import wished_fewer
from commander.evidence.mechanisms.allclear.witnesses import (
    direct_witness,
    lacks_percentile,
    speaks_for,
    weigh_witnesses,
)
from commander.evidence.mechanisms.allclear.words import only_words
from commander.evidence.mechanisms.meant import is_meant, mentioned
from commander.evidence.mechanisms.services.calm import Calm, calm
from commander.evidence.mechanisms.services.climbs import leaks
from commander.evidence.mechanisms.services.instances import losses
from commander.evidence.mechanisms.services.surges import surging
from commander.evidence.mechanisms.services.wording import told
from commander.evidence.moments import span
from commander.evidence.roles import SYMPTOMS, Role, tokens_of
from commander.evidence.sentences import short

_FEW_POINTS, _SHOWN = 2, 5
_TELLING, _TELLS_ALONE = 1.0, 1.2
"""An account that says something, and one that says enough to ask whether all is well where no series was collected."""
_CLEAR = 1.0
"""A resource that moved by so much beyond demand and chance, in the sizes of suspects, moved clearly."""
_STRANGERS = 0.25
"""What services without any known connection show says so much less of the incident's place."""
_UNSHOWN = 3.5
_WISHED, _SERVED, _SERVED_OTHERWISE, _UNFELT = 3.0, 1.3, 0.7, 0.5
"""What is busy while everybody is served counts for half."""
_LATEST_PERIODS = 6
"""An alarm fires at most so many periods after the datapoint that made it (CloudWatch evaluates late data too)."""


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: which kind of healthy it would be, and what speaks for and against it."""
    view = case.reading(calm)
    cause = _kind(case, view)
    entity = case.resource or mentioned(case) or _only_entity(case) or (view.entity if view is not None else None)
    if entity is None and cause == "healthy.expected_signal" and case.alert is not None:
        entity = f"alarm/{case.alert.name}"
    if cause is None or entity is None:
        return
    argument = Argument(cause, entity, _SUMMARIES[cause])
    covered = view.covered if view is not None else frozenset()
    against.weigh_state(case, argument)
    bad = against.weigh_series(case, argument, covered)
    if cause == "healthy.expected_signal" and case.alert is not None:
        argument.back(case.fact_of_alert(case.alert), 3.7)
        _weigh_rest(case, argument)
        against.weigh_errors(case, argument, meant=True)
        against.weigh_alarms(case, argument)
        against.weigh_events(case, argument)
        yield argument
        return
    _weigh_own(case, view, argument)
    if view is not None:
        _weigh_panel(case, view, argument)
    _weigh_others(case, view, argument, bad)
    _weigh_logs(case, entity, argument)
    weigh_standing(case, argument)
    _weigh_accounts(case, view, argument)
    against.weigh_alarms(case, argument)
    against.weigh_events(case, argument)
    if (unshown := shown_by_nothing(case)) is not None:
        argument.lack(unshown, _UNSHOWN)
    argument.direct = (case.own is not None or view is not None) and not argument.contradicting
    yield argument


_SUMMARIES = {
    "healthy.threshold_noise": "The alarm fired on ordinary variation; nothing is wrong now.",
    "healthy.recovered": "What was wrong is over; nothing is wrong now.",
    "healthy.expected_signal": "The alert is meant to fire; nothing is wrong.",
}


def _weigh_rest(case: Case, argument: Argument) -> None:
    """All of a cluster in view that is as it should be, for an alert that says nothing of any place."""
    seen = case.reading(view_of_cluster)
    if seen is None or not seen.workloads:
        return
    first, *more = seen.workloads[:_SHOWN]
    names = ", ".join(short(one.entity) for one in (first, *more))
    items = [item for one in more for item in one.items]
    statement = f"All pods are available that these want: {names}."
    argument.back(case.fact_of_state(first.item, statement, *first.items[1:], *items), 1.0)


def _only_entity(case: Case) -> str | None:
    named = sorted({one.series.entity for one in case.behaviours if one.series.entity is not None})
    logging = sorted(entity for entity in case.logged if entity is not None)
    return named[0] if len(named) == 1 else logging[0] if len(logging) == 1 else None


def _kind(case: Case, view: Calm | None) -> str | None:
    if case.alert is not None and is_meant(case):
        return "healthy.expected_signal"
    own = case.own
    if own is None:
        told = case.reading(complaint).roles
        looked_at = any(
            one.series.values
            and (one.series.role in SYMPTOMS or (one.series.role in told and case.distance(one.series.entity) == 0))
            for one in case.behaviours
        )
        if view is not None:
            return "healthy.recovered" if view.over is not None else "healthy.threshold_noise"
        if looked_at or case.reading(view_of_cluster) is not None:
            return "healthy.threshold_noise" if looked_at else None  # a cluster that is well has its own all-clear
        told_why = case.reading(accounts)
        return told_why[0].cause if sum(one.weight for one in told_why) >= _TELLS_ALONE else None
    return "healthy.recovered" if own.course is Course.CAME_BACK and not _brief(own) else "healthy.threshold_noise"


def _brief(own: Behaviour) -> bool:
    """Whether it was away for so short that it is variation; failures where there are none at other times are not."""
    failing = own.series.role in (Role.FAILURES, Role.THROTTLES) and own.before == 0
    return own.points_changed <= (_FEW_POINTS if failing else max(_FEW_POINTS, len(own.series.values) // 20))


def _weigh_own(case: Case, view: Calm | None, argument: Argument) -> None:
    own, watch = case.own, case.watch
    if own is None or watch is None:
        witness = direct_witness(case)
        missed = None if witness is None else lacks_percentile(case, witness)
        named = (case.alert.metric if case.alert is not None else None) or ""
        alike = witness is not None and not tokens_of(named).isdisjoint(tokens_of(witness.series.name))
        if witness is not None and (alike or not named):
            if missed is not None:
                argument.lack(f"{missed} of {witness.series.name} of {short(witness.series.entity)}", 3.0)
        elif case.alert is not None and case.alert.metric:
            argument.lack(f"the series of the alarm itself, {case.alert.metric}", 1.0)
        elif view is None and not (nothing_complains(case) or passes(case) or case.reading(was_done)):
            argument.lack("the series of the alarm itself", 0.5)
        return
    fact = case.fact_of_watch(watch) if watch.threshold is not None else case.fact(own)
    missed = lacks_percentile(case, own)
    if missed is not None:
        argument.lack(f"{missed} of {own.series.name} of {short(own.series.entity)}", 3.0)
    if not reaches(case, own) and not usually_silent(case) and not removed(case):
        against.weigh_end(case, argument, [own])
    if own.fresh and watch.at_the_end <= 1:
        argument.back(fact, 0.5)
        argument.lack(f"datapoints of {own.series.name} after the one that crossed the threshold")
    elif watch.always and own.course in (Course.STEADY, Course.CAME_BACK):
        _weigh_threshold(case, own, argument)
    elif case.reading(only_words) is not None:
        argument.summary = "The alarm counts words in log lines that report no trouble; nothing is wrong now."
    elif (wished := case.reading(wished_fewer)) is not None:
        argument.summary = (
            "There are as many instances as are wished for, and they do their work; nothing is wrong now."
        )
        argument.back(wished, _WISHED)
    elif (top := case.reading(usual_top)) is not None:
        argument.summary = "The series fills up and is emptied again as ever; nothing is wrong now."
        argument.back(top, _WISHED)
    elif stopped(case) is not None:
        argument.summary = "It was stopped on purpose, and nobody who needs it runs; nothing is wrong now."
    elif _is_meant_demand(case, own):
        argument.summary = "A test of load makes the demand; nothing is wrong now."
    elif refilling(case):
        argument.oppose(fact, 0.5)
    elif own.course is Course.CHANGED and case.is_troubled(own):
        beyond = watch.threshold is None or watch.at_the_end > 0
        argument.oppose(case.fact(own), 1.0 if fires_as_a_rule(case) else 4.0 if beyond else 1.5)
    elif watch.at_the_end > 1:
        argument.oppose(fact, 1.0 if fires_as_a_rule(case) else 2.5)
    elif _before_the_alarm(case, own, watch):
        argument.back(fact, 1.0)
        argument.lack(f"the datapoints of {own.series.name} that made the alarm fire", 0.7)
    elif own.course is Course.CAME_BACK:
        argument.back(case.fact(own), 2.5)
        if watch.threshold is not None:
            argument.back(fact, 0.5 if watch.since < 3 else 1.0)
    elif watch.at_the_end == 1:
        argument.back(fact, 0.5)
    elif watch.threshold is not None:
        argument.back(fact, 2.5 if watch.since >= 3 else 2.0)
        if own.course is Course.STEADY:
            argument.back(case.fact(own), 0.5)
    elif own.steady:
        argument.back(fact, 2.0)


def _is_meant_demand(case: Case, own: Behaviour) -> bool:
    return own.series.role is Role.DEMAND and own.direction > 0 and meant_demand(case) is not None


def _before_the_alarm(case: Case, own: Behaviour, watch: Watch) -> bool:
    """Whether the alarm fires now although its series was last beyond the threshold long before it fired."""
    told = moments.parse_maybe(watch.alert.t) if watch.alert is not None else None
    if told is None or watch.threshold is None or watch.alert is None or watch.alert.state != "alarm":
        return False
    last = own.series.times[watch.crossings[-1]] if watch.crossings else -math.inf
    return last + _LATEST_PERIODS * own.series.period < told


def _weigh_threshold(case: Case, own: Behaviour, argument: Argument) -> None:
    """The series is beyond its threshold most of the time and did not change: then the threshold is what is unusual,
    unless what it counts is bad by itself."""
    if case.watch is None:
        return
    fact = case.fact_of_watch(case.watch)
    if own.series.role.bad_direction == 0 or own.series.reference or watched_anew(case):
        argument.summary = "The alarm's threshold lies within what is usual for its series; nothing is wrong now."
        argument.back(fact, 2.0)
        argument.back(case.fact(own), 1.0)
    else:
        argument.oppose(fact, 1.0)
        argument.lack(f"{own.series.name} at a time known to be normal", 0.5)


def _weigh_panel(case: Case, view: Calm, argument: Argument) -> None:
    """All services side by side: what moved speaks against health, what did not for it, by how much was looked at."""
    for moved in view.worse[:3]:
        argument.oppose(told(case, moved), min(3.5, 1.4 + 1.2 * math.log(max(1.0, view.panel.strength(moved)))))
    unfelt = case.reading(served) is not None and is_accounted_for(case)
    for suspect in view.pressed[:2]:
        lasting = min(1.0, 0.4 + suspect.evidence.points / 10)
        weight = lasting * min(3.0, 0.8 + 1.2 * suspect.size)
        argument.oppose(told(case, suspect.evidence), weight * (_UNFELT if unfelt else 1.0))
    witnesses = [(one, worth) for one, worth in view.witnesses if one is not case.own and not gathers(case, one)]
    against.weigh_end(case, argument, [one for one, _ in witnesses])
    seen = [one for one in case.behaviours if one.series.id in view.covered and speaks_for(case, one.series.entity)]
    share = 1.0 if seen else _STRANGERS
    for one, worth in witnesses:
        if worth > 0:
            argument.back(case.fact(one), share * worth * view.weight / len(witnesses))
    if view.over is not None and case.own is None:
        argument.back(case.fact(view.over), 0.3)
    newest = max((one.series.times[-1] for one in case.behaviours if one.series.values), default=None)
    if newest is not None and case.now is not None and witnesses:
        late = case.now - newest
        if late > max(900.0, 10 * witnesses[0][0].series.period):
            argument.lack(f"datapoints of the {span(late)} before the evidence was collected", 1.5)


def _weigh_others(case: Case, view: Calm | None, argument: Argument, bad: list[Behaviour]) -> None:
    for leak in case.reading(leaks):
        series = leak.climb.series
        mine = next(one for one in case.behaviours if one.series is series)
        argument.oppose(case.fact(mine), 3.0 if leak.felt is not None or leak.climb.fell is None else 1.0)
    for loss in [one for one in case.reading(losses) if case.reading(wished_fewer) is None]:
        argument.oppose(loss.fact, 2.5 if loss.counted else 1.0)
    surge = case.reading(surging)
    if surge is not None and meant_demand(case) is None:
        argument.oppose(told(case, surge.evidence), 3.0)
    against.weigh_demand(case, argument)
    against.weigh_output(case, argument)
    against.weigh_headroom(case, argument)
    if nothing_complains(case):
        against.weigh_use(case, argument, view.covered if view is not None else frozenset())
    against.weigh_gaps(case, argument)
    if (calm_users := case.reading(served)) is not None and view is None:
        about = not case.reading(complaint).roles.isdisjoint({Role.LATENCY, *SYMPTOMS}) or is_accounted_for(case)
        for one in calm_users:
            argument.back(case.fact(one), _SERVED if about else _SERVED_OTHERWISE)
    calmed = weigh_witnesses(case, argument, view.covered if view is not None else frozenset())
    if not calmed and not bad and view is None and not (passes(case) or case.reading(was_done)):
        argument.lack(f"errors of {short(argument.entity)} besides the alarm's own series", 0.7)


def _weigh_logs(case: Case, entity: str, argument: Argument) -> None:
    if against.weigh_errors(case, argument):
        return
    ended = [fact for one in case.patterns if one.error and (fact := case.stopped(one)) is not None]
    for fact in ended[:1]:
        argument.back(fact, 0.8)
    if case.looked_lately(entity):
        argument.back(
            case.absence(
                entity, f"No new error is among the newest log lines of {short(entity)} that were collected.", "logs"
            ),
            0.7,
        )
    else:
        argument.lack(f"newest log lines of {short(entity)}", 0.2)


def _weigh_accounts(case: Case, view: Calm | None, argument: Argument) -> None:
    """Why the alarm fired, as far as that can be told besides its own series. It says little of another thing whose
    own resource clearly moved."""
    moved = view is not None and any(one.size >= _CLEAR for one in view.pressed)
    for account in case.reading(accounts)[:3]:
        argument.back(account.fact, min(account.weight, _TELLING) if moved else account.weight)
        if account.weight >= _TELLING and account.cause == RECOVERED and case.own is None:
            argument.cause, argument.summary = RECOVERED, _SUMMARIES[RECOVERED]
