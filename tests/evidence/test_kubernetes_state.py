"""Faults of a cluster told by the state of its objects, with or without the log lines that go with them."""

import pytest

from tests.evidence.kubernetes_bundles import (
    CART,
    CART_POD,
    Told,
    box,
    bundle,
    check,
    deployment,
    ended,
    event,
    healthy,
    log,
    pod,
    service,
    state,
    unready,
    waits,
)

CASES = (
    Told(
        "selector-state",
        ("k8s.service.selector_mismatch",),
        CART,
        bundle(
            states=[deployment("cart"), pod("cart"), service("cart", selector={"app": "cart-v2"}, endpoints="<none>")]
        ),
    ),
    Told(
        "selector-manifest",
        ("k8s.service.selector_mismatch",),
        CART,
        bundle(
            states=[
                state(
                    "deployment/cart",
                    "manifest",
                    kind="Deployment",
                    spec={
                        "replicas": 1,
                        "selector": {"matchLabels": {"app": "cart"}},
                        "template": {
                            "metadata": {"labels": {"app": "cart", "tier": "api"}},
                            "spec": {"containers": [{"name": "cart", "ports": [{"containerPort": 8080}]}]},
                        },
                    },
                ),
                state(
                    "service/cart",
                    "manifest",
                    kind="Service",
                    spec={"selector": {"app": "cart", "tier": "web"}, "ports": [{"port": 80, "targetPort": 8080}]},
                ),
                pod("cart", labels={"app": "cart", "tier": "api"}),
            ]
        ),
    ),
    Told(
        "target-port-state",
        ("k8s.service.port_mismatch",),
        CART,
        bundle(
            states=[
                deployment("cart"),
                pod("cart"),
                service("cart", target_port="9090/TCP", endpoints="10.244.1.9:9090"),
            ]
        ),
    ),
    Told(
        "target-port-name",
        ("k8s.service.port_mismatch",),
        CART,
        bundle(
            states=[
                deployment("cart"),
                pod("cart", containers=[box("cart", ports=[{"containerPort": 8080, "name": "http"}])]),
                service("cart", target_port="web/TCP", endpoints="<none>"),
            ]
        ),
    ),
    Told(
        "protocol-state",
        ("k8s.service.protocol_mismatch",),
        CART,
        bundle(
            states=[deployment("cart"), pod("cart"), service("cart", port="http  8080/UDP", target_port="8080/UDP")]
        ),
    ),
    Told(
        "zero-state",
        ("k8s.workload.zero_replicas",),
        CART,
        bundle(states=[deployment("cart", 0), service("cart", endpoints="<none>")]),
    ),
    Told(
        "secret-state",
        ("k8s.config.secret_missing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        state=waits("CreateContainerConfigError", 'secret "cart-db" not found'),
                        env={"DB_PASSWORD": "<set to the key 'password' in secret 'cart-db'>"},
                    ),
                    phase="Pending",
                ),
                state("namespace/brook", "secrets", names=["checkout-db", "tls-front"]),
            ]
        ),
    ),
    Told(
        "configmap-state",
        ("k8s.config.configmap_missing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        state=waits(
                            "CreateContainerConfigError", "couldn't find key LOG_LEVEL in ConfigMap brook/cart-settings"
                        ),
                    ),
                    phase="Pending",
                ),
            ]
        ),
    ),
    Told(
        "claim-missing-state",
        ("k8s.volume.claim_missing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state=waits("ContainerCreating")),
                    phase="Pending",
                    node=None,
                    volumes={"data": {"Type": "PersistentVolumeClaim", "ClaimName": "cart-dta"}},
                    conditions={
                        "PodScheduled": {
                            "status": "False",
                            "reason": "Unschedulable",
                            "message": 'persistentvolumeclaim "cart-dta" not found',
                        }
                    },
                ),
                state(
                    "pvc/cart-data",
                    namespace="brook",
                    status="Bound",
                    volume="pv-1",
                    access_modes=["RWO"],
                    storage_class="gp3",
                    capacity="5Gi",
                ),
            ]
        ),
    ),
    Told(
        "image-state",
        ("k8s.image.reference_invalid",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        image="registry.brook.example/cart:4.2.9",
                        state=waits(
                            "ImagePullBackOff",
                            'Back-off pulling image "registry.brook.example/cart:4.2.9": ErrImagePull: rpc error: '
                            "code = NotFound desc = failed to pull and unpack image "
                            '"registry.brook.example/cart:4.2.9": failed to resolve reference '
                            '"registry.brook.example/cart:4.2.9": registry.brook.example/cart:4.2.9: not found',
                        ),
                    ),
                    phase="Pending",
                ),
            ]
        ),
    ),
    Told(
        "oom-state",
        ("k8s.container.oom_killed",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", restart_count=6, state=waits("CrashLoopBackOff"), last_state=ended(137, "OOMKilled")),
                    restarts="6 (2m ago)",
                ),
            ]
        ),
    ),
    Told(
        "command-state",
        ("k8s.container.command_invalid",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        command=["/app/srever"],
                        restart_count=5,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(127, "Error", "09:36:00", "09:36:00"),
                    ),
                    restarts=5,
                ),
            ]
        ),
    ),
    Told(
        "liveness-port-state",
        ("k8s.probe.liveness_wrong_port",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=9,
                        liveness="http-get http://:8081/healthz delay=10s timeout=1s period=10s #success=1 #failure=3",
                        readiness="http-get http://:8080/ready delay=5s timeout=1s period=10s #success=1 #failure=3",
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(137, "Error", "09:35:00", "09:36:10"),
                    ),
                    restarts=9,
                ),
            ],
            logs=[log("pod/cart-6d5f7c9b4-x2k8q", "INFO server listening on :8080")],
        ),
    ),
    Told(
        "readiness-port-state",
        ("k8s.probe.readiness_wrong_port",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", readiness="tcp-socket :8088 delay=5s timeout=1s period=10s #success=1 #failure=3"),
                ),
                service("cart", endpoints=""),
            ]
        ),
    ),
    Told(
        "address-state",
        ("app.config.dependency_address_wrong",),
        ("deployment/front", "pod/front-6d5f7c9b4-x2k8q", "service/front"),
        bundle(
            states=[
                deployment("front", 1, 1),
                pod(
                    "front",
                    containers=[box("front", env={"CATALOG_URL": "http://catalog:80", "CART_URL": "http://crat:80"})],
                ),
                service("front"),
                *healthy("cart"),
            ],
            logs=[log("pod/front-6d5f7c9b4-x2k8q", "ERROR getaddrinfo ENOTFOUND crat", count=12)],
        ),
    ),
    Told(
        "address-port-state",
        ("app.config.dependency_address_wrong",),
        ("deployment/front", "pod/front-6d5f7c9b4-x2k8q", "service/front"),
        bundle(
            states=[
                deployment("front"),
                pod(
                    "front",
                    containers=[box("front", env={"CATALOG_URL": "http://catalog:80", "CART_ADDR": "cart:7070"})],
                ),
                service("front"),
                *healthy("cart"),
            ],
            logs=[
                log(
                    "deployment/front",
                    "ERROR rpc error: dial tcp 10.96.4.7:7070: i/o timeout calling cart:7070",
                    count=9,
                )
            ],
        ),
    ),
    Told(
        "db-port-state",
        ("db.port_wrong",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        env={"DB_HOST": "postgres", "DB_PORT": "5433"},
                        restart_count=7,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(1),
                    ),
                ),
                deployment("postgres"),
                pod("postgres", containers=[box("postgres", image="postgres:15", ports=["5432/TCP"])]),
                service("postgres", port="5432/TCP", target_port="5432/TCP", endpoints="10.244.1.5:5432"),
            ],
            logs=[
                log(
                    "pod/cart-6d5f7c9b4-x2k8q",
                    'could not connect to server: Connection refused\n\tIs the server running on host "postgres" '
                    "(10.96.4.7) and accepting TCP/IP connections on port 5433?",
                )
            ],
        ),
    ),
    Told(
        "release-crash",
        ("deployment.bad_release",),
        CART,
        bundle(
            states=[
                deployment("cart", 2, 1),
                pod(
                    "cart",
                    "7f8b9c6d5-aaaaa".replace("a", "b"),
                    containers=[box("cart", image="registry.brook.example/cart:4.1.0")],
                ),
                unready(
                    "cart",
                    box(
                        "cart",
                        image="registry.brook.example/cart:4.2.0",
                        restart_count=5,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(1),
                    ),
                    restarts=5,
                ),
            ],
            logs=[
                log(
                    "pod/cart-6d5f7c9b4-x2k8q",
                    "TypeError: Cannot read properties of undefined (reading 'total')",
                    count=5,
                )
            ],
        ),
    ),
    Told(
        "env-missing",
        ("app.config.env_missing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", restart_count=5, state=waits("CrashLoopBackOff"), last_state=ended(1)),
                    restarts=5,
                ),
            ],
            logs=[log("pod/cart-6d5f7c9b4-x2k8q", "panic: environment variable PAYMENT_KEY not set", count=5)],
        ),
    ),
    Told(
        "exception-crash",
        ("code.unhandled_error",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", restart_count=5, state=waits("CrashLoopBackOff"), last_state=ended(1)),
                    restarts=5,
                ),
            ],
            logs=[
                log(
                    "pod/cart-6d5f7c9b4-x2k8q",
                    'Traceback (most recent call last):\n  File "/app/main.py", line 9, in <module>\n    '
                    "main()\nZeroDivisionError: division by zero",
                    count=5,
                )
            ],
        ),
    ),
    Told(
        "liveness-aggressive-event",
        ("k8s.probe.liveness_too_aggressive",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=9,
                        liveness="http-get http://:8080/healthz delay=1s timeout=1s period=2s #success=1 #failure=1",
                        last_state=ended(143, "Error", "09:35:00", "09:35:09"),
                    ),
                ),
            ],
            events=[
                event(
                    CART_POD,
                    "Unhealthy",
                    'Liveness probe failed: Get "http://10.244.1.9:8080/healthz": dial tcp 10.244.1.9:8080: connect: '
                    "connection refused",
                    count=18,
                ),
                event(
                    CART_POD,
                    "Killing",
                    "Container cart failed liveness probe, will be restarted",
                    kind="normal",
                    count=9,
                ),
            ],
        ),
    ),
    Told(
        "ingress-route",
        ("gateway.route_wrong",),
        ("ingress/shop", *CART),
        bundle(
            states=[
                *healthy("cart"),
                state(
                    "ingress/shop",
                    "manifest",
                    kind="Ingress",
                    spec={
                        "rules": [
                            {
                                "host": "shop.example",
                                "http": {
                                    "paths": [
                                        {
                                            "path": "/",
                                            "pathType": "Prefix",
                                            "backend": {"service": {"name": "catalog", "port": {"number": 80}}},
                                        },
                                        {
                                            "path": "/cart",
                                            "pathType": "Prefix",
                                            "backend": {"service": {"name": "cart-svc", "port": {"number": 80}}},
                                        },
                                    ]
                                },
                            }
                        ]
                    },
                ),
            ],
            logs=[
                log(
                    "pod/ingress-nginx-controller-7d4bc9f6b-kq2vx",
                    'W0304 09:37:00.1 controller.go:1112] Error obtaining Endpoints for Service "brook/cart-svc": no '
                    'object matching key "brook/cart-svc" in local store',
                    count=8,
                )
            ],
        ),
    ),
)


@pytest.mark.parametrize("told", CASES, ids=[one.name for one in CASES])
def test_the_cause_is_found_where_it_is(told: Told) -> None:
    check(told)
