"""Systems that are well now, seen without any series."""

from .scene import Case, Scene, box

NODES = ("hx-1", "hx-2", "hx-3")


def bellringer() -> Case:
    """A watchdog that is meant to fire always."""
    s = Scene(
        "estate-bell-tower",
        "Watchdog",
        "2026-01-05T00:00:00",
        600,
        seed=56,
        severity="none",
        since=-60,
        description="This is an alert meant to ensure that the entire alerting pipeline is functional. It is always firing.",
    )
    s.incident |= {"labels": {"alertname": "Watchdog", "severity": "none", "cluster": "bell"}}
    s.workload("chime-api", "bell", NODES[:2], restarts=5)
    s.alert("Watchdog", t=0, query="vector(1)", reason="always firing")
    s.alert("InfoInhibitor", t=40, reason="info alert in namespace bell", query='ALERTS{severity="info"} == 1')
    s.alert("CPUThrottlingHigh", "warning", 40, entity="deployment/chime-api", reason="31% throttling; severity info")
    s.event(400, "pod/chime-cron-2984-k7", "Completed", "Job completed")
    s.event(-50, "pod/chime-api-canary", "BackOff", "Back-off pulling image (deleted since)", "warning", count=3)
    s.log(200, "service/chime-api", "W, [#1] WARN -- : telemetry flush retried once", "WARN", count=4)
    s.chat("service/chime-api", "rails", 14)
    return s.case_of("healthy", "healthy.expected_signal", None, near=("compute.cpu_throttled",))


def drydock() -> Case:
    """Zabbix reported and resolved an outage of a switch-over drill."""
    s = Scene(
        "estate-dry-dock",
        "Zabbix: HAProxy backend be_docks has no server UP",
        "2026-05-12T10:00:00",
        55,
        seed=57,
        source="zabbix",
        severity="Disaster",
        zone=2,
    )
    s.incident |= {"service": "dock-portal", "resource": "service/dock-portal"}
    s.alert(
        "Zabbix: HAProxy backend be_docks has no server UP",
        "ok",
        3,
        entity="service/dock-portal",
        reason="RESOLVED in 1m 40s",
    )
    s.alert("Zabbix: dk-lb2 kernel update pending", "warning", -12000, entity="host/dk-lb2")
    s.log(
        0.1,
        "host/dk-lb1",
        'May 12 10:00:06 dk-lb1 haproxy[990]: Server be_docks/dk-app1 is DOWN, reason: Layer4 connection problem, info: "Connection refused"',
        "alert",
    )
    s.log(0.1, "host/dk-lb1", "May 12 10:00:06 dk-lb1 haproxy[990]: backend be_docks has no server available!", "emerg")
    s.log(
        1.8,
        "host/dk-lb1",
        "May 12 10:01:46 dk-lb1 haproxy[990]: Server be_docks/dk-app1 is UP, reason: Layer7 check passed, code: 200, check duration: 3ms",
        "notice",
    )
    s.log(
        1.9,
        "host/dk-lb1",
        "May 12 10:01:51 dk-lb1 haproxy[990]: Server be_docks/dk-app2 is UP, reason: Layer7 check passed, code: 200, check duration: 4ms",
        "notice",
    )
    s.repeat(
        [10, 20, 31, 44, 53],
        "host/dk-lb1",
        [
            'dk-lb1 haproxy[990]: 10.8.0.4:50110 [{stamp}] fe~ be_docks/dk-app2 0/0/1/18/19 200 4410 - - ---- "GET /berths HTTP/1.1"'
        ],
        "info",
    )
    for host in ("dk-app1", "dk-app2"):
        s.state(f"host/{host}", "systemd_unit", unit="dock-portal.service", active="active (running)", since=s.at(1.5))
        s.chat(f"host/{host}", "journald", 7)
    s.state("service/dock-portal", "connectivity_check", port=443, ok=True, detail="HTTP 200 in 41 ms")
    s.change(
        -0.2,
        "other",
        "restart drill dock-portal (announced, CHG-3311)",
        "service/dock-portal",
        "ops",
        window="10:00-10:15",
    )
    s.edge("host/dk-lb1", "service/dock-portal")
    return s.case_of(
        "healthy",
        "healthy.recovered",
        "service/dock-portal",
        near=("lb.no_healthy_targets", "dependency.unreachable"),
        herring=("lb.no_healthy_targets", "service/dock-portal"),
    )


def abacus() -> Case:
    """A stale job alert: the retry finished long since."""
    s = Scene(
        "estate-abacus-run",
        "KubeJobFailed: tithe-close-29411",
        "2026-09-01T00:10:00",
        300,
        seed=58,
        severity="warning",
        source="prometheus",
    )
    s.incident |= {
        "resource": "job/tithe-close-29411",
        "labels": {"namespace": "parish", "job_name": "tithe-close-29411"},
    }
    s.workload("tithe-api", "parish", NODES[:2])
    s.state(
        "job/tithe-close-29411",
        "job",
        pods="0 Active (0 Ready) / 0 Succeeded / 1 Failed",
        backoff_limit=0,
        namespace="parish",
    )
    s.state(
        "job/tithe-close-29412",
        "job",
        pods="0 Active (0 Ready) / 1 Succeeded / 0 Failed",
        backoff_limit=0,
        namespace="parish",
        completed_at=s.at(31),
    )
    done = box(
        "close",
        "registry.corp.lan/parish/close:8",
        ready=False,
        state={"state": "terminated", "reason": "Completed", "exit_code": 0},
    )
    s.pod("tithe-close-29412-w8s", "parish", [done], NODES[0], phase="Succeeded")
    s.event(
        3,
        "job/tithe-close-29411",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
        "warning",
        source="job-controller",
    )
    s.event(31, "job/tithe-close-29412", "Completed", "Job completed", source="job-controller")
    s.log(
        2.8,
        "pod/tithe-close-29411-q2n",
        "[2026-09-01 00:12:48,101: ERROR/MainProcess] psycopg.errors.SerializationFailure: could not serialize access due to concurrent update",
        "ERROR",
    )
    s.log(
        30.8,
        "pod/tithe-close-29412-w8s",
        "[2026-09-01 00:40:48,511: INFO/MainProcess] period 2026-08 closed, 41220 postings, checksum ok",
        "INFO",
    )
    s.chat("service/tithe-api", "celery", 12)
    s.alert(
        "KubeJobFailed",
        t=18,
        entity="job/tithe-close-29411",
        query='kube_job_failed{job="kube-state-metrics"} > 0',
        reason="Removing failed job after investigation should clear this alert",
    )
    s.change(-600, "deployment", "tithe-api 3.3", "deployment/tithe-api", "ci")
    s.gap("metrics", "no metrics source configured")
    return s.case_of(
        "healthy",
        "healthy.recovered",
        "job/tithe-close-29411",
        near=("db.lock_contention", "code.unhandled_error"),
        herring=("code.unhandled_error", "job/tithe-close-29411"),
    )


def puppets() -> Case:
    """Image pulls were limited for some minutes; every pod runs and is ready now."""
    s = Scene(
        "estate-puppet-stage",
        "KubeContainerWaiting puppet-cast",
        "2026-03-08T18:00:00",
        66,
        seed=59,
        source="kubernetes",
        severity="warning",
        started=2,
    )
    s.incident |= {"resource": "deployment/puppet-cast"}
    pods = s.workload("puppet-cast", "stage", NODES, image="docker.io/library/puppet-cast:12")
    s.workload("curtain", "stage", NODES[:1], restarts=1)
    for n, p in enumerate(pods[:2]):
        s.event(
            4 + n,
            p,
            "Failed",
            'Failed to pull image "docker.io/library/puppet-cast:12": toomanyrequests: You have reached your unauthenticated pull rate limit.',
            "warning",
            count=4,
            first=0.4,
        )
        s.event(9 + n, p, "Pulled", 'Successfully pulled image "docker.io/library/puppet-cast:12" in 5.8s')
        s.event(9.1 + n, p, "Started", "Started container puppet-cast")
    s.change(-0.2, "deployment", "rollout puppet-cast 11 -> 12", "deployment/puppet-cast", "ci")
    for p in pods:
        s.chat(p, "json", 6)
    s.log(62, pods[0], '{"level":30,"msg":"show 18:45 cast complete","actors":12}', "info")
    s.log(40, "service/curtain", '{"level":40,"msg":"retrying websocket, peer went away"}', "warn", count=3)
    s.chat("service/curtain", "traefik", 8)
    s.alert("KubeContainerWaiting", "ok", 14, entity="deployment/puppet-cast", reason="resolved")
    return s.case_of(
        "healthy",
        "healthy.recovered",
        "deployment/puppet-cast",
        near=("k8s.image.rate_limited", "deployment.rollout_stuck"),
        herring=("k8s.image.rate_limited", "deployment/puppet-cast"),
    )


CASES = (bellringer, drydock, abacus, puppets)
