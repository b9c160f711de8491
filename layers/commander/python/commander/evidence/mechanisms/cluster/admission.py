"""Pods are rejected when they are created: by an admission webhook or by pod security rules.

Predicts: the controller's FailedCreate with the words of the one who rejects. Contradicted by: pods being there.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster.sayings import Heard, Meaning, argued, heard, limited
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.sentences import short

WEBHOOK, SECURITY, FORBIDDEN = "k8s.admission.webhook_denied", "k8s.admission.pod_security", "k8s.rbac.forbidden"
MEANINGS = (
    Meaning(
        SECURITY,
        r"violates PodSecurity|pod ?security (?:policy|standard|admission).{0,80}(?:den|reject|violat|forbid)|"
        r"unable to validate against any (?:pod security policy|security context constraint)|"
        r"container has runAsNonRoot and image will run as root|"
        r"runAsNonRoot and image has non-numeric user|PodSecurityPolicy: ",
        "gets no pods: pod security rules reject them.",
        logs=True,
    ),
    Meaning(
        WEBHOOK,
        r"admission webhook \S+ denied the request|failed calling webhook|"
        r"webhook \"?[\w-]+(?:\.[\w-]+)+\"? (?:denied|rejected|timed out)|"
        r"conversion webhook for|failed to call webhook",
        "gets no pods: an admission webhook rejects them or does not answer.",
        logs=True,
    ),
    Meaning(
        FORBIDDEN,
        r"is forbidden: user .{1,200} cannot|system:serviceaccount:\S+ cannot",
        "is refused by the cluster: its service account lacks a permission.",
        weight=5.6,
        logs=True,
        unready=False,
    ),
)
_ROLES = frozenset({"role", "clusterrole", "rolebinding", "clusterrolebinding", "serviceaccount", "rbac"})
_ACCOUNT = r"system:serviceaccount:[\w.-]+:([\w.-]+)"


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose pods are rejected."""
    arguments = []
    for one in heard(case, MEANINGS):
        argument = argued(case, one)
        argument.summary = _summary(one, argument.summary)
        if one.meaning.cause == FORBIDDEN:
            _weigh_taken_away(case, one, argument)
        arguments.append(argument)
    yield from limited(arguments)


def _weigh_taken_away(case: Case, one: Heard, argument: Argument) -> None:
    """A role or binding that was changed just before, the one that bears the account's name above all."""
    accounts = {found[1] for report in one.reports if (found := re.search(_ACCOUNT, report.text)) is not None}
    names = {*accounts, short(argument.entity)}
    near = [
        (short(release.entity) in names, proximity(case, release))
        for release in case.releases
        if release.entity.partition("/")[0].lower() in _ROLES
    ]
    fitting = [(named, one.weight, one.fact) for named, one in near if one.weight > 0]
    if fitting:
        named, weight, fact = max(fitting, key=lambda one: (one[0], one[1], one[2].statement))
        argument.back(fact, min(weight, 2.0 if named else 1.0))


def _summary(one: Heard, usual: str) -> str:
    name = short(one.entity)
    for report in one.reports:
        found = re.search(r"webhook \"?([\w.-]+)\"?", report.text)
        if one.meaning.cause == WEBHOOK and found is not None:
            denied = re.search(r"denied the request", report.text) is not None
            return (
                f"{name} gets no pods: admission webhook {found[1]} {'rejects them' if denied else 'does not answer'}."
            )
        found = re.search(r"PodSecurity \"?([\w:.-]+)\"?", report.text)
        if one.meaning.cause == SECURITY and found is not None:
            return f"{name} gets no pods: they violate the pod security level {found[1]}."
        found = re.search(r"(system:serviceaccount:[\w:.-]{1,500}+)\"? cannot (\w+) resource \"?([\w.-]+)", report.text)
        if one.meaning.cause == FORBIDDEN and found is not None:
            return f"{found[1]}, as which {name} acts, may not {found[2]} {found[3]}."
    return usual
