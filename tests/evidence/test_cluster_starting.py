"""Workloads that do not start: images, references, commands, admission, quotas, replicas."""

import pytest

from tests.evidence.cluster_incidents import (
    Cluster,
    assert_cause,
    assert_not,
    clock,
    container,
    explain,
    looping,
    waiting,
)

POD, CART = "cart-5d8f7c6b9-q4x7z", "deployment/cart"
IMAGE = "registry.example.io/shop/cart:9.9"
PULLS = [
    (
        f'rpc error: code = NotFound desc = failed to pull and unpack image "{IMAGE}": failed to '
        f'resolve reference "{IMAGE}": {IMAGE}: not found',
        "k8s.image.reference_invalid",
    ),
    (
        f"Error response from daemon: manifest for {IMAGE} not found: manifest unknown: manifest unknown",
        "k8s.image.reference_invalid",
    ),
    (
        f'failed to resolve reference "{IMAGE}": unexpected status from HEAD request to '
        "https://registry.example.io/v2/shop/cart/manifests/9.9: 401 Unauthorized",
        "k8s.image.pull_unauthorized",
    ),
    (
        f'failed to resolve reference "{IMAGE}": pull access denied, repository does not exist or '
        "may require authorization: authorization failed: no basic auth credentials",
        "k8s.image.pull_unauthorized",
    ),
    (
        f'failed to pull and unpack image "{IMAGE}": failed to copy: httpReadSeeker: failed open: '
        "unexpected status code: 429 Too Many Requests - Server message: toomanyrequests: You "
        "have reached your pull rate limit.",
        "k8s.image.rate_limited",
    ),
    (
        'failed to do request: Head "https://registry.example.io/v2/shop/cart/manifests/9.9": '
        "dial tcp: lookup registry.example.io on 10.96.0.10:53: no such host",
        "k8s.image.registry_dns_failure",
    ),
]


@pytest.mark.parametrize(("answer", "cause"), PULLS)
def test_the_registry_answers_to_a_pull(answer: str, cause: str) -> None:
    events = Cluster().event(f"pod/{POD}", "Failed", f'Failed to pull image "{IMAGE}": {answer}')
    events.event(f"pod/{POD}", "Failed", "Error: ErrImagePull")
    assert_cause(events, cause, f"pod/{POD}")
    state = Cluster().neighbours().deployment("cart", 1, 0)
    state.broken(POD, waiting("ErrImagePull", answer, image=IMAGE), phase="Pending", status="ErrImagePull")
    assert_cause(state, cause, CART, "confirmed")
    state.event(f"pod/{POD}", "Failed", f'Failed to pull image "{IMAGE}": {answer}')
    assert_cause(state, cause, CART, "confirmed")


def test_a_back_off_without_an_answer_may_be_a_wrong_name_which_the_events_would_tell() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, waiting("ImagePullBackOff", f'Back-off pulling image "{IMAGE}"', image=IMAGE), phase="Pending")
    verdict = cluster.verdict()
    assert verdict.verdict == "inconclusive"
    assert verdict.hypotheses[0].cause == "k8s.image.reference_invalid"
    assert "platform events of cart" in verdict.hypotheses[0].missing


def test_an_image_name_that_cannot_be_read() -> None:
    cluster = Cluster().deployment("cart", 1, 0)
    said = (
        'Failed to apply default image tag "Shop/Cart:9": couldn\'t parse image name: repository name must be lowercase'
    )
    cluster.broken(POD, waiting("InvalidImageName", said, image="Shop/Cart:9"), phase="Pending")
    assert_cause(cluster, "k8s.image.reference_invalid", CART, "confirmed")


def test_a_pull_that_went_well_at_last_explains_nothing() -> None:
    cluster = Cluster().neighbours().deployment("cart").pod(POD)
    cluster.event(f"pod/{POD}", "Failed", f'Failed to pull image "{IMAGE}": {PULLS[0][0]}', minute=55)
    assert_not(cluster, "k8s.image.reference_invalid")


@pytest.mark.parametrize(
    ("reason", "message", "cause"),
    [
        ("CreateContainerConfigError", 'secret "cart-db" not found', "k8s.config.secret_missing"),
        ("CreateContainerConfigError", "couldn't find key url in Secret shop/cart-db", "k8s.config.secret_missing"),
        ("CreateContainerConfigError", 'configmap "cart-settings" not found', "k8s.config.configmap_missing"),
        (
            "CreateContainerConfigError",
            "couldn't find key mode in ConfigMap shop/cart-settings",
            "k8s.config.configmap_missing",
        ),
        (
            "CreateContainerConfigError",
            "container has runAsNonRoot and image will run as root (pod: x)",
            "k8s.admission.pod_security",
        ),
        (
            "RunContainerError",
            "failed to create containerd task: failed to create shim task: OCI runtime create "
            'failed: runc create failed: unable to start container process: exec: "cartd": '
            "executable file not found in $PATH: unknown",
            "k8s.container.command_invalid",
        ),
        (
            "CrashLoopBackOff",
            "failed to create shim task: OCI runtime create failed: container init was OOM-killed "
            "(memory limit too low?)",
            "k8s.container.oom_killed",
        ),
    ],
)
def test_containers_that_wait_say_why(reason: str, message: str, cause: str) -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, waiting(reason, message), phase="Pending", status=reason)
    if cause != "k8s.container.oom_killed":
        assert_cause(cluster, cause, CART, "confirmed")
    events = Cluster().event(f"pod/{POD}", "Failed", f"Error: {message}")
    assert_cause(events, cause, f"pod/{POD}")


def test_a_volume_of_a_missing_config_map() -> None:
    cluster = Cluster().deployment("cart", 1, 0).broken(POD, waiting("ContainerCreating"), phase="Pending")
    cluster.event(
        f"pod/{POD}", "FailedMount", 'MountVolume.SetUp failed for volume "conf" : configmap "cart-conf" not found'
    )
    assert_cause(cluster, "k8s.config.configmap_missing", CART, "confirmed")


def test_a_reference_to_a_name_that_is_not_listed() -> None:
    reference = {"DB_PASSWORD": "<set to the key 'password' in secret 'cart-db'>  Optional: false"}
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    cluster.broken(POD, waiting("CreateContainerConfigError", env=reference), phase="Pending")
    cluster.state("secrets", "namespace/shop", names=["stock-db", "front-tls"])
    assert_cause(cluster, "k8s.config.secret_missing", CART, "confirmed")


def test_a_reference_that_running_pods_do_without_is_no_fault() -> None:
    reference = {"DB_PASSWORD": "<set to the key 'password' in secret 'cart-db'>"}
    cluster = Cluster().neighbours().deployment("cart").pod(POD, container(env=reference))
    cluster.state("secrets", "namespace/shop", names=["stock-db"])
    assert_not(cluster, "k8s.config.secret_missing")


def test_a_service_account_that_does_not_exist() -> None:
    said = (
        'Error creating: pods "cart-5d8f7c6b9-" is forbidden: error looking up service account '
        'shop/cart: serviceaccount "cart" not found'
    )
    events = Cluster().event("replicaset/cart-5d8f7c6b9", "FailedCreate", said)
    assert_cause(events, "k8s.serviceaccount.missing", "replicaset/cart-5d8f7c6b9")
    state = Cluster().neighbours()
    state.deployment(
        "cart", 1, 0, conditions={"ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": said}}
    )
    assert_cause(state, "k8s.serviceaccount.missing", CART)
    listed = Cluster().neighbours().deployment("cart", 1, 0, total=0)
    listed.state(
        "manifest",
        CART,
        kind="Deployment",
        spec={"replicas": 1, "template": {"spec": {"serviceAccountName": "cart", "containers": [{"name": "app"}]}}},
    )
    listed.state("serviceaccounts", "namespace/shop", names=["default", "stock"])
    assert_cause(listed, "k8s.serviceaccount.missing", CART, "confirmed")


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (
            'pods "cart-5d8f7c6b9-" is forbidden: violates PodSecurity "restricted:latest": '
            'allowPrivilegeEscalation != false (container "app" must set ...)',
            "k8s.admission.pod_security",
        ),
        (
            'admission webhook "policy.example.io" denied the request: image is not signed',
            "k8s.admission.webhook_denied",
        ),
        (
            'Internal error occurred: failed calling webhook "inject.example.io": failed to call '
            'webhook: Post "https://inject.mesh.svc:443/inject?timeout=10s": context deadline '
            "exceeded",
            "k8s.admission.webhook_denied",
        ),
    ],
)
def test_pods_that_are_not_admitted(message: str, cause: str) -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0, updated=0)
    cluster.event("replicaset/cart-5d8f7c6b9", "FailedCreate", f"Error creating: {message}")
    assert_cause(cluster, cause, CART, "confirmed")


@pytest.mark.parametrize(
    ("asked", "used", "limited", "cause"),
    [
        ("requests.cpu=1", "requests.cpu=4", "requests.cpu=4", "k8s.quota.cpu_exceeded"),
        ("limits.memory=1Gi", "limits.memory=8Gi", "limits.memory=8Gi", "k8s.quota.memory_exceeded"),
        ("pods=1", "pods=10", "pods=10", "k8s.quota.pods_exceeded"),
        ("requests.storage=5Gi", "requests.storage=20Gi", "requests.storage=20Gi", "k8s.quota.storage_exceeded"),
        ("count/configmaps=1", "count/configmaps=20", "count/configmaps=20", "k8s.quota.objects_exceeded"),
    ],
)
def test_a_quota_that_rejects(asked: str, used: str, limited: str, cause: str) -> None:
    said = (
        'Error creating: pods "cart-5d8f7c6b9-7lm2x" is forbidden: exceeded quota: team, '
        f"requested: {asked}, used: {used}, limited: {limited}"
    )
    cluster = Cluster().neighbours().deployment("cart", 2, 0)
    cluster.event("replicaset/cart-5d8f7c6b9", "FailedCreate", said)
    assert_cause(cluster, cause, "namespace/shop", "confirmed")


def test_a_full_quota_and_pods_that_nobody_created() -> None:
    cluster = Cluster().neighbours().deployment("cart", 3, 1, total=1).pod(POD)
    cluster.state(
        "resourcequota",
        "resourcequota/team",
        namespace="shop",
        resources={"pods": {"used": "3", "hard": "3"}, "requests.cpu": {"used": "1", "hard": "8"}},
    )
    assert_cause(cluster, "k8s.quota.pods_exceeded", "namespace/shop", "confirmed")


def test_a_full_quota_where_nothing_is_missing_is_no_fault() -> None:
    cluster = Cluster().neighbours().deployment("cart").pod(POD)
    cluster.state(
        "resourcequota", "resourcequota/team", namespace="shop", resources={"pods": {"used": "3", "hard": "3"}}
    )
    assert_not(cluster, "k8s.quota.pods_exceeded")


def test_a_workload_scaled_to_zero_that_others_need() -> None:
    cluster = Cluster().neighbours().deployment("cart", 0, 0).edge("service/front", "service/cart")
    cluster.state("service", "service/cart", namespace="shop", selector={"app": "cart"}, endpoints="<none>")
    assert_cause(cluster, "k8s.workload.zero_replicas", CART, "confirmed")
    unknown = Cluster().neighbours().deployment("cart", 0, 0)
    unknown.log("pod/front-7c9d8f6b54-x2k4q", "ERROR dial tcp: connect to cart:8080: connection refused")
    assert_cause(unknown, "k8s.workload.zero_replicas", CART)


def test_a_workload_that_is_switched_off_is_no_fault() -> None:
    cluster = Cluster().neighbours().deployment("canary", 0, 0).edge("service/front", "service/stock")
    assert_not(cluster, "k8s.workload.zero_replicas")


@pytest.mark.parametrize(
    "message",
    [
        "sh: 1: cartd: not found",
        "Error: Cannot find module '/app/servr.js'",
        "python: can't open file '/app/mian.py': [Errno 2] No such file or directory",
    ],
)
def test_a_program_that_is_not_found(message: str) -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0).broken(POD, looping(127 if "sh:" in message else 1))
    cluster.log(f"pod/{POD}", message, level="error")
    assert_cause(cluster, "k8s.container.command_invalid", CART)


def test_exit_code_127_alone() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0).broken(POD, looping(127))
    assert_cause(cluster, "k8s.container.command_invalid", CART)


def test_old_evicted_pods_are_no_fault() -> None:
    cluster = Cluster().neighbours().deployment("cart").pod(POD)
    cluster.state(
        "pod",
        "pod/cart-5d8f7c6b9-bbbbb",
        phase="Failed",
        status="Evicted",
        ready="0/1",
        message="The node was low on resource: memory.",
    )
    assert_not(cluster, "k8s.workload.evicted")


def test_pods_evicted_now() -> None:
    cluster = Cluster().neighbours().deployment("cart", 2, 0)
    cluster.state(
        "pod",
        f"pod/{POD}",
        phase="Failed",
        status="Evicted",
        reason="Evicted",
        ready="0/1",
        message="The node was low on resource: ephemeral-storage.",
    )
    cluster.event(
        f"pod/{POD}", "Evicted", "The node was low on resource: ephemeral-storage. Container app was using 9Gi"
    )
    assert_cause(cluster, "k8s.workload.evicted", CART)


def test_a_healthy_shop_names_nothing() -> None:
    cluster = Cluster().neighbours().deployment("cart").pod(POD)
    assert cluster.verdict().root_cause is None, explain(cluster)
    assert clock(0)


def test_a_registry_that_cannot_be_reached_says_nothing_about_the_name() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0)
    answer = f'failed to pull and unpack image "{IMAGE}": dial tcp 10.9.0.4:443: i/o timeout'
    cluster.broken(POD, waiting("ErrImagePull", answer, image=IMAGE), phase="Pending")
    assert_cause(cluster, "dependency.unreachable", CART, "likely")


def test_a_command_that_ends_at_once() -> None:
    cluster = Cluster().neighbours().deployment("cart", 1, 0).broken(POD, looping(0, "Completed"))
    assert_cause(cluster, "k8s.container.command_invalid", CART, "likely")
