"""Bundles with many things of a cluster: of one kind at a time, and of two kinds that are looked up in each other."""

from benchmarks.shapes.building import Document, bundle, edge, event, line, pod, state, waiting

_SUFFIX = "bcdfghjklmnpqrstvwxz"


def _pod_name(place: int) -> str:
    return "web-6d5f7c9b4-" + "".join(_SUFFIX[place // 20**at % 20] for at in range(5))


def pods_of_many_workloads(n: int) -> Document:
    return bundle(state=[pod(f"app-{place}-6d5f7c9b4-x2k8q", f"app-{place}") for place in range(n)])


def pods_of_one_workload(n: int) -> Document:
    return bundle(state=[pod(_pod_name(place), "web", node=f"worker-{place % 20}") for place in range(n)])


def pods_that_crash(n: int) -> Document:
    broken = waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container")
    pods = [pod(_pod_name(place), "web", ready="0/1", restarts="7 (3m ago)", containers=broken) for place in range(n)]
    told = [
        event(f"pod/{_pod_name(place)}", "BackOff", "Back-off restarting failed container app") for place in range(n)
    ]
    return bundle(state=pods, events=told)


def pods_that_crash_of_many_workloads(n: int) -> Document:
    broken = waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container")
    names = [f"app-{place}-6d5f7c9b4-x2k8q" for place in range(n)]
    pods = [pod(name, name[:-17], ready="0/1", restarts=7, containers=broken) for name in names]
    told = [event(f"pod/{name}", "BackOff", "Back-off restarting failed container app") for name in names]
    said = [line(f"pod/{name}", f"KeyError: 'SETTING_OF_{name}'") for name in names]
    return bundle(state=pods, events=told, logs=said)


def images_that_are_missing(n: int) -> Document:
    names = [f"app-{place}-6d5f7c9b4-x2k8q" for place in range(n)]
    broken = waiting("ImagePullBackOff", 'Back-off pulling image "shop/app:2"')
    pods = [pod(name, name[:-17], phase="Pending", ready="0/1", containers=broken) for name in names]
    said = 'Failed to pull image "shop/app:2": rpc error: code = NotFound desc = shop/app:2: not found'
    return bundle(state=pods, events=[event(f"pod/{name}", "Failed", said) for name in names])


def services_without_pods(n: int) -> Document:
    services = [
        state(
            f"service/app-{place}",
            "service",
            namespace="shop",
            selector={"app": f"app-{place}", "tier": "none"},
            port="http 80/TCP",
            target_port="8080/TCP",
            endpoints="<none>",
        )
        for place in range(n)
    ]
    return bundle(state=services + [pod(f"app-{place}-6d5f7c9b4-x2k8q", f"app-{place}") for place in range(n)])


def services_without_pods_of_their_name(n: int) -> Document:
    labels = {"tier": "shared"}
    services = [
        state(
            f"service/app-{at}",
            "service",
            namespace="shop",
            selector=labels | {"app": f"other-{at}"},
            endpoints="<none>",
        )
        for at in range(n)
    ]
    pods = [pod(f"pool-{at}", "pool", labels=labels | {"app": f"pool-{at % 7}"}) for at in range(n)]
    return bundle(state=services + pods)


def services_with_pods(n: int) -> Document:
    services = [
        state(
            f"service/app-{place}",
            "service",
            namespace="shop",
            selector={"app": f"app-{place}"},
            port="http 80/TCP",
            target_port="9090/TCP",
            cluster_ip=f"10.9.{place // 250}.{place % 250}",
            endpoints="10.1.2.3:9090",
        )
        for place in range(n)
    ]
    said = [line("pod/web-6d5f7c9b4-x2k8q", f"connection refused to app-{place}:80") for place in range(n)]
    pods = [pod(f"app-{place}-6d5f7c9b4-x2k8q", f"app-{place}") for place in range(n)]
    return bundle(state=services + pods, logs=said)


def services_that_select_all(n: int) -> Document:
    services = [
        state(f"service/app-{place}", "service", namespace="shop", selector={"app": "web"}, target_port="9090/TCP")
        for place in range(n)
    ]
    return bundle(state=services + [pod(_pod_name(place), "web") for place in range(n)])


def nodes(n: int) -> Document:
    return bundle(
        state=[
            state(
                f"node/worker-{place}",
                "node",
                labels={"zone": f"z{place % 3}", "name": f"worker-{place}"},
                taints=["dedicated=batch:NoSchedule"],
                conditions={"Ready": "True" if place % 3 else {"status": "False", "reason": "KubeletNotReady"}},
                allocatable={"cpu": "4", "memory": "8Gi", "pods": "110"},
                allocated={"cpu": {"requests": "3900m"}, "memory": {"requests": "7Gi"}},
            )
            for place in range(n)
        ]
        + [pod(f"app-{place}-6d5f7c9b4-x2k8q", f"app-{place}", node=f"worker-{place}") for place in range(n)],
        events=[event(f"node/worker-{place}", "NodeNotReady", "Node is not ready") for place in range(n)],
    )


def pods_that_wait_for_nodes(n: int) -> Document:
    names = [f"app-{place}-6d5f7c9b4-x2k8q" for place in range(n)]
    hosts = [
        state(
            f"node/worker-{place}",
            "node",
            labels={"zone": f"z{place % 3}"},
            taints=["dedicated=batch:NoSchedule"],
            conditions={"Ready": "True"},
            allocatable={"cpu": "4", "memory": "8Gi", "pods": "110"},
            allocated={"cpu": {"requests": "3900m"}, "memory": {"requests": "7Gi"}},
        )
        for place in range(n)
    ]
    asking = [{"name": "app", "image": "shop/app:1", "requests": {"cpu": "3", "memory": "6Gi"}}]
    pods = [
        pod(name, name[:-17], phase="Pending", node=None, node_selector={"zone": "z9"}, containers=asking)
        for name in names
    ]
    said = f"0/{n} nodes are available: {n} Insufficient cpu, {n} node(s) didn't match Pod's node affinity/selector."
    return bundle(state=hosts + pods, events=[event(f"pod/{name}", "FailedScheduling", said) for name in names])


def claims_and_volumes(n: int) -> Document:
    names = [f"app-{place}-6d5f7c9b4-x2k8q" for place in range(n)]
    claims = [
        state(
            f"pvc/data-{place}",
            "pvc",
            namespace="shop",
            status="Pending",
            capacity="10Gi",
            access_modes="RWO",
            storage_class=f"fast-{place}",
            used_by=names[place],
        )
        for place in range(n)
    ]
    volumes = [
        state(
            f"pv/volume-{place}",
            "pv",
            status="Available",
            capacity="5Gi",
            access_modes="RWX",
            storage_class=f"slow-{place}",
            source={"Type": "NFS"},
        )
        for place in range(n)
    ]
    classes = [state(f"storageclass/slow-{place}", "storageclass", provisioner="ebs.csi.aws.com") for place in range(n)]
    pods = [
        pod(
            name,
            name[:-17],
            phase="Pending",
            volumes={"data": {"Type": "PersistentVolumeClaim", "ClaimName": f"data-{at}"}},
        )
        for at, name in enumerate(names)
    ]
    told = [event(f"pvc/data-{at}", "ProvisioningFailed", f'storageclass "fast-{at}" not found') for at in range(n)]
    return bundle(state=claims + volumes + classes + pods, events=told)


def policies(n: int) -> Document:
    rules = [
        state(
            f"networkpolicy/deny-{place}",
            "networkpolicy",
            namespace="shop",
            spec=f"PodSelector: app=app-{place}\nAllowing ingress traffic:\n  To Port: 80/TCP\n"
            "  From:\n    PodSelector: app=x",
        )
        for place in range(n)
    ]
    checks = [
        state(f"pod/app-{place}-6d5f7c9b4-x2k8q", "connectivity_check", port=8080, ok=False, detail="timed out")
        for place in range(n)
    ]
    edges = [edge(f"service/app-{place}", f"service/app-{(place + 1) % n}") for place in range(n)]
    pods = [pod(f"app-{place}-6d5f7c9b4-x2k8q", f"app-{place}") for place in range(n)]
    said = [line(f"pod/app-{at}-6d5f7c9b4-x2k8q", f"dial tcp app-{(at + 1) % n}:80: i/o timeout") for at in range(n)]
    return bundle("service/app-0", state=rules + checks + pods, topology=edges, logs=said)


def policies_for_all(n: int) -> Document:
    rules = [
        state(
            f"networkpolicy/deny-{place}",
            "networkpolicy",
            namespace="shop",
            spec="PodSelector: <none>\nPolicy Types: Ingress",
        )
        for place in range(n)
    ]
    pods = [pod(f"app-{place}-6d5f7c9b4-x2k8q", f"app-{place}") for place in range(n)]
    said = [line(f"pod/app-{at}-6d5f7c9b4-x2k8q", f"dial tcp app-{(at + 1) % n}:80: i/o timeout") for at in range(n)]
    return bundle("service/app-0", state=rules + pods, logs=said)


def namespaces_and_quotas(n: int) -> Document:
    quotas = [
        state(
            f"resourcequota/quota-{place}",
            "resourcequota",
            namespace=f"team-{place}",
            resources={"requests.memory": {"used": "2Gi", "hard": "2Gi"}, "pods": {"used": "10", "hard": "10"}},
        )
        for place in range(n)
    ]
    wanted = [
        state(f"deployment/app-{at}", "deployment", namespace=f"team-{at}", desired=3, ready=0, available=0)
        for at in range(n)
    ]
    names = [state(f"namespace/team-{at}", "secrets", names=[f"secret-{at}"]) for at in range(n)]
    told = [
        event(
            f"replicaset/app-{at}-6d5f7c9b4",
            "FailedCreate",
            f'Error creating: pods "app-{at}-6d5f7c9b4-x2k8q" is forbidden: exceeded quota: quota-{at}, requested: '
            "requests.memory=1Gi, used: requests.memory=2Gi, limited: requests.memory=2Gi",
        )
        for at in range(n)
    ]
    return bundle("deployment/app-0", state=quotas + wanted + names, events=told)


def references_that_are_missing(n: int) -> Document:
    names = [f"app-{place}-6d5f7c9b4-x2k8q" for place in range(n)]
    kept = [
        state("namespace/shop", kind, names=[f"kept-{at}" for at in range(n)]) for kind in ("secrets", "configmaps")
    ]
    pods = []
    for at, name in enumerate(names):
        broken = waiting("CreateContainerConfigError", f'secret "wanted-{at}" not found')
        broken[0]["env"] = {"PASSWORD": f"<set to the key 'password' in secret 'wanted-{at}'>"}
        pods.append(pod(name, name[:-17], ready="0/1", containers=broken))
    told = [event(f"pod/{name}", "Failed", f'Error: secret "wanted-{at}" not found') for at, name in enumerate(names)]
    return bundle(state=kept + pods, events=told)


def gateways_and_services(n: int) -> Document:
    routes = [
        state(
            f"ingress/front-{at}",
            "manifest",
            kind="Ingress",
            namespace="shop",
            spec={
                "rules": [
                    {
                        "host": f"h{at}.shop.example",
                        "http": {
                            "paths": [
                                {
                                    "path": f"/p{at}",
                                    "backend": {"service": {"name": f"gone-{at}", "port": {"number": 80}}},
                                }
                            ]
                        },
                    }
                ]
            },
        )
        for at in range(n)
    ]
    services = [
        state(f"service/app-{at}", "service", namespace="shop", selector={"app": f"app-{at}"}, port="http 80/TCP")
        for at in range(n)
    ]
    said = [line("pod/web-6d5f7c9b4-x2k8q", f'"GET /p{at}/items HTTP/1.1" 503 upstream gone-{at}') for at in range(n)]
    return bundle(state=routes + services, logs=said)


def addresses_of_things_that_are_not(n: int) -> Document:
    pods = []
    for at in range(n):
        asking = [
            {
                "name": "app",
                "image": "shop/app:1",
                "env": {"DB_HOST": f"db-{at}:5432", "API_URL": f"http://app-{at + 1}:81/"},
            }
        ]
        pods.append(pod(f"app-{at}-6d5f7c9b4-x2k8q", f"app-{at}", containers=asking))
    services = [
        state(f"service/app-{at}", "service", namespace="shop", selector={"app": f"app-{at}"}, port="http 80/TCP")
        for at in range(n)
    ]
    said = [
        line(f"pod/app-{at}-6d5f7c9b4-x2k8q", f"dial tcp: lookup db-{at} on 10.0.0.10:53: no such host")
        for at in range(n)
    ]
    return bundle("service/app-0", state=pods + services, logs=said)


def probes_that_fail(n: int) -> Document:
    names = [f"app-{at}-6d5f7c9b4-x2k8q" for at in range(n)]
    probed = [
        {
            "name": "app",
            "image": "shop/app:1",
            "ports": ["8080/TCP"],
            "ready": False,
            "liveness": "http-get http://:9090/healthz delay=0s timeout=1s period=10s #success=1 #failure=3",
            "readiness": "tcp-socket :9090 delay=0s timeout=1s period=10s",
        }
    ]
    told = [
        event(f"pod/{name}", "Unhealthy", "Readiness probe failed: dial tcp 10.1.2.3:9090: connect: connection refused")
        for name in names
    ]
    return bundle(state=[pod(name, name[:-17], ready="0/1", containers=probed) for name in names], events=told)


def workloads(n: int) -> Document:
    found = []
    for at in range(n):
        progress = {"status": "False", "reason": "ProgressDeadlineExceeded", "message": "has timed out progressing"}
        found.append(
            state(
                f"deployment/app-{at}",
                "deployment",
                namespace="shop",
                desired=3,
                ready=1,
                available=1,
                selector={"app": f"app-{at}"},
                conditions={"Progressing": progress},
                containers=[{"name": "app", "image": "shop/app:1", "limits": {"memory": "64Mi"}}],
            )
        )
    return bundle("deployment/app-0", state=found)


def manifests(n: int) -> Document:
    spec = {
        "replicas": 0,
        "selector": {"matchLabels": {"app": "x"}},
        "template": {"spec": {"containers": [{"name": "a"}]}},
    }
    return bundle(
        state=[
            state(f"deployment/app-{at}", "manifest", kind="Deployment", namespace="shop", spec=spec) for at in range(n)
        ]
    )


def units_of_hosts(n: int) -> Document:
    found = [
        state(
            f"node/worker-{at}",
            "systemd_unit",
            unit=f"kubelet-{at}.service",
            active="failed (Result: exit-code)",
            log_tail=["exited"],
        )
        for at in range(n)
    ]
    return bundle("node/worker-0", state=found)


def checks_of_one_thing(n: int) -> Document:
    found = [
        state(
            "service/web",
            "connectivity_check",
            port=at % 60000,
            ok=at % 2 == 0,
            probes=[{"from": f"pod/p{at}", "ok": False}],
        )
        for at in range(n)
    ]
    return bundle(state=found)


def events_of_one_pod(n: int) -> Document:
    reasons = ("Unhealthy", "BackOff", "Killing", "FailedMount", "Evicted", "OOMKilling", "FailedScheduling", "Failed")
    return bundle(
        state=[pod("web-6d5f7c9b4-x2k8q", "web")],
        events=[
            event("pod/web-6d5f7c9b4-x2k8q", reasons[at % len(reasons)], f"Something {at} went wrong", 50 + at % 10)
            for at in range(n)
        ],
    )


def events_of_many_pods(n: int) -> Document:
    reasons = ("Unhealthy", "BackOff", "Killing", "FailedMount", "Evicted", "OOMKilling", "FailedScheduling", "Failed")
    return bundle(
        events=[
            event(
                f"pod/app-{at}-6d5f7c9b4-x2k8q", reasons[at % len(reasons)], f"Something {at} went wrong", 50 + at % 10
            )
            for at in range(n)
        ],
    )


def owners_in_a_chain(n: int) -> Document:
    edges = [edge(f"workload/w{at:06}", f"workload/w{at + 1:06}", "owns") for at in range(n)]
    return bundle("workload/w000000", topology=edges, logs=[line(f"workload/w{at:06}", "it broke") for at in range(n)])


def owners_in_a_chain_backwards(n: int) -> Document:
    edges = [edge(f"workload/w{at + 1:06}", f"workload/w{at:06}", "owns") for at in reversed(range(n))]
    return bundle("workload/w000000", topology=edges, logs=[line(f"workload/w{at:06}", "it broke") for at in range(n)])


SHAPES = (
    pods_of_many_workloads,
    pods_of_one_workload,
    pods_that_crash,
    pods_that_crash_of_many_workloads,
    images_that_are_missing,
    services_without_pods,
    services_without_pods_of_their_name,
    services_with_pods,
    services_that_select_all,
    nodes,
    pods_that_wait_for_nodes,
    claims_and_volumes,
    policies,
    policies_for_all,
    namespaces_and_quotas,
    references_that_are_missing,
    gateways_and_services,
    addresses_of_things_that_are_not,
    probes_that_fail,
    workloads,
    manifests,
    units_of_hosts,
    checks_of_one_thing,
    events_of_one_pod,
    events_of_many_pods,
    owners_in_a_chain,
    owners_in_a_chain_backwards,
)
