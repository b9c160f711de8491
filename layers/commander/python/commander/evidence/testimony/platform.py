"""Who speaks for the platform: the parts of it that place, start, probe, stop and connect workloads.

What an application says about these matters is hearsay: it did not see its own scheduling, and whoever can have it
log something can have it say so.
"""

import re
from functools import lru_cache

from commander.contract.evidence import PlatformEvent

_HOSTS = frozenset(
    {"node", "host", "control-plane", "controlplane", "cluster", "eks", "gke", "aks", "firewall", "cni", "kernel"}
)
"""Kinds of things whose logs are those of the platform's own parts."""
_COMPONENT = re.compile(
    r"(?:^|[/\s.:])(?:kubelet|containerd|dockerd|docker|crio|cri-o|systemd|kernel|dmesg|journald?|etcd|karpenter|"
    r"kube-(?:scheduler|controller-manager|apiserver|proxy)|cloud-controller-manager|cluster-autoscaler|"
    r"default-scheduler|cilium|calico|aws-node|vpc-cni|hubble|tigera)(?:$|[-/\s.:@])",
    re.IGNORECASE,
)
_OF_APPLICATIONS = frozenset(
    {
        "app",
        "application",
        "audit",
        "business",
        "custom",
        "customer",
        "domain",
        "form",
        "log",
        "mail",
        "support",
        "ticket",
        "user",
        "webhook",
    }
)
"""Kinds under which applications and their users send events of their own."""
_WORKLOADS = frozenset(
    {
        "app",
        "cronjob",
        "daemonset",
        "deployment",
        "ecs-service",
        "function",
        "job",
        "lambda",
        "pod",
        "replicaset",
        "service",
        "statefulset",
        "task",
        "workload",
    }
)
_FUNCTIONS = frozenset({"lambda", "lambda_function", "function"})
ONLY_PLATFORM = frozenset({"ecs.capacity_unavailable", "k8s.container.oom_killed", "network.policy_blocked"})
"""Causes that only the platform can see; a process that is killed does not write why."""
ONLY_FUNCTIONS = frozenset({"lambda.out_of_memory", "lambda.timeout"})
"""What the runtime of functions writes into the log of the function."""


@lru_cache(maxsize=4096)
def writes_for_platform(entity: str | None, source: str | None = None) -> bool:
    """Whether a log is that of a part of the platform: of a node, the control plane, or one of its components."""
    kind, _, name = (entity or "").partition("/")
    return kind in _HOSTS or _COMPONENT.search(name) is not None or _COMPONENT.search(source or "") is not None


def may_testify(entity: str | None, cause: str, source: str | None = None) -> bool:
    """Whether who writes a line can know of a cause."""
    if cause in ONLY_PLATFORM:
        return writes_for_platform(entity, source)
    return cause not in ONLY_FUNCTIONS or (entity or "").partition("/")[0] in _FUNCTIONS


def is_of_platform(event: PlatformEvent, applications: frozenset[str]) -> bool:
    """Whether an event is the platform's: not one that an application sent, under its kind or its own name."""
    if event.kind.strip().lower() in _OF_APPLICATIONS:
        return False
    source = (event.source or "").strip().lower()
    return (source.partition("/")[2] not in applications and source not in applications) or not source


def applications_of(entities: frozenset[str]) -> frozenset[str]:
    """The names of the workloads among some things, without the platform's own parts."""
    named = [entity for entity in entities if entity.partition("/")[0] in _WORKLOADS]
    return frozenset(entity.partition("/")[2].lower() for entity in named if not writes_for_platform(entity))
