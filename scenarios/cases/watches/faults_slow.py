"""Quiet faults that grow or came by the clock: memory, a disk, a certificate."""

from scenarios.cases.watches.building import Case, Watch, ramp, step, wave
from scenarios.cases.watches.companies import calyx, farrow, halden
from scenarios.cases.watches.parts import deployment, function, host, service


def growing_router() -> Case:
    """Six hours of slow growth: pods reach their limit one after another and come back small. No release for nine days."""
    w = Watch(
        "wa-calyx-0317",
        "2026-03-17T15:05:00Z",
        "KubePodRestarted router (2 in 1 h)",
        source="prometheus",
        service="router",
        resource="deployment/router",
        started=-12,
        region="us-east-2",
        span=360,
        period=300,
    )
    calyx(w)
    service(w, "router", wave(88, 7), 96, 0.0021, 3.0, ramp(1480, 1890, -360))
    for pod, first in (("router-6fd8c-2kxwq", 1510.0), ("router-6fd8c-bb7jn", 1395.0), ("router-6fd8c-t49zs", 1290.0)):
        fall = {"2kxwq": -41.0, "bb7jn": -13.0, "t49zs": 999.0}[pod[-5:]]
        slope = lambda m, a=first, f=fall: a + 1.72 * (m + 360) if m < f else 820 + 1.72 * (m - f)  # noqa: E731
        w.metric(
            f"pod/{pod}",
            "ContainerInsights:memory_usage",
            lambda m, s=slope: s(m) * 1048576,
            noise=0.004,
            stat=None,
            unit="bytes",
        )
        state = {
            "name": "router",
            "limits": {"memory": "2Gi"},
            "requests": {"memory": "1536Mi"},
            "ready": True,
            "restart_count": 18 if fall < 0 else 17,
        }
        if fall < 0:
            state["last_state"] = {
                "state": "terminated",
                "reason": "OOMKilled",
                "exit_code": 137,
                "finished_at": w.time(fall),
            }
        w.state(
            f"pod/{pod}",
            "pod",
            namespace="maps",
            phase="Running",
            ready="1/1",
            restarts=state["restart_count"],
            node="ip-10-40-2-9",
            owner="ReplicaSet/router-6fd8c",
            containers=[state],
        )
    deployment(w, "router", "maps", 5, "calyx/router:7.3.0", age="9d")
    w.edges("owns", "deployment/router > pod/router-6fd8c-2kxwq", "deployment/router > pod/router-6fd8c-bb7jn")
    w.event(
        -13,
        "kubernetes",
        "pod/router-6fd8c-bb7jn",
        "BackOff",
        "Back-off restarting failed container router",
        "warning",
        1,
        source="kubelet",
    )
    w.event(-12.6, "kubernetes", "pod/router-6fd8c-bb7jn", "Started", "Started container router", source="kubelet")
    w.log(-100, "deployment/router", "info", "turn-cost cache entries=41 882 104 evictions=0")
    w.log(-3, "deployment/router", "info", "turn-cost cache entries=47 330 951 evictions=0")
    w.alert(
        -12,
        "KubePodRestarted",
        "deployment/router",
        "warning",
        count=92,
        reason="about ten a day, in working hours and at night",
    )
    w.change(-13100, "deployment", "argocd", "sync", "deployment/router", image=["router:7.2.4", "router:7.3.0"])
    return w.fault(
        "code.memory_leak",
        "deployment/router",
        ("compute.memory_leak", "deployment/router"),
        ("k8s.container.oom_killed", "deployment/router"),
        ("code.memory_leak", "service/router"),
        near="healthy.recovered compute.memory_saturation",
    )


def binlog_disk() -> Case:
    """The disk that always stands at 84 % stands at 93 % and climbs: nothing removes binary logs any more."""
    w = Watch(
        "wa-halden-0328",
        "2026-03-28T10:00:00Z",
        "DISK WARNING - /var/lib/mysql on hal-db-01",
        source="manual",
        resource="host/hal-db-01",
        started=-300,
        region=None,
        span=360,
        period=300,
    )
    halden(w)
    host(w, "hal-nas-02", 9, 33, 84.1, "/srv/archive")
    host(w, "hal-db-01", 27, 84, ramp(88.1, 93.4, -360), "/var/lib/mysql", 2.4)
    w.metric("host/hal-db-01", "mysql:queries_per_second", wave(940, 80), stat=None, usual=930)
    w.metric("host/hal-db-01", "mysql:binlog_bytes", ramp(3.02e11, 3.72e11, -360), noise=0.001, stat=None, unit="bytes")
    w.state(
        "host/hal-db-01",
        "filesystem",
        mount="/var/lib/mysql",
        size_gib=1340,
        used_percent=93.4,
        last_week_percent=83.9,
        inodes_percent=3,
    )
    w.state("host/hal-db-01", "mysql_variables", binlog_expire_logs_seconds=0, sync_binlog=1, read_only="OFF")
    w.log(
        -2,
        "host/hal-db-01",
        "warn",
        "logrotate-mysql: /var/lib/mysql 93%, largest: binlog.018811 1.1G, binlog.018810 1.1G, ... 339 files",
    )
    w.log(
        -210,
        "host/hal-db-01",
        "warn",
        "[Warning] [MY-010055] IP address '10.8.4.19' could not be resolved: Name or service not known",
    )
    w.change(
        -620,
        "config",
        "user/dba-oncall",
        "mysql: SET PERSIST binlog_expire_logs_seconds",
        "host/hal-db-01",
        value=[259200, 0],
        note="keep binlogs until replica rebuild is done",
    )
    w.alert(
        -300,
        "disk /var/lib/mysql",
        "host/hal-db-01",
        "warning",
        threshold=85,
        reason="93 %, about 0.9 points an hour; critical at 95",
    )
    w.alert(-25, "disk /srv/archive", "host/hal-nas-02", "ok", threshold=85, count=119)
    return w.fault(
        "storage.full", "host/hal-db-01", ("app.config.value_invalid", "host/hal-db-01"), near="healthy.threshold_noise"
    )


def webhook_certificate() -> Case:
    """The card partner's callbacks come in under their own name, whose certificate ran out at noon."""
    w = Watch(
        "wa-farrow-0405",
        "2026-04-05T12:47:00Z",
        "card-callbacks invocations lower than usual",
        resource="lambda/card-callbacks",
        service="cards",
        started=-38,
        region="eu-central-1",
        span=120,
    )
    farrow(w)
    function(w, "card-callbacks", step(71, 3, -47), 64, 0.05, memory=256)
    w.metric("apigateway/app-v2", "AWS/ApiGateway:Count", 3400, count=True, unit="Count", usual=3380)
    w.metric("apigateway/app-v2", "AWS/ApiGateway:5XXError", 0.5, count=True, unit="Count", usual=0.5)
    w.edges("calls", "host/callbacks.farrow.example > lambda/card-callbacks")
    w.metric(
        "host/callbacks.farrow.example",
        "haproxy:ssl_handshake_failures",
        step(0.4, 68, -47),
        count=True,
        stat="Sum",
        unit="Count",
    )
    w.metric("host/callbacks.farrow.example", "haproxy:cpu_percent", 6, stat=None)
    w.log(
        -20,
        "host/callbacks.farrow.example",
        "error",
        "callbacks/1: SSL handshake failure (error:0A000415:SSL routines::sslv3 alert certificate expired)",
        3190,
    )
    w.log(
        -90,
        "host/callbacks.farrow.example",
        "error",
        "callbacks/1: SSL handshake failure (error:0A00010B:SSL routines::wrong version number)",
        4,
    )
    w.gap("state", "connection timed out reading the certificate store", "host/callbacks.farrow.example")
    w.state(
        "apigateway/app-v2",
        "tls_certificate",
        subject="CN=api.farrow.example",
        not_after="2027-03-02T23:59:59Z",
        issuer="Amazon RSA 2048 M03",
    )
    w.alert(
        -38, "card-callbacks-anomaly", "lambda/card-callbacks", "alarm", reason="outside ANOMALY_DETECTION_BAND; Sunday"
    )
    w.alert(
        -90000, "cert-days-left *.farrow.example", "apigateway/app-v2", "ok", reason="watches the wildcard certificate"
    )
    return w.fault(
        "app.certificate_expired",
        "host/callbacks.farrow.example",
        ("app.certificate_expired", "lambda/card-callbacks"),
        poor=True,
        herring=("traffic.drop", "lambda/card-callbacks"),
        near="traffic.drop healthy.threshold_noise dependency.third_party_outage",
    )


CASES = (
    growing_router,
    binlog_disk,
    webhook_certificate,
)
