"""What keeps a claim from a volume, and volumes that do not mount."""

from typing import Any

import pytest

from commander.evidence.engine import investigate
from tests.evidence.test_cluster_scheduling import bundle, cause, deployment, item, node, pending, refused

POD = "pod/ledger-0"
UNBOUND = (
    "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available."
)
NONE_FITS = "no persistent volumes available for this claim and no storage class is set"


def ledger(**attributes: Any) -> dict[str, Any]:
    volumes = {"data": {"Type": "PersistentVolumeClaim (a reference to one)", "ClaimName": "data-ledger-0"}}
    return pending(POD, **{"volumes": volumes, "owner": "StatefulSet/ledger", "namespace": "shop", **attributes})


def claim(**attributes: Any) -> dict[str, Any]:
    usual = {"namespace": "shop", "status": "Pending", "storage_class": "manual", "access_modes": ["ReadWriteOnce"]}
    return item("pvc/data-ledger-0", "pvc", **{**usual, "requested": "10Gi", **attributes})


def volume(name: str = "ledger-pv", **attributes: Any) -> dict[str, Any]:
    usual = {
        "status": "Available",
        "capacity": "20Gi",
        "access_modes": ["RWO"],
        "storage_class": "manual",
        "labels": {},
    }
    return item(f"pv/{name}", "pv", **{**usual, **attributes})


def statefulset() -> dict[str, Any]:
    return item("statefulset/ledger", "statefulset", namespace="shop", ready="0/1")


DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "volume.pvc_selector_mismatch": ({"selector": {"matchLabels": {"tier": "fast"}}}, {"labels": {"tier": "slow"}}),
    "volume.storage_class_mismatch": ({"storage_class": "fast"}, {}),
    "volume.access_mode_mismatch": ({"access_modes": "RWX"}, {}),
    "volume.capacity_mismatch": ({"requested": "200Gi"}, {}),
    "volume.already_bound": ({}, {"status": "Bound", "claim": "shop/other"}),
}


@pytest.mark.parametrize("code", DIFFERENT)
def test_the_one_difference_between_claim_and_volume_is_the_fault(code: str) -> None:
    asks, has = DIFFERENT[code]
    state = [ledger(), statefulset(), claim(**asks), volume(**has)]
    told = investigate(bundle(state, service="ledger"))
    assert cause(told)[1:] == (code, "statefulset/ledger")
    events = [{"entity": "pvc/data-ledger-0", "reason": "FailedBinding", "message": NONE_FITS}, refused(UNBOUND, POD)]
    assert cause(investigate(bundle(state, events, service="ledger"))) == ("confirmed", code, "statefulset/ledger")


def test_a_missing_class_object_says_nothing_where_a_volume_of_the_class_is_too_small() -> None:
    said = {"entity": "pvc/data-ledger-0", "reason": "ProvisioningFailed"}
    said["message"] = 'storageclass.storage.k8s.io "manual" not found'
    state = [ledger(), statefulset(), claim(requested="200Gi"), volume()]
    assert cause(investigate(bundle(state, [said], service="ledger")))[1] == "volume.capacity_mismatch"


def test_a_class_that_does_not_exist() -> None:
    said = {"entity": "pvc/data-ledger-0", "reason": "ProvisioningFailed", "type": "warning"}
    said["message"] = 'storageclass.storage.k8s.io "fastest" not found'
    standard = item("storageclass/gp3", "storageclass", provisioner="ebs.csi.aws.com", default=True)
    state = [ledger(), statefulset(), claim(storage_class="fastest"), standard]
    verdict = investigate(bundle(state, [said], service="ledger"))
    assert cause(verdict) == ("confirmed", "volume.storage_class_mismatch", "statefulset/ledger")
    alone = investigate(bundle([statefulset()], [said, refused(UNBOUND, POD)], service="ledger"))
    assert cause(alone)[1:] == ("volume.storage_class_mismatch", "statefulset/ledger")


def test_a_named_volume_that_belongs_to_another_claim() -> None:
    state = [
        ledger(),
        statefulset(),
        claim(volume="ledger-pv"),
        volume(status="Bound", claim="shop/archive"),
        volume("x"),
    ]
    said = {"entity": "pvc/data-ledger-0", "reason": "FailedBinding"}
    said["message"] = 'volume "ledger-pv" already bound to a different claim.'
    verdict = investigate(bundle(state, [said], service="ledger"))
    assert cause(verdict) == ("confirmed", "volume.already_bound", "statefulset/ledger")


def test_bound_volumes_of_others_are_no_rivals_of_a_free_one() -> None:
    others = [volume(f"pvc-{x}", status="Bound", claim=f"shop/x{x}", storage_class="gp3") for x in range(5)]
    state = [ledger(), statefulset(), claim(access_modes=["ReadWriteMany"]), volume(), *others]
    assert cause(investigate(bundle(state, service="ledger")))[1] == "volume.access_mode_mismatch"


def test_a_claim_that_does_not_exist() -> None:
    said = '0/3 nodes are available: persistentvolumeclaim "data-ledger-0" not found. preemption: not helpful.'
    verdict = investigate(bundle([ledger(), statefulset()], [refused(said, POD)], service="ledger"))
    assert cause(verdict) == ("confirmed", "volume.claim_missing", "statefulset/ledger")
    other = item("pvc/data-ledger", "pvc", namespace="shop", status="Bound", volume="pv-1")
    by_state = investigate(bundle([ledger(), statefulset(), other], service="ledger"))
    assert cause(by_state)[1:] == ("volume.claim_missing", "statefulset/ledger")


def test_a_claim_that_waits_for_its_first_consumer_is_normal() -> None:
    said = {"entity": "pvc/spare", "reason": "WaitForFirstConsumer", "type": "normal"}
    said["message"] = "waiting for first consumer to be created before binding"
    spare = item("pvc/spare", "pvc", namespace="shop", status="Pending", storage_class="gp3")
    kind = item("storageclass/gp3", "storageclass", provisioner="ebs.csi.aws.com", binding_mode="WaitForFirstConsumer")
    running = item("pod/cart-6d5f7c9b4-x2k8q", "pod", phase="Running", ready="1/1", node="a")
    verdict = investigate(bundle([spare, kind, running, deployment(available=2)], [said]))
    assert not [one for one in verdict.hypotheses if one.cause.startswith("k8s.volume")]


def test_without_volumes_it_stays_open() -> None:
    verdict = investigate(bundle([ledger(), statefulset()], [refused(UNBOUND, POD)], service="ledger"))
    assert verdict.verdict == "inconclusive"
    assert verdict.hypotheses[0].cause.startswith("k8s.volume.")


MOUNTS = [
    'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) ledger-0',
    'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = DeadlineExceeded desc = deadline exceeded',
    "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data kube-api-access-x]: "
    "timed out waiting for the condition",
    'MountVolume.SetUp failed for volume "share" : mount failed: exit status 32 mount.nfs: Connection timed out',
]


@pytest.mark.parametrize("message", MOUNTS)
def test_a_volume_does_not_mount(message: str) -> None:
    creating = item(
        "pod/cart-6d5f7c9b4-x2k8q", "pod", phase="Pending", status="ContainerCreating", ready="0/1", node="a"
    )
    event = refused(message) | {"reason": "FailedAttachVolume" if "ttach" in message[:20] else "FailedMount"}
    verdict = investigate(bundle([creating, deployment()], [event]))
    assert cause(verdict) == ("confirmed", "volume.mount_timeout", "deployment/cart")


def test_a_missing_secret_is_no_matter_of_storage() -> None:
    event = refused('MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found') | {
        "reason": "FailedMount"
    }
    generic = refused("Unable to attach or mount volumes: unmounted volumes=[tls]: timed out waiting for the condition")
    verdict = investigate(bundle([deployment()], [event, generic | {"reason": "FailedMount"}]))
    assert not [one for one in verdict.hypotheses if one.cause == "k8s.volume.mount_timeout"]


def test_a_mount_that_worked_in_the_end_is_over() -> None:
    running = item("pod/cart-6d5f7c9b4-x2k8q", "pod", phase="Running", ready="1/1", node="a")
    verdict = investigate(bundle([running, node("a")], [refused(MOUNTS[0]) | {"reason": "FailedAttachVolume"}]))
    assert verdict.root_cause is None
