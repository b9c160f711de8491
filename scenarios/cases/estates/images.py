"""Images and settings objects that keep pods from starting."""

from .scene import Case, Scene, box

NODES = ("wk-a07", "wk-b11", "wk-c02", "wk-c05")


def courier() -> Case:
    """A private image without the pull secret its namespace needs."""
    s = Scene(
        "estate-courier-badge", "KubeDeploymentReplicasMismatch", "2026-06-08T09:15:00", 27, seed=14, severity="warning"
    )
    s.incident |= {"resource": "deployment/badge-minter", "labels": {"cluster": "fra-2", "team": "couriers"}}
    s.workload(
        "shift-board", "couriers-v2", NODES[:2], port=4000, image="docker.io/library/shift-board:3.3", restarts=3
    )
    image = "quay.corp.lan/couriers/badge-minter:2026.06.1"
    err = (
        f'failed to pull and unpack image "{image}": failed to resolve reference "{image}": failed to authorize: '
        "failed to fetch anonymous token: unexpected status from GET request to "
        "https://quay.corp.lan/v2/auth?scope=repository%3Acouriers%2Fbadge-minter%3Apull: 401 UNAUTHORIZED"
    )
    for node in NODES[1:3]:
        waiting = {"state": "waiting", "reason": "ImagePullBackOff", "message": f'Back-off pulling image "{image}"'}
        one = box("minter", image, ready=False, state=waiting)
        pod = s.pod(
            f"badge-minter-{s.suffix('badge-minter')}",
            "couriers-v2",
            [one],
            node,
            phase="Pending",
            service_account="default",
        )
        s.edge("deployment/badge-minter", pod, "owns")
        s.event(
            26.1,
            pod,
            "Failed",
            f'Failed to pull image "{image}": rpc error: code = Unknown desc = {err}',
            "warning",
            count=7,
            first=0.3,
            source="kubelet",
        )
        s.event(26.4, pod, "BackOff", f'Back-off pulling image "{image}"', count=101, first=0.6)
        s.event(
            0.0, pod, "Scheduled", f"Successfully assigned couriers-v2/{pod[4:]} to {node}", source="default-scheduler"
        )
    s.state(
        "deployment/badge-minter", "deployment", namespace="couriers-v2", desired=2, ready=0, updated=2, available=0
    )
    s.state("namespace/couriers-v2", "secrets", names=["shift-board-db", "sh.helm.release.v1.shift-board.v12"])
    s.state("namespace/couriers", "secrets", names=["quay-pull", "badge-minter-keys"])
    s.state("serviceaccount/default", "manifest", kind="ServiceAccount", spec={"secrets": [], "imagePullSecrets": []})
    old = box("minter", "quay.corp.lan/couriers/badge-minter:2026.05.4")
    s.pod(f"badge-minter-old-{s.suffix('badge-minter-old')}", "couriers", [old], NODES[3])
    s.change(
        -0.5,
        "deployment",
        "kubectl apply -n couriers-v2 (namespace move, step 2 of 5)",
        "deployment/badge-minter",
        "lena.h",
    )
    s.event(
        -44,
        "node/wk-a07",
        "ImageGCFailed",
        "wanted to free 1288490188 bytes, but freed 901234 bytes",
        "warning",
        count=2,
    )
    s.event(12, "pod/shift-board-probe", "Pulled", 'Successfully pulled image "docker.io/library/busybox:1.36" in 1.9s')
    s.chat("service/shift-board", "elixir", 9)
    s.alert(
        "KubeDeploymentReplicasMismatch",
        t=16,
        entity="deployment/badge-minter",
        query="kube_deployment_spec_replicas != kube_deployment_status_replicas_available",
        reason="for 15m",
    )
    s.alert("CPUThrottlingHigh", "warning", -4000, entity="deployment/shift-board", reason="28% throttling, info only")
    s.series("deployment/badge-minter", "replicas_available", 0, spread=0, since=0)
    s.series("service/shift-board", "latency_p99", 88, unit="ms")
    return s.case_of(
        "fault",
        "k8s.image.pull_unauthorized",
        "deployment/badge-minter",
        near=(
            "k8s.image.reference_invalid",
            "k8s.image.registry_dns_failure",
            "k8s.config.secret_missing",
            "access.permission_denied",
        ),
    )


def mirror() -> Case:
    """The host name of a retired registry mirror no longer resolves."""
    s = Scene(
        "estate-greenhouse",
        "Deployment below desired: vent-control",
        "2026-04-14T22:40:00",
        52,
        seed=15,
        source="datadog",
        severity="high",
        zone=-5,
    )
    s.incident |= {"service": "vent-control", "resource": "deployment/vent-control"}
    s.workload("soil-probe-hub", "glasshouse", NODES[:3], restarts=6)
    image = "mirror-2.oci.agri.internal/glass/vent-control:r881"
    err = (
        f'failed to pull and unpack image "{image}": failed to resolve reference "{image}": failed to do request: Head '
        '"https://mirror-2.oci.agri.internal/v2/glass/vent-control/manifests/r881": dial tcp: lookup '
        "mirror-2.oci.agri.internal on 10.96.4.10:53: no such host"
    )
    for n, node in enumerate(NODES[:2]):
        waiting = {"state": "waiting", "reason": "ErrImagePull", "message": err}
        pod = s.pod(
            f"vent-control-{s.suffix('vent-control')}",
            "glasshouse",
            [box("vents", image, ready=False, state=waiting)],
            node,
            phase="Pending",
        )
        s.edge("deployment/vent-control", pod, "owns")
        s.event(50 + n, pod, "Failed", f'Failed to pull image "{image}": {err}', "warning", count=14 - n, first=1)
        s.event(51, pod, "BackOff", f'Back-off pulling image "{image}"', count=220, first=2)
    s.pod(f"vent-control-{s.suffix('vent-control')}", "glasshouse", [box("vents", image, restart_count=1)], NODES[2])
    s.state(
        "deployment/vent-control",
        "deployment",
        namespace="glasshouse",
        replicas="3 desired | 3 updated | 3 total | 1 available | 2 unavailable",
    )
    s.event(-0.4, "node/wk-a07", "NodeReady", "Node wk-a07 status is now: NodeReady", source="kubelet")
    s.event(-0.3, "node/wk-b11", "NodeReady", "Node wk-b11 status is now: NodeReady", source="kubelet")
    s.change(
        -6, "infrastructure", "replace node pool image cos-117 -> cos-121 (2 of 4 nodes)", "node/wk-a07", "terraform"
    )
    s.change(
        -2900,
        "infrastructure",
        "decommission mirror-2, announce mirror-3",
        "service/mirror-2",
        "platform-registry",
        note="DNS A record removed after grace period; consumers listed in REG-77",
    )
    s.event(
        3.0,
        "pod/soil-agent-zz8k4",
        "Pulled",
        'Successfully pulled image "mirror-3.oci.agri.internal/glass/soil-agent:55" in 3.4s',
    )
    s.state(
        "service/coredns", "connectivity_check", port=53, ok=True, detail="kubernetes.default and github.com resolve"
    )
    s.repeat(
        [4, 19, 33],
        "service/coredns",
        ['[INFO] 10.96.2.1:40112 - 4120 "A IN mirror-2.oci.agri.internal. udp 56" NXDOMAIN qr,aa,rd 131 0.0004s'],
    )
    s.chat("service/coredns", "coredns", 12)
    s.chat("service/soil-probe-hub", "logfmt", 8)
    s.alert(
        "[Monitor 88121] kubernetes_state.deployment.replicas_available < desired",
        t=6,
        entity="deployment/vent-control",
        reason="avg(last_5m) = 1 < 3",
        query="min(last_5m):avg:...{kube_deployment:vent-control} < 3",
    )
    s.series("deployment/vent-control", "replicas_available", 3, 1, spread=0, at=-3)
    s.series("service/coredns", "request_rate", 310, spread=0.12)
    return s.case_of(
        "fault",
        "k8s.image.registry_dns_failure",
        "deployment/vent-control",
        near=("dns.resolution_failure", "k8s.image.reference_invalid", "k8s.image.pull_unauthorized"),
        also=(("k8s.image.registry_dns_failure", "service/mirror-2"),),
        herring=("deployment.rollout_stuck", "node/wk-a07"),
    )


def turnstile() -> Case:
    """A key is missing in a ConfigMap that exists."""
    s = Scene(
        "estate-turnstile",
        "Gate throughput anomaly, stadium north",
        "2026-08-22T17:00:00",
        23,
        seed=16,
        source="prometheus",
        severity="high",
        zone=1,
    )
    s.incident |= {"service": "gate-fanout", "resource": "service/gate-fanout"}
    s.workload("gate-fanout", "stadium", NODES[:2], port=7070)
    s.workload("ticket-vault", "stadium", NODES[2:], port=9000, restarts=5)
    image = "registry.corp.lan/stadium/turnstile-rules:84"
    msg = "couldn't find key SECTOR_MAP in ConfigMap stadium/turnstile-rules-v7"
    for node in NODES[:2]:
        one = box(
            "rules",
            image,
            ready=False,
            state={"state": "waiting", "reason": "CreateContainerConfigError", "message": msg},
            env={
                "SECTOR_MAP": "<set to the key 'SECTOR_MAP' of config map 'turnstile-rules-v7'>",
                "VAULT_TOKEN": "<set to the key 'token' in secret 'vault-client'>",
                "TZ": "Europe/London",
            },
        )
        pod = s.pod(f"turnstile-rules-{s.suffix('turnstile-rules')}", "stadium", [one], node, phase="Pending")
        s.edge("deployment/turnstile-rules", pod, "owns")
        s.event(22.6, pod, "Failed", f"Error: {msg}", "warning", count=98, first=0.2, source="kubelet")
        s.event(22.6, pod, "Pulled", f'Container image "{image}" already present on machine', count=99, first=0.2)
    s.state("deployment/turnstile-rules", "deployment", namespace="stadium", desired=2, ready=0, updated=2, available=0)
    s.state(
        "configmap/turnstile-rules-v7",
        "manifest",
        kind="ConfigMap",
        spec={"data": {"sector_map": "N1:0-19,N2:20-39", "MATCHDAY": "true"}},
    )
    s.state("namespace/stadium", "configmaps", names=["kube-root-ca.crt", "turnstile-rules-v6", "turnstile-rules-v7"])
    s.state("namespace/stadium", "secrets", names=["vault-client", "ticket-vault-db"])
    s.change(
        -1.5,
        "config",
        "kustomize: configMapGenerator turnstile-rules v6 -> v7",
        "deployment/turnstile-rules",
        "matchday-bot",
    )
    s.change(-90, "flag", "enable fast-lane-ui 25%", "service/gate-fanout", "priya")
    s.edge("service/gate-fanout", "service/turnstile-rules")
    s.edge("service/turnstile-rules", "deployment/turnstile-rules", "depends_on")
    s.edge("service/gate-fanout", "service/ticket-vault")
    s.repeat(
        [0.8, 2.0, 7.4, 15.1],
        "service/gate-fanout",
        [
            'level=error ts={stamp} msg="rules lookup failed, gate falls back to manual" err="dial tcp 10.107.4.12:80: connect: connection refused"'
        ],
        "error",
    )
    s.chat("service/gate-fanout", "logfmt", 14)
    s.chat("service/ticket-vault", "rails", 8)
    s.alert("TicketVaultSlowQueries", "warning", -700, entity="service/ticket-vault", reason="since yesterday; acked")
    s.series("service/gate-fanout", "gate_admits_per_minute", 412, 61, spread=0.1)
    s.series("service/gate-fanout", "error_rate", 0.004, 0.88, spread=0.05, cap=1.0)
    s.series("service/ticket-vault", "latency_p95", 0.31, spread=0.15)
    return s.case_of(
        "fault",
        "k8s.config.configmap_missing",
        "deployment/turnstile-rules",
        near=("k8s.config.secret_missing", "app.config.env_missing", "traffic.drop", "dependency.unreachable"),
        herring=("db.expensive_query", "service/ticket-vault"),
    )


CASES = (courier, mirror, turnstile)
