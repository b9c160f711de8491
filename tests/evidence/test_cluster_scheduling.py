"""Which of the things that keep a pod off the nodes is the one at fault."""

from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster.refusals import refusal
from commander.evidence.cluster.taints import Taint, tolerates
from commander.evidence.engine import investigate

NOW = "2026-11-21T10:00:00Z"
CONTROL = "node-role.kubernetes.io/control-plane"


def bundle(
    state: list[dict[str, Any]] | None = None,
    events: list[dict[str, Any]] | None = None,
    service: str | None = "cart",
    **more: Any,
) -> Bundle:
    """A cluster's bundle: state as (entity, kind, attributes), events as dictionaries without ids."""
    incident = {"title": "pods", "severity": "high", "source": "kubernetes", "service": service, "collected_at": NOW}
    document: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": "cluster-case",
        "incident": incident,
        **{section: [] for section in ("alerts", "metrics", "logs", "changes", "topology")},
        "state": [{"id": f"s{at}", **one} for at, one in enumerate(state or [], 1)],
        "events": [{"id": f"e{at}", "kind": "kubernetes", **one} for at, one in enumerate(events or [], 1)],
        **more,
    }
    return Bundle.model_validate(document)


def item(entity: str, kind: str, /, **attributes: Any) -> dict[str, Any]:
    return {"entity": entity, "kind": kind, "attributes": attributes}


def node(name: str, **attributes: Any) -> dict[str, Any]:
    ready = {"Ready": {"status": "True", "reason": "KubeletReady"}}
    usual = {"labels": {"kubernetes.io/hostname": name}, "taints": [], "unschedulable": False, "conditions": ready}
    room = {
        "allocatable": {"cpu": "4", "memory": "8Gi", "pods": "110"},
        "allocated": {"cpu": {"requests": "500m (12%)"}, "memory": {"requests": "1Gi (12%)"}},
    }
    return item(f"node/{name}", "node", **{**usual, **room, **attributes})


def control(name: str = "cp-1") -> dict[str, Any]:
    return node(name, roles=["control-plane"], taints=[f"{CONTROL}:NoSchedule"])


def pending(pod: str = "pod/cart-6d5f7c9b4-x2k8q", **attributes: Any) -> dict[str, Any]:
    asked = [{"name": "app", "requests": {"cpu": "250m", "memory": "128Mi"}}]
    return item(pod, "pod", **{"phase": "Pending", "containers": asked, **attributes})


def deployment(name: str = "cart", **attributes: Any) -> dict[str, Any]:
    return item(f"deployment/{name}", "deployment", **{"desired": 2, "available": 0, **attributes})


def refused(message: str, pod: str = "pod/cart-6d5f7c9b4-x2k8q", t: str = "2026-11-21T09:58:00Z") -> dict[str, Any]:
    return {"entity": pod, "reason": "FailedScheduling", "message": message, "t": t, "type": "warning"}


def cause(verdict: Verdict) -> tuple[str, str, str]:
    assert verdict.root_cause is not None, (verdict.verdict, [(h.cause, h.entity, h.score) for h in verdict.hypotheses])
    return verdict.verdict, verdict.root_cause.cause.removeprefix("k8s."), verdict.root_cause.entity


SAID = {
    "scheduling.insufficient_cpu": "0/3 nodes are available: 1 node(s) had untolerated taint {%s: }, 2 Insufficient "
    "cpu. preemption: 0/3 nodes are available: 1 Preemption is not helpful, 2 No preemption victims found.",
    "scheduling.insufficient_memory": "0/3 nodes are available: 3 Insufficient memory.",
    "scheduling.insufficient_gpu": "0/4 nodes are available: 4 Insufficient nvidia.com/gpu. preemption: 0/4 nodes are "
    "available: 4 No preemption victims found for incoming pod.",
    "scheduling.too_many_pods": "0/2 nodes are available: 2 Too many pods.",
    "scheduling.node_cordoned": "0/3 nodes are available: 1 node(s) had taint {%s: }, that the pod didn't tolerate, "
    "2 node(s) were unschedulable.",
    "scheduling.taint_not_tolerated": "0/3 nodes are available: 1 node(s) had untolerated taint {%s: }, 2 node(s) had "
    "untolerated taint {dedicated: batch}. preemption: 0/3 nodes are available: 3 Preemption is not helpful.",
    "scheduling.anti_affinity_conflict": "0/3 nodes are available: 1 node(s) had untolerated taint {%s: }, 2 node(s) "
    "didn't match pod anti-affinity rules.",
}


@pytest.mark.parametrize("code", SAID)
def test_the_scheduler_says_it(code: str) -> None:
    message = SAID[code].replace("%s", CONTROL)
    verdict = investigate(bundle([pending(), deployment()], [refused(message)]))
    assert cause(verdict) == ("confirmed", code, "deployment/cart")


def test_spread_rules_count_as_anti_affinity_and_words_of_a_condition_are_enough() -> None:
    said = {"status": "False", "reason": "Unschedulable"}
    said["message"] = "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints."
    verdict = investigate(bundle([pending(conditions={"PodScheduled": said}), deployment()]))
    assert cause(verdict)[1:] == ("scheduling.anti_affinity_conflict", "deployment/cart")


BOTH = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
AFFINITY = {
    "nodeAffinity": {
        "requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["c"]}]}]
        }
    }
}


def test_selector_and_affinity_are_told_apart_by_the_pod() -> None:
    selects = investigate(bundle([pending(node_selector={"disktype": "ssd"}), deployment()], [refused(BOTH)]))
    assert cause(selects) == ("confirmed", "scheduling.node_selector_mismatch", "deployment/cart")
    spec = {"template": {"spec": {"affinity": AFFINITY, "containers": []}}}
    wants = [pending(), item("deployment/cart", "manifest", kind="Deployment", spec=spec)]
    assert cause(investigate(bundle(wants, [refused(BOTH)])))[1] == "scheduling.node_affinity_mismatch"


def test_where_the_pod_is_not_shown_it_stays_open() -> None:
    verdict = investigate(bundle([], [refused(BOTH)]))
    assert verdict.verdict == "inconclusive"
    assert {one.cause for one in verdict.hypotheses[:2]} == {
        "k8s.scheduling.node_selector_mismatch",
        "k8s.scheduling.node_affinity_mismatch",
    }


STATES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "scheduling.node_selector_mismatch": (
        {"node_selector": {"disktype": "ssd"}},
        [node("a", labels={"disktype": "hdd"}), node("b", labels={"disktype": "hdd"})],
    ),
    "scheduling.node_affinity_mismatch": (
        {"affinity": AFFINITY},
        [node("a", labels={"zone": "a"}), node("b", labels={"zone": "b"})],
    ),
    "scheduling.taint_not_tolerated": (
        {"tolerations": ["node.kubernetes.io/not-ready:NoExecute op=Exists for 300s", "dedicated=web:NoSchedule"]},
        [node("a", taints=["dedicated=batch:NoSchedule"]), node("b", taints=[{"key": "dedicated", "value": "batch"}])],
    ),
    "scheduling.node_cordoned": (
        {"node_selector": {"pool": "web"}},
        [node("a", labels={"pool": "web"}, unschedulable=True), node("b", labels={"pool": "db"})],
    ),
    "scheduling.insufficient_cpu": (
        {"containers": [{"name": "app", "requests": {"cpu": "8"}}]},
        [node("a"), node("b")],
    ),
    "scheduling.insufficient_memory": (
        {"containers": [{"name": "app", "requests": {"cpu": "1", "memory": "16Gi"}}]},
        [node("a"), node("b")],
    ),
    "scheduling.insufficient_gpu": (
        {"containers": [{"name": "app", "limits": {"nvidia.com/gpu": "1"}}]},
        [node("a"), node("b")],
    ),
    "scheduling.too_many_pods": (
        {},
        [node("a", allocatable={"cpu": "4", "memory": "8Gi", "pods": 11}, allocated={"pods": 11})],
    ),
}


ROOM = ("scheduling.insufficient_cpu", "scheduling.insufficient_memory")
"""What is free on a node changes by the minute, so that the scheduler's word is needed to be sure of it."""


@pytest.mark.parametrize("code", STATES)
def test_state_alone_tells_it(code: str) -> None:
    attributes, nodes = STATES[code]
    verdict = investigate(bundle([pending(**attributes), deployment(), control(), *nodes]))
    assert cause(verdict) == ("likely" if code in ROOM else "confirmed", code, "deployment/cart")


@pytest.mark.parametrize("code", ROOM)
def test_the_scheduler_s_word_makes_sure_of_room_also_where_only_a_condition_repeats_it(code: str) -> None:
    attributes, nodes = STATES[code]
    said = {"status": "False", "reason": "Unschedulable", "message": SAID[code].replace("%s", CONTROL)}
    pod = pending(conditions={"PodScheduled": said}, **attributes)
    assert cause(investigate(bundle([pod, deployment(), control(), *nodes]))) == ("confirmed", code, "deployment/cart")
    told = investigate(bundle([pending(**attributes), deployment(), control(), *nodes], [refused(said["message"])]))
    assert cause(told) == ("confirmed", code, "deployment/cart")


def test_anti_affinity_is_told_from_pods_that_run_on_every_node() -> None:
    rule = [{"labelSelector": {"matchLabels": {"app": "cart"}}, "topologyKey": "kubernetes.io/hostname"}]
    affinity = {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": rule}}
    running = [
        item(f"pod/cart-6d5f7c9b4-aaaa{x}", "pod", phase="Running", ready="1/1", node=n, labels={"app": "cart"})
        for x, n in (("b", "a"), ("c", "b"))
    ]
    state = [pending(affinity=affinity), deployment(desired=3, available=2), control(), node("a"), node("b"), *running]
    assert cause(investigate(bundle(state)))[1:] == ("scheduling.anti_affinity_conflict", "deployment/cart")


def test_a_cordon_of_the_nodes_that_fit_beats_the_selector_that_leaves_the_others_out() -> None:
    said = "0/4 nodes are available: 1 node(s) were unschedulable, 3 node(s) didn't match Pod's node affinity/selector."
    nodes = [node("a", labels={"pool": "web"}, unschedulable=True), node("b", labels={}), node("c", labels={})]
    state = [pending(node_selector={"pool": "web"}), deployment(), *nodes]
    verdict = investigate(bundle(state, [refused(said)]))
    assert cause(verdict)[1:] == ("scheduling.node_cordoned", "deployment/cart")


def test_full_nodes_of_the_pool_beat_the_taint_of_another_pool() -> None:
    said = "0/5 nodes are available: 2 Insufficient memory, 3 node(s) had untolerated taint {gpu: true}."
    verdict = investigate(bundle([pending(), deployment()], [refused(said)]))
    assert cause(verdict)[1] == "scheduling.insufficient_memory"


def test_one_shortage_that_several_workloads_suffer_is_one_cause_at_the_nearest() -> None:
    said = "0/3 nodes are available: 3 Insufficient cpu."
    state = [pending(), deployment(), pending("pod/mail-5f7c9b4d6-x2k8q"), deployment("mail")]
    verdict = investigate(bundle(state, [refused(said), refused(said, "pod/mail-5f7c9b4d6-x2k8q")], service="mail"))
    assert cause(verdict) == ("confirmed", "scheduling.insufficient_cpu", "deployment/mail")


def test_what_was_scheduled_later_is_no_fault() -> None:
    placed = {"entity": "pod/cart-6d5f7c9b4-x2k8q", "reason": "Scheduled", "t": "2026-11-21T09:59:00Z"}
    events = [refused(SAID["scheduling.insufficient_memory"]), {**placed, "message": "Successfully assigned to a"}]
    verdict = investigate(bundle([], events))
    assert verdict.root_cause is None
    running = item("pod/cart-6d5f7c9b4-x2k8q", "pod", phase="Running", ready="1/1", node="a")
    assert investigate(bundle([running], events[:1])).root_cause is None


def test_a_cordoned_node_with_everything_running_elsewhere_is_normal() -> None:
    running = item("pod/cart-6d5f7c9b4-x2k8q", "pod", phase="Running", ready="1/1", node="a")
    state = [node("a"), node("b", unschedulable=True), running, deployment(available=2, ready="2/2")]
    assert not [one for one in investigate(bundle(state)).hypotheses if one.cause.startswith("k8s.scheduling")]


def test_a_node_that_is_lost_takes_the_blame_for_the_room_that_is_missing() -> None:
    said = "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, "
    said += "2 Insufficient cpu."
    lost = {
        "Ready": {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
    }
    unit = item("node/b", "systemd_unit", unit="kubelet", active="inactive (dead)")
    state = [pending(), deployment(), node("a"), node("b", conditions=lost), unit]
    assert cause(investigate(bundle(state, [refused(said)])))[1:] == ("node.kubelet_down", "node/b")


def test_reasons_are_read_in_old_and_new_words() -> None:
    old = refusal(
        "0/3 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate, 2 Insufficient cpu."
    )
    assert old is not None
    assert [(one.kind, one.count, one.about) for one in old.reasons] == [(why.TAINT, 1, "a=b"), (why.CPU, 2, None)]
    scale = refusal("pod didn't trigger scale-up: 2 node(s) didn't match node selector, 1 max node group size reached")
    assert scale is not None
    assert [one.kind for one in scale.reasons] == [why.SELECTOR]
    claim = refusal('persistentvolumeclaim "data" not found')
    assert claim is not None
    assert claim.reasons[0].about == "data"
    assert refusal("Back-off restarting failed container") is None


def test_tolerations_in_all_forms() -> None:
    taint = Taint("dedicated", "batch", "NoSchedule")
    assert tolerates(("op=Exists",), taint)
    assert tolerates(("dedicated=batch:NoSchedule",), taint)
    assert tolerates(({"key": "dedicated", "operator": "Exists"},), taint)
    assert not tolerates(("dedicated=web:NoSchedule", "dedicated=batch:NoExecute", "other op=Exists"), taint)
    assert not tolerates(({"key": "dedicated", "value": "web"}, {}, 7, None), taint)
