"""What speaks against an all-clear wherever it stands: an alarm that is accounted for says nothing about a second thing
that is broken."""

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.cluster.calm import unwell
from commander.evidence.cluster.over import HARMLESS, has_settled, is_over
from commander.evidence.elsewhere import began, is_elsewhere, is_within
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.allclear.accounts import was_done
from commander.evidence.mechanisms.allclear.alarms import others_on
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.counts import counts_of_failures
from commander.evidence.mechanisms.allclear.looked import reaches, reported
from commander.evidence.mechanisms.allclear.plans import planned_changes
from commander.evidence.mechanisms.allclear.rare import gathers
from commander.evidence.mechanisms.allclear.usual import always, usual
from commander.evidence.mechanisms.aws.levels import repeated
from commander.evidence.mechanisms.meant import is_meant
from commander.evidence.mechanisms.services import restarts
from commander.evidence.moments import spell
from commander.evidence.outcomes import is_refusal
from commander.evidence.roles import SYMPTOMS, Role, tokens_of
from commander.evidence.sentences import short

_MOST = 2
_MANY_LINES = 3
_UNSEEN = 8.0
"""Nothing seen before the trouble outweighs that it was not looked at since."""
_USED, _MUCH = frozenset({Role.CPU, Role.MEMORY, Role.CONNECTIONS, Role.THREADS, Role.DISK_IO}), 1.8
_HARDLY, _NEARLY_GONE = 0.1, 0.15
_LASTING_ERRORS, _LASTING_LINES, _ALWAYS, _SILENT_S = 3.5, 10, 0.3, 600.0
_LATELY_S, _JUST_NOW = 3600.0, 1.6
_STRANGERS, _COUNTED, _COUNTED_ALIKE, _NAMED = 0.15, 0.5, 1.0, 2.5
"""What is broken elsewhere says hardly anything of the incident; lines say little where failures are counted."""
_LASTING, _ASKED = 6, 1.0
"""So many datapoints are more than a moment; so many requests in a period or a second are asked at all."""
_OF_OTHERS = 0.6
"""What has no known connection with the incident's place weighs so much of what it would there."""


def matters(case: Case, entity: str | None) -> bool:
    """Whether the incident's place needs the thing or is needed by it, as far as is known: callers suffer first."""
    if case.concerns(entity) or entity is None or case.resource not in case.entities:
        return True
    return entity in case.topology.dependents_of(case.resource)


def _is_beside_a_test(case: Case, entity: str | None) -> bool:
    """Whether the alert is a test of a place that a thing neither belongs to nor is needed by."""
    if not case.reading(is_meant) or case.distance(entity) != -1:
        return False
    return entity is None or not is_within(case, entity)


def weigh_state(case: Case, argument: Argument) -> None:
    """Parts of a cluster that are not as they should be."""
    for one in [one for one in case.reading(unwell) if one.item is not None][:_MOST]:
        item = one.item
        strange = item is not None and is_elsewhere(case, item.entity, began(case, item.entity or ""))
        strange = strange or (item is not None and _is_beside_a_test(case, item.entity))
        share = _STRANGERS if strange else 1.0
        if isinstance(item, PlatformEvent):
            argument.oppose(case.fact_of_event(item), share * 1.0)
        elif item is not None:
            argument.oppose(case.fact_of_state(item, one.statement), share * 2.0)


def weigh_series(case: Case, argument: Argument, covered: frozenset[str]) -> list[Behaviour]:
    """Series of symptoms that are worse than before; those that were."""
    bad = [
        one
        for one in case.behaviours
        if one is not case.own
        and one.series.values
        and (one.series.id not in covered or gathers(case, one))
        and one.series.role in SYMPTOMS
        and (case.is_troubled(one) or gathers(case, one))
        and not restarts.is_over(case, one)
    ]

    def place(one: Behaviour) -> tuple[bool, bool, str, str]:
        return not matters(case, one.series.entity), one.slight or one.fresh, one.series.name, one.series.id

    for one in sorted(bad, key=place)[:3]:
        weight = 0.8 if one.slight else 1.5 if one.fresh else 3.0
        if gathers(case, one):
            weight = max(2.0, weight if case.is_troubled(one) else 0.0)
        argument.oppose(case.fact(one), weight if matters(case, one.series.entity) else _OF_OTHERS * weight)
    return bad


def collapsed(case: Case) -> list[Behaviour]:
    """Where hardly anybody asks any more, or many times more do than before, and not as at other times."""
    return [one for one in case.of_role(Role.DEMAND) if matters(case, one.series.entity) and _collapsed(one)]


def _collapsed(one: Behaviour) -> bool:
    if one.course is not Course.CHANGED or one.points_changed < _LASTING or repeated(one):
        return False
    ratio = one.ratio
    return one.before >= _ASKED and ratio is not None and (ratio <= 0.3 or ratio >= 3.0)


def refused(case: Case) -> list[Behaviour]:
    """Answers that tell clients of mistakes, many times more than before: no fault by themselves, and no calm."""
    return [
        one
        for one in case.behaviours
        if one.course is Course.CHANGED
        and one.direction > 0
        and one.points_changed >= _LASTING
        and "4xx" in tokens_of(one.series.name)
        and one.after - one.before >= _ASKED
        and one.after >= 3.0 * one.before
        and matters(case, one.series.entity)
        and not repeated(one)
    ]


def weigh_demand(case: Case, argument: Argument) -> None:
    """Demand that went away or multiplied, and clients that are refused; not what planned work asks for."""
    told = reported(case)
    meant = told is not None and next(planned_changes(case, told), None) is not None
    for one in sorted(collapsed(case), key=lambda one: (one.ratio or 0.0, one.series.id))[:1]:
        if meant and one.direction > 0:
            continue
        argument.oppose(case.fact(one), 3.0 if (one.ratio or 0.0) <= _HARDLY else 1.8)
    for one in refused(case)[:1]:
        argument.oppose(case.fact(one), 0.5 if meant else 1.5)


def weigh_output(case: Case, argument: Argument) -> None:
    """What the place or something connected with it did until lately, by a count of its own, and does no more."""
    gone = [
        one
        for one in case.of_role(Role.OTHER)
        if one.course is Course.CHANGED
        and one.points_changed >= _LASTING
        and one.before > 0
        and one.after == 0
        and matters(case, one.series.entity)
        and not repeated(one)
    ]
    for one in sorted(gone, key=lambda one: (one.series.name, one.series.id))[:1]:
        argument.oppose(case.fact(one), 2.5)


def weigh_use(case: Case, argument: Argument, covered: frozenset[str]) -> None:
    """What the thing uses much more of than before, where nobody says what the trouble would be."""
    moved = [
        one
        for one in case.behaviours
        if one.series.role in _USED
        and one.series.id not in covered
        and one.course is Course.CHANGED
        and one.direction > 0
        and one.points_changed >= _LASTING
        and one.after >= _MUCH * one.before
        and matters(case, one.series.entity)
        and not repeated(one)
    ]
    for one in sorted(moved, key=lambda one: (one.series.name, one.series.id))[:1]:
        argument.oppose(case.fact(one), 1.8)


def weigh_headroom(case: Case, argument: Argument) -> None:
    """Room that runs out: what is nearly used up will be felt, whatever is felt now."""
    for one in sorted(case.of_role(Role.HEADROOM), key=lambda one: (one.series.name, one.series.id)):
        values = one.series.values
        if len(values) < _LASTING or not matters(case, one.series.entity):
            continue
        first, last = max(values[:_LASTING]), max(values[-3:])
        if 0 <= last <= _NEARLY_GONE * first and values[-1] == min(values[-3:]):
            argument.oppose(case.fact(one), 2.5)
            return


def weigh_gaps(case: Case, argument: Argument) -> None:
    """What could not be looked at is not fine: series where the alarm's own is not known, and the rest less."""
    gaps = [one for one in case.bundle.gaps or [] if matters(case, one.entity)]
    for gap in sorted(gaps, key=lambda one: (one.section, one.entity or "", one.reason))[:3]:
        about = f" of {short(gap.entity)}" if gap.entity else ""
        shown = case.own is not None or case.reading(complaint).state or case.reading(was_done)
        unseen = gap.section == "metrics" and not shown
        argument.lack(f"{gap.section}{about}, which could not be looked at", 2.0 if unseen else 0.4)


def weigh_errors(case: Case, argument: Argument, *, meant: bool = False) -> bool:
    """Errors that were written since the trouble began, and go on; whether there are any. Where the alert is `meant`
    to fire, its time says nothing of the errors, and those that were always there little."""
    errors = [
        one
        for one in case.patterns
        if one.error
        and case.is_new(one) is not False
        and (case.is_active(one) or (one.open_ended and not _is_over(case, one)))
        and not usual(case, one)
    ]
    near = [one for one in errors if matters(case, one.entity)]
    told = set(near)
    for pattern in [one for one in case.patterns if one not in told and _tells_why(case, one)][:1]:
        argument.oppose(case.fact_of_pattern(pattern), _NAMED)
    for pattern in near[:_MOST]:
        heavy = pattern.count >= _MANY_LINES and not _habitual(case, pattern)
        weight = _LASTING_ERRORS if _began_and_lasts(case, pattern) else 2.5 if heavy else 1.0
        if meant:
            weight = _ALWAYS if always(case, pattern) else min(weight, 1.0)
        if is_refusal(pattern.text):
            weight = min(weight, _ALWAYS)
        if weight < _LASTING_ERRORS and _counted(case, pattern):
            known = pattern.signature is not None or case.is_new(pattern) is True
            weight = min(weight, _COUNTED_ALIKE if known else _COUNTED)
        argument.oppose(case.fact_of_pattern(pattern), weight)
    others = [one for one in errors if one not in told and one.count >= _MANY_LINES]
    for pattern in others[: _MOST - len(near[:_MOST])]:
        strange = meant or is_elsewhere(case, pattern.entity, pattern.first) or _counted(case, pattern)
        argument.oppose(case.fact_of_pattern(pattern), _STRANGERS if strange else 1.0)
    return bool(near)


def _tells_why(case: Case, pattern: Pattern) -> bool:
    """Whether lines that name a mechanism go on, though they began before the trouble was told: it may be told late."""
    if pattern.signature is None or not pattern.error or pattern.count < _MANY_LINES or always(case, pattern):
        return False
    return case.is_active(pattern) and matters(case, pattern.entity)


def _counted(case: Case, pattern: Pattern) -> bool:
    """Whether the failures of the thing that writes, else of those who call it, are counted until now, and there are
    no more of them than ever."""
    counts = counts_of_failures(case, pattern.entity)
    calm = (Course.STEADY, Course.CAME_BACK)
    well = all(one.course in calm and not case.is_troubled(one) for one in counts)
    return well and any(reaches(case, one) and _after(one, pattern) for one in counts)


def _after(one: Behaviour, pattern: Pattern) -> bool:
    """Whether anything was counted since such lines began: the last period counts nothing of what came after it."""
    return pattern.first is None or one.series.times[-1] >= pattern.first


def _began_and_lasts(case: Case, pattern: Pattern) -> bool:
    """Whether the incident's own place began to write it with the trouble, and has not stopped: line after line."""
    times = len(pattern.moments)
    onset = case.onset
    return (
        times >= _LASTING_LINES
        and onset is not None
        and onset.observed
        and case.is_new(pattern) is True
        and case.is_active(pattern)
        and case.distance(pattern.entity) == 0
    )


def _is_over(case: Case, pattern: Pattern) -> bool:
    """Whether what suffers from such errors is well again: many lines with one moment do not tell it themselves."""
    places = [place for place in (pattern.entity, case.resource) if place is not None]
    seen = [one for place in places for one in case.of(place, *SYMPTOMS) if one.series.values]
    if any(case.is_troubled(one) for one in seen):
        return False
    back = any(one.course is Course.CAME_BACK for one in seen)
    return back or has_settled(case, pattern) or _unfelt(case, pattern)


def _unfelt(case: Case, pattern: Pattern) -> bool:
    """Whether the alarm is off, the writer has written other things for long since, and nobody who calls it failed."""
    logged, last, place = case.logged_of(pattern.entity), pattern.last, case.resource
    if case.alert is None or case.alert.state != "ok" or logged is None or last is None or place is None:
        return False
    if logged[1] - last < _SILENT_S or len(set(pattern.moments)) > 1:
        return False
    felt = [place, *case.topology.dependents_of(place)]
    counted = [one for each in felt for one in case.of(each, Role.FAILURES, Role.SUCCESS) if one.series.values]
    return any(reaches(case, one) for one in counted) and all(one.steady for one in counted)


def _habitual(case: Case, pattern: Pattern) -> bool:
    """Whether it was written since early in what was collected, while no series tells when anything began."""
    logged = case.logged.get(pattern.entity)
    if case.onset is not None or logged is None or pattern.first is None:
        return False
    return pattern.first <= logged[0] + 0.4 * (logged[1] - logged[0])


def weigh_alarms(case: Case, argument: Argument) -> None:
    """Other alarms that are on."""
    for alert in sorted(others_on(case), key=lambda one: (not matters(case, one.entity), one.name, one.id))[:_MOST]:
        fired = moments.parse_maybe(alert.t)
        strange = is_elsewhere(case, alert.entity, fired)
        lately = fired is not None and case.now is not None and case.now - fired < _LATELY_S
        argument.oppose(case.fact_of_alert(alert), _STRANGERS if strange else _JUST_NOW if lately else 1.0)


def weigh_events(case: Case, argument: Argument) -> None:
    """What the platform reported as wrong since the trouble began and is not known to be over."""
    onset = case.onset
    for event in sorted(case.bundle.events, key=lambda event: (event.reason, event.message, event.id)):
        moment = moments.parse_maybe(event.t)
        late = onset is None or moment is None or moment >= onset.start
        if event.type not in ("warning", "error") or not late or not matters(case, event.entity):
            continue
        if event.reason in HARMLESS:
            continue
        if is_over(case, event):
            continue
        said = event.message.strip() or event.reason.strip() or event.kind
        statement = f"The platform reported {event.reason or event.kind}: {said[:200]}"
        strange = is_elsewhere(case, event.entity, moments.parse_maybe(event.first_t) or moment)
        strange = strange or _is_beside_a_test(case, event.entity)
        share = _STRANGERS if strange else 1.0
        weight = share * (1.5 if event.type == "error" else 1.0)
        argument.oppose(case.stated("event", event.entity, statement, (event.id,)), weight)


def weigh_end(case: Case, argument: Argument, witnesses: list[Behaviour]) -> None:
    """Series that end before the trouble was reported: what followed was not looked at."""
    told = reported(case)
    if told is None or not witnesses or any(reaches(case, one) for one in witnesses):
        return
    argument.lack(f"datapoints of {short(witnesses[0].series.entity)} since {spell(told)}", _UNSEEN)
