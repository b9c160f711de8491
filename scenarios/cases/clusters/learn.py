"""Faults of an e-learning site (Django, Celery, RabbitMQ, Next.js) on EKS; collected as manifests, events and synthetic checks."""

from __future__ import annotations

from .apps_public import LEARN
from .recording import Case, Recording, climb, fault, flat, step, wrong
from .world import entities, letters, populate


def quiz_results() -> Case:
    """The workers look for the broker under a name of the old cluster."""
    rec = Recording("cl-quiz-results", 4401, "2026-03-04T16:05:00", before=35, after=30)
    rec.incident(
        "Synthetic journey 'submit quiz, see score' timed out",
        "high",
        "synthetic-monitor",
        service="lms-web",
        resource="service/lms-web",
        started=6,
    )
    populate(
        rec,
        LEARN,
        collector=("manifest", "pod"),
        silent=("quiz-worker",),
        bend={("quiz-worker", "cpu_usage"): step(1, 0.06), ("lms-web", "latency_p95"): step(1, 1.3)},
    )
    rec.series(
        "service/rabbitmq", "rabbitmq_queue_messages_ready", climb(22, 64), whole=True, dimensions={"queue": "grading"}
    )
    rec.series(
        "service/rabbitmq", "rabbitmq_queue_consumers", step(9, 0), whole=True, sigma=0, dimensions={"queue": "grading"}
    )
    rec.series(
        "service/rabbitmq", "rabbitmq_queue_consumers", flat(4), whole=True, sigma=0, dimensions={"queue": "mail"}
    )
    broker = "amqp://rabbitmq.learn-blue.svc:5672/grading"
    rec.attributes("deployment/quiz-worker", "manifest")["spec"]["template"]["spec"]["containers"][0]["env"][0][
        "value"
    ] = broker
    for pod in entities(rec, "quiz-worker"):
        rec.container(
            pod,
            env={"CELERY_BROKER_URL": broker, "C_FORCE_ROOT": "1"},
            state={"state": "running", "started_at": rec.at(-0.4)},
        )
        rec.burst(
            pod,
            "[<ts>: ERROR/MainProcess] consumer: Cannot connect to amqp://grader:**@rabbitmq.learn-blue.svc:5672/grading: "
            "[Errno -2] Name or service not known. Trying again in 32.00 seconds... (16/100)",
            0.2,
            30,
            5,
        )
    rec.burst(
        entities(rec, "progress-api"),
        "WARNING <ts> progress.results attempt <id> still PENDING after 60s",
        4,
        30,
        8,
        "WARNING",
    )
    rec.change(
        -0.8,
        "config",
        "kubectl apply -k overlays/prod (grading)",
        "deployment/quiz-worker",
        "cloudbuild",
        commit="40aa1d7",
    )
    rec.change(-15, "deployment", "rollout lms-web r2290 -> r2291", "deployment/lms-web", "cloudbuild")
    return rec.bundle(), fault(
        "app.config.dependency_address_wrong",
        "deployment/quiz-worker",
        herring=wrong("deployment.bad_release", "deployment/lms-web"),
        near=["dns.resolution_failure", "dependency.queue_backlog"],
    )


def video_tokens() -> Case:
    """A tag that was never pushed, after the old pods were gone."""
    rec = Recording("cl-video-tokens", 4402, "2026-05-20T07:35:00", before=45, after=20, millis=True)
    rec.incident(
        "course-api error budget: 14x burn",
        "critical",
        "prometheus",
        service="course-api",
        resource="service/course-api",
        started=4,
    )
    populate(
        rec,
        LEARN,
        collector=("pod", "deployment", "service"),
        silent=("media-signer",),
        ends={"media-signer": -0.3},
        bend={("course-api", "error_rate"): step(1, 150), ("lms-web", "error_rate"): step(1, 61)},
    )
    image = "registry.tutorly.example/prod/media-signer:r98"
    for pod in entities(rec, "media-signer"):
        rec.amend(pod, "pod", phase="Pending", ready="0/1", status="ImagePullBackOff")
        rec.container(
            pod,
            image=image,
            ready=False,
            state={"state": "waiting", "reason": "ImagePullBackOff", "message": f'Back-off pulling image "{image}"'},
        )
        rec.event(
            pod,
            "Failed",
            f'Failed to pull image "{image}": rpc error: code = NotFound desc = failed to pull and unpack image: '
            f'failed to resolve reference "{image}": {image}: not found',
            17,
            first=0.2,
            count=8,
        )
        rec.event(pod, "BackOff", f'Back-off pulling image "{image}"', 19, "normal", first=0.4, count=77)
    rec.amend(
        "deployment/media-signer",
        "deployment",
        ready=0,
        available=0,
        unavailable=2,
        strategy="Recreate",
        conditions={"Available": {"status": "False", "reason": "MinimumReplicasUnavailable"}},
    )
    rec.amend("service/media-signer", "service", endpoints="<none>")
    rec.burst(
        entities(rec, "course-api"),
        "ERROR <ts> media.sign requests.exceptions.ConnectionError: HTTPConnectionPool(host="
        "'media-signer', port=80): Max retries exceeded with url: /sign (Caused by NewConnectionError: [Errno 111] "
        "Connection refused)",
        0.6,
        20,
        14,
    )
    rec.change(
        -0.5,
        "deployment",
        "kubectl set image deployment/media-signer media-signer=media-signer:r98",
        "deployment/media-signer",
        "t.berg",
    )
    rec.change(-9, "deployment", "rollout course-api r1876 -> r1877", "deployment/course-api", "cloudbuild")
    return rec.bundle(), fault(
        "k8s.image.reference_invalid",
        "deployment/media-signer",
        herring=wrong("deployment.bad_release", "deployment/course-api"),
        near=["k8s.image.pull_unauthorized", "dependency.unreachable"],
    )


def monday_logins() -> Case:
    """The autoscaler wants more pods than the namespace may have memory for."""
    rec = Recording("cl-monday-logins", 4403, "2026-02-23T07:50:00", before=60, after=35)
    rec.incident(
        "lms-web p95 > 1.2s (3 of 5 probes)",
        "high",
        "synthetic-monitor",
        service="lms-web",
        resource="service/lms-web",
        started=14,
    )
    busy = step(1, 1.7, at=0, over=20)
    populate(
        rec,
        LEARN,
        bend={
            ("lms-web", "request_rate"): busy,
            ("course-api", "request_rate"): busy,
            ("course-api", "cpu_usage"): step(1, 1.8, over=15),
            ("course-api", "latency_p95"): step(1, 11, at=5, over=12),
            ("lms-web", "latency_p95"): step(1, 8, at=5, over=12),
            ("course-api", "error_rate"): step(1, 18, at=8, over=10),
        },
        baseline=True,
    )
    replica_set = rec.pods["course-api"][0].rsplit("-", 1)[0]
    rec.state(
        "resourcequota/learn-compute",
        "resourcequota",
        namespace="learn",
        resources={
            "requests.memory": {"used": "7936Mi", "hard": "8Gi"},
            "requests.cpu": {"used": "8400m", "hard": "16"},
            "pods": {"used": "26", "hard": "60"},
        },
    )
    rec.amend(
        "deployment/course-api",
        "deployment",
        desired=6,
        ready=3,
        updated=3,
        available=3,
        unavailable=3,
        conditions={
            "Available": {"status": "False", "reason": "MinimumReplicasUnavailable"},
            "ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": "exceeded quota: learn-compute"},
        },
    )
    rec.event(
        f"replicaset/{replica_set}",
        "FailedCreate",
        f'Error creating: pods "{replica_set}-{letters(rec, 5)}" is forbidden: '
        "exceeded quota: learn-compute, requested: requests.memory=384Mi, used: requests.memory=7936Mi, limited: "
        "requests.memory=8Gi",
        33,
        first=6,
        count=19,
        source="replicaset-controller",
    )
    rec.event(
        "deployment/course-api",
        "SuccessfulRescale",
        "New size: 6; reason: cpu resource utilization (percentage of request) above target",
        5,
        "normal",
        source="horizontal-pod-autoscaler",
    )
    rec.state("namespace/learn", "serviceaccounts", names=["default", "external-dns", "grading", "search-api"])
    rec.state("hpa/course-api", "hpa", min=3, max=10, current=3, desired=6)
    rec.burst(entities(rec, "course-api"), "[<ts>] [1] [CRITICAL] WORKER TIMEOUT (pid:<n>)", 10, 35, 9, "CRITICAL")
    rec.change(
        -2900,
        "config",
        "terraform: learn-compute requests.memory 12Gi -> 8Gi (cost review)",
        "resourcequota/learn-compute",
        "terraform-cloud",
    )
    rec.change(-70, "deployment", "rollout search-api r411 -> r412", "deployment/search-api", "cloudbuild")
    return rec.bundle(), fault(
        "k8s.quota.memory_exceeded",
        "namespace/learn",
        ("k8s.quota.memory_exceeded", "resourcequota/learn-compute"),
        ("k8s.quota.memory_exceeded", "deployment/course-api"),
        herring=wrong("traffic.surge", "service/lms-web"),
        near=["compute.cpu_saturation", "compute.autoscaling_at_max", "k8s.quota.cpu_exceeded"],
    )


def search_empty() -> Case:
    """An admission webhook refuses the pods of one deployment."""
    rec = Recording("cl-search-empty", 4404, "2026-04-02T12:18:00", before=30, after=33, offset_h=2)
    rec.incident(
        "Search box returns nothing (user reports)",
        "high",
        "manual",
        service="lms-web",
        resource="service/search-api",
        started=9,
    )
    populate(
        rec,
        LEARN,
        collector=("manifest", "deployment", "service"),
        silent=("search-api",),
        series=("error_rate", "latency_p95"),
        ends={"search-api": -0.1},
        bend={("lms-web", "error_rate"): step(1, 40)},
    )
    rec.state("namespace/learn", "serviceaccounts", names=["default", "external-dns", "grading", "search-api"])
    replica_set = rec.pods["search-api"][0].rsplit("-", 1)[0]
    denial = (
        'admission webhook "verify.images.policy.tutorly.example" denied the request: image '
        '"registry.tutorly.example/prod/search-api:r412" has no attestation by attestor "prod-builds"'
    )
    rec.amend(
        "deployment/search-api",
        "deployment",
        ready=0,
        available=0,
        updated=0,
        unavailable=2,
        conditions={
            "Available": {"status": "False", "reason": "MinimumReplicasUnavailable"},
            "ReplicaFailure": {"status": "True", "reason": "FailedCreate", "message": denial},
        },
    )
    rec.amend("service/search-api", "service", endpoints="<none>")
    rec.event(
        f"replicaset/{replica_set}",
        "FailedCreate",
        f"Error creating: {denial}",
        32,
        first=0.4,
        count=22,
        source="replicaset-controller",
    )
    rec.event(
        "pod/" + rec.pods["search-api"][0],
        "Preempted",
        "Node ip-10-92-3-14 (spot) is shutting down",
        -0.2,
        source="node-shutdown",
    )
    rec.event(
        "pod/" + rec.pods["search-api"][1],
        "Preempted",
        "Node ip-10-92-3-14 (spot) is shutting down",
        -0.2,
        source="node-shutdown",
    )
    rec.event("node/ip-10-92-7-121", "NodeReady", "Node ip-10-92-7-121 status is now: NodeReady", 2.1, "normal")
    rec.burst(
        entities(rec, "lms-web"),
        '{"level":50,"time":"<ts>","msg":"search backend: connect ECONNREFUSED search-api:80"}',
        0.4,
        33,
        9,
    )
    rec.change(
        -1340,
        "config",
        "apply ValidatingWebhookConfiguration image-attestation (enforce, was audit)",
        "webhook/image-attestation",
        "secops-argocd",
    )
    rec.change(-24, "config", "opensearch: index.refresh_interval 1s -> 5s", "opensearch/learn-catalog", "y.sato")
    return rec.bundle(), fault(
        "k8s.admission.webhook_denied",
        "deployment/search-api",
        ("k8s.admission.webhook_denied", "webhook/image-attestation"),
        ("k8s.admission.webhook_denied", "namespace/learn"),
        ("k8s.admission.webhook_denied", f"replicaset/{replica_set}"),
        ("k8s.admission.webhook_denied", "service/search-api"),
        herring=wrong("app.config.value_invalid", "opensearch/learn-catalog"),
        near=["k8s.admission.pod_security", "compute.instance_lost"],
    )


def catalog_cpu() -> Case:
    """One client walks the whole catalogue."""
    rec = Recording("cl-catalog-cpu", 4405, "2026-06-11T01:10:00", before=60, after=40)
    rec.incident(
        "[Prom] SearchApiCPUThrottlingHigh",
        "warning",
        "prometheus",
        service="search-api",
        resource="service/search-api",
        started=7,
    )
    crawl = step(1, 9.5, over=3)
    populate(
        rec,
        LEARN,
        collector=("pod", "deployment"),
        silent=("search-api",),
        bend={
            ("search-api", "request_rate"): crawl,
            ("search-api", "cpu_usage"): step(1, 1.8, over=3),
            ("search-api", "latency_p95"): step(1, 12, over=5),
            ("search-api", "error_rate"): step(1, 26, over=5),
            ("lms-web", "latency_p95"): step(1, 1.9, over=5),
        },
    )
    rec.series("ingress/learn-public", "nginx_ingress_controller_requests", step(140, 365, over=3), unit="req/s")
    for agent, before, during in (
        ("Mozilla/5.0", 118, 116),
        ("okhttp/4.12.0", 21, 22),
        ("python-httpx/0.27.0", 0.02, 226),
    ):
        rec.series(
            "ingress/learn-public",
            "requests_by_user_agent",
            step(before, during, over=3),
            unit="req/s",
            dimensions={"user_agent": agent},
        )
    rec.burst(
        "ingress/learn-public",
        (
            '198.51.100.77 - - [11/Jun/2026:<hms> +0000] "GET /api/search?q=&page=<id> HTTP/1.1" 200 48211 "-" "python-httpx/0.27.0" '
            "311 0.9<n> [learn-search-api-80]",
            '198.51.100.77 - - [11/Jun/2026:<hms> +0000] "GET /api/search?q=&page=<id> HTTP/1.1" 504 167 "-" "python-httpx/0.27.0" '
            "309 5.001 [learn-search-api-80]",
        ),
        0.2,
        40,
        22,
        "INFO",
    )
    rec.burst(
        "ingress/learn-public",
        '<ip> - - [11/Jun/2026:<hms> +0000] "GET /api/courses/<id> HTTP/2.0" 200 3121 "-" '
        '"Mozilla/5.0" 402 0.0<n> [learn-course-api-80]',
        -55,
        40,
        10,
        "INFO",
    )
    rec.state(
        "ingress/learn-public",
        "log_summary",
        total=904112,
        errors=5120,
        top_clients=[{"ip": "198.51.100.77", "share": 0.62}, {"ip": "192.0.2.14", "share": 0.004}],
    )
    rec.edge("ingress/learn-public", "service/lms-web")
    rec.edge("ingress/learn-public", "service/search-api")
    rec.change(-31, "deployment", "rollout search-api r411 -> r412", "deployment/search-api", "cloudbuild")
    return rec.bundle(), fault(
        "traffic.abuse",
        "ingress/learn-public",
        ("traffic.abuse", "service/search-api"),
        ("traffic.abuse", "deployment/search-api"),
        herring=wrong("deployment.bad_release", "deployment/search-api"),
        near=["traffic.surge", "compute.cpu_saturation"],
    )


CASES = (quiz_results, video_tokens, monday_logins, search_empty, catalog_cpu)
