"""Faults from outside the code: nodes, disks, networks, providers and demand."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import HALL, LENDING, METERS, PARCELS, TICKETS, eks, numbered


def ledger_sunday() -> Case:
    s = Scene("me-ledger-sunday", 401, "2026-03-15T04:36:00Z", before=40, after=30)
    f = Fleet(s, LENDING, "lending", numbered("rke2-w", 4), metrics=("request_rate", "error_rate"), depth="workloads", shapes={"accounts.error_rate": level(0.33, 0), "gateway.error_rate": level(0.11, 0), "pg-accounts.error_rate": level(0.4, 0)})
    everyday(f, 31, 5, events=False, changes=False)
    s.forget("metrics", "service/pg-accounts", "service/kafka-ledger")
    s.incident("Transfers failing (call centre)", "service/gateway", "high", "manual", at=None)
    for minute, count in ((0.2, 31), (6, 240), (21, 512)):
        s.log(minute, "service/accounts", "ERROR", 'o.h.e.jdbc.spi.SqlExceptionHelper - ERROR: could not extend file "base/16402/88310": No space left on device  Hint: Check free disk space.', count)
    s.log(8, "service/ledger-writer", "ERROR", "org.postgresql.util.PSQLException: ERROR: could not extend file \"base/16402/88121.4\": No space left on device", 77)
    s.log(9, "service/gateway", "WARN", "accounts answered 500 for POST /transfers", 410)
    s.state("pvc/data-pg-accounts-0", "pvc", namespace="lending", status="Bound", volume="pvc-88a1", capacity="80Gi", access_modes=["ReadWriteOnce"], storage_class="longhorn", used_by="pg-accounts-0")
    s.gap("metrics", "kubelet_volume_stats: no datapoints in the window", "pvc/data-pg-accounts-0")
    s.gap("logs", "timed out after 10 s", "statefulset/pg-accounts")
    s.gap("events", "events older than 1 h expired")
    f.settle()
    also = (("storage.full", "pvc/data-pg-accounts-0"), ("storage.full", "service/pg-accounts"))
    return s.fault("storage.full", "statefulset/pg-accounts", also, poor=True)


def encore() -> Case:
    s = Scene("me-encore", 402, "2026-07-03T20:58:00Z", before=90, after=34, hours=2)
    shapes = {"payments.error_rate": level(0.46, 0, noise=0.1), "payments.latency_p95": level(15010, 0, over=2, noise=0.02), "orders.error_rate": level(0.4, 0.5, noise=0.1), "orders.latency_p95": level(15200, 0, over=2, noise=0.02), "orders.request_rate": times(0.8, 3), "payments.cpu_usage": times(0.7, 0), "storefront.error_rate": level(0.019, 1), "seatmap.cpu_usage": times(1.3, -90)}
    f = Fleet(s, TICKETS, "tickets", eks(61, "eu-west-3", 6), mesh="istio", shapes=shapes)
    for n, pod in enumerate(f.pods["payments"]):
        f.attributes[pod]["started_at"] = s.at(-38 + n, False)
    everyday(f, 32)
    s.incident("OrderCompletionRateLow", "service/orders", text="orders completed / started < 0.75 for 5m", at=5, region="eu-west-3")
    s.change(-39, "deployment", "ci-payments", "rollout", "deployment/payments", image=["payments:3.9.0", "payments:3.9.1"], result="complete")
    for pod in f.pods["payments"]:
        s.log(-25, pod, "INFO", "c.a.pay.PaylaneClient - capture ok ref=pl_77a1 took=390ms")
        s.log(s.rng.uniform(0.3, 6), pod, "ERROR", "c.a.pay.PaylaneClient - POST https://api.paylane.example/v3/captures -> 503 {\"error\":\"service_unavailable\",\"message\":\"We are experiencing degraded performance\"} attempt=3", 214)
        s.log(s.rng.uniform(8, 30), pod, "ERROR", "c.a.pay.PaylaneClient - java.net.http.HttpTimeoutException: request timed out after 15000 ms (api.paylane.example)", 377)
    s.log(10, "service/orders", "WARN", "Order 88-1931 parked: payment outcome unknown", 802)
    s.log(4, f.pods["payments"][1], "info", '"POST /v3/captures HTTP/2" 503 - via_upstream - "-" 612 88 15001 15000 outbound|443||api.paylane.example', 190, source="istio-proxy")
    s.alert("Status page: Paylane - Card captures (EU) degraded", "external/paylane-api", at=21, reason="Investigating: elevated error rates on captures in EU")
    f.settle()
    also = (("dependency.third_party_outage", "service/payments"), ("dependency.third_party_outage", "deployment/payments"))
    return s.fault("dependency.third_party_outage", "external/paylane-api", also, ("deployment.bad_release", "deployment/payments"), near=("dependency.slow", "dependency.errors"))


def streamer_plays() -> Case:
    s = Scene("me-streamer-plays", 403, "2026-11-21T19:16:00Z", before=50, after=20, step=15)
    crowd = {"lobby": 3.9, "rooms": 4.1, "matcher": 3.8, "profile": 3.7, "ratings": 3.9, "wallet": 2.6, "fraud": 2.5, "chat": 4.4, "profile-db": 3.0, "wallet-db": 2.4}
    shapes = {f"{name}.request_rate": times(factor, 0, over=4) for name, factor in crowd.items()}
    shapes |= {f"{name}.cpu_usage": times(factor * 0.85, 0, over=4) for name, factor in crowd.items()}
    shapes |= {"matcher.cpu_usage": level(4.0, 0, over=4, noise=0.02), "matcher.latency_p95": times(16, 2, over=4), "rooms.latency_p95": times(9, 2, over=4), "lobby.latency_p95": times(8, 2, over=4), "lobby.error_rate": level(0.12, 4), "rooms.error_rate": level(0.15, 4), "matcher.error_rate": level(0.19, 4)}
    f = Fleet(s, HALL, "hall", numbered("game-", 4), shapes=shapes, depth="none", metrics=("request_rate", "latency_p95", "error_rate", "cpu_usage"))
    everyday(f, 33, events=False)
    s.incident("lobby errors 12%", "service/lobby", "critical", at=6)
    s.series("active_sessions", "service/lobby", 8800, times(4.2, 0, over=5), noise=0.02, whole=True)
    s.series("distinct_client_ips", "service/lobby", 8100, times(4.1, 0, over=5), noise=0.02, whole=True)
    s.log(5, "service/lobby", "warn", "queue position > 2000 shown to players region=eu", 3100)
    s.log(6, "service/matcher", "WARNING", "uvicorn.error worker backlog 512, rejecting with 503", 2410)
    s.log(3, "service/lobby", "info", "top referrer last 5m: twitch.example/fjordplays (71%)", 1)
    also = (("traffic.surge", "service/matcher"), ("compute.cpu_saturation", "service/matcher"), ("traffic.surge", "service/rooms"))
    return s.fault("traffic.surge", "service/lobby", also, near=("compute.autoscaling_at_max", "traffic.abuse"))


def tile_hunger() -> Case:
    s = Scene("me-tile-hunger", 404, "2026-01-08T02:31:00Z", before=70, after=26)
    shapes = {"edge.request_rate": times(2.2, 0, over=1), "dash.request_rate": times(21, 0, over=1), "query.request_rate": times(15, 0, over=1), "query.cpu_usage": level(5.9, 0, over=1, noise=0.02), "query.latency_p95": times(18, 0, over=2), "query.error_rate": level(0.17, 1), "dash.latency_p95": times(12, 0, over=2), "dash.error_rate": level(0.15, 1), "store.cpu_usage": times(1.7, 0, over=1), "store.latency_p95": times(3, 0), "alerting.error_rate": level(0.16, 1), "edge.error_rate": level(0.08, 1), "dash.cpu_usage": times(3, 0)}
    f = Fleet(s, METERS, "meters", eks(17, "eu-north-1", 5), shapes=shapes)
    everyday(f, 34)
    s.incident("alert evaluation delayed", "service/alerting", "high", at=4, region="eu-north-1")
    s.change(-30, "deployment", "ci-query", "helm upgrade", "deployment/query", image=["query:2.8.9", "query:2.9.0"], result="deployed")
    for minute in (0.3, 4, 13, 22):
        s.log(minute, f.pods["edge"][s.rng.randrange(3)], "info", f'198.51.100.{s.rng.choice((23, 24))} - - "GET /dash/api/tiles?meter={s.rng.randint(100000, 999999)}&from=0&to=now HTTP/1.1" 200 88121 "-" "python-requests/2.31.0"', s.rng.randint(18000, 26000))
    s.log(8, f.pods["edge"][0], "info", '203.0.113.90 - - "GET /dash/home HTTP/2.0" 200 4410 "-" "Mozilla/5.0 (X11; Linux x86_64)"', 41)
    s.log(9, "service/edge", "info", "report: top clients 5m: 198.51.100.23 44%, 198.51.100.24 41%, next 0.2%; paths /dash/api/tiles 86%", 1)
    s.log(5, f.pods["query"][0], "warn", 'level=warn msg="query concurrency limit reached" queued=400 limit=64', 2200)
    s.log(7, f.pods["alerting"][0], "ERROR", "rule evaluation failed: 503 from query", 61)
    s.series("distinct_client_ips", "service/edge", 5100, noise=0.03, whole=True)
    f.settle()
    also = (("traffic.abuse", "service/dash"), ("traffic.abuse", "service/query"))
    return s.fault("traffic.abuse", "service/edge", also, ("deployment.bad_release", "deployment/query"), near=("traffic.surge",))


def dock_door_six() -> Case:
    s = Scene("me-dock-door-six", 405, "2026-08-19T07:25:00Z", before=60, after=30)
    shapes = {f"{name}.latency_p99": times(k, 0) for name, k in (("track-web", 4.5), ("track-api", 6), ("routes", 5), ("geo", 9), ("depots", 7))}
    shapes |= {"track-web.error_rate": level(0.021, 0, noise=0.3), "track-api.error_rate": level(0.028, 0, noise=0.3), "routes.error_rate": level(0.024, 0, noise=0.3)}
    f = Fleet(s, PARCELS, "parcels", numbered("metal-", 5), shapes=shapes, metrics=("request_rate", "latency_p50", "latency_p99", "error_rate", "cpu_usage"))
    bad = [f.pods["geo"][0], f.pods["depots"][1], f.pods["routes"][2], f.pods["track-api"][1], f.pods["labels"][0]]
    for app in f.apps:
        for n, pod in enumerate(f.pods[app.name]):
            f.attributes[pod]["node"] = "metal-3" if pod in bad else ("metal-1", "metal-2", "metal-4", "metal-5")[n % 4]
    everyday(f, 35)
    s.incident("track-web p99 > 600 ms", "service/track-web", "high", at=5)
    s.change(-22, "deployment", "ci-geo", "rollout", "deployment/geo", image=["geo:0.9.11", "geo:0.9.12"], result="complete")
    for pod in bad[:4] + [f.pods["geo"][1], f.pods["geo"][2], f.pods["depots"][0], f.pods["routes"][0], f.pods["track-api"][0]]:
        hurt = pod in bad
        s.series("tcp_retransmits", pod, 0.4, times(70, 0) if hurt else times(1.5, 0), noise=0.4, unit="1/s")
    for n in range(1, 6):
        s.series("network_receive_errors", f"node/metal-{n}", 0.05, level(212, 0, noise=0.2) if n == 3 else None, noise=0.9, unit="1/s", dims={"device": "bond0"})
        s.series("cpu_utilization", f"node/metal-{n}", (34, 41, 38, 81, 29)[n - 1], noise=0.05, unit="percent")
    s.log(1, "node/metal-3", "warning", "kernel: mlx5_core 0000:3b:00.0 eno1np0: Port module event: Cable error, Bus stuck; bond0: link status flapping", 9, source="journal")
    s.log(5, bad[2], "ERROR", "c.p.routes.GeoClient - java.net.SocketTimeoutException: Read timed out", 212)
    s.log(7, f.pods["track-api"][0], "error", 'level=error msg="depots" err="read tcp 10.3.1.9:50110->10.8.4.2:8080: read: connection timed out"', 118)
    f.settle()
    also = (("network.packet_loss", "node/metal-3"),)
    return s.fault("node.packet_loss", "node/metal-3", also, ("deployment.bad_release", "deployment/geo"), near=("network.latency", "node.network_latency"))


def log_flood() -> Case:
    s = Scene("me-log-flood", 406, "2026-10-11T23:40:00Z", before=60, after=30)
    shapes = {"accounts.error_rate": level(0.27, 0), "gateway.error_rate": level(0.14, 0), "loans.error_rate": level(0.13, 0), "accounts.cpu_usage": times(0.7, 0), "accounts.latency_p95": times(4, 0), "accounts.memory_usage": times(0.67, 0), "ledger-writer.memory_usage": times(0.67, 0)}
    f = Fleet(s, LENDING, "lending", numbered("dc1-kube-", 5), shapes=shapes)
    gone = {app: f.pods[app][0] for app in ("accounts", "ledger-writer", "auth")}
    f.empty("dc1-kube-2", "dc1-kube-4", "dc1-kube-5")
    everyday(f, 36)
    s.incident("gateway availability", "service/gateway", at=3)
    s.change(-27, "deployment", "ci-accounts", "rollout", "deployment/accounts", image=["accounts:18.7.2", "accounts:18.7.3"], result="complete")
    for app, pod in gone.items():
        f.attributes[pod].update(phase="Failed", status="Evicted", ready="0/1", node="dc1-kube-2", conditions={"Ready": "False"})
        s.event(-0.5, pod, "Evicted", "The node was low on resource: ephemeral-storage. Threshold quantity: 10% of imagefs, available: 3%.")
        fresh = f.add_pod(app, started=0.2)
        if app == "auth":
            f.attributes[fresh]["node"] = "dc1-kube-5"
        else:
            f.pending(fresh, "0/5 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 4 Insufficient memory.")
            s.event(27, fresh, "FailedScheduling", "0/5 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 4 Insufficient memory.", count=6, first=0.3, source="default-scheduler")
    node = f.attributes["node/dc1-kube-2"]
    node["conditions"]["DiskPressure"] = {"status": "True", "reason": "KubeletHasDiskPressure", "message": "kubelet has disk pressure"}
    node["taints"] = ["node.kubernetes.io/disk-pressure:NoSchedule"]
    s.event(-0.7, "node/dc1-kube-2", "NodeHasDiskPressure", "Node dc1-kube-2 status is now: NodeHasDiskPressure", "normal")
    s.event(24, "node/dc1-kube-2", "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage", count=140, first=-0.7)
    s.series("disk_utilization", "node/dc1-kube-2", 62, level(97.2, -30, over=30, noise=0.003), noise=0.003, unit="percent", dims={"device": "/var/lib"})
    s.series("disk_utilization", "node/dc1-kube-3", 51, noise=0.003, unit="percent", dims={"device": "/var/lib"})
    s.log(2, f.pods["loans"][0], "ERROR", "i.k.client - Connect timeout has expired [url=http://accounts/v2, connect_timeout=1000 ms]", 310)
    s.log(6, f.pods["accounts"][1], "WARN", "o.a.t.u.threads.ThreadPoolExecutor - queue 400 of 400", 88)
    f.settle()
    also = (("k8s.workload.evicted", "deployment/accounts"), ("storage.full", "node/dc1-kube-2"), ("k8s.workload.evicted", "node/dc1-kube-2"))
    return s.fault("node.disk_pressure", "node/dc1-kube-2", also, ("deployment.bad_release", "deployment/accounts"), near=("k8s.scheduling.insufficient_memory", "k8s.scheduling.taint_not_tolerated"))


__all__ = ["dock_door_six", "encore", "ledger_sunday", "log_flood", "streamer_plays", "tile_hunger"]
