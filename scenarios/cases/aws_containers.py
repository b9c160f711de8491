"""ECS and EC2: tasks that do not start, missing capacity, lost instances, scaling."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path


def image_was_never_pushed() -> Scenario:
    """The new task definition names an image tag that is not in the registry; old tasks were replaced one by one."""
    s, svc, lb = Scene("2026-11-05T13:00:00", seed=601), "ecs-service/returns-api", "alb/returns"
    why = (
        "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref "
        "418273650913.dkr.ecr.eu-west-1.amazonaws.com/returns-api:1.44.0: "
        "418273650913.dkr.ecr.eu-west-1.amazonaws.com/returns-api:1.44.0: not found"
    )
    return fault(
        s.bundle(
            "aws-image-tag-not-pushed",
            "returns ELB 5xx",
            lb,
            started=22,
            alerts=[s.alarm(lb, 22, "returns ELB 5xx", "HTTPCode_ELB_5XX_Count", 10)],
            metrics=[
                *s.alb(
                    lb,
                    requests=730,
                    refused=path((20, 0), (None, 312)),
                    healthy=path((17, 3), (4, 2), (None, 1)),
                    seconds=path((20, 0.1), (None, 2.8)),
                ),
                *s.tasks(
                    svc,
                    "shop",
                    running=path((17, 3), (4, 2), (None, 1)),
                    pending=path((14, 0), (None, 2)),
                    cpu=path((17, 30), (None, 93)),
                ),
            ],
            logs=[*s.lines(svc, 0, 40, 3, ["returns-api 1.43.2 handled return {n} in 61 ms"])],
            events=[
                *(
                    s.event(
                        svc,
                        14.5 + 4 * n,
                        "TaskStopped",
                        f"(service returns-api) (task 4f{n}c) stopped: {why}",
                        type="error",
                    )
                    for n in range(6)
                ),
                s.event(
                    svc,
                    15,
                    "SERVICE_TASK_START_IMPAIRED",
                    "(service returns-api) is unable to consistently start tasks successfully.",
                    type="warning",
                ),
                s.event(svc, 17, "TaskDraining", "(service returns-api) has begun draining connections on 1 tasks."),
            ],
            changes=[
                s.change(
                    svc,
                    13.8,
                    "deployment",
                    "ecs:UpdateService",
                    "role/returns-ci",
                    task_definition=["returns-api:143", "returns-api:144"],
                ),
                s.change("rds/returns-db", 10, "config", "ModifyDBInstance", "user/dba", monitoring_interval=[0, 60]),
            ],
            topology=edges((lb, "calls", svc), (svc, "reads", "rds/returns-db")),
            state=[
                s.ecs_state(
                    svc,
                    3,
                    1,
                    "returns-api:144",
                    pending=2,
                    deployments=[
                        {
                            "status": "PRIMARY",
                            "task_definition": "returns-api:144",
                            "desired": 3,
                            "running": 0,
                            "pending": 2,
                            "failed_tasks": 12,
                            "rollout_state": "IN_PROGRESS",
                            "rollout_reason": "ECS deployment ecs-svc/71 in progress.",
                        },
                        {
                            "status": "ACTIVE",
                            "task_definition": "returns-api:143",
                            "desired": 1,
                            "running": 1,
                            "rollout_state": "COMPLETED",
                        },
                    ],
                    events=[f"(service returns-api) (task 40c) stopped: {why}"],
                )
            ],
        ),
        "ecs.task_start_failure",
        svc,
        also=[("k8s.image.reference_invalid", svc), ("deployment.bad_release", svc)],
        near=["ecs.capacity_unavailable", "lb.no_healthy_targets", "compute.cpu_saturation", "compute.instance_lost"],
    )


def secret_without_permission_at_start() -> Scenario:
    """The execution role may no longer read the secret: tasks stop before they start whenever one is replaced."""
    s, svc, role = (
        Scene("2026-10-13T09:00:00", seed=602, region="us-east-1"),
        "ecs-service/invoice-worker",
        "iam-role/invoice-exec",
    )
    why = (
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval "
        "failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch "
        "secret arn:aws:secretsmanager:us-east-1:418273650913:secret:invoice/db-3fKq from secrets manager: "
        "AccessDeniedException: User: arn:aws:sts::418273650913:assumed-role/invoice-exec/9c11 is not "
        "authorized to perform: secretsmanager:GetSecretValue on resource: "
        "arn:aws:secretsmanager:us-east-1:418273650913:secret:invoice/db-3fKq because no identity-based policy "
        "allows the secretsmanager:GetSecretValue action"
    )
    return fault(
        s.bundle(
            "aws-secret-at-start",
            "invoices queue age",
            "sqs/invoices",
            started=28,
            alerts=[s.alarm("sqs/invoices", 28, "invoices queue age", "ApproximateAgeOfOldestMessage", 300)],
            metrics=[
                *s.queue(
                    "sqs/invoices",
                    visible=path((21, 10), (None, 60, 9900)),
                    age=path((21, 5), (None, 60, 1140)),
                    received=path((21, 540), (None, 0)),
                    deleted=path((21, 540), (None, 0)),
                    in_flight=path((21, 8), (None, 0)),
                ),
                *s.tasks(
                    svc,
                    "finance",
                    running=path((21, 2), (None, 0)),
                    cpu=path((21, 30), (None, 0)),
                    memory=path((21, 44), (None, 0)),
                ),
            ],
            logs=s.lines(svc, 0, 21, 3, ["invoice {n} written"]),
            events=[
                s.event(
                    svc,
                    21,
                    "TaskStopped",
                    "(service invoice-worker) (task 77e) stopped: Host EC2 (instance) terminated.",
                    type="info",
                ),
                *(
                    s.event(
                        svc,
                        22 + 3 * n,
                        "TaskStopped",
                        f"(service invoice-worker) (task 8{n}a) stopped: {why}",
                        type="error",
                    )
                    for n in range(6)
                ),
            ],
            changes=[
                s.change(role, -180, "access", "iam:DeleteRolePolicy", "role/terraform-iam", policy="read-secrets"),
                s.change(
                    "ecs-service/invoice-web",
                    20,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["invoice-web:5", "invoice-web:6"],
                ),
            ],
            topology=edges(
                (svc, "reads", "sqs/invoices"),
                (svc, "depends_on", role),
                ("ecs-service/invoice-web", "writes", "sqs/invoices"),
            ),
            state=[
                s.ecs_state(
                    svc,
                    2,
                    0,
                    "invoice-worker:12",
                    pending=2,
                    events=["(service invoice-worker) is unable to consistently start tasks successfully."],
                )
            ],
        ),
        "access.permission_denied",
        svc,
        also=[("access.permission_denied", role), ("ecs.task_start_failure", svc)],
        herring=("deployment.bad_release", "ecs-service/invoice-web"),
        near=["dependency.queue_backlog", "compute.instance_lost", "sqs.poison_message", "db.credentials_invalid"],
    )


def no_room_in_the_cluster() -> Scenario:
    """Larger tasks find no instance with enough memory left; the pending ones stay pending."""
    s, svc = Scene("2026-11-12T06:30:00", seed=603), "ecs-service/video-transcode"
    why = (
        "(service video-transcode) was unable to place a task because no container instance met all of its "
        "requirements. The closest matching (container-instance 6a1f0c) has insufficient memory available. For "
        "more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
    )
    return fault(
        s.bundle(
            "aws-no-room-for-tasks",
            "video-transcode running tasks below desired",
            svc,
            started=20,
            alerts=[
                s.alarm(svc, 20, "video-transcode running tasks below desired", "RunningTaskCount", 10, below=True)
            ],
            metrics=[
                *s.tasks(
                    svc,
                    "media",
                    running=path((14, 6), (None, 6)),
                    pending=path((14, 0), (None, 6)),
                    cpu=path((14, 61), (None, 96)),
                ),
                *s.metrics(
                    "ecs-cluster/media",
                    MemoryReservation=path((14, 71), (None, 94)),
                    CPUReservation=path((14, 50), (None, 63)),
                ),
                *s.queue(
                    "sqs/transcode",
                    visible=path((12, 30), (None, 60, 900)),
                    age=path((12, 40), (None, 60, 1600)),
                    sent=path((12, 40), (None, 78)),
                    received=41,
                    deleted=41,
                ),
                *s.metrics("asg/media-ecs", GroupDesiredCapacity=4, GroupInServiceInstances=4),
            ],
            logs=s.lines(svc, 0, 40, 3, ["transcoded clip {n} in 91 s"]),
            events=[
                *(s.event(svc, 15 + 5 * n, "SERVICE_TASK_PLACEMENT_FAILURE", why, type="error") for n in range(5)),
                s.event(
                    svc,
                    14,
                    "ScalingActivity",
                    "Successfully set desired count to 12. Waiting for change to be fulfilled by ecs.",
                    kind="autoscaling",
                ),
            ],
            changes=[
                s.change(
                    "asg/media-ecs",
                    -9000,
                    "config",
                    "UpdateAutoScalingGroup",
                    "user/media",
                    managed_scaling=[True, False],
                )
            ],
            topology=edges((svc, "reads", "sqs/transcode"), (svc, "runs_on", "ecs-cluster/media")),
            state=[
                s.ecs_state(svc, 12, 6, "video-transcode:31", pending=6, events=[why]),
                s.state("asg/media-ecs", "asg", desired=4, min=2, max=10, in_service=4),
            ],
        ),
        "ecs.capacity_unavailable",
        svc,
        also=[("ecs.capacity_unavailable", "ecs-cluster/media")],
        near=[
            "ecs.task_start_failure",
            "dependency.queue_backlog",
            "compute.autoscaling_at_max",
            "compute.memory_saturation",
        ],
    )


def scaling_stops_at_its_maximum() -> Scenario:
    """Service scaling has reached its maximum of six and wants more; the tasks are saturated."""
    s, svc, lb = Scene("2026-11-14T16:30:00", seed=604, count=48, period=120), "ecs-service/quiz-backend", "alb/quiz"
    return fault(
        s.bundle(
            "aws-six-and-no-more",
            "quiz TargetResponseTime",
            lb,
            started=66,
            alerts=[
                s.alarm(lb, 66, "quiz TargetResponseTime", "TargetResponseTime", 1),
                s.alarm(svc, 30, "TargetTracking-service/shop/quiz-backend-AlarmHigh", "CPUUtilization", 60),
                s.alarm(
                    svc,
                    -900,
                    "TargetTracking-service/shop/quiz-backend-AlarmLow",
                    "CPUUtilization",
                    54,
                    state="ok",
                    below=True,
                ),
            ],
            metrics=[
                *s.alb(
                    lb,
                    requests=path((10, 4100), (20, 4300, 9900), (None, 10300)),
                    seconds=path((30, 0.12), (None, 0.7, 2.3)),
                    failed=path((33, 0), (None, 25)),
                    healthy=path((12, 2), (6, 3), (6, 4), (4, 5), (None, 6)),
                ),
                *s.tasks(
                    svc,
                    "shop",
                    running=path((12, 2), (6, 3), (6, 4), (4, 5), (None, 6)),
                    cpu=path((28, 61), (None, 98)),
                    memory=52,
                ),
                s.series("rds/quiz-pg", "CPUUtilization", path((10, 15), (20, 16, 33), (None, 34))),
            ],
            logs=[
                *s.lines(svc, 0, 96, 8, ["answered quiz={n}"]),
                *s.lines(svc, 62, 96, 4, ["event loop delay 1211 ms"]),
            ],
            events=[
                *(
                    s.event(
                        svc,
                        24 + 12 * n,
                        "ScalingActivity",
                        f"Successfully set desired count to {3 + n}. Change successfully fulfilled by ecs.",
                        kind="autoscaling",
                    )
                    for n in range(4)
                ),
                s.event(
                    svc,
                    64,
                    "ScalingActivityNotScaled",
                    "Not scaled: AlreadyAtMaxCapacity. currentCapacity=6 maxCapacity=6",
                    kind="autoscaling",
                    type="warning",
                ),
            ],
            changes=[
                s.change(
                    "ecs-service/quiz-admin",
                    60,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["quiz-admin:2", "quiz-admin:3"],
                )
            ],
            topology=edges((lb, "calls", svc), (svc, "reads", "rds/quiz-pg")),
            state=[s.ecs_state(svc, 6, 6, "quiz-backend:19", autoscaling={"min": 2, "max": 6, "target_cpu": 60})],
        ),
        "compute.autoscaling_at_max",
        svc,
        also=[("traffic.surge", lb)],
        herring=("deployment.bad_release", "ecs-service/quiz-admin"),
        near=["compute.cpu_saturation", "ecs.capacity_unavailable", "db.expensive_query", "traffic.abuse"],
    )


def reclaimed_spot_instance() -> Scenario:
    """The one instance that ran the scheduler was reclaimed; its place could not be filled yet."""
    s, host, svc = Scene("2026-10-18T04:00:00", seed=605), "ec2/i-07c2f9be11d3a8845", "ecs-service/job-scheduler"
    return fault(
        s.bundle(
            "aws-instance-reclaimed",
            "job-scheduler heartbeat missing",
            svc,
            started=20,
            source="prometheus",
            alerts=[s.alarm(svc, 20, "HeartbeatMissing", reason="absent(job_scheduler_heartbeat) for 3m")],
            metrics=[
                s.series(host, "CPUUtilization", 33, drop=range(16, 40)),
                s.series(host, "StatusCheckFailed_System", 0, drop=range(16, 40)),
                *s.tasks(
                    svc,
                    "batch",
                    running=path((16, 1), (None, 0)),
                    pending=path((16, 0), (None, 1)),
                    cpu=path((16, 20), (None, 0)),
                    memory=path((16, 40), (None, 0)),
                ),
                *s.metrics("asg/batch-spot", GroupInServiceInstances=path((16, 1), (None, 0)), GroupDesiredCapacity=1),
            ],
            logs=[
                *s.lines(svc, 0, 15, 2, ["heartbeat ok jobs={n}"]),
                s.log(svc, 14.9, "received SIGTERM, stopping after current job", "WARN"),
            ],
            events=[
                s.event(
                    host,
                    13.9,
                    "EC2 Spot Instance Interruption Warning",
                    "Spot instance i-07c2f9be11d3a8845 will be interrupted: action terminate",
                    kind="ec2",
                    type="warning",
                ),
                s.event(
                    "asg/batch-spot",
                    16,
                    "EC2 Instance Terminate Successful",
                    (
                        "Terminating EC2 instance: i-07c2f9be11d3a8845 - Status Reason: instance was taken out "
                        "of service in response to an EC2 health check indicating it has been terminated or "
                        "stopped."
                    ),
                    kind="autoscaling",
                ),
                s.event(
                    "asg/batch-spot",
                    17,
                    "EC2 Instance Launch Unsuccessful",
                    (
                        "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity "
                        "due to your request configuration. Launching EC2 instance failed."
                    ),
                    kind="autoscaling",
                    type="error",
                    count=6,
                ),
            ],
            changes=[
                s.change(
                    svc,
                    9,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["job-scheduler:7", "job-scheduler:8"],
                )
            ],
            topology=edges((svc, "runs_on", host)),
            state=[
                s.state("asg/batch-spot", "asg", desired=1, min=1, max=2, in_service=0),
                s.ecs_state(
                    svc,
                    1,
                    0,
                    "job-scheduler:8",
                    pending=1,
                    events=[
                        (
                            "(service job-scheduler) was unable to place a task because no container instance "
                            "met all of its requirements."
                        )
                    ],
                ),
            ],
        ),
        "compute.instance_lost",
        host,
        also=[("compute.instance_lost", svc), ("compute.instance_lost", "asg/batch-spot")],
        herring=("deployment.bad_release", svc),
        near=["ecs.capacity_unavailable", "ecs.task_start_failure", "aws.az_impaired", "compute.autoscaling_at_max"],
    )


def someone_scaled_it_in() -> Scenario:
    """Tasks were cut from twelve to three by hand; the demand is the usual one and the three are overrun."""
    s, svc, lb = Scene("2026-11-09T08:00:00", seed=609, region="ap-southeast-1"), "ecs-service/menu-service", "alb/menu"
    return fault(
        s.bundle(
            "aws-twelve-to-three",
            "menu p95 high; CPU high",
            svc,
            started=21,
            source="datadog",
            alerts=[
                s.alarm(svc, 21, "menu CPU high", "CPUUtilization", 85),
                s.alarm(lb, 22, "menu p95 high", "TargetResponseTime", 1),
            ],
            metrics=[
                *s.tasks(svc, "food", running=path((17, 12), (None, 3)), cpu=path((17, 24), (None, 97)), memory=41),
                s.series(lb, "RequestCount", 7700, baseline=7650),
                *s.alb(
                    lb,
                    requests=7700,
                    seconds=path((17, 0.07), (None, 2.9)),
                    failed=path((18, 0), (None, 210)),
                    healthy=path((17, 12), (None, 3)),
                )[1:],
                s.series("rds/menu-pg", "CPUUtilization", 19),
            ],
            logs=[
                *s.lines(
                    svc, 18, 40, 1.5, ["WARN  request queue length 512, rejecting", "INFO  menu {n} served in 2810 ms"]
                ),
                *s.lines(svc, 0, 17, 3, ["INFO  menu {n} served in 44 ms"]),
            ],
            events=[
                s.event(
                    svc,
                    16.9,
                    "ServiceStop",
                    "(service menu-service) has stopped 9 running tasks: (task 1a) (task 2c) (task 77) (task 9e).",
                )
            ],
            changes=[
                s.change(svc, 16.6, "scaling", "ecs:UpdateService", "user/night-shift", desired_count=[12, 3]),
                s.change(
                    "ecs-service/menu-images",
                    15.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["menu-images:8", "menu-images:9"],
                ),
            ],
            topology=edges((lb, "calls", svc), (svc, "reads", "rds/menu-pg")),
            state=[s.ecs_state(svc, 3, 3, "menu-service:41")],
        ),
        "deployment.scaling_change",
        svc,
        herring=("deployment.bad_release", "ecs-service/menu-images"),
        near=["compute.cpu_saturation", "traffic.surge", "compute.instance_lost", "deployment.bad_release"],
    )


CASES: tuple[Case, ...] = (
    image_was_never_pushed,
    secret_without_permission_at_start,
    no_room_in_the_cluster,
    scaling_stops_at_its_maximum,
    reclaimed_spot_instance,
    someone_scaled_it_in,
)
