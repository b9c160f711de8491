"""Faults of a chain of clinics (Rails, Sidekiq, Keycloak) on EKS; collected by Datadog monitors and kubectl."""

from __future__ import annotations

from .apps_public import CLINIC
from .recording import Case, Recording, fault, step, wrong
from .world import entities, populate


def front_desk_scans() -> Case:
    """A Secret without the key that the new pods ask for."""
    rec = Recording("cl-front-desk-scans", 4201, "2026-05-18T10:10:00", before=40, after=28)
    rec.incident(
        "[P2] documents: upload success rate on host group prod",
        "high",
        "datadog",
        service="documents",
        resource="service/documents",
        started=6,
        labels={"env": "prod", "team": "records"},
    )
    populate(
        rec,
        CLINIC,
        series=("request_rate", "error_rate"),
        silent=("documents",),
        ends={"documents": -0.2},
        bend={("front-desk", "error_rate"): step(1, 35)},
    )
    message = "couldn't find key storage_hmac in Secret clinic/documents-storage"
    for pod in entities(rec, "documents"):
        rec.amend(
            pod,
            "pod",
            phase="Pending",
            ready="0/1",
            status="CreateContainerConfigError",
            conditions={"Ready": {"status": "False", "reason": "ContainersNotReady"}, "PodScheduled": "True"},
        )
        rec.container(
            pod,
            ready=False,
            state={"state": "waiting", "reason": "CreateContainerConfigError", "message": message},
            env={
                "RAILS_ENV": "production",
                "STORAGE_HMAC": "<set to the key 'storage_hmac' in secret 'documents-storage'>  Optional: false",
            },
        )
        rec.event(pod, "Failed", f"Error: {message}", 27, first=0.3, count=128)
        rec.event(pod, "Killing", "Stopping container documents", -0.4, "normal")
    rec.amend("deployment/documents", "deployment", ready=0, available=0, unavailable=2)
    rec.amend("service/documents", "service", endpoints="<none>")
    rec.state("namespace/clinic", "secrets", names=["documents-storage", "aurora-app", "keycloak-admin", "sendwell"])
    rec.burst(
        entities(rec, "front-desk"),
        '{"level":50,"time":"<ts>","reqId":"<hex>","msg":"upload: upstream documents 503, '
        'no endpoints available for service \\"documents\\""}',
        1,
        28,
        9,
    )
    rec.change(
        -47,
        "config",
        "external-secrets: refreshed documents-storage (keys: access_key, secret_key)",
        "deployment/documents",
        "external-secrets",
    )
    rec.change(
        -1,
        "other",
        "kubectl rollout restart deployment/documents",
        "deployment/documents",
        "j.haas",
        note="monthly restart of the scanner path",
    )
    rec.alert(
        "[P4] Keycloak LOGIN_ERROR volume", "alarm", "service/auth", -7200, reason="no owner, muted until 2026-06-30"
    )
    return rec.bundle(), fault("k8s.config.secret_missing", "deployment/documents", near=["lb.no_healthy_targets"])


def reminder_volume() -> Case:
    """A worker that will not start without a setting nobody gave it."""
    rec = Recording("cl-reminder-volume", 4202, "2026-04-09T07:00:00", before=55, after=40, offset_h=1)
    rec.incident(
        "Reminders sent per 15 min is below forecast",
        "warning",
        "datadog",
        service="reminders",
        resource="deployment/reminder-worker",
        started=20,
    )
    populate(
        rec,
        CLINIC,
        silent=("reminder-worker",),
        bend={("reminder-worker", "cpu_usage"): step(1, 0.3), ("reminder-worker", "memory_usage"): step(1, 0.4)},
    )
    for pod in entities(rec, "reminder-worker"):
        rec.amend(
            pod,
            "pod",
            ready="0/1",
            restarts="12 (2m ago)",
            status="CrashLoopBackOff",
            conditions={"Ready": {"status": "False", "reason": "ContainersNotReady"}},
        )
        rec.container(
            pod,
            image="harbor.medoria.example/clinic/booking:11.8.0",
            ready=False,
            restart_count=12,
            command=["bundle", "exec", "sidekiq"],
            state={
                "state": "waiting",
                "reason": "CrashLoopBackOff",
                "message": "back-off 5m0s restarting failed container",
            },
            last_state={"state": "terminated", "reason": "Error", "exit_code": 1, "finished_at": rec.at(37)},
        )
        rec.event(pod, "BackOff", "Back-off restarting failed container reminder-worker", 39, first=1, count=160)
        rec.burst(
            pod,
            (
                '/app/config/initializers/fhir.rb:7:in `fetch\': key not found: "FHIR_TENANT_ID" (KeyError)\n'
                "\tfrom /app/config/initializers/fhir.rb:7:in `<main>'\n\tfrom /usr/local/bundle/gems/railties-7.1.3/lib/rails/"
                "engine.rb:689:in `load'",
            ),
            0.5,
            38,
            4,
        )
    rec.amend("deployment/reminder-worker", "deployment", ready=0, available=0, unavailable=2)
    for pod in entities(rec, "booking"):
        rec.container(
            pod,
            image="harbor.medoria.example/clinic/booking:11.8.0",
            env={
                "RAILS_ENV": "production",
                "RAILS_MAX_THREADS": "5",
                "DB_HOST": "clinic-aurora.cluster.internal",
                "FHIR_TENANT_ID": "med-2207",
            },
            state={"state": "running", "started_at": rec.at(-1)},
        )
    rec.series("elasticache/clinic-redis", "sidekiq_queue_size", step(14, 3900, over=40), whole=True, sigma=0.05)
    rec.change(
        -1.5,
        "deployment",
        "helm upgrade clinic (booking, reminder-worker) 11.7.0 -> 11.8.0",
        "deployment/reminder-worker",
        "gitlab-runner",
    )
    rec.change(
        -1.6,
        "deployment",
        "helm upgrade clinic (booking, reminder-worker) 11.7.0 -> 11.8.0",
        "deployment/booking",
        "gitlab-runner",
    )
    return rec.bundle(), fault(
        "app.config.env_missing",
        "deployment/reminder-worker",
        herring=wrong("dependency.third_party_outage", "external/sendwell-api"),
        near=["deployment.bad_release", "dependency.queue_backlog"],
    )


def eligibility_checks() -> Case:
    """The serving certificate of an internal gateway ran out at midnight."""
    rec = Recording("cl-eligibility-checks", 4203, "2026-03-01T00:00:00", before=90, after=35, period_s=60, millis=True)
    rec.incident(
        "[P1] booking: error tracking - spike of StandardError",
        "critical",
        "datadog",
        service="booking",
        resource="service/booking",
        started=4,
    )
    populate(
        rec,
        CLINIC,
        hush={"insurance-gateway": 0},
        bend={
            ("booking", "error_rate"): step(1, 70),
            ("insurance-gateway", "request_rate"): step(1, 0.02),
            ("insurance-gateway", "cpu_usage"): step(1, 0.25),
            ("front-desk", "error_rate"): step(1, 28),
        },
    )
    rec.series(
        "service/insurance-gateway",
        "probe_ssl_earliest_cert_expiry_seconds_left",
        lambda m: -60 * m,
        unit="seconds",
        sigma=0,
        floor=-1e9,
    )
    rec.burst(
        entities(rec, "booking"),
        (
            "E, [<ts> #1] ERROR -- : [<uuid>] OpenSSL::SSL::SSLError (SSL_connect returned=1 errno=0 peeraddr=10.244.3.19:8443 "
            "state=error: certificate verify failed (certificate has expired))",
            "E, [<ts> #1] ERROR -- : [<uuid>] app/services/coverage_check.rb:44:in `post' -- Faraday::SSLError insurance-gateway:8443",
        ),
        0.1,
        35,
        15,
    )
    rec.event(
        "certificate/insurance-gateway-tls",
        "Failed",
        "The certificate request has failed to complete and will be retried: "
        'Failed to wait for order resource "insurance-gateway-tls-7" to become ready: order is in "errored" state',
        -180,
        first=-43200,
        count=29,
        source="cert-manager-certificates-issuing",
    )
    rec.event(entities(rec, "documents")[0], "Killing", "Stopping container documents", -61, "normal")
    rec.change(-62, "deployment", "rollout documents 4.4.8 -> 4.4.9", "deployment/documents")
    rec.change(-16, "config", "booking: Datadog sampling 0.2 -> 0.5", "deployment/booking", "a.brandt")
    return rec.bundle(), fault(
        "app.certificate_expired",
        "service/insurance-gateway",
        ("app.certificate_expired", "certificate/insurance-gateway-tls"),
        herring=wrong("app.config.value_invalid", "deployment/booking"),
        near=["dependency.unreachable"],
    )


def records_flapping() -> Case:
    """A liveness probe that kills a slow start."""
    rec = Recording("cl-records-flapping", 4204, "2026-06-15T13:25:00", before=30, after=32)
    rec.incident(
        "Synthetic test 'open patient chart' failing from 3 locations",
        "critical",
        "synthetic-monitor",
        service="front-desk",
        resource="service/front-desk",
        started=5,
    )
    populate(
        rec,
        CLINIC,
        series=("request_rate", "error_rate", "latency_p95"),
        silent=("patient-records",),
        bend={
            ("front-desk", "error_rate"): step(1, 110),
            ("patient-records", "request_rate"): step(1, 0.01),
            ("patient-records", "error_rate"): step(1, 400),
            ("patient-records", "cpu_usage"): step(1, 1.7),
        },
    )
    for n, pod in enumerate(entities(rec, "patient-records")):
        rec.amend(pod, "pod", ready="0/1", restarts=f"{9 + n} (20s ago)")
        rec.container(
            pod,
            ready=False,
            restart_count=9 + n,
            liveness="http-get http://:3000/up delay=5s timeout=1s period=5s #success=1 #failure=2",
            state={"state": "running", "started_at": rec.at(31.7)},
            last_state={
                "state": "terminated",
                "reason": "Error",
                "exit_code": 143,
                "started_at": rec.at(31.1),
                "finished_at": rec.at(31.6),
            },
        )
        rec.event(
            pod,
            "Unhealthy",
            'Liveness probe failed: Get "http://10.244.1.88:3000/up": dial tcp 10.244.1.88:3000: '
            "connect: connection refused",
            31.5,
            first=0.6,
            count=19,
        )
        rec.event(
            pod,
            "Killing",
            "Container patient-records failed liveness probe, will be restarted",
            31.5,
            "normal",
            first=0.8,
            count=9,
        )
        rec.burst(
            pod,
            (
                "=> Booting Puma",
                "[1] Puma starting in cluster mode... (ruby 3.3.4 YJIT)",
                "[1] - Gracefully stopping, waiting for requests to finish",
                "[1] * Preloading application",
            ),
            1,
            31,
            8,
            "INFO",
        )
    rec.log(
        "pod/patient-records-66d8f7c9b5-x9zkt",
        "[1] * Puma booted and listening on http://0.0.0.0:3000 (boot 41.6s)",
        -27,
        "INFO",
    )
    rec.amend("deployment/patient-records", "deployment", ready=0, available=0, unavailable=2)
    rec.amend("service/patient-records", "service", endpoints="<none>")
    rec.change(
        -1,
        "config",
        "kustomize: add livenessProbe to patient-records (initialDelaySeconds 5, failureThreshold 2)",
        "deployment/patient-records",
        "flux",
        revision="main@sha1:7be01f",
    )
    rec.change(-25, "data", "rake fhir:backfill (read-only, nightly window moved)", "rds/clinic-aurora", "ops-cron")
    rec.log(
        "rds/clinic-aurora",
        "[Warning] Aborted connection 91822 to db: 'clinic' user: 'records' host: '10.244.1.88' "
        "(Got an error reading communication packets)",
        12,
        "Warning",
        "mysql-error.log",
        36,
    )
    return rec.bundle(), fault(
        "k8s.probe.liveness_too_aggressive",
        "deployment/patient-records",
        herring=wrong("db.unreachable", "rds/clinic-aurora"),
        near=["k8s.probe.liveness_endpoint_failing", "code.unhandled_error"],
    )


def texts_to_patients() -> Case:
    """The SMS provider is down."""
    rec = Recording("cl-texts-to-patients", 4205, "2026-05-26T15:48:00", before=60, after=45, period_s=60, offset_h=-4)
    rec.incident(
        "[P3] Sidekiq retries set is growing",
        "warning",
        "datadog",
        service="reminders",
        resource="deployment/reminder-worker",
        started=11,
    )
    populate(rec, CLINIC, bend={("reminder-worker", "cpu_usage"): step(1, 0.6)})
    rec.series("elasticache/clinic-redis", "sidekiq_retry_set_size", step(40, 2600, over=45), sigma=0.03, whole=True)
    rec.series(
        "elasticache/clinic-redis",
        "CPUUtilization",
        lambda m: 11,
        unit="Percent",
        namespace="AWS/ElastiCache",
        sigma=0.15,
    )
    rec.series("external/sendwell-api", "http_client_5xx_ratio", step(0.004, 0.93, over=4), sigma=0.04, ceiling=1)
    rec.series("external/coverage-hub", "http_client_5xx_ratio", lambda m: 0.006, sigma=0.4)
    rec.burst(
        entities(rec, "reminder-worker"),
        (
            "<ts> pid=1 tid=<hex> class=AppointmentReminderJob jid=<hex> WARN: Sendwell::ServerError: 503 Service Unavailable "
            '{"code":"carrier_gateway_down","message":"Outbound messaging is currently unavailable"}',
            "<ts> pid=1 tid=<hex> class=AppointmentReminderJob jid=<hex> WARN: Net::OpenTimeout: Failed to open TCP connection to "
            "api.sendwell.example:443 (execution expired)",
        ),
        0.4,
        45,
        22,
    )
    rec.alert(
        "Sendwell status page: Outbound SMS - Major outage",
        "alarm",
        "external/sendwell-api",
        19,
        reason="Investigating - We see elevated failures for all outbound traffic in EU and US.",
    )
    rec.change(-13, "deployment", "rollout insurance-gateway 1.12.3 -> 1.12.4", "deployment/insurance-gateway")
    rec.change(-200, "access", "rotated key of service principal clinic-backup", "namespace/clinic", "k.moreau")
    return rec.bundle(), fault(
        "dependency.third_party_outage",
        "external/sendwell-api",
        herring=wrong("deployment.bad_release", "deployment/insurance-gateway"),
        near=["dependency.errors", "dependency.queue_backlog", "access.credentials_expired"],
    )


def chart_saves() -> Case:
    """The database password was rotated; one workload kept the old one."""
    rec = Recording("cl-chart-saves", 4206, "2026-02-17T02:30:00", before=45, after=26)
    rec.incident(
        "[P1] patient-records 5xx",
        "critical",
        "datadog",
        service="patient-records",
        resource="service/patient-records",
        started=3,
    )
    populate(
        rec,
        CLINIC,
        bend={
            ("patient-records", "error_rate"): step(1, 330, over=6),
            ("patient-records", "latency_p95"): step(1, 0.3),
            ("front-desk", "error_rate"): step(1, 60, over=6),
        },
    )
    rec.series("rds/clinic-aurora", "DatabaseConnections", step(71, 46, over=8), namespace="AWS/RDS", whole=True)
    rec.series("rds/clinic-aurora", "CPUUtilization", step(22, 18), namespace="AWS/RDS", unit="Percent")
    rec.series("rds/clinic-aurora", "LoginFailures", step(0, 140, over=3), namespace="AWS/RDS", whole=True, sigma=0.2)
    rec.burst(
        entities(rec, "patient-records"),
        (
            "E, [<ts> #1] ERROR -- : [<uuid>] ActiveRecord::DatabaseConnectionError (There is an issue connecting to your database "
            "with your username/password, username: records.)",
            "E, [<ts> #1] ERROR -- : Trilogy::BaseConnectionError: 1045: Access denied for user 'records'@'10.244.2.61' (using password: YES)",
        ),
        0.6,
        26,
        16,
    )
    rec.change(
        -1.2,
        "access",
        "RotateSecret",
        "secret/aurora-records",
        "secretsmanager.amazonaws.com",
        user="records",
        strategy="single-user",
        result="finishSecret ok",
    )
    rec.change(-8, "config", "mysql: SET GLOBAL slow_query_log = ON", "rds/clinic-aurora", "dba-bot")
    for pod in entities(rec, "patient-records"):
        rec.container(
            pod,
            env={"RAILS_ENV": "production", "DATABASE_PASSWORD": "<set to the key 'password' in secret 'records-db'>"},
        )
    rec.state("namespace/clinic", "secrets", names=["records-db", "aurora-app", "documents-storage", "sendwell"])
    rec.event(
        "externalsecret/records-db",
        "UpdateFailed",
        "error processing spec.data[0] (key: aurora-records): ThrottlingException: Rate exceeded",
        12,
        first=-700,
        count=14,
        source="external-secrets",
    )
    return rec.bundle(), fault(
        "access.secret_rotation",
        "deployment/patient-records",
        ("access.secret_rotation", "secret/aurora-records"),
        ("access.secret_rotation", "externalsecret/records-db"),
        ("db.credentials_invalid", "deployment/patient-records"),
        ("access.credentials_expired", "deployment/patient-records"),
        ("db.credentials_invalid", "rds/clinic-aurora"),
        near=["db.unreachable"],
    )


CASES = (front_desk_scans, reminder_volume, eligibility_checks, records_flapping, texts_to_patients, chart_saves)
