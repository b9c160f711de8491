"""An image cannot be pulled: its name or tag is wrong, the registry wants credentials, limits pulls, or has no address.

Predicts: containers that wait with ErrImagePull or ImagePullBackOff, and the registry's answer. Contradicted by: the
same image running elsewhere, or another of the four answers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods, pods_of
from commander.evidence.cluster.values import first, mapping, objects, text, texts
from commander.evidence.cluster.workloads import workload
from commander.evidence.mechanisms.cluster.reports import Report, by_workload, saying
from commander.evidence.mechanisms.cluster.sayings import Heard, Meaning, argued, heard, limited
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.sentences import short

REFERENCE, UNAUTHORIZED = "k8s.image.reference_invalid", "k8s.image.pull_unauthorized"
NO_NAME, LIMITED = "k8s.image.registry_dns_failure", "k8s.image.rate_limited"
_PULL = (
    r"pull|ErrImage|ImageInspect|InvalidImageName|couldn't parse image|invalid reference format|registry|"
    r"failed to resolve reference|Container image"
)
_EITHER = r"repository does not exist or may require|pull access denied for"
"""What Docker Hub answers for a missing repository as well as for one that is private."""
_DEMANDED = r"\b401\b|no basic auth|authentication required|unauthorized:"
MEANINGS = (
    Meaning(
        LIMITED,
        r"toomanyrequests|too many requests|pull rate limit|rate limit exceeded|\b429\b",
        "cannot pull its image: the registry limits pulls.",
        within=_PULL,
    ),
    Meaning(
        NO_NAME,
        r"lookup [\w.-][^:]{0,300}+(?::\d++)?: (?:no such host|server misbehaving|i/o timeout|temporary failure)|"
        r"no such host|"
        r"could not resolve host|name or service not known|temporary failure in name resolution|NXDOMAIN",
        "cannot pull its image: the registry's host name does not resolve.",
        within=_PULL,
    ),
    Meaning(
        REFERENCE,
        r"manifest unknown|manifest for \S+ not found|InvalidImageName|couldn't parse image (?:reference|name)|"
        r"invalid reference format|repository name must be|name unknown|repository with name .{1,80} does not exist|"
        r"no matching manifest|no match for platform|ErrImageNeverPull|is not present with pull policy of never|"
        r"tag .{1,80} (?:not found|does not exist|was deleted)|failed to resolve image|"
        r"(?:failed to resolve reference|failed to pull and unpack image|reading manifest).{0,200}: not found|"
        r"(?:image|manifest|reference|repository)\S* .{0,120}\bnot found\b|404 not found",
        "cannot pull its image: the name or tag does not exist.",
        within=_PULL,
    ),
    Meaning(
        UNAUTHORIZED,
        r"401 unauthorized|403 forbidden|unauthorized|no basic auth credentials|authentication required|"
        r"authorization failed|access denied|access forbidden|requested access to the resource is denied|"
        r"failed to authorize|not authorized|authorization token has expired|invalid username/password|docker login",
        "cannot pull its image: the registry demands credentials that the pod does not supply.",
        within=_PULL,
    ),
)
UNREACHABLE = (
    Meaning(
        "dependency.third_party_outage",
        r"\b50[0234]\b (?:internal|bad gateway|service|gateway)|internal server error|"
        r"service unavailable|bad gateway",
        "cannot pull its image: the registry answers with errors.",
        weight=3.2,
        within=_PULL,
        direct=False,
    ),
    Meaning(
        "dependency.unreachable",
        r"connection refused|i/o timeout|tls handshake timeout|no route to host|network is unreachable|"
        r"context deadline exceeded|connection reset|request canceled while waiting|connection timed out",
        "cannot pull its image: the registry cannot be reached.",
        weight=3.2,
        within=_PULL,
        direct=False,
    ),
)
"""What keeps an image away and has no cause of its own among those of images."""
_WAITS = r"ErrImagePull|ImagePullBackOff|Back-off pulling image|Failed to pull image"
_SECRET = r"FailedToRetrieveImagePullSecret|unable to retrieve some image pull secrets"
_IMAGE = r"[\w.-]+(?::\d+)?(?:/[\w.-]+)*(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?"


@dataclass(frozen=True, slots=True)
class Image:
    """The parts of an image's name; the registry is empty for the default one."""

    registry: str
    repository: str
    tag: str


def image_of(name: str) -> Image:
    """The parts of an image's name."""
    rest = name.partition("@")[0]
    host, slash, path = rest.partition("/")
    registry = host if slash and ("." in host or ":" in host or host == "localhost") else ""
    path = path if registry else rest
    repository, _, tag = path.partition(":")
    if registry in ("docker.io", "index.docker.io", "registry-1.docker.io"):
        registry = ""
    return Image(registry, repository.removeprefix("library/"), tag or "latest")


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose image is not pulled and each answer that fits."""
    arguments = []
    answered: set[str] = set()
    for one in heard(case, (*MEANINGS, *UNREACHABLE)):
        if any(one.meaning is other for other in UNREACHABLE) and one.entity in answered:
            continue
        answered.add(one.entity)
        either = [report for report in one.reports if report.says(_EITHER) and not report.says(_DEMANDED)]
        if one.meaning.cause == UNAUTHORIZED and len(either) == len(one.reports):
            arguments += _either(case, one)
        else:
            arguments.append(_told(case, one))
    for entity, reports in case.reading(by_workload).items():
        waiting = [one for one in reports if one.source != "log" and one.says(_WAITS)]
        if waiting and entity not in answered:
            arguments += _unanswered(case, entity, waiting)
    yield from limited(arguments)


def _told(case: Case, one: Heard) -> Argument:
    argument = argued(case, one)
    name = _name(case, one.entity, one.reports)
    if name is not None and one.meaning.cause in (REFERENCE, UNAUTHORIZED):
        argument.summary = argument.summary.replace("its image", f"its image {name}", 1)
    _corroborate(case, argument, name)
    _oppose_by_running(case, argument, name)
    return argument


def _either(case: Case, one: Heard) -> list[Argument]:
    """The answer that leaves open whether the image is missing or private."""
    found = []
    name = _name(case, one.entity, one.reports)
    private = name is not None and bool(image_of(name).registry)
    for meaning in (MEANINGS[2], MEANINGS[3]):
        hint = 0.8 * (private == (meaning.cause == UNAUTHORIZED))
        argument = argued(case, Heard(one.entity, meaning, one.reports))
        argument.bias += hint
        if not _weigh_login(case, argument):
            argument.lack("whether the image's repository exists in the registry", 0.3)
        _weigh_repository(case, argument, name)
        _corroborate(case, argument, name)
        _oppose_by_running(case, argument, name)
        found.append(argument)
    return found


def _weigh_login(case: Case, argument: Argument) -> bool:
    """The Secret that the pods name for the registry is not there: then they ask as strangers."""
    for spec, item, namespace in _specs(case, argument.entity):
        wanted = [
            name
            for one in objects(first(spec, "imagePullSecrets", "image_pull_secrets"))
            if (name := text(one.get("name"))) is not None
        ]
        wanted += [one for one in texts(first(spec, "image_pull_secrets", "imagePullSecrets")) if one]
        for listed in case.items("secrets") if wanted else ():
            place = listed.entity.rpartition("/")[2]
            names = texts(listed.attributes.get("names"))
            if namespace not in (None, place) or not names or any(one in names for one in wanted):
                continue
            said = f"{short(item.entity)} names the pull secret {wanted[0]}, which is not among the Secrets of {place}."
            fact = case.fact_of_state(item, said, listed)
            if argument.cause == UNAUTHORIZED:
                argument.back(fact, 3.0)
            else:
                argument.oppose(fact, 1.5)
            return True
    return False


def _specs(case: Case, entity: str) -> Iterator[tuple[Mapping[str, Any], State, str | None]]:
    """The pods of a workload as they are declared, with the items that say so."""
    told = workload(case, entity)
    if told is not None:
        for item in told.items:
            spec = mapping(mapping(mapping(item.attributes.get("spec")).get("template")).get("spec"))
            yield (spec or item.attributes), item, told.namespace
    for pod in pods_of(case, entity):
        yield {**pod.item.attributes, **pod.spec}, pod.item, pod.namespace


def _weigh_repository(case: Case, argument: Argument, name: str | None) -> None:
    """Another tag of the same repository runs somewhere: so the repository exists, and is closed to this pod."""
    image = image_of(name) if name is not None else None
    for pod in case.reading(pods):
        for one in pod.containers:
            other = image_of(one.image) if one.image and one.ready else None
            if other is None or image is None or other.tag == image.tag:
                continue
            if (other.registry, other.repository) == (image.registry, image.repository):
                fact = case.fact_of_state(pod.item, f"{pod.name} runs {one.image}, so that the repository exists.")
                if argument.cause == UNAUTHORIZED:
                    argument.back(fact, 1.5)
                else:
                    argument.oppose(fact, 1.5)
                return


def _unanswered(case: Case, entity: str, waiting: list[Report]) -> list[Argument]:
    """Only that the image is not pulled is told, not why: most often there is no such image."""
    found = []
    name = _name(case, entity, waiting)
    # Where events could not be looked at, the registry's answer was there and is not known.
    usual = 3.5 if case.could_not_look("events", entity) else 4.2
    for meaning, weight in zip(MEANINGS, (1.2, 2.0, usual, 2.8), strict=True):
        argument = argued(
            case,
            Heard(entity, Meaning(meaning.cause, meaning.words, meaning.summary, weight, direct=False), tuple(waiting)),
        )
        argument.lack(f"what the registry answered when the image of {short(entity)} was pulled", 0.3)
        if meaning.cause == REFERENCE:
            _weigh_new_image(case, argument)
        _corroborate(case, argument, name)
        _oppose_by_running(case, argument, name)
        if argument.logit > -1.5 or meaning.cause == REFERENCE:
            found.append(argument)
    return found


def _weigh_new_image(case: Case, argument: Argument) -> None:
    """Another image was set just before: a name that was never pulled before is the likelier to be wrong."""
    family = frozenset((*case.family(argument.entity), argument.entity))
    for release in case.releases:
        if release.entity in family and release.version is not None and (near := proximity(case, release)).weight > 0:
            argument.back(near.fact, min(1.0, near.weight))
            return


def _name(case: Case, entity: str, reports: tuple[Report, ...] | list[Report]) -> str | None:
    """The image that is not pulled: as the reports quote it, else that of the container that waits."""
    for report in reports:
        quoted = re.search(rf"image:? \"?({_IMAGE})\"?", report.message)
        if quoted is not None and len(quoted[1]) > 3:
            return quoted[1].rstrip(".:")
    for report in reports:
        if report.container is not None and report.container.image is not None:
            return report.container.image
    images = {one.image for pod in pods_of(case, entity) for one in pod.containers if not one.ready and one.image}
    told = workload(case, entity)
    images = images or ({one.image for one in told.containers if one.image} if told is not None else set())
    return min(images) if len(images) == 1 else None


def _corroborate(case: Case, argument: Argument, name: str | None) -> None:
    """What the image's own name, and those of containers that run, say."""
    missing = saying(case, argument.entity, _SECRET)
    if missing and argument.cause == UNAUTHORIZED:
        argument.back(missing[0].fact(), 1.5)
    if name is None:
        return
    image = image_of(name)
    if argument.cause == REFERENCE and re.search(r"[A-Z\s]", image.repository):
        argument.summary = f"{short(argument.entity)} cannot pull its image: {name} is no valid name."
    for pod in pods_of(case, argument.entity):
        for one in pod.containers:
            other = image_of(one.image) if one.image and one.ready else None
            if other is None or other == image:
                continue
            same = (other.registry, other.repository) == (image.registry, image.repository)
            said = f"{pod.name} of the same workload runs {one.image}."
            if argument.cause == REFERENCE:
                argument.back(case.fact_of_state(pod.item, said), 1.5)
            elif argument.cause in (NO_NAME, UNAUTHORIZED) and same:
                argument.oppose(case.fact_of_state(pod.item, said), 0.8)
            return


def _oppose_by_running(case: Case, argument: Argument, name: str | None) -> None:
    """The very image runs elsewhere: then its name is right, or was when it was pulled there."""
    if argument.cause != REFERENCE or name is None:
        return
    pod = case.reading(_by_image).get(name)
    if pod is None:
        return
    long_ago = pod.started_at is not None and case.is_over(pod.started_at)
    if not long_ago:
        argument.oppose(case.fact_of_state(pod.item, f"{pod.name} runs the same image {name}."), 2.0)
    elif argument.direct:
        argument.summary = f"{argument.summary[:-1]} any more."


def _by_image(case: Case) -> dict[str, Pod]:
    """The pod that runs each image, of several the newest."""
    found: dict[str, Pod] = {}
    for pod in sorted(case.reading(pods), key=lambda pod: (-(pod.started_at or 0.0), pod.entity)):
        for one in pod.containers:
            if one.image is not None and one.ready:
                found.setdefault(one.image, pod)
    return found
