"""Identity, keys, quotas, zones and regions."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def lost_the_right_to_the_bucket() -> Scenario:
    """A bucket policy was tightened and forgot one reader; the error is quiet among a neighbour's loud ones."""
    s, fn, other = Scene("2026-10-28T09:30:00", seed=801), "lambda/contract-index", "lambda/contract-ocr"
    return fault(
        s.bundle(
            "aws-bucket-policy-tightened",
            "contract search stale",
            fn,
            started=30,
            source="datadog",
            alerts=[s.alarm(fn, 30, "contract search stale", "index.age_minutes", 10)],
            metrics=[
                *s.function(fn, calls=44, errors=step(19, 0, 43), ms=step(19, 800, 90)),
                s.series(fn, "index.age_minutes", path((19, 1), (None, 1, 21)), namespace="Contracts"),
                *s.function(other, calls=300, errors=27, ms=2100),
            ],
            logs=[
                *s.lines(
                    fn,
                    19.2,
                    40,
                    2.2,
                    [
                        (
                            "[ERROR] ClientError: An error occurred (AccessDenied) when calling the GetObject "
                            "operation: User: "
                            "arn:aws:sts::418273650913:assumed-role/contract-index/contract-index is not "
                            "authorized to perform: s3:GetObject on resource: "
                            '"arn:aws:s3:::contracts-final/2026/{n}.pdf" because no resource-based policy '
                            "allows the s3:GetObject action"
                        )
                    ],
                ),
                *s.lines(
                    other,
                    0,
                    40,
                    1.5,
                    ["[ERROR] OcrError: page {n} is rotated, giving up", "[ERROR] OcrError: low contrast"],
                ),
                *s.lines(fn, 0, 19, 4, ["INFO indexed contract {n}"]),
            ],
            changes=[
                s.change("s3/contracts-final", 18.6, "access", "PutBucketPolicy", "role/security-baseline"),
                s.change(other, 16.5, "deployment", "PublishVersion", "role/ci", version="12", previous_version="11"),
            ],
            topology=edges((fn, "reads", "s3/contracts-final"), (other, "writes", "s3/contracts-final")),
            state=[s.state(fn, "lambda_function", runtime="python3.12", alias_live="8", memory_mb=512, timeout_s=60)],
        ),
        "access.permission_denied",
        fn,
        also=[("access.permission_denied", "s3/contracts-final")],
        herring=("deployment.bad_release", other),
        near=["access.kms_key_unavailable", "access.credentials_expired", "code.unhandled_error"],
    )


def key_waits_for_its_deletion() -> Scenario:
    """The key that encrypts a bucket and a queue was scheduled for deletion: whatever uses it fails at once."""
    s, key, fn, q = (
        Scene("2026-11-03T16:00:00", seed=802, region="eu-west-2"),
        "kms/alias-documents",
        "lambda/doc-store",
        "sqs/doc-inbox",
    )
    return fault(
        s.bundle(
            "aws-key-pending-deletion",
            "doc-store-errors",
            fn,
            started=17,
            alerts=[
                s.alarm(fn, 17, "doc-store-errors", "Errors", 5),
                s.alarm(q, 25, "doc-inbox age", "ApproximateAgeOfOldestMessage", 300),
            ],
            metrics=[
                *s.function(fn, calls=180, errors=step(15, 0, 179), ms=step(15, 240, 61)),
                *s.queue(
                    q,
                    visible=path((15, 4), (None, 30, 2100)),
                    age=path((15, 3), (None, 60, 1440)),
                    deleted=step(15, 540, 0),
                ),
            ],
            logs=[
                *s.lines(
                    fn,
                    15.2,
                    40,
                    1.4,
                    [
                        (
                            "software.amazon.awssdk.services.s3.model.S3Exception: "
                            "arn:aws:kms:eu-west-2:418273650913:key/9f1e-22 is pending deletion. (Service: S3, "
                            "Status Code: 400, Error Code: KMS.KMSInvalidStateException)"
                        )
                    ],
                ),
                *s.lines(fn, 0, 15, 3, ["INFO stored document {n}"]),
            ],
            changes=[
                s.change(key, 14.7, "access", "kms:ScheduleKeyDeletion", "user/cloud-cleanup", pending_window_days=7),
                s.change(fn, 11, "deployment", "PublishVersion", "role/ci", version="40", previous_version="39"),
            ],
            topology=edges((fn, "reads", q), (fn, "depends_on", key)),
            state=[
                s.state(key, "kms_key", key_state="PendingDeletion", alias="alias/documents"),
                s.state(fn, "lambda_function", runtime="java17", alias_live="40", versions=["39", "40"]),
            ],
        ),
        "access.kms_key_unavailable",
        key,
        also=[("access.kms_key_unavailable", fn)],
        herring=("deployment.bad_release", fn),
        near=["access.permission_denied", "sqs.poison_message", "dependency.queue_backlog"],
    )


def token_for_a_partner_has_expired() -> Scenario:
    """The long-lived token for a partner's API ended at midnight; nobody rotated anything."""
    s, svc, ext = (
        Scene("2026-10-31T23:40:00", seed=803),
        "ecs-service/freight-booking",
        "external/api.hafenlink.example",
    )
    return fault(
        s.bundle(
            "aws-token-of-a-partner",
            "freight-booking: failed bookings",
            svc,
            started=23,
            source="datadog",
            alerts=[s.alarm(svc, 23, "freight-booking: failed bookings", "bookings.failed", 5)],
            metrics=[
                s.series(svc, "bookings.failed", step(20, 0, 31), namespace="Freight", statistic="Sum"),
                s.series(svc, "bookings.total", 33, namespace="Freight", statistic="Sum"),
                *s.tasks(svc, "freight"),
                s.series(ext, "response_time", step(20, 410, 70), namespace="Freight", unit="Milliseconds"),
            ],
            logs=[
                *s.lines(
                    svc,
                    20.1,
                    40,
                    1.3,
                    [
                        (
                            "WARN  POST https://api.hafenlink.example/v2/bookings -> 401 "
                            '{"error":"invalid_token","error_description":"The access token expired at '
                            '2026-11-01T00:00:00Z"}'
                        ),
                        "ERROR booking {n} failed: 401 Unauthorized",
                    ],
                ),
                *s.lines(svc, 0, 20, 3, ["INFO  booking {n} confirmed by hafenlink"]),
            ],
            changes=[
                s.change("secret/freight/db", -1900, "access", "RotationSucceeded", "secretsmanager.amazonaws.com"),
                s.change(
                    svc,
                    9,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["freight-booking:17", "freight-booking:18"],
                ),
            ],
            topology=edges((svc, "calls", ext)),
            state=[
                s.ecs_state(svc, 2, 2, "freight-booking:18"),
                s.state(
                    "secret/freight/hafenlink-token",
                    "secret",
                    rotation_enabled=False,
                    last_changed="2025-10-31T09:00:00Z",
                    expires="2026-11-01T00:00:00Z",
                ),
            ],
        ),
        "access.credentials_expired",
        svc,
        also=[("access.credentials_expired", "secret/freight/hafenlink-token")],
        herring=("deployment.bad_release", svc),
        near=[
            "access.secret_rotation",
            "access.permission_denied",
            "dependency.third_party_outage",
            "dependency.errors",
        ],
    )


def quota_of_virtual_cores() -> Scenario:
    """Scaling out fails: the account's vCPU quota is reached. The group's own maximum is far away."""
    s, asg, lb = Scene("2026-11-19T15:00:00", seed=804, region="us-east-2"), "asg/render-farm", "alb/render-api"
    why = (
        "Launching a new EC2 instance. Status Reason: You have requested more vCPU capacity than your current "
        "vCPU limit of 128 allows for the instance bucket that the specified instance type belongs to. Please "
        "visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. Launching "
        "EC2 instance failed."
    )
    return fault(
        s.bundle(
            "aws-core-quota",
            "render-api p95",
            lb,
            started=24,
            alerts=[s.alarm(lb, 24, "render-api p95", "TargetResponseTime", 20)],
            metrics=[
                *s.alb(lb, requests=path((14, 300), (None, 410)), seconds=path((18, 8), (None, 22, 61)), healthy=16),
                *s.metrics(
                    asg, GroupDesiredCapacity=path((16, 16), (None, 26)), GroupInServiceInstances=16, GroupMaxSize=40
                ),
                s.series(asg, "CPUUtilization", path((14, 62), (None, 97)), namespace="AWS/EC2"),
                s.series("quota/ec2-standard-vcpu", "ResourceCount", 128, spread=0, namespace="AWS/Usage"),
            ],
            logs=s.lines("service/render-api", 0, 40, 3, ["frame {n} queued"]),
            events=[
                *(
                    s.event(
                        asg, 16.5 + 3 * n, "EC2 Instance Launch Unsuccessful", why, kind="autoscaling", type="error"
                    )
                    for n in range(7)
                )
            ],
            changes=[
                s.change("asg/ci-runners", 12, "scaling", "UpdateAutoScalingGroup", "role/ci-scaler", desired=[2, 6]),
                s.change(
                    "service/render-api", 14.5, "deployment", "codedeploy:CreateDeployment", "role/ci", revision="r812"
                ),
            ],
            topology=edges((lb, "calls", "service/render-api"), ("service/render-api", "runs_on", asg)),
            state=[
                s.state(asg, "asg", desired=26, min=8, max=40, in_service=16),
                s.state("quota/ec2-standard-vcpu", "service_quota", value=128, usage=128, code="L-1216C47A"),
            ],
        ),
        "aws.service_quota_exceeded",
        asg,
        also=[("aws.service_quota_exceeded", "quota/ec2-standard-vcpu")],
        herring=("deployment.bad_release", "service/render-api"),
        near=["compute.autoscaling_at_max", "ecs.capacity_unavailable", "compute.cpu_saturation"],
    )


def mails_of_the_day_used_up() -> Scenario:
    """The daily sending quota of mails is used up; the sender's errors say throttled, its concurrency is free."""
    s, fn = Scene("2026-11-20T16:00:00", seed=805), "lambda/order-mail"
    return fault(
        s.bundle(
            "aws-daily-mail-quota",
            "order-mail Errors",
            fn,
            started=16,
            alerts=[s.alarm(fn, 16, "order-mail Errors", "Errors", 5)],
            metrics=[
                *s.function(fn, calls=220, errors=step(14, 0, 219), ms=95, concurrent=3),
                s.series("ses/eu-west-1", "Send", path((14, 220), (None, 0)), namespace="AWS/SES", statistic="Sum"),
            ],
            logs=[
                *s.lines(fn, 14.1, 40, 1.4, ["ThrottlingException: Daily message quota exceeded."]),
                *s.lines(fn, 0, 14, 2, ["INFO mail {n} sent"]),
            ],
            changes=[s.change("lambda/newsletter", -400, "data", "campaign sent", "user/marketing", recipients=41800)],
            topology=edges((fn, "calls", "ses/eu-west-1")),
            state=[
                s.state(
                    "ses/eu-west-1",
                    "ses_account",
                    max_24_hour_send=50000,
                    sent_last_24_hours=50000,
                    max_send_rate=14,
                    sending_enabled=True,
                ),
                s.state(
                    fn, "lambda_function", runtime="nodejs20.x", reserved_concurrency=None, memory_mb=128, timeout_s=10
                ),
            ],
        ),
        "aws.service_quota_exceeded",
        "ses/eu-west-1",
        also=[("aws.service_quota_exceeded", fn)],
        near=["lambda.throttled", "dynamodb.throttled", "dependency.third_party_outage", "gateway.rate_limited"],
    )


def one_zone_is_ill() -> Scenario:
    """Everything in one zone fails at once: tasks, a cache node and a database's standby; the others are well."""
    s, lb, zone = Scene("2026-10-11T02:00:00", seed=806, region="eu-central-1"), "alb/cards", "az/eu-central-1b"
    a, b, c = "ec2/i-0aa1b2c3d4e5f6071", "ec2/i-0bb1b2c3d4e5f6072", "ec2/i-0cc1b2c3d4e5f6073"
    return fault(
        s.bundle(
            "aws-one-zone-ill",
            "cards 5xx and latency",
            lb,
            started=20,
            severity="critical",
            alerts=[
                s.alarm(lb, 20, "cards 5xx and latency", "HTTPCode_Target_5XX_Count", 50),
                s.alarm(b, 21, "i-0bb1 status check", "StatusCheckFailed", 0),
                s.alarm("elasticache/cards-002", 21, "cards-002 connections", "CurrConnections", 5, below=True),
            ],
            metrics=[
                *s.alb(
                    lb,
                    requests=4100,
                    failed=path((18, 1), (None, 790)),
                    refused=path((18, 0), (None, 310)),
                    seconds=path((18, 0.09), (None, 3.4)),
                    healthy=path((18, 6), (2, 5), (None, 4)),
                    unhealthy=path((18, 0), (2, 1), (None, 2)),
                ),
                *(
                    s.series(host, "StatusCheckFailed_System", path((18, 0), (None, bad)))
                    for host, bad in ((a, 0), (b, 1), (c, 0))
                ),
                *(
                    s.series(host, "CPUUtilization", level, drop=gone)
                    for host, level, gone in (
                        (a, path((18, 33), (None, 49)), ()),
                        (b, 31, range(19, 40)),
                        (c, path((18, 34), (None, 50)), ()),
                    )
                ),
                s.series("elasticache/cards-002", "CurrConnections", path((18, 88), (None, 0))),
                s.series("elasticache/cards-001", "CurrConnections", 90),
            ],
            logs=[
                *s.lines(
                    "service/cards-api",
                    18.4,
                    40,
                    1.5,
                    ["ERROR connect ETIMEDOUT 10.20.2.14:6379", "ERROR upstream 10.20.2.31:8080 timed out"],
                ),
                *s.lines("service/cards-api", 0, 18, 4, ["INFO authorised {n}"]),
            ],
            events=[
                s.event(
                    zone,
                    27,
                    "AWS_EC2_OPERATIONAL_ISSUE",
                    (
                        "We are investigating increased API error rates and connectivity issues for some "
                        "instances in a single Availability Zone (euc1-az3) in the EU-CENTRAL-1 Region."
                    ),
                    kind="health",
                    type="error",
                ),
                s.db_event(
                    "rds/cards-pg",
                    22,
                    "Replication for the Multi-AZ standby in eu-central-1b is degraded",
                    "notification",
                    type="warning",
                ),
            ],
            changes=[
                s.change(
                    "service/cards-api", 15, "deployment", "codedeploy:CreateDeployment", "role/ci", revision="r77"
                )
            ],
            topology=edges(
                (lb, "calls", "service/cards-api"),
                ("service/cards-api", "runs_on", a),
                ("service/cards-api", "runs_on", b),
                ("service/cards-api", "runs_on", c),
                (b, "runs_on", zone),
                ("elasticache/cards-002", "runs_on", zone),
                (a, "runs_on", "az/eu-central-1a"),
                (c, "runs_on", "az/eu-central-1c"),
            ),
            state=[
                s.state(
                    "target-group/cards",
                    "target_group",
                    healthy=4,
                    unhealthy=2,
                    reasons=["Target.Timeout"],
                    unhealthy_zones=["eu-central-1b"],
                )
            ],
        ),
        "aws.az_impaired",
        zone,
        herring=("deployment.bad_release", "service/cards-api"),
        near=["compute.instance_lost", "aws.regional_event", "dependency.cache_failure", "lb.no_healthy_targets"],
    )


def the_region_has_trouble() -> Scenario:
    """The provider reports a regional problem of one service; everything that uses it gets internal errors."""
    s, fn, fn2 = (
        Scene("2026-10-20T07:00:00", seed=807, region="us-east-1"),
        "lambda/cart-write",
        "lambda/wishlist-write",
    )
    place = "region/us-east-1"
    return fault(
        s.bundle(
            "aws-regional-trouble",
            "cart-write and wishlist-write errors",
            fn,
            started=16,
            severity="critical",
            alerts=[
                s.alarm(fn, 16, "cart-write errors", "Errors", 10),
                s.alarm(fn2, 16, "wishlist-write errors", "Errors", 10),
            ],
            metrics=[
                *s.function(fn, calls=900, errors=step(14, 0, 515), ms=step(14, 31, 5100)),
                *s.function(fn2, calls=240, errors=step(14, 0, 131), ms=step(14, 30, 5000)),
                *s.metrics(
                    "dynamodb/carts",
                    SystemErrors=step(14, 0, 880),
                    ThrottledRequests=0,
                    SuccessfulRequestLatency=step(14, 4, 610),
                    ConsumedWriteCapacityUnits=step(14, 900, 410),
                ),
                *s.metrics("dynamodb/wishlists", SystemErrors=step(14, 0, 230), ThrottledRequests=0),
            ],
            logs=[
                *s.lines(
                    fn,
                    14.1,
                    40,
                    1.5,
                    [
                        (
                            "InternalServerError: An error occurred (InternalServerError) when calling the "
                            "PutItem operation (reached max retries: 2): Internal server error"
                        )
                    ],
                ),
                *s.lines(
                    fn2,
                    14.2,
                    40,
                    2,
                    [
                        (
                            "InternalServerError: An error occurred (InternalServerError) when calling the "
                            "UpdateItem operation: Internal server error"
                        )
                    ],
                ),
                *s.lines(fn, 0, 14, 3, ["cart {n} saved"]),
            ],
            events=[
                s.event(
                    place,
                    26,
                    "AWS_DYNAMODB_OPERATIONAL_ISSUE",
                    (
                        "We are investigating increased error rates and latencies for Amazon DynamoDB in the "
                        "US-EAST-1 Region."
                    ),
                    kind="health",
                    type="error",
                )
            ],
            changes=[
                s.change(fn, 12.4, "deployment", "PublishVersion", "role/ci", version="51", previous_version="50"),
                s.change(
                    "dynamodb/carts",
                    -3000,
                    "config",
                    "UpdateTable",
                    "user/ops",
                    billing_mode=["PROVISIONED", "PAY_PER_REQUEST"],
                ),
            ],
            topology=edges(
                (fn, "writes", "dynamodb/carts"),
                (fn2, "writes", "dynamodb/wishlists"),
                ("dynamodb/carts", "runs_on", place),
                ("dynamodb/wishlists", "runs_on", place),
            ),
            state=[
                s.state("dynamodb/carts", "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE"),
                s.state(fn, "lambda_function", runtime="nodejs20.x", alias_live="51", versions=["50", "51"]),
            ],
        ),
        "aws.regional_event",
        place,
        herring=("deployment.bad_release", fn),
        near=["dynamodb.throttled", "deployment.bad_release", "aws.az_impaired", "lambda.timeout"],
    )


CASES: tuple[Case, ...] = (
    lost_the_right_to_the_bucket,
    key_waits_for_its_deletion,
    token_for_a_partner_has_expired,
    quota_of_virtual_cores,
    mails_of_the_day_used_up,
    one_zone_is_ill,
    the_region_has_trouble,
)
