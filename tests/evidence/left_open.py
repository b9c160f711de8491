"""Systems that work although something looks otherwise, each with what would make it a fault."""

from typing import Any

from scenarios.cases.building_aws import Scene, edges, path
from scenarios.cases.building_kubernetes import condition
from scenarios.cases.building_kubernetes_systems import BANK, CLINIC, ENERGY, FLEET, MEDIA, PARCELS, TICKETS
from scenarios.cases.kubernetes_calm import Reading

Document = dict[str, Any]
DAY = 24 * 60.0


def rollout(*, again: bool = False) -> Document:
    """A rollout replaced pods; what stopped answered its last probes with an error. `again`: they keep going."""
    c = Reading("tickets", "2026-03-04T14:00:00", 501)
    c.system(TICKETS, chatter=9)
    c.all_nodes()
    c.change("deployment/holds", -4, "deployment", "helm upgrade holds 2.33.0 -> 2.33.1", "spinnaker")
    for place, pod in enumerate(c.pods("holds")):
        c.attrs(pod)["started_at"] = c.at(-4 + place)
        c.began(pod, -4 + place)
        c.event(pod, -3.7 + place, "Unhealthy", "Startup probe failed: connect: connection refused", count=2)
    c.event("pod/holds-5c77d9f4b6-qqx8v", -2.2, "Killing", "Stopping container holds", level="normal")
    c.event("pod/holds-5c77d9f4b6-qqx8v", -2.1, "Unhealthy", "Readiness probe failed: statuscode: 503", count=2)
    if again:
        for place, name in enumerate(("kk4rz", "t7wvn", "p2hds", "zz9bx")):
            c.event(f"pod/holds-6f8b9c7d5-{name}", 2 + 6 * place, "BackOff", "Back-off restarting failed container")
    c.serve(TICKETS, -2, 21, "holds", "seating", "box-office")
    return c.bundle("open-rollout", "Unhealthy events of holds", "deployment/holds", minutes=22, severity="warning")


def drained(*, pressed: bool = False, short: bool = False) -> Document:
    """A node is emptied for an upgrade and its pods run elsewhere. `pressed`: it was short of disk; `short`: one of
    them found no place."""
    c = Reading("fleet", "2026-04-11T08:00:00", 502, nodes=("gke-b-1", "gke-b-2"))
    c.system(FLEET, chatter=8)
    c.all_nodes()
    c.node("gke-b-3", unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"])
    c.topology.append({"from": "nodepool/batch", "to": "node/gke-b-3", "kind": "owns"})
    c.change(
        "nodepool/batch", -14, "infrastructure", "UpdateNodePool", "platform-team", ticket="planned upgrade to 1.31"
    )
    c.event("node/gke-b-3", -11, "NodeNotSchedulable", "Node gke-b-3 status is now: NodeNotSchedulable", level="normal")
    why = "The node was low on resource: ephemeral-storage." if pressed else "Evicted pod for node drain"
    level, source = ("warning", "kubelet") if pressed else ("normal", "node-upgrader")
    minute = 12 if pressed else -9
    for name in ("vehicles-6b5c4d7f8-old21", "geozones-74fd6c9b5-old11"):
        c.event(f"pod/{name}", minute, "Evicted", why, level=level, source=source)
    c.event("pod/geozones-74fd6c9b5-old11", -8, "FailedPreStopHook", "PreStopHook failed")
    moved = c.pods("vehicles")[0]
    c.attrs(moved)["started_at"] = c.at(-8)
    c.event(moved, -9, "FailedScheduling", "0/3 nodes are available: 1 unschedulable, 2 Insufficient memory.")
    if short:
        c.pending(moved, "0/3 nodes are available: 1 unschedulable, 2 Insufficient memory.", age=-9)
    c.serve(FLEET, -8, 20, "dispatch-api", "geozones")
    c.alert("node/gke-b-3", 0, "Node unschedulable for 10 minutes")
    return c.bundle("open-drained", "node status", "node/gke-b-3", minutes=21, severity="warning")


def attempts(*, failed: bool = False) -> Document:
    """A job's first pod failed and its second did the work. `failed`: neither did."""
    c = Reading("clinic", "2026-05-19T03:10:00", 503)
    c.system(CLINIC, chatter=6)
    c.all_nodes()
    job = "invoices-29662210"
    for place, name in enumerate(("4kxzt", "v8d2m")):
        well = place == 1 and not failed
        c.add(
            f"pod/{job}-{name}",
            "pod",
            namespace="clinic",
            phase="Succeeded" if well else "Failed",
            status="Completed" if well else "Error",
            ready="0/1",
            restarts=0,
            owner=f"Job/{job}",
            labels={"job-name": job},
            containers=[{"name": "invoices", "ready": False, "state": {"state": "terminated", "exit_code": 1 - well}}],
        )
    c.add(
        f"job/{job}",
        "job",
        namespace="clinic",
        owner="CronJob/invoices",
        pods="0 Active / 0 Succeeded / 2 Failed" if failed else "0 Active / 1 Succeeded / 1 Failed",
        conditions={"Failed" if failed else "Complete": condition("True")},
    )
    c.log(f"pod/{job}-4kxzt", -3, "ERROR deadlock found when trying to get lock; try restarting transaction", "error")
    c.alert(f"job/{job}", 0, "KubeJobFailed")
    c.serve(CLINIC, 1, 54, "appointments", "patients")
    return c.bundle("open-attempts", "KubeJobFailed", f"job/{job}", minutes=55, severity="warning")


def removed(*, missed: bool = False) -> Document:
    """A campaign's service was taken away with its manifest; another writes what it always writes. `missed`: somebody
    fails without it."""
    c = Reading("media", "2026-06-30T10:00:00", 504)
    c.system(MEDIA, chatter=50)
    c.all_nodes()
    player = c.pods("web-player")[0]
    c.change(
        "deployment/sweepstake", -6, "deployment", "flux: prune", "user/ines", commit="remove sweepstake, it ended"
    )
    c.event(
        "deployment/sweepstake", -6, "ScalingReplicaSet", "Scaled down replica set sweepstake-9c to 0", level="normal"
    )
    c.event("pod/sweepstake-9c-w8kzq", -5.9, "Killing", "Stopping container sweepstake", level="normal")
    c.lines(player, range(-48, 40, 8), 'open() "/srv/robots{n}.txt" failed (2: No such file or directory)', "error")
    if missed:
        text = "ERROR GET http://sweepstake/entries/{n}: dial tcp: lookup sweepstake: no such host"
        c.lines(c.pods("ads")[0], range(-5, 40, 2), text, "error")
    c.serve(MEDIA, -5, 40, "playlists", "rights", "ads")
    c.alert("deployment/sweepstake", 0, "sweepstake: no available replicas")
    return c.bundle("open-removed", "sweepstake: no available replicas", "deployment/sweepstake", minutes=41)


def restarted(*, since: bool = False) -> Document:
    """A pod was restarted hours ago; another service writes its usual error. `since`: it never did before."""
    c = Reading("bank", "2026-02-10T02:00:00", 505)
    c.system(BANK, chatter=5)
    c.all_nodes()
    pod, other = c.pods("limits")[0], c.pods("statements")[0]
    c.crashing(pod, 1, 137, last=-1, lived=3000, now="Running")
    c.event(pod, -1.5, "Unhealthy", "Liveness probe failed: context deadline exceeded", count=3)
    c.event(pod, -1, "Killing", "Container limits failed liveness probe, will be restarted", level="normal")
    c.event(pod, -0.9, "Started", "Started container limits", level="normal")
    text = "ERROR exporter: push to http://metrics-old:9091 failed, skipped"
    for minute in range(20 if since else -90, 280, 20):
        c.log(other, minute, text, "error", count=4)
    c.serve(BANK, 2, 280, "limits", "accounts")
    c.serve(BANK, -95, 0, "statements")
    c.alert("deployment/limits", 0, "restarts")
    return c.bundle("open-restarted", "[Triggered] restarts", "deployment/limits", minutes=281, severity="P3")


def watchdog(*, burst: bool = False) -> Document:
    """The alert that always fires, among habitual errors. `burst`: payments fail since ten minutes."""
    c = Reading("energy", "2026-07-07T07:00:00", 506)
    c.system(ENERGY, chatter=55)
    c.all_nodes()
    text = "ERROR rejected request from 198.51.100.{n}: unknown host header"
    c.lines(c.pods("tariffs")[0], range(-54, 10, 9), text, "error")
    if burst:
        lines = [-1 + 0.4 * place for place in range(26)]
        c.lines(c.pods("readings-api")[0], lines, "ERROR could not write reading {n}: disk quota exceeded", "error")
    c.serve(ENERGY, -1, 9, "tariffs", "readings-api", "consumer-portal")
    c.alert(None, -70 * DAY, "DeadMansSwitch", query="vector(1)")
    told = "This alert is meant to always fire, to show that the alerting pipeline works."
    return c.bundle(
        "open-watchdog",
        "DeadMansSwitch",
        None,
        minutes=10,
        severity="none",
        description=told,
        started_at=None,
        service=None,
    )


def paged(*, second: float = 30 * DAY) -> Document:
    """Somebody tests the pager. `second`: how many minutes ago another thing's alarm went on."""
    s, db, api = Scene("2026-03-20T13:00:00", seed=507, count=70), "rds/quarry-pg", "ecs-service/quarry-api"
    return s.bundle(
        "open-paged",
        "quarry-pg down",
        db,
        started=63,
        severity="critical",
        description="paging test by the service desk, please ignore",
        alerts=[
            s.alarm(db, 64, "quarry-pg down", state="ok", reason="set by hand: pager test"),
            s.alarm("rds/reports-mysql", 70 - second, "reports-mysql memory"),
        ],
        metrics=[
            *s.rds(db),
            s.series(api, "errors", 0, namespace="Quarry", statistic="Sum"),
            s.series(api, "requests", 900, namespace="Quarry", statistic="Sum"),
        ],
        logs=s.lines(api, 0, 69, 3, ["GET /blocks/{n} 200 31ms"]),
        topology=edges((api, "reads", db)),
        state=[s.instance(db, "postgres", "16.3", "db.r6g.large"), s.ecs_state(api, 3, 3, "quarry-api:9")],
    )


def flapped(*, slow: bool = False) -> Document:
    """An alarm without a waiting time went on now and then, and is off. `slow`: it is on, and so is latency."""
    s, api = Scene("2026-03-25T09:00:00", seed=508, count=120), "service/catalogue"
    level: Any = path((112, 0.05), (None, 0.4)) if slow else 0.05
    fired = [s.alarm(api, at, "CatalogueP95", threshold=0.056, reason="for: 0m") for at in (7, 31, 66, 97)]
    last = s.alarm(api, 118, "CatalogueP95", threshold=0.056, state="alarm" if slow else "ok")
    return s.bundle(
        "open-flapped",
        "CatalogueP95",
        api,
        started=117,
        source="prometheus",
        severity="warning",
        alerts=[*fired, last],
        metrics=[
            s.series(one, name, value, namespace="Prometheus", spread=0.08, unit=unit)
            for one, base in (("service/catalogue", level), ("service/basket", 0.11), ("service/shopfront", 0.2))
            for name, value, unit in (
                ("latency_p95", base, "seconds"),
                ("request_rate", 60, "req/s"),
                ("error_rate", 0.002, "ratio"),
            )
        ],
        logs=s.lines(api, 0, 119, 6, ["GET /skus/{n} 200"]),
        topology=edges(("service/shopfront", "calls", api), ("service/shopfront", "calls", "service/basket")),
    )


def unheard(*, silent: bool = False, dense: bool = False) -> Document:
    """A counter of rare events is silent for a while, as often. `silent`: so is everything else of the service;
    `dense`: it was never silent before."""
    s, app = Scene("2026-04-02T22:00:00", seed=509, count=60, period=300), "service/chargebacks"
    rare = [place for place in range(60) if place not in (3, 9, 10, 22, 31, 38, 44)]
    rare = list(range(48, 60)) if dense else rare
    gone = range(50, 60) if silent else ()
    return s.bundle(
        "open-unheard",
        "[No data] chargeback declines",
        app,
        started=265,
        source="datadog",
        severity="unknown",
        alerts=[
            s.alarm(app, 265, "[No data] chargeback declines", "chargebacks.declines", state="insufficient_data")
            | {"reason": "no data in the last 30 minutes"},
        ],
        metrics=[
            s.series(app, "chargebacks.declines", 1, spread=0, drop=rare, namespace="datadog", statistic="Sum"),
            s.series(app, "request_rate", 4.1, drop=gone, namespace="datadog"),
            s.series(app, "error_rate", 0.001, drop=gone, namespace="datadog"),
            s.series(app, "latency_p95", 0.3, drop=gone, namespace="datadog", unit="Seconds"),
        ],
        logs=s.lines(app, 0, 245 if silent else 299, 5, ["settled chargeback {n}"]),
    )


def replaced(*, lasting: bool = False) -> Document:
    """Tasks were replaced in turn; those that stopped cut their streams. `lasting`: the new ones do so too."""
    s, app, alb = Scene("2026-05-05T12:00:00", seed=510, count=90), "ecs-service/courier", "alb/courier"
    more = [s.log(app, at, "error: context canceled stream=orders", "error") for at in range(42, 90)] if lasting else []
    return s.bundle(
        "open-replaced",
        "courier running tasks < 6",
        app,
        started=37,
        severity="critical",
        alerts=[s.alarm(app, 44, "courier running tasks < 6", "RunningTaskCount", 6, below=True, state="ok")],
        metrics=[
            s.series(app, "RunningTaskCount", path((36, 6), (3, 5), (None, 6)), spread=0),
            s.series(app, "CPUUtilization", 38, spread=0.03),
            s.series(alb, "RequestCount", 2100, spread=0.03),
            s.series(alb, "HTTPCode_Target_5XX_Count", path((None, 0.4)), spread=1.0),
            s.series(alb, "TargetResponseTime", 0.07, spread=0.05, statistic="p95", unit="Seconds"),
        ],
        logs=[
            *s.lines(app, 0, 89, 4, ["order {n} accepted"]),
            s.log(app, 36.2, "SIGTERM received, draining", "warning", count=6),
            s.log(app, 37.9, "error: context canceled stream=orders", "error", count=5),
            *more,
        ],
        events=[
            s.event(app, 36, "SERVICE_TASKS_STOPPED", "(service courier) has stopped 1 running tasks: (task 9c1)."),
            s.event(app, 43, "SERVICE_DEPLOYMENT_COMPLETED", "(service courier) (deployment 31) deployment completed."),
            s.event(app, 43.4, "SERVICE_STEADY_STATE", "(service courier) has reached a steady state."),
        ],
        changes=[s.change(app, 35, "deployment", "ecs:UpdateService", "role/deploy", task_definition=["c:30", "c:31"])],
        topology=edges((alb, "calls", app)),
        state=[s.ecs_state(app, 6, 6, "c:31"), s.state("target-group/courier", "target_group", healthy=6, unhealthy=0)],
    )


def elsewhere(*, ago: float = 40 * DAY) -> Document:
    """What was reported of a pod is over; something without connection has an alarm. `ago`: since how many minutes."""
    c = Reading("parcels", "2026-06-02T16:00:00", 511)
    c.system(PARCELS, chatter=8)
    c.all_nodes()
    pod = c.pods("routing")[0]
    c.event(pod, -1, "Unhealthy", "Readiness probe failed: context deadline exceeded", count=2)
    c.serve(PARCELS, 1, 29, "routing", "portal", "intake")
    c.alert("deployment/routing", 1, "KubePodNotReady", state="ok", reason="resolved")
    c.alert("service/pushgateway", 30 - ago, "TargetDown")
    return c.bundle("open-elsewhere", "KubePodNotReady", "deployment/routing", minutes=30, severity="warning")


def counted(*, restarts: tuple[int, ...]) -> Document:
    """A counter of restarts that grows at some minutes of ninety, beside services without any connection."""
    s, app = Scene("2026-09-09T05:00:00", seed=512, count=90), "deployment/ticker"
    counter = [sum(place >= each for each in restarts) for place in range(90)]
    return s.bundle(
        "open-counted",
        "KubePodCrashLooping ticker",
        app,
        started=75,
        source="prometheus",
        severity="warning",
        metrics=[
            s.series(app, "kube_pod_container_status_restarts_total", [(1, each) for each in counter], spread=0),
            *(
                s.series(f"service/{name}", metric, level, namespace="Prometheus")
                for name in ("quotes", "ledger", "archive")
                for metric, level in (("latency_p95", 0.1), ("error_rate", 0.001), ("request_rate", 70))
            ),
        ],
        topology=edges(("service/board", "calls", app)),
    )


def borrowed() -> Document:
    """The alarm watches a latency that was not collected; another service, not connected, has one of that name."""
    s, app = Scene("2026-09-21T05:00:00", seed=513, count=45), "ecs-service/harvest"
    return s.bundle(
        "open-borrowed",
        "harvest p95 > 2 s",
        app,
        started=40,
        alerts=[s.alarm(app, 40, "harvest p95 > 2 s", "latency_p95", 2)],
        metrics=[
            s.series(f"service/{name}", metric, level, namespace="Prometheus")
            for name in ("quotes", "ledger", "archive")
            for metric, level in (("latency_p95", 0.1), ("error_rate", 0.001), ("request_rate", 70))
        ],
        topology=edges((app, "reads", "rds/harvest-pg")),
        state=[s.ecs_state(app, 3, 3, "harvest:8")],
    )
