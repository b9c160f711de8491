"""What is always there: chatty logs, old events, stale alarms and other people's changes, unrelated to any fault."""

from __future__ import annotations

import re

from scenarios.cases.meshes.fleet import Fleet

CHATTER = {
    "java": (
        ("WARN", "o.s.web.servlet.PageNotFound - No mapping for GET /favicon.ico"),
        ("WARN", "com.zaxxer.hikari.pool.PoolBase - HikariPool-1 - Failed to validate connection (This connection has been closed.). Possibly consider using a shorter maxLifetime value."),
        ("ERROR", "o.a.c.c.C.[.[.[/].[dispatcherServlet] - Servlet.service() threw exception: java.io.IOException: Broken pipe"),
    ),
    "kotlin": (("WARN", "io.ktor.server.Application - Unhandled: kotlinx.coroutines.JobCancellationException: Parent job is Cancelling"), ("INFO", "reload of price book finished in 412 ms")),
    "go": (
        ("error", 'level=error msg="http: TLS handshake error from 10.4.0.1:51522: EOF"'),
        ("warn", 'level=warn msg="context canceled" route=/v1/list client=mobile'),
        ("info", 'level=info msg="gc forced" pause_ms=1.8'),
    ),
    "node": (("warn", "(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 finish listeners added"), ("error", "Error: aborted at connResetException (node:internal/errors:720:14)")),
    "python": (("WARNING", "urllib3.connectionpool Connection pool is full, discarding connection"), ("WARNING", "[WARN] celery heartbeat late by 2.1 s")),
    "dotnet": (("Warning", "Microsoft.AspNetCore.Server.Kestrel[22] As of the heartbeat has been running for 00:00:01.2; this is longer than 00:00:01"), ("Error", "Antiforgery token could not be decrypted: key {b1c2} was not found in the key ring")),
    "rails": (("ERROR", "ActionController::RoutingError (No route matches [GET] \"/wp-login.php\")"), ("WARN", "Sidekiq client: pushed job without `queue`, using default")),
    "postgres": (("LOG", "checkpoint complete: wrote 2114 buffers (12.9%); 0 WAL file(s) added, 0 removed, 2 recycled; write=209.8 s, sync=0.010 s"), ("FATAL", 'password authentication failed for user "scanner"')),
    "mysql": (("Warning", "[MY-010055] IP address '10.8.3.3' could not be resolved: Name or service not known"),),
    "redis": (("notice", "1:M * 100 changes in 300 seconds. Saving... Background saving terminated with success"),),
    "elixir": (("warning", "[warning] Ranch listener: connection reset by peer"),),
    "kafka": (("INFO", "[GroupCoordinator 1]: Member consumer-3 in group reports has failed, removing it from the group"), ("WARN", "[SocketServer brokerId=2] Unexpected error from /10.4.2.9; closing connection (EOFException)")),
    "elastic": (("WARN", "[o.e.m.j.JvmGcMonitorService] [es-1] [gc][young][88121] duration [742ms], collections [1]/[1.4s]"), ("WARN", "[o.e.d.s.f.Deprecation] field_mask is deprecated")),
    "minio": (("ERROR", "API: SYSTEM() Error: Marking disk offline temporarily; Disk is healed (*errors.errorString)"), ("INFO", "Healing 0 objects queued")),
    "clickhouse": (("Error", "<Error> TCPHandler: Code: 210. DB::NetException: Connection reset by peer, while writing to socket"), ("Warning", "<Warning> MergeTreeBackgroundExecutor: merge took 92 s readings_202606_1_88_4")),
    "rust": (("WARN", "tower_http::trace: response failed classification=404 latency=1 ms"),),
    "nginx": (("error", "[error] 29#29: *88121 recv() failed (104: Connection reset by peer) while reading client request"),),
    "mongo": (("I", '{"s":"I","c":"NETWORK","id":22944,"ctx":"conn4411","msg":"Connection ended"}'),),
    "ruby": (("WARN", "Net::SMTP retry 1 of 5: 451 4.7.1 greylisted, please try again later"),),
}  # fmt: skip

RELEASES = (
    ("argocd", "sync"),
    ("ci", "helm upgrade"),
    ("flux", "reconcile"),
    ("jenkins", "deploy"),
    ("release-train", "rollout"),
)
HOUSEKEEPING = (
    ("j.moreau", "terraform apply", "dashboard/slo-overview"),
    ("renovate", "merge", "repository/runbooks"),
    ("p.lindqvist", "rotate", "apikey/ci-sonar"),
    ("k.nandakumar", "silence created", "alertmanager/perf-namespace"),
    ("terraform-cloud", "apply", "s3/build-artifacts"),
)


def everyday(
    fleet: Fleet, seed: int, amount: int = 8, *, logs: bool = True, events: bool = True, changes: bool = True
) -> None:
    """Adds about `amount` things of each sort, spread over the whole recording."""
    scene, rng = fleet.scene, fleet.scene.rng
    rng.seed(seed * 7919 + amount)
    span = scene.before + scene.after
    apps = [app for app in fleet.apps if not app.stateful]
    if logs:
        for app in rng.sample(list(fleet.apps), min(len(fleet.apps), amount)):
            lines = CHATTER.get(app.runtime, (("info", "healthz ok"),))
            for _ in range(rng.randint(2, 4)):
                level, text = rng.choice(lines)
                text = re.sub(
                    r"\d+(?= ms| buffers|\.\d s,)",
                    lambda found: str(round(int(found[0]) * rng.uniform(0.7, 1.3))),
                    text,
                )
                place = (
                    rng.choice(fleet.pods[app.name])
                    if fleet.depth != "none" and fleet.pods[app.name]
                    else f"service/{app.name}"
                )
                count = rng.choice([None, None, rng.randint(2, 9), rng.randint(2, 40)])
                scene.log(rng.uniform(-scene.before, scene.after), place, level, text, count)
                fleet.casual.append(scene.sections["logs"][-1])
    if events and fleet.nodes:
        _events(fleet, apps, span, amount)
    if changes:
        _changes(fleet, apps)
    if fleet.depth != "none" and rng.random() < 0.6:
        scene.alert("Watchdog", state="alarm", at=-60 * 24 * rng.randint(10, 80), reason="always firing")
    plain = [
        ("RaidSpareMissing", "md127 on backup-1 has no spare"),
        ("Filesystem /mnt/archive 91% full", "unchanged for weeks"),
        ("NodeClockNotSynchronising", "clock on bastion-2 is not synchronising"),
    ]
    clustered = [
        ("CPUThrottlingHigh", "28% throttling of CPU in container config-reloader"),
        ("KubeCPUOvercommit", "Cluster has overcommitted CPU resource requests and cannot tolerate node failure"),
        ("KubeVersionMismatch", "3 different semantic versions of Kubernetes components running"),
        ("NodeClockNotSynchronising", "clock on bastion-2 is not synchronising"),
    ]
    stale = rng.choice(plain if fleet.depth == "none" else clustered)
    scene.alert(stale[0], state=rng.choice(["alarm", "warning"]), at=-1440 * rng.randint(5, 60), reason=stale[1])


def _events(fleet: Fleet, apps: list, span: float, amount: int) -> None:  # type: ignore[type-arg]
    scene, rng = fleet.scene, fleet.scene.rng
    for _ in range(amount):
        app = rng.choice(apps)
        minute = rng.uniform(-scene.before - 200, -20)
        choice = rng.randrange(5)
        pod = rng.choice(fleet.pods[app.name]) if fleet.pods[app.name] else f"service/{app.name}"
        if choice == 0:
            scene.event(
                minute,
                f"cronjob/{app.name}-cleanup",
                "SawCompletedJob",
                f"Saw completed job: {app.name}-cleanup-294110{rng.randint(10, 99)}, condition: Complete",
                "normal",
                source="cronjob-controller",
            )
        elif choice == 1:
            scene.event(
                minute,
                pod,
                "Unhealthy",
                f'Readiness probe failed: Get "http://10.3.9.{rng.randint(2, 250)}:{app.port}/ready": context deadline exceeded',
                count=rng.randint(1, 3),
            )
            fleet.casual.append(scene.sections["events"][-1])
        elif choice == 2:
            scene.event(
                minute,
                f"node/{rng.choice(fleet.nodes)}",
                "FreeDiskSpaceFailed",
                "Failed to garbage collect required amount of images. Attempted to free 1186512896 bytes, but only found 0 bytes eligible to free",
                count=rng.randint(1, 4),
            )
        elif choice == 3:
            scene.event(
                minute,
                f"horizontalpodautoscaler/{app.name}",
                "SuccessfulRescale",
                f"New size: {app.replicas}; reason: All metrics below target",
                "normal",
                source="horizontal-pod-autoscaler",
            )
        else:
            scene.event(
                minute,
                f"horizontalpodautoscaler/{rng.choice(apps).name}",
                "FailedGetResourceMetric",
                "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
                count=rng.randint(2, 30),
                source="horizontal-pod-autoscaler",
            )


def _changes(fleet: Fleet, apps: list) -> None:  # type: ignore[type-arg]
    scene, rng = fleet.scene, fleet.scene.rng
    place = "service" if fleet.depth == "none" else "deployment"
    scene.change(
        -rng.uniform(900, 3000),
        "deployment",
        *rng.choice(RELEASES),
        f"{place}/{rng.choice(apps).name}",
        revision=f"{rng.getrandbits(28):07x}",
        result="succeeded",
    )
    scene.change(-rng.uniform(200, 800), "config", *rng.choice(HOUSEKEEPING))
