"""A container ends again and again by its own doing: its code fails, or what was just released does.

Predicts: a container that is restarted with an exit code of its own, and an exception as its last words; where only the
pods of the newest template do so while those before work, the release is at fault. Contradicted by: another end (the
memory limit, a probe, a command that cannot run), or last words that name another mechanism.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods_of
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.crashes import Crash
from commander.evidence.mechanisms.cluster.reports import saying
from commander.evidence.mechanisms.cluster.sayings import limited
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import short
from commander.evidence.signatures import Signature
from commander.evidence.wordings import HERE

CODE, RELEASE, VALUE = "code.unhandled_error", "deployment.bad_release", "app.config.value_invalid"
_TOGETHER_S = 300.0
_REFUSED = "db.credentials_invalid"
"""A password that is refused is a setting of the one that is refused."""
VOLUME = "k8s.volume.permission_denied"
_FOREIGN = ("dns.", "network.", "dependency.", "db.", "app.config.", "k8s.container.", "lb.", "gateway.")
"""What other mechanisms argue from the same lines, or what lies elsewhere."""
_SIGNALS = {134: "SIGABRT", 136: "SIGFPE", 139: "SIGSEGV", 132: "SIGILL", 135: "SIGBUS"}
_NOT_BY_ITSELF = frozenset({crashes.KILLED, crashes.TERMINATED, 126, 127, 128})
_PROBE_KILLS = r"failed (?:liveness|startup) probe|liveness probe failed|startup probe failed"


def argue(case: Case) -> Iterator[Argument]:
    """The arguments for each workload that crashes."""
    arguments: list[Argument] = []
    for entity, several in case.reading(crashes.by_workload).items():
        crash = several[0]
        if crash.out_of_memory or crash.code in _NOT_BY_ITSELF:
            continue
        arguments += _arguments(case, entity, crash)
    yield from limited(arguments)


def _arguments(case: Case, entity: str, crash: Crash) -> Iterator[Argument]:
    words = crashes.last_words(case, entity)
    named = [one for one in words if one.signature is not None]
    for pattern in named[:3]:
        signature = pattern.signature
        if signature is None or not (_own(signature) or signature.cause == _REFUSED):
            continue
        argument = Argument(signature.cause, entity, f'{short(entity)} dies with "{pattern.text[:100]}".', direct=True)
        argument.back(case.fact_of_pattern(pattern), 3.0)
        argument.back(crash.fact(case), 1.5)
        _weigh_mount(case, argument, crash, pattern.text)
        weigh_standing(case, argument, restarts=True)
        yield argument
    plain = [one for one in words if one.signature is None]
    said = (
        f' with "{plain[0].text[:100]}"' if plain else f" with {_SIGNALS[crash.code]}" if crash.code in _SIGNALS else ""
    )
    code = Argument(CODE, entity, f"{short(entity)} ends again and again{said}.")
    code.back(crash.fact(case), 3.0 if crash.code in _SIGNALS else 0.5 if crash.code == 0 else 1.5)
    for pattern in plain[:2]:
        code.back(case.fact_of_pattern(pattern), 2.5 if pattern.exception else 1.2)
    code.direct = (any(one.exception for one in plain) or crash.code in _SIGNALS) and not named
    if named:
        code.oppose(case.fact_of_pattern(named[0]), 2.0)
    elif not plain:
        code.lack(f"the last words of {short(entity)} before it ends", 0.2 if code.direct else 0.8)
    kills = saying(case, entity, _PROBE_KILLS)
    if kills:
        # A process that ends by itself fails its probe as well.
        by_itself = code.direct and crash.code not in (None, 0)
        code.oppose(kills[0].fact(), 0.5 if by_itself else 1.5 if code.direct else 2.5)
    weigh_standing(case, code, restarts=True)
    yield from _release(case, entity, crash, code, bool(named))
    yield code


def _own(signature: Signature) -> bool:
    return signature.place == HERE and not signature.cause.startswith(_FOREIGN)


def _weigh_mount(case: Case, argument: Argument, crash: Crash, text: str) -> None:
    """Whether the path that may not be used is on one of the container's mounts."""
    if argument.cause != VOLUME:
        return
    container, item = crashes.declared(case, crash)
    for mount in container.mounts if item is not None else ():
        path = mount.split()[0]
        if item is not None and len(path) > 1 and path in text:
            argument.back(case.fact_of_state(item, f"{crashes.who(crash)} mounts {mount[:100]}."), 1.5)
            return


def _beside(case: Case, entity: str, suspect: Release | None, healthy: Pod | None) -> Release | None:
    """A change of the workload's settings that came together with its release."""
    if suspect is None or healthy is not None:
        return None
    used = {f"{ref.kind}/{ref.name}" for pod in pods_of(case, entity) for ref in pod.references}
    used |= {f"{kind}/{short(entity)}" for kind in ("configmap", "secret")}
    together = [one for one in case.releases if one.entity in used and abs(one.start - suspect.start) < _TOGETHER_S]
    return together[-1] if together else None


def _release(case: Case, entity: str, crash: Crash, code: Argument, explained: bool) -> Iterator[Argument]:
    """The release, where only its pods crash or where it came just before."""
    family = frozenset((*case.family(entity), entity))
    suspect = newest_before(case, [one for one in case.releases if one.kind == "deployment" and one.entity in family])
    healthy = _of_another_template(case, entity, crash.pod) if crash.pod is not None else None
    if suspect is None and healthy is None:
        return
    argument = Argument(RELEASE, entity, f"The newly released version of {short(entity)} does not start.")
    for fact, weight in code.supporting.values():
        argument.back(fact, weight)
    for fact, weight in code.contradicting.values():
        argument.oppose(fact, weight)
    if healthy is not None and crash.pod is not None:
        statement = f"{healthy.name} of the template before is ready, while {crash.pod.name} is not."
        fact = case.fact_of_state(healthy.item, statement, crash.pod.item)
        argument.back(fact, 2.5)
        code.oppose(fact, 1.5)
        argument.direct = code.direct or not explained
    beside = _beside(case, entity, suspect, healthy)
    if beside is not None and not explained and not code.direct:
        # Two changes came together, and no word of the container tells which of them it dies of.
        argument.lack(f"which change it is: the release or that of {beside.entity}", 1.2)
        rival = Argument(VALUE, entity, f"{short(entity)} does not start with its changed settings.")
        for fact, weight in code.supporting.values():
            rival.back(fact, weight)
        proximity(case, beside).weigh(rival)
        rival.lack(f"which change it is: the release or that of {beside.entity}", 2.2)
        yield rival
    if suspect is not None:
        near = proximity(case, suspect)
        near.weigh(argument)
        argument.direct = argument.direct or (near.weight > 1 and code.direct)
        if near.weight > 1:
            code.oppose(near.fact, 1.5)
    yield argument


def _of_another_template(case: Case, entity: str, pod: Pod) -> Pod | None:
    """A ready pod of the same workload from another replica set or with another image."""
    own = _template(pod)
    others = [one for one in standing(case, entity).working if _template(one) != own]
    images = {one.name: one.image for one in pod.containers}
    differing = [
        one
        for one in others
        if not images or not one.containers or any(images.get(part.name) != part.image for part in one.containers)
    ]
    known = len(pods_of(case, entity)) > 1
    return min(differing, key=lambda one: one.entity) if differing and known and own else None


def _template(pod: Pod) -> str:
    """What tells the template a pod was made from."""
    if pod.owner is not None and pod.owner.lower().startswith("replicaset/"):
        return pod.owner
    for key in ("pod-template-hash", "controller-revision-hash"):
        if key in pod.labels:
            return pod.labels[key]
    return ""
