"""Faults of identity: a rotated password, a role's trust, a certificate."""

from __future__ import annotations

from .build import Answer, Case


def secret_rotated() -> Answer:
    c = Case(
        "parcel-batch-late",
        "2026-04-14T04:38:00",
        "parcel label batch late (heartbeat missing)",
        "ecs-service/label-batch",
        span=180,
        since=-24,
        source="datadog",
        severity="warning",
        text="no heartbeat label-batch for 30m",
    )
    c.alert(-24, "parcel label batch late", "ecs-service/label-batch", "alarm", reason="no data")
    c.alert(
        -90,
        "parcel-pg FreeableMemory low",
        "rds/parcel-pg",
        metric="FreeableMemory",
        threshold=2e9,
        reason="low since February",
    )
    c.series("rds/parcel-pg", "DatabaseConnections", 66, 41, -55, noise=0.04)
    c.series("rds/parcel-pg", "FreeableMemory", 1.7e9, noise=0.01)
    c.series("rds/parcel-pg", "CPUUtilization", 24, 16, -55, noise=0.1)
    c.series("rds/parcel-pg", "DBLoad", 1.2, 0.8, -55, noise=0.2)
    c.quiet("ecs-service/label-batch")
    c.quiet("ecs-service/parcel-web")
    c.log(
        -55,
        "rds/parcel-pg",
        "fatal",
        'FATAL:  password authentication failed for user "label_batch"',
        1330,
        "postgresql.log",
    )
    c.log(
        -55,
        "ecs-service/label-batch",
        "error",
        'psycopg.OperationalError: connection failed: connection to server at "10.12.0.44", port 5432 failed: FATAL:  password authentication failed for user "label_batch"',
        1330,
    )
    c.chatter("ecs-service/parcel-web", "python", 4)
    c.chatter("ecs-service/label-batch", "python", 3)
    c.chatter("rds/parcel-pg", "pg", 4, "postgresql.log")
    c.change(
        -56,
        "access",
        "secretsmanager:RotateSecret",
        "secret/parcel/label-batch",
        "secretsmanager.amazonaws.com",
        version_stage="AWSCURRENT",
        rotation="scheduled",
    )
    c.change(
        -75,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/parcel-web",
        "role/cd",
        task_definition=["parcel-web:90", "parcel-web:91"],
    )
    c.event(
        -56,
        "secretsmanager",
        "secret/parcel/label-batch",
        "RotationSucceeded",
        "Rotation of secret parcel/label-batch succeeded",
    )
    c.edges(
        ("ecs-service/label-batch", "writes", "rds/parcel-pg"),
        ("ecs-service/parcel-web", "reads", "rds/parcel-pg"),
        ("ecs-service/label-batch", "depends_on", "secret/parcel/label-batch"),
    )
    c.state(
        "ecs-service/label-batch",
        "ecs_service",
        desired=2,
        running=2,
        pending=0,
        task_definition="label-batch:31",
        deployments=[
            {"status": "PRIMARY", "desired": 2, "running": 2, "rollout_state": "COMPLETED", "created_at": c.at(-20000)}
        ],
    )
    c.state("rds/parcel-pg", "rds_instance", engine="postgres", engine_version="15.4", instance_class="db.t4g.large")
    return c.fault(
        "access.secret_rotation",
        "ecs-service/label-batch",
        ("access.secret_rotation", "secret/parcel/label-batch"),
        ("db.credentials_invalid", "ecs-service/label-batch"),
        ("access.credentials_expired", "ecs-service/label-batch"),
        herring=("compute.memory_saturation", "rds/parcel-pg"),
    )


def irsa_trust() -> Answer:
    c = Case(
        "docstore-upload-errors",
        "2026-04-21T10:02:00",
        "Upload success rate dropped",
        "service/docstore",
        span=60,
        since=-14,
        source="datadog",
        zone_h=2,
        service="docstore",
    )
    c.alert(-14, "Upload success rate dropped", "service/docstore", reason="avg(last_10m) 0.22 < 0.95")
    c.series("service/docstore", "success_rate", 0.997, 0.22, -18, ramp=4, noise=0.01, top=1, ns="Prometheus")
    c.series("service/docstore", "request_rate", 36, noise=0.1, ns="Prometheus")
    c.quiet("deployment/docstore")
    c.quiet("deployment/docscan")
    c.log(
        -18,
        "deployment/docstore",
        "error",
        "operation error S3: PutObject, get identity: failed to refresh cached credentials, operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
        1508,
    )
    c.log(-40, "deployment/docscan", "warn", "clamd: signature database is older than 7 days", 12)
    c.chatter("deployment/docstore", "go", 4)
    c.chatter("deployment/docscan", "python", 3)
    c.change(
        -21,
        "access",
        "iam:UpdateAssumeRolePolicy",
        "iam-role/eks-docstore",
        "role/terraform-iam",
        condition_sub=["system:serviceaccount:docs:docstore", "system:serviceaccount:documents:docstore"],
    )
    c.change(-27, "deployment", "argocd:Sync", "deployment/docscan", "argocd", revision="b41e77c")
    c.event(
        -26,
        "kubernetes",
        "deployment/docscan",
        "ScalingReplicaSet",
        "Scaled up replica set docscan-5fd8 to 1",
        "normal",
    )
    c.edges(
        ("service/docstore", "owns", "deployment/docstore"),
        ("deployment/docstore", "writes", "s3/docs-archive"),
        ("deployment/docstore", "calls", "deployment/docscan"),
        ("deployment/docstore", "depends_on", "iam-role/eks-docstore"),
    )
    c.state(
        "deployment/docstore", "deployment", namespace="docs", desired=3, ready=3, updated=3, available=3, age="210d"
    )
    return c.fault(
        "access.permission_denied",
        "deployment/docstore",
        ("access.permission_denied", "iam-role/eks-docstore"),
        ("access.permission_denied", "service/docstore"),
        herring=("deployment.bad_release", "deployment/docscan"),
        near=["access.credentials_expired"],
    )


def partner_certificate() -> Answer:
    """The balancer's imported certificate ran out at midnight: TLS errors, no 5xx; a release came just before."""
    c = Case(
        "canary-b2b-inbound",
        "2026-03-01T00:21:00",
        "b2b-inbound heartbeat failing",
        "canary/b2b-inbound",
        span=90,
        step=300,
        since=-20,
        source="synthetic-monitor",
        severity="high",
        text="Failed 4 of 4",
    )
    c.alert(-20, "b2b-inbound heartbeat", "canary/b2b-inbound", count=4, reason="Failed 4 of 4")
    c.alert(-24, "b2b-gateway deployment finished", "ecs-service/b2b-gateway", "ok")
    c.series("canary/b2b-inbound", "Failed", 0, 1, -21, noise=0)
    c.series("alb/b2b", "RequestCount", 820, 9, -21, noise=0.15)
    c.series("alb/b2b", "ClientTLSNegotiationErrorCount", 2, 790, -21, noise=0.12, stat="Sum")
    c.series("alb/b2b", "HTTPCode_Target_5XX_Count", 0, odd=0.1)
    c.series("alb/b2b", "HealthyHostCount", 3, noise=0)
    c.quiet("ecs-service/b2b-gateway")
    c.log(
        -20,
        "canary/b2b-inbound",
        "error",
        "Error: certificate has expired: notAfter=Mar  1 00:00:00 2026 GMT, subject=CN=b2b.harborline.example (CERT_HAS_EXPIRED)",
        4,
    )
    c.chatter("ecs-service/b2b-gateway", "dotnet", 4)
    c.change(
        -30,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/b2b-gateway",
        "role/cd",
        task_definition=["b2b-gateway:201", "b2b-gateway:202"],
    )
    c.event(
        -24,
        "ecs",
        "ecs-service/b2b-gateway",
        "SERVICE_STEADY_STATE",
        "(service b2b-gateway) has reached a steady state.",
    )
    c.event(
        -64800,
        "acm",
        "certificate/b2b-harborline",
        "ACM Certificate Approaching Expiration",
        "Imported certificate b2b.harborline.example expires in 45 days",
        "warning",
    )
    c.edges(
        ("canary/b2b-inbound", "calls", "alb/b2b"),
        ("alb/b2b", "calls", "ecs-service/b2b-gateway"),
        ("alb/b2b", "depends_on", "certificate/b2b-harborline"),
    )
    return c.fault(
        "app.certificate_expired",
        "alb/b2b",
        ("app.certificate_expired", "certificate/b2b-harborline"),
        ("app.certificate_expired", "ecs-service/b2b-gateway"),
        herring=("deployment.bad_release", "ecs-service/b2b-gateway"),
        near=["traffic.drop"],
    )


CASES = (secret_rotated, irsa_trust, partner_certificate)
