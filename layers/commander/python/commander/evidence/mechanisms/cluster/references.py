"""A pod refers to a Secret, a ConfigMap, a key or a service account that does not exist.

Predicts: containers that wait with CreateContainerConfigError or mounts that fail, in words that name what is missing;
or, where nobody tells, a reference that is not among the names of the namespace while the pods do not start.
Contradicted by: the name being there, or the pods running all the same.
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Reference
from commander.evidence.cluster.pods import pods, workload_of
from commander.evidence.cluster.values import first, texts
from commander.evidence.cluster.workloads import KINDS, Workload, workloads
from commander.evidence.mechanisms.cluster.reports import saying
from commander.evidence.mechanisms.cluster.sayings import Heard, Meaning, argued, heard, limited
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.sentences import short

SECRET, CONFIGMAP, ACCOUNT = "k8s.config.secret_missing", "k8s.config.configmap_missing", "k8s.serviceaccount.missing"
MEANINGS = (
    Meaning(
        ACCOUNT,
        r"service ?accounts? \"?[\w./-]+\"? (?:was )?not found|error looking up service account|"
        r"no API token found for service account|service account .{1,80} does not exist",
        "gets no pods: its service account does not exist.",
    ),
    Meaning(
        SECRET,
        r"secrets? \"[\w./-]+\" not found|couldn't find key \S+ in secret|non-?existent secret key|"
        r"secret \S+ (?:not found|does not exist)",
        "cannot start: a Secret or key that it refers to does not exist.",
        within=r"^(?!.*image ?pull secret).",
    ),
    Meaning(
        CONFIGMAP,
        r"config ?maps? \"[\w./-]+\" not found|couldn't find key \S+ in config ?map|non-?existent config key|"
        r"config ?map \S+ (?:not found|does not exist)",
        "cannot start: a ConfigMap or key that it refers to does not exist.",
    ),
)
_NAMED = {
    SECRET: r"secrets? \"([\w./-]+)\"|key (\S+) in secret (\S+)",
    CONFIGMAP: r"config ?maps? \"([\w./-]+)\"|key (\S+) in config ?map (\S+)|config key: (\S+)",
    ACCOUNT: r"service ?accounts? \"([\w./-]+)\"|service account (\S+?):",
}
_LISTS = {"secret": ("secrets", SECRET, "Secret"), "configmap": ("configmaps", CONFIGMAP, "ConfigMap")}
_MADE_BY_THE_PLATFORM = frozenset({"kube-root-ca.crt", "default"})


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload and kind of thing that is missing."""
    arguments = []
    told: dict[tuple[str, str], Argument] = {}
    for one in heard(case, MEANINGS):
        argument = argued(case, one)
        missing = _named(one)
        if missing:
            argument.summary = argument.summary[:-1] + f" ({missing})."
        told[one.entity, one.meaning.cause] = argument
        arguments.append(argument)
    for argument in _unsaid(case, {entity for entity, _ in told}):
        told[argument.entity, argument.cause] = argument
        arguments.append(argument)
    for argument, fact_cause in _absent(case):
        known = told.get((argument.entity, fact_cause))
        if known is None:
            arguments.append(argument)
        else:
            for fact, weight in argument.supporting.values():
                known.back(fact, min(weight, 1.5) if known.direct else weight)
            known.direct = known.direct or argument.direct
    yield from limited(arguments)


def _named(one: Heard) -> str:
    for report in one.reports:
        found = re.search(_NAMED[one.meaning.cause], report.text, re.IGNORECASE)
        if found is not None:
            return " of ".join(part.rstrip(".,:") for part in found.groups() if part)
    return ""


def _unsaid(case: Case, known: set[str]) -> Iterator[Argument]:
    """Containers whose configuration cannot be made up, without a word which part of it: one of what they refer to."""
    for pod in case.reading(pods):
        waits = [one for one in pod.containers if one.waiting_reason == "CreateContainerConfigError"]
        if not (waits or pod.status == "CreateContainerConfigError") or pod.workload in known or not pod.references:
            continue
        known.add(pod.workload)
        kinds = sorted({one.kind for one in pod.references})
        for kind in kinds:
            _, cause, called = _LISTS[kind]
            names = " and ".join(one.name for one in pod.references if one.kind == kind)
            argument = Argument(
                cause, pod.workload, f"{short(pod.workload)} cannot start: a {called} or key is missing."
            )
            said = f"{pod.name} waits with CreateContainerConfigError and refers to {called} {names}."
            argument.back(case.fact_of_state(pod.item, said), 4.0 if len(kinds) == 1 else 3.0)
            argument.lack(f"which {called}s and keys there are", 0.3)
            weigh_standing(case, argument)
            yield argument


def _absent(case: Case) -> Iterator[tuple[Argument, str]]:
    """References to names that are not among those listed for the namespace."""
    for entity, (item, namespace, references, account) in _needed(case).items():
        for reference in references:
            kind, cause, called = _LISTS[reference.kind]
            listed = _names(case, kind, namespace)
            if listed is not None and reference.name not in listed[1]:
                argument = _argument(case, entity, cause, item, listed[0], reference, called)
                yield argument, cause
        listed = _names(case, "serviceaccounts", namespace)
        if account is not None and listed is not None and account not in listed[1]:
            reference = Reference("serviceaccount", account)
            yield _argument(case, entity, ACCOUNT, item, listed[0], reference, "service account"), ACCOUNT


def _needed(case: Case) -> dict[str, tuple[State, str | None, tuple[Reference, ...], str | None]]:
    """What each workload refers to, with the item that says so."""
    found: dict[str, tuple[State, str | None, tuple[Reference, ...], str | None]] = {}
    spaces = {pod.workload: pod.namespace for pod in case.reading(pods) if pod.namespace}
    for one in case.reading(workloads):
        if one.kind != "replicaset" and (one.references or one.service_account):
            entity = one.entity if one.kind in KINDS[:3] else workload_of(case, one.entity)
            space = one.namespace or spaces.get(entity)
            found[entity] = (_telling(one), space, one.references, one.service_account)
    for pod in case.reading(pods):
        if pod.workload not in found and (pod.references or pod.service_account) and pod.is_ready is False:
            found[pod.workload] = (pod.item, pod.namespace, pod.references, pod.service_account)
    return dict(sorted(found.items()))


def _telling(one: Workload) -> State:
    return next((item for item in one.items if item.attributes.get("containers") or item.kind == "manifest"), one.item)


def _names(case: Case, kind: str, namespace: str | None) -> tuple[State, frozenset[str]] | None:
    """The names of one kind in a namespace; with the only list there is where the namespace is not told."""
    known = case.reading(_listed)
    if (kind, namespace) not in known:
        known[kind, namespace] = _list_of(case, kind, namespace)
    return known[kind, namespace]


def _listed(case: Case) -> dict[tuple[str, str | None], tuple[State, frozenset[str]] | None]:
    return {}


def _list_of(case: Case, kind: str, namespace: str | None) -> tuple[State, frozenset[str]] | None:
    items = case.items(kind) if namespace is None else case.states(f"namespace/{namespace}", kind)
    if len(items) != 1:
        return None
    names = frozenset(texts(first(items[0].attributes, "names", "items")))
    return (items[0], names | _MADE_BY_THE_PLATFORM) if names else None


def _argument(
    case: Case, entity: str, cause: str, item: State, listed: State, reference: Reference, called: str
) -> Argument:
    argument = Argument(
        cause, entity, f"{short(entity)} cannot start: {called} {reference.name}, which it refers to, does not exist."
    )
    statement = (
        f"{short(item.entity)} refers to {called} {reference.name}, which is not among those of {short(listed.entity)}."
    )
    stands = standing(case, entity)
    argument.back(case.fact_of_state(item, statement, listed), 3.5)
    for report in saying(case, entity, r"CreateContainerConfigError|FailedMount|FailedCreate")[:1]:
        argument.back(report.fact(), 1.5)
    weigh_standing(case, argument)
    waiting = [one for pod in stands.broken for one in pod.containers if one.state == "waiting"]
    started = [one for pod in stands.broken for one in pod.containers if one.state == "running" or one.restart_count]
    missing = stands.workload is not None and (stands.workload.short_of or 0) > 0
    argument.direct = bool(waiting) or (missing and not stands.broken)
    if started and cause != ACCOUNT:
        # What has been running had all that it refers to when it started.
        pod = next(pod for pod in stands.broken if any(one in started for one in pod.containers))
        argument.direct = False
        argument.oppose(case.fact_of_state(pod.item, f"{pod.name} has started containers."), 1.5)
    if stands.working and not argument.contradicted:
        pod = stands.working[0]
        argument.oppose(case.fact_of_state(pod.item, f"{pod.name} of {short(entity)} is ready."), 1.0)
    return argument
