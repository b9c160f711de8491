"""Whether a workload's fault can be what brought the symptom: its namespace, its age, and who misses it."""

import re
from collections.abc import Sequence

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod
from commander.evidence.logs import Pattern
from commander.evidence.moments import span, spell
from commander.evidence.sentences import short

_LONG_BEFORE_S = 3600.0
_QUICK_RESTARTS, _BACK_OFF_S = 6, 300.0
_SHARED = ("kube-", "ingress", "istio", "linkerd", "cert-manager", "gateway", "openshift-")
"""Namespaces of what serves the others."""


def missed_by(case: Case, entity: str) -> Pattern | None:
    """Error lines of something else that name the workload, and began with the trouble as far as is known."""
    family = frozenset((*case.family(entity), entity))
    index = case.reading(_errors_by_word)
    for name in sorted({short(part).rpartition("/")[2] for part in family}):
        for pattern in index.get(name, []) if len(name) > 2 else []:
            if pattern.entity not in family and case.is_new(pattern) is not False:
                return pattern
    return None


def _errors_by_word(case: Case) -> dict[str, list[Pattern]]:
    """The error patterns by the words in them; names of workloads are such words."""
    found: dict[str, list[Pattern]] = {}
    for pattern in case.patterns:
        if pattern.error and not pattern.ended and pattern.entity is not None:
            for word in set(re.findall(r"[\w-]+", pattern.text)):
                found.setdefault(word, []).append(pattern)
    return found


def weigh_namespace(case: Case, argument: Argument) -> bool:
    """Another namespace than the symptom's is seldom where its cause is; the platform's own serve all."""
    if case.resource is None or case.distance(argument.entity) is not None:
        return False
    here, there = _namespace(case, argument.entity), _namespace(case, case.resource)
    if here is None or there is None or here[1] == there[1]:
        return False
    statement = f"{short(argument.entity)} is in namespace {here[1]}, {short(case.resource)} in {there[1]}."
    shared = here[1].startswith(_SHARED)
    argument.oppose(case.fact_of_state(here[0], statement, there[0]), 0.5 if shared else 2.4)
    return True


def _namespace(case: Case, entity: str) -> tuple[State, str] | None:
    family = frozenset(
        (*case.family(entity), *(f"{kind}/{short(entity)}" for kind in ("deployment", "service")), entity)
    )
    known = case.reading(_namespaces)
    found = [known[one] for one in family if one in known]
    if not found:
        return None
    _, item, name = min(found, key=lambda one: one[0])
    return item, name


def _namespaces(case: Case) -> dict[str, tuple[int, State, str]]:
    """The namespace of each thing, with the item that tells it and its place among those that could."""
    found: dict[str, tuple[int, State, str]] = {}
    for place, item in enumerate(case.items("deployment", "statefulset", "daemonset", "pod", "service")):
        name = item.attributes.get("namespace")
        if isinstance(name, str) and name:
            found.setdefault(item.entity, (place, item, name))
    return found


def weigh_old_loops(case: Case, argument: Argument, broken: Sequence[Pod]) -> None:
    """A container that was restarted so often that it cannot have begun with the trouble: restarts in a crash loop are
    five minutes apart after the first few."""
    if case.onset is None or case.now is None or case.distance(argument.entity) == 0:
        return
    for pod in broken:
        often = max([pod.restarts or 0, *(one.restart_count or 0 for one in pod.containers)])
        took = (often - _QUICK_RESTARTS) * _BACK_OFF_S
        if took > case.now - case.onset.start + _LONG_BEFORE_S:
            statement = f"{pod.name} was restarted {often} times, which takes longer than the trouble has lasted."
            argument.oppose(case.fact_of_state(pod.item, statement), 2.0)
            return


def weigh_age(case: Case, argument: Argument, seen: list[float]) -> None:
    """What was there long before the trouble did not bring it; unless it is at the very place that is reported."""
    onset = case.onset
    if onset is None or not seen or case.distance(argument.entity) == 0:
        return
    first = min(seen)
    lead = onset.start - first
    known = [fact for fact, _ in argument.supporting.values() if fact.start == first]
    if lead > _LONG_BEFORE_S and known:
        began = f"began ({spell(onset.start)})" if onset.observed else "was reported"
        statement = f"{short(known[0].entity)} showed it {span(lead)} before the trouble {began}."
        refs = (*known[0].source_ref, *onset.refs)
        argument.oppose(case.stated(known[0].kind, known[0].entity, statement, refs), 2.0 if onset.observed else 1.0)
