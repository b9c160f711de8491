"""A cluster at rest: all that was collected of it is as it should be, so nothing is wrong there now.

Only where the incident is about what the cluster's state can tell (pods that are not ready, restarts, events, nodes),
or where the symptom's own series are in view and calm: state alone says nothing about a slow service. Contradicted by
anything that is not well, by errors in logs, by series that are worse than before. Nothing is said of a thing whose
own workload is not in view, or where a part could not be looked at.
"""

from collections.abc import Iterator, Sequence

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.cluster.calm import View, view
from commander.evidence.cluster.nodes import Node
from commander.evidence.cluster.over import has_settled
from commander.evidence.cluster.pods import Pod
from commander.evidence.cluster.runs import is_redone
from commander.evidence.cluster.workloads import Workload
from commander.evidence.elsewhere import is_elsewhere
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.allclear.account import Account
from commander.evidence.mechanisms.allclear.accounts import accounts, nothing_complains, shown_by_nothing
from commander.evidence.mechanisms.allclear.against import collapsed, weigh_gaps
from commander.evidence.mechanisms.allclear.alarms import others_on
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.mechanisms.allclear.usual import usual
from commander.evidence.mechanisms.allclear.witnesses import speaks_for
from commander.evidence.moments import spell
from commander.evidence.outcomes import is_refusal
from commander.evidence.roles import SYMPTOMS
from commander.evidence.sentences import short

NOISE, RECOVERED, EXPECTED = "healthy.threshold_noise", "healthy.recovered", "healthy.expected_signal"
_OLD_S, _UNSHOWN = 300.0, 3.5
_TELLING = 0.8
"""An account of at least this weight stands for what the alarm measures."""
_SHOWN = 5
_GONE, _PASSING = (
    2.5,
    ("job", "cronjob", "pod", "deployment", "service", "statefulset", "daemonset", "node", "instance"),
)
"""What is gone, or has been done again since, need not be in view itself where the rest is."""
_SUMMARIES = {
    NOISE: "Every workload, pod and node in view is as it should be; nothing is wrong now.",
    RECOVERED: "What was reported is over: every workload, pod and node in view is well again.",
    EXPECTED: "What the alarm saw was done on purpose, and nothing waits for it; nothing is wrong now.",
}


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: that the cluster is at rest."""
    seen = case.reading(view)
    if seen is None or _unrest(case):
        return
    entity = _place(case, seen)
    calm, told = _calm(case), case.reading(accounts)
    told = tuple(one for one in told if one.weight >= _TELLING)
    about = case.reading(complaint).state or nothing_complains(case) or bool(told)
    if not about and not calm:
        return
    own = _own(case, seen, entity, told)
    if own is None:
        return
    workloads, running, node = own
    cause = EXPECTED if node is not None and node.unschedulable else RECOVERED if _was_worse(case, seen) else NOISE
    if told and cause != EXPECTED:
        cause = told[0].cause
    argument = Argument(cause, entity, _SUMMARIES[cause])
    _weigh_own(case, argument, workloads, running, node)
    if cause == EXPECTED and node is not None:
        _weigh_purpose(case, argument, entity)
    _weigh_others(case, argument, seen, workloads, node)
    for one in calm[:2]:
        argument.back(case.fact(one), 0.7)
    for account in told[:2]:
        argument.back(account.fact, account.weight)
    _weigh_checks(case, argument)
    weigh_gaps(case, argument)
    for pod in seen.completed[:1]:
        argument.back(case.fact_of_state(pod.item, f"{pod.name} is {pod.status or pod.phase}: it did its work."), 0.5)
    if cause == RECOVERED and seen.ended:
        argument.back(case.fact_of_event(seen.ended[-1]), 0.3)
    if (unshown := shown_by_nothing(case)) is not None:
        argument.lack(unshown, _UNSHOWN)
    if not about:
        argument.lack("what the alarm measures", 0.7)
    argument.direct = about and not argument.missing
    yield argument


def _weigh_checks(case: Case, argument: Argument) -> None:
    """Checks that look from outside, as users do, and pass."""
    passing = [one for one in case.bundle.alerts if one.state == "ok" and one is not case.alert and not one.metric]
    for one in sorted(passing, key=lambda alert: (alert.name, alert.id))[:2]:
        argument.back(case.fact_of_alert(one), 0.7)


def _place(case: Case, seen: View) -> str:
    """What the incident is about: the thing it names, the namespace that it calls a service, else all that is there."""
    named = case.resource
    if named is not None and case.bundle.incident.resource is None and named not in case.entities:
        spaces = {one.namespace for one in seen.workloads} | {one.namespace for one in seen.pods}
        return f"namespace/{short(named)}" if short(named) in spaces else named
    return named or _only_namespace(seen) or "cluster/all"


def _only_namespace(seen: View) -> str | None:
    """The one namespace that is in view, where the incident names nothing."""
    named = {one.namespace for one in seen.workloads if one.namespace}
    named |= {one.namespace for one in seen.pods if one.namespace}
    return f"namespace/{named.pop()}" if len(named) == 1 else None


def _unrest(case: Case) -> bool:
    """Whether series, logs or other alarms say that something is wrong."""
    if any(case.is_troubled(one) and not one.slight for one in case.behaviours if one.series.values):
        return True
    if any(_is_trouble(case, one) for one in case.patterns):
        return True
    if collapsed(case):
        return True
    return any(not is_elsewhere(case, one.entity, moments.parse_maybe(one.t)) for one in others_on(case))


def _is_trouble(case: Case, one: Pattern) -> bool:
    """Whether a pattern is an error that came with the trouble and is not known to be over."""
    if not one.error or one.ended or case.is_new(one) is False or usual(case, one):
        return False
    if is_elsewhere(case, one.entity, one.first) or is_refusal(one.text) or is_redone(case, one.entity):
        return False
    return (case.distance(one.entity) == 0 or case.stopped(one) is None) and not has_settled(case, one)


def _calm(case: Case) -> list[Behaviour]:
    """Series of symptoms that are as usual, those of the incident's place first."""
    found = [
        one
        for one in case.behaviours
        if one.series.role in SYMPTOMS
        and one.series.values
        and speaks_for(case, one.series.entity)
        and one.course in (Course.STEADY, Course.CAME_BACK)
        and (case.now is None or one.series.times[-1] >= case.now - max(_OLD_S, 3 * one.series.period))
    ]

    def place(one: Behaviour) -> tuple[int, str, str]:
        distance = case.distance(one.series.entity)
        return 99 if distance is None or distance < 0 else distance, one.series.name, one.series.id

    return sorted(found, key=place)


_Own = tuple[list[Workload], list[Pod], Node | None]


def _own(case: Case, seen: View, entity: str, told: Sequence[Account]) -> _Own | None:
    """What the incident is about: its workloads, pods or node, None where they are not in view."""
    kind, name = entity.partition("/")[0], short(entity)
    if told and told[0].weight >= _GONE and kind in _PASSING and (seen.workloads or seen.pods):
        return list(seen.workloads), list(seen.pods), None
    if kind == "node":
        node = next((one for one in seen.nodes if one.entity == entity), None)
        return None if node is None or not (seen.workloads or seen.pods) else ([], [], node)
    if kind in ("namespace", "cluster"):
        workloads = [one for one in seen.workloads if kind == "cluster" or one.namespace in (None, name)]
        running = [one for one in seen.pods if kind == "cluster" or one.namespace in (None, name)]
        return (workloads, running, None) if len(workloads) > 1 or len(running) > 1 else None
    kin = case.kin(_served(case, entity))
    workloads = [one for one in seen.workloads if case.kin(one.entity) == kin and one.desired != 0]
    running = [one for one in seen.pods if case.kin(one.entity) == kin]
    return (workloads, running, None) if running or any(one.running for one in workloads) else None


def _served(case: Case, entity: str) -> str:
    """The workload that a claim or an autoscaler is there for; the thing itself where it is another one."""
    kind, name = entity.partition("/")[0], short(entity)
    if kind in ("hpa", "horizontalpodautoscaler"):
        return next(
            (f"{one}/{name}" for one in ("deployment", "statefulset") if f"{one}/{name}" in case.entities), entity
        )
    if kind in ("pvc", "persistentvolumeclaim"):
        users = [item.attributes.get("used_by") for item in case.bundle.state if item.entity == entity]
        return next((f"pod/{one}" for one in users if isinstance(one, str) and f"pod/{one}" in case.entities), entity)
    return entity


def _was_worse(case: Case, seen: View) -> bool:
    """Whether something was wrong of late and is over."""
    restarted = any((pod.restarts or 0) > 0 for pod in seen.pods)
    return bool(seen.ended) or restarted or any(one.ended and one.error for one in case.patterns)


def _weigh_own(
    case: Case, argument: Argument, workloads: Sequence[Workload], running: Sequence[Pod], node: Node | None
) -> None:
    if node is not None:
        argument.back(case.fact_of_state(node.item, f"Node {node.name} is ready and reports no pressure."), 1.0)
    for one in workloads[:1]:
        statement = f"{short(one.entity)} has all of the pods that it wants."
        if one.desired is not None and one.running is not None:
            statement = f"{short(one.entity)} has {one.running} of {one.desired} pods available."
        argument.back(case.fact_of_state(one.item, statement, *one.items[1:]), 1.5)
    for pod, *more in [running] if running else []:
        names = ", ".join(one.name for one in (pod, *more[: _SHOWN - 1]))
        items = [one.item for one in more[: _SHOWN - 1]]
        argument.back(case.fact_of_state(pod.item, f"Ready: {names}.", *items), 1.5 if not workloads else 1.0)
        ended = [one.last_finished for each in running for one in each.containers if one.last_finished is not None]
        last = max(ended, default=None)
        if last is not None:
            source = next(each for each in running if any(one.last_finished == last for one in each.containers))
            said = f"No container of {source.name} has ended since {spell(last)}."
            argument.back(case.fact_of_state(source.item, said), 0.8)


def _weigh_purpose(case: Case, argument: Argument, entity: str) -> None:
    """Somebody took the node out of use."""
    owners = {edge.from_ for edge in case.bundle.topology if edge.kind == "owns" and edge.to == entity}
    made = [one for one in case.releases if one.entity in {entity, *owners}]
    for release in made[-1:]:
        argument.back(case.fact_of_release(release), 1.5)
    for event in case.events(entity, "NodeNotSchedulable")[-1:]:
        argument.back(case.fact_of_event(event), 0.7)
    if not made:
        argument.lack(f"who marked {short(entity)} unschedulable, and why", 0.3)


def _weigh_others(case: Case, argument: Argument, seen: View, own: Sequence[Workload], node: Node | None) -> None:
    others = [one for one in seen.workloads if all(one is not other for other in own[:1]) and one.desired != 0]
    if others:
        first, *more = others
        names = ", ".join(short(one.entity) for one in others[:_SHOWN])
        items = [item for one in more[: _SHOWN - 1] for item in one.items]
        statement = f"All pods are available that these want: {names}."
        argument.back(case.fact_of_state(first.item, statement, *first.items[1:], *items), 1.5 if node else 1.0)
    elif seen.pods and not own:
        pod, *rest = seen.pods
        names = ", ".join(one.name for one in seen.pods[:_SHOWN])
        argument.back(case.fact_of_state(pod.item, f"Ready: {names}.", *(one.item for one in rest[: _SHOWN - 1])), 1.0)
    ready = [one for one in seen.nodes if one is not node]
    if ready:
        names = ", ".join(one.name for one in ready[:_SHOWN])
        items = [one.item for one in ready[1:_SHOWN]]
        argument.back(case.fact_of_state(ready[0].item, f"Ready and without pressure: {names}.", *items), 0.5)
    if not any(one.error and not one.ended for one in case.patterns) and case.looked_lately(argument.entity):
        argument.back(
            case.absence(argument.entity, "No error is among the log lines that were collected.", "logs"), 0.5
        )
