"""A namespace's quota rejects what is created in it.

Predicts: FailedCreate with "exceeded quota", which names the resource; or a quota that is used up while a workload of
the namespace lacks pods that nobody created. Contradicted by: nothing missing in the namespace.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.quotas import Allowance, Quota, quotas
from commander.evidence.cluster.values import quantity
from commander.evidence.cluster.workloads import Workload, controllers
from commander.evidence.mechanisms.cluster.complaints import CONNECTING, mentions_host, refuted
from commander.evidence.mechanisms.cluster.reports import Report, clients, reports
from commander.evidence.mechanisms.cluster.sayings import back_all, limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.sentences import short

_SPOKEN = (
    r"exceeded quota|failed quota|exceeds? (?:the )?quota|"
    r"(?:maximum|minimum) (?:cpu|memory) usage per (?:container|pod)"
)
_REFUSED = r"is forbidden: (?:exceeded|failed) quota"
"""How the cluster's API answers a client."""
_NAME = re.compile(r"(?:exceeded|failed) quota: ([\w.-]+)")
_OBJECT = re.compile(
    r'(?<![A-Za-z])(?P<kind>[A-Za-z]++)(?:\.[\w.-]{1,253}+)? "(?P<name>[a-z0-9][\w.-]*+)" is forbidden'
)
_NEXT = re.compile(", (?:used|limited): ")
_AMOUNTS = re.compile(r"([\w./-]{1,100}+)=([\w.]++)")
_SUMMARIES = {
    "k8s.quota.cpu_exceeded": "CPU",
    "k8s.quota.memory_exceeded": "memory",
    "k8s.quota.pods_exceeded": "pods",
    "k8s.quota.services_exceeded": "Services",
    "k8s.quota.storage_exceeded": "storage",
    "k8s.quota.objects_exceeded": "objects",
}
_OF_PODS = frozenset({"k8s.quota.cpu_exceeded", "k8s.quota.memory_exceeded", "k8s.quota.pods_exceeded"})
_MOST_RIVALS = 2


def cause_of(resource: str) -> str:
    """The cause that a resource's name belongs to."""
    name = resource.lower().strip()
    kind = name.removeprefix("requests.").removeprefix("limits.").removeprefix("count/")
    if kind == "cpu":
        return "k8s.quota.cpu_exceeded"
    if kind == "memory":
        return "k8s.quota.memory_exceeded"
    if kind == "pods":
        return "k8s.quota.pods_exceeded"
    if kind.startswith("services"):
        return "k8s.quota.services_exceeded"
    if "storage" in kind or kind.startswith("persistentvolumeclaim"):
        return "k8s.quota.storage_exceeded"
    return "k8s.quota.objects_exceeded"


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each namespace and resource that rejects something, or could."""
    found: dict[tuple[str, str], Argument] = {}
    spoken: dict[tuple[str, str], list[Report]] = {}
    for report in (*case.reading(reports), *case.reading(clients)):
        if report.says(_REFUSED if report.source == "client" else _SPOKEN):
            spoken.setdefault((_namespace(case, report), _cause(report)), []).append(report)
    effects: list[Argument] = []
    for (entity, cause), several in sorted(spoken.items()):
        argument = _argument(case, entity, cause, several)
        found[entity, cause] = argument
        effects += _missed(case, argument, several)
    for quota in case.reading(quotas):
        for resource in sorted(quota.resources):
            _weigh_quota(case, quota, resource, quota.resources[resource], found)
    yield from limited(list(found.values()))
    yield from effects


def _refused(several: list[Report]) -> str | None:
    """The Service that a quota kept from being made: others call it by its name."""
    for report in several:
        named = _OBJECT.search(report.message)
        if named is not None and named["kind"].lower() in ("service", "services"):
            return f"service/{named['name']}"
    return None


def _missed(case: Case, argument: Argument, several: list[Report]) -> Iterator[Argument]:
    """Those who miss what was not made: their lines speak for the quota, and no longer for themselves."""
    thing = _refused(several)
    if thing is None:
        return
    fact = next(iter(argument.supporting.values()))[0]
    names = [
        one
        for one in case.patterns
        if one.error
        and not one.ended
        and case.is_new(one) is not False
        and one.signature is not None
        and one.signature.cause in CONNECTING
        and mentions_host(one.shown[0].message[:1000], short(thing))
    ]
    for pattern in names[:2]:
        argument.back(case.fact_of_pattern(pattern), 2.0)
    for pattern in names[:3]:
        yield from refuted(case, pattern, fact, argument)
    for report in several[:1]:
        by_itself = Argument("access.permission_denied", report.entity, f"{short(report.entity)} lacks a permission.")
        by_itself.oppose(fact, 2.5)
        yield by_itself


def _argument(case: Case, entity: str, cause: str, several: list[Report]) -> Argument:
    argument = Argument(
        cause, entity, f"The {_SUMMARIES[cause]} quota of {short(entity)} rejects what is created there."
    )
    argument.direct = True
    back_all(argument, several, 4.0)
    # What is rejected is a workload's pod; whether that workload is complete now decides whether it matters.
    inner = Argument(cause, _refused(several) or several[0].entity, "")
    weigh_standing(case, inner, [one.first for one in several], unready=cause in _OF_PODS)
    for fact, weight in inner.supporting.values():
        argument.back(fact, weight)
    for fact, weight in inner.contradicting.values():
        argument.oppose(fact, weight)
    return argument


def _cause(report: Report) -> str:
    """The resource that is exceeded, of several the one exceeded by most."""
    text = report.message
    asked, used, hard = (
        {key: quantity(value) for key, value in _AMOUNTS.findall(_told(text, word))}
        for word in ("requested", "used", "limited")
    )
    over = {key: ((asked.get(key) or 0.0) + (used.get(key) or 0.0)) / limit for key, limit in hard.items() if limit}
    if hard:
        worst = max(hard, key=lambda key: (over.get(key, float("inf")), key))
        return cause_of(worst)
    named = re.search(r"must specify (?:for: )?([\w.]+)|(cpu|memory|pods|services|storage)", text, re.IGNORECASE)
    return cause_of(next((part for part in named.groups() if part), "") if named is not None else "")


def _told(text: str, word: str) -> str:
    """What stands in a report after a word, up to the next one; empty where the word is not there."""
    lines = text.removesuffix("\n").split("\n")
    for place, line in enumerate(lines):
        _, there, rest = line.partition(f"{word}: ")
        end = _NEXT.search(rest)
        if there and (end is not None or place == len(lines) - 1):
            return rest[: end.start()] if end is not None else rest
    return ""


def _namespace(case: Case, report: Report) -> str:
    """The namespace whose quota it is: that of the quota named, of the workload, or the one there is."""
    named = _NAME.search(report.message)
    spaces = case.reading(_spaces)
    found = spaces.of_quotas.get(None if named is None else named[1], set())
    if len(found) != 1:
        found = spaces.of_sets.get(report.entity) or spaces.of_pods.get(report.entity, set())
    if len(found) != 1:
        found = spaces.everything
    if len(found) == 1:
        return f"namespace/{next(iter(found))}"
    return spaces.only or report.entity


@dataclass(frozen=True, slots=True)
class _Spaces:
    """Namespaces: of the quotas of a name (of any name under None), of workloads by what they or their pods tell, all
    of these, and the only thing of the bundle that is one."""

    of_quotas: dict[str | None, set[str]]
    of_sets: dict[str, set[str]]
    of_pods: dict[str, set[str]]
    everything: set[str]
    only: str | None


def _spaces(case: Case) -> _Spaces:
    of_quotas: dict[str | None, set[str]] = {}
    of_sets: dict[str, set[str]] = {}
    of_pods: dict[str, set[str]] = {}
    for quota in case.reading(quotas):
        if quota.namespace:
            of_quotas.setdefault(None, set()).add(quota.namespace)
            of_quotas.setdefault(quota.name, set()).add(quota.namespace)
    for one in controllers(case):
        if one.namespace:
            of_sets.setdefault(one.entity, set()).add(one.namespace)
    for pod in case.reading(pods):
        if pod.namespace:
            of_pods.setdefault(pod.workload, set()).add(pod.namespace)
    listed = [entity for entity in case.entities if entity.startswith("namespace/")]
    everything = set().union(*of_sets.values(), *of_pods.values())
    return _Spaces(of_quotas, of_sets, of_pods, everything, listed[0] if len(listed) == 1 else None)


def _weigh_quota(
    case: Case, quota: Quota, resource: str, allowance: Allowance, found: dict[tuple[str, str], Argument]
) -> None:
    entity = f"namespace/{quota.namespace}" if quota.namespace else quota.entity
    cause = cause_of(resource)
    said = f"Quota {quota.name} allows {allowance.spelt_hard} of {resource}, of which {allowance.spelt_used} is used."
    known = found.get((entity, cause))
    if known is not None:
        if allowance.spent or allowance.used > 0.5 * allowance.hard:
            known.back(case.fact_of_state(quota.item, said), 1.5)
        return
    waiting = _not_created(case, quota.namespace)
    needs = [one for one in waiting if allowance.spent or _needs_more(one, resource, allowance)]
    if not needs and not allowance.spent:
        return
    if cause in ("k8s.quota.services_exceeded", "k8s.quota.objects_exceeded", "k8s.quota.storage_exceeded"):
        needs = []
    if len(found) >= _MOST_RIVALS and not needs:
        return
    argument = Argument(
        cause, entity, f"The {_SUMMARIES[cause]} quota of {short(entity)} rejects what is created there."
    )
    argument.back(case.fact_of_state(quota.item, said), 2.5 if needs else 1.0)
    for one in needs[:2]:
        lacking = f"{short(one.entity)} wants {one.desired} pods, and {_existing(one)} exist."
        argument.back(case.fact_of_state(one.item, lacking, *one.items[1:]), 2.0)
        argument.direct = True
    if not needs:
        argument.lack(f"what was rejected in {short(entity)}", 0.5)
    found[entity, cause] = argument


def _not_created(case: Case, namespace: str | None) -> list[Workload]:
    """Workloads of a namespace with fewer pods in existence than they want."""
    found = case.reading(_all_not_created)
    if namespace is None:
        return [one for _, one in sorted((pair for several in found.values() for pair in several), key=lambda p: p[0])]
    here = [*found.get(None, ()), *found.get(namespace, ())]
    return [one for _, one in sorted(here, key=lambda pair: pair[0])]


def _all_not_created(case: Case) -> dict[str | None, list[tuple[int, Workload]]]:
    """Those of each namespace, and of none told, each with its place among all."""
    found: dict[str | None, list[tuple[int, Workload]]] = {}
    for place, one in enumerate(controllers(case)):
        if (
            one.desired
            and (_existing(one) or 0) < one.desired
            and (one.running or 0) < one.desired
            and not any(pod.is_ready is False and not pod.completed for pod in one.pods)
        ):
            found.setdefault(one.namespace, []).append((place, one))
    return found


def _existing(one: Workload) -> int | None:
    if one.total is not None:
        return one.total
    return len([pod for pod in one.pods if not pod.completed and not pod.deleting])


def _needs_more(one: Workload, resource: str, allowance: Allowance) -> bool:
    """Whether one more pod of the workload does not fit into what the quota leaves."""
    kind = resource.lower()
    limits = kind.startswith("limits.")
    name = kind.removeprefix("requests.").removeprefix("limits.")
    if name not in ("cpu", "memory"):
        return name in ("pods", "count/pods") and allowance.used + 1 > allowance.hard
    asked = 0.0
    for container in one.containers:
        if not container.init:
            given = container.limits if limits else container.requests
            asked += (given.cpu if name == "cpu" else given.memory) or 0.0
    return asked > 0 and allowance.used + asked > allowance.hard
