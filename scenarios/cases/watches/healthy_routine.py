"""Pages for the routine of running things: log levels, rollouts, retries, patches."""

from scenarios.cases.watches.building import Case, Watch, bump, step
from scenarios.cases.watches.companies import bramble, osprey, vireo
from scenarios.cases.watches.parts import alb, function, service


def debug_logging() -> Case:
    """Debug lines hold the word error; the monitor counts words."""
    w = Watch(
        "wa-osprey-0519",
        "2026-05-19T14:05:00Z",
        "Log anomaly: 'error' in session logs is 41x higher than expected",
        source="datadog",
        service="session",
        resource="service/session",
        severity="high",
        started=-12,
        description="logs(service:session error).rollup(count).last(10m)",
        span=60,
    )
    osprey(w)
    service(w, "edge-envoy", 720, 39, 0.0006, 3.8, 1300)
    w.metric("service/session", "datadog:log_lines_matching_error", step(6, 246, -17), count=True, unit="Count")
    w.metric("service/session", "datadog:log_bytes_ingested", step(4.1e6, 6.6e7, -17), unit="Bytes")
    w.change(
        -17,
        "config",
        "user/y.tanaka",
        "kubectl set env",
        "deployment/session",
        LOG_LEVEL=["info", "debug"],
        reason="PLAY-2290 chase TV resume trace",
    )
    w.event(
        -16, "kubernetes", "deployment/session", "ScalingReplicaSet", "Scaled down replica set session-7d5 from 1 to 0"
    )
    for text in (
        "DEBUG retrier: attempt=0 error=<nil>",
        "DEBUG cache: lookup key=9c41e07b error=none hit=true",
        "DEBUG codec: errorResilience=off",
        "DEBUG policy eval error_budget=1.0",
    ):
        w.log(-w.random.uniform(1, 15), "service/session", "debug", text, w.random.randint(300, 900))
    w.alert(-1, "PlaybackStartFailures", "service/edge-envoy", "ok", reason="0.19 % of starts, limit 1 %")
    return w.healthy(
        None,
        herring=("deployment.bad_release", "deployment/session"),
        near="deployment.bad_release deployment.feature_flag code.unhandled_error",
    )


def rolling_deploy() -> Case:
    """While tasks are replaced one by one, fewer than six run for some minutes; now all do."""
    w = Watch(
        "wa-vireo-0602",
        "2026-06-02T12:31:00Z",
        "clinic-web RunningTaskCount below 6",
        resource="ecs-service/clinic-web",
        service="clinic-web",
        severity="high",
        started=-14,
        span=60,
    )
    vireo(w)
    alb(w, "clinic", 480, 0.22, 0.4, 17)
    w.metric(
        "alb/clinic", "AWS/ApplicationELB:HealthyHostCount", bump(6, 5, -15, -6), noise=0, stat="Minimum", unit="Count"
    )
    w.metric(
        "ecs-service/clinic-web", "ECS/ContainerInsights:RunningTaskCount", bump(6, 5, -15, -6), noise=0, unit="Count"
    )
    w.metric("ecs-service/clinic-web", "AWS/ECS:CPUUtilization", bump(46, 54, -15, -6), unit="Percent")
    w.change(
        -16,
        "deployment",
        "role/clinic-ci",
        "ecs:UpdateService",
        "ecs-service/clinic-web",
        task_definition=["clinic-web:927", "clinic-web:928"],
    )
    w.event(
        -15,
        "ecs",
        "ecs-service/clinic-web",
        "DEPLOYMENT_IN_PROGRESS",
        "(service clinic-web) has stopped 1 running tasks: (task 5b1e77).",
        "info",
        6,
        first=-15,
    )
    w.event(
        -5.4,
        "ecs",
        "ecs-service/clinic-web",
        "SERVICE_STEADY_STATE",
        "(service clinic-web) has reached a steady state.",
        "info",
    )
    w.event(
        -5.4,
        "ecs",
        "ecs-service/clinic-web",
        "SERVICE_DEPLOYMENT_COMPLETED",
        "ECS deployment ecs-svc/6612 completed.",
        "info",
    )
    w.log(-13, "ecs-service/clinic-web", "warn", "puma: === puma shutdown: SIGTERM, draining 3 requests", 6)
    w.log(-12, "ecs-service/clinic-web", "warn", "Essential container in task exited (exit code 143)", 6)
    w.chatter(
        "ecs-service/clinic-web",
        [("info", "Completed 200 OK in #Nms"), ("warn", "DEPRECATION WARNING: to_time preserves timezone")],
        8,
    )
    primary = {
        "status": "PRIMARY",
        "task_definition": "clinic-web:928",
        "desired": 6,
        "running": 6,
        "rollout_state": "COMPLETED",
    }
    w.state("ecs-service/clinic-web", "ecs_service", desired=6, running=6, pending=0, deployments=[primary])
    w.alert(
        -14,
        "clinic-web-running-tasks",
        "ecs-service/clinic-web",
        "ok",
        metric="RunningTaskCount",
        threshold=6,
        comparison="LessThanThreshold",
    )
    return w.healthy(
        None,
        herring=("deployment.bad_release", "ecs-service/clinic-web"),
        near="ecs.task_start_failure compute.instance_lost deployment.bad_release",
    )


def firmware_index_retry() -> Case:
    """A nightly job lost its Spot machine, was tried again and ended well."""
    w = Watch(
        "wa-bramble-0614",
        "2026-06-14T04:02:00Z",
        "Batch job state FAILED: firmware-index attempt 1",
        resource="batch/firmware-index",
        service="firmware",
        started=-47,
        span=90,
        region="eu-west-1",
    )
    bramble(w)
    w.event(
        -49,
        "ec2",
        "batch/firmware-index",
        "EC2SpotInterruptionWarning",
        "EC2 Spot Instance Interruption Warning: i-0b7f1 action terminate",
        "warning",
    )
    w.event(
        -47,
        "batch",
        "batch/firmware-index",
        "JobAttemptFailed",
        "attempt 1: Host EC2 (instance i-0b7f1) terminated.",
        "error",
    )
    w.event(
        -46,
        "batch",
        "batch/firmware-index",
        "RUNNABLE",
        "retry strategy evaluateOnExit matched 'Host EC2*' action RETRY (attempt 2 of 4)",
        "info",
    )
    w.event(-9, "batch", "batch/firmware-index", "SUCCEEDED", "job firmware-index (attempt 2) succeeded", "info")
    w.log(-41, "batch/firmware-index", "warn", "found checkpoint 2026-06-14/0.62, resuming")
    w.log(
        -9.5,
        "batch/firmware-index",
        "info",
        "index published: 18 442 images, 0 rejected, s3://bramble-fw/index/2026-06-14.json",
    )
    function(w, "telemetry-writer", 2150, 330, 0.3, runtime="python3.12")
    w.metric("lambda/telemetry-writer", "AWS/Lambda:IteratorAge", 640, noise=0.3, stat="Maximum", unit="Milliseconds")
    w.alert(
        -47,
        "batch-job-failed",
        "batch/firmware-index",
        "alarm",
        reason="FailedAttempts >= 1 in 24 h; clears at midnight",
    )
    return w.healthy(
        None,
        herring=("compute.instance_lost", "batch/firmware-index"),
        near="compute.instance_lost ecs.capacity_unavailable",
    )


def patched_host() -> Case:
    """A host rebooted itself after unattended upgrades and is back. Little else is known."""
    w = Watch(
        "wa-halden-0623",
        "2026-06-23T05:24:00Z",
        "PROBLEM - Host hal-wh-07 is DOWN: PING CRITICAL - Packet loss = 100%",
        source="manual",
        severity="critical",
        resource="host/hal-wh-07",
        started=-18,
        region=None,
        span=30,
        period=10,
    )
    w.metric("host/hal-wh-07", "icinga:ping_loss_percent", bump(0, 100, -18, -15), noise=0, stat=None, unit="percent")
    w.metric(
        "host/hal-wh-07",
        "node:node_time_minus_boot_seconds",
        lambda m: 3.9e6 + 60 * m if m < -18 else 60 * (m + 16.5),
        noise=0,
        stat=None,
        hole=(-18, -15),
    )
    w.log(
        -19,
        "host/hal-wh-07",
        "info",
        "unattended-upgrade[1188]: Packages that were upgraded: linux-image-6.1.0-37-amd64 ... rebooting at 05:05 per Automatic-Reboot-Time",
    )
    w.log(
        -14.8,
        "host/hal-wh-07",
        "info",
        "systemd[1]: Startup finished in 3.412s (kernel) + 21.877s (userspace) = 25.290s.",
    )
    w.state(
        "host/hal-wh-07",
        "systemd_unit",
        unit="wms-scanner-bridge.service",
        active="active (running)",
        since=w.time(-14),
    )
    w.alert(
        -14, "hal-wh-07 ping", "host/hal-wh-07", "ok", reason="RECOVERY - PING OK - Packet loss = 0%, RTA = 0.41 ms"
    )
    return w.healthy(
        None, herring=("compute.instance_lost", "host/hal-wh-07"), near="compute.instance_lost network.partition"
    )


CASES = (
    debug_logging,
    rolling_deploy,
    firmware_index_retry,
    patched_host,
)
