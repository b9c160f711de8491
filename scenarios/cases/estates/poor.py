"""Cases whose evidence was thinned: five still speak, two do not."""

from .scene import Case, Scene, box


def vouchers() -> Case:
    """Only the callers' logs show an external provider answering 503 while the rest of the internet works."""
    s = Scene(
        "estate-voucher-mail",
        "Voucher delivery stalled",
        "2026-10-02T09:50:00",
        33,
        seed=41,
        source="manual",
        severity="high",
        started=None,
        description="Support says gift vouchers bought since about ten are not texted.",
    )
    s.incident |= {"service": "voucher-courier"}
    me = "service/voucher-courier"
    body = (
        'level=error ts={stamp} msg="sms send failed" provider=api.pigeongate.example status=503 attempt=3 '
        'body="{\\"error\\":\\"service_unavailable\\",\\"incident\\":\\"https://status.pigeongate.example/i/7k21\\"}"'
    )
    s.repeat([0.1, 0.6, 3.4, 8.0, 14.5, 22.2, 31.9], me, [body], "error")
    s.repeat(
        [1.0, 9.5, 20.0, 31.0],
        me,
        [
            'level=info ts={stamp} msg="mail accepted" provider=smtp.letterbird.example status=250 dur=310ms',
            'level=info ts={stamp} msg="push accepted" provider=push.example status=200 dur=88ms',
        ],
        "info",
    )
    s.log(
        24,
        "service/crm-sync",
        '{"level":50,"msg":"webhook from pigeongate: 503 on /v1/balance, keep last"}',
        "error",
        count=31,
    )
    s.log(12, me, 'level=warn msg="jwks refresh took 2.1s" host=login.corp.example', "warn")
    s.chat(me, "logfmt", 8)
    s.chat("service/crm-sync", "json", 6)
    s.change(-70, "deployment", "voucher-courier 1.9.0", "deployment/voucher-courier", "ci")
    s.edge(me, "service/pigeongate")
    s.edge("service/crm-sync", "service/pigeongate")
    s.gap("metrics", "no metrics source configured for namespace gifts")
    s.gap("events", "access denied", permission="eks:DescribeCluster")
    return s.case_of(
        "fault",
        "dependency.third_party_outage",
        "service/pigeongate",
        poor=True,
        near=("network.policy_blocked", "deployment.bad_release", "gateway.rate_limited"),
        also=(("dependency.third_party_outage", me),),
        herring=("deployment.bad_release", "deployment/voucher-courier"),
    )


def orchard() -> Case:
    """A network policy lets one namespace less in; no series exist."""
    s = Scene(
        "estate-orchard-scan",
        "Sorting line 2: grading answers missing",
        "2026-09-15T05:31:00",
        16,
        seed=42,
        source="zabbix",
        severity="High",
        zone=2,
    )
    s.incident |= {"service": "sorter", "resource": "service/sorter"}
    s.state(
        "networkpolicy/grading-ingress",
        "networkpolicy",
        namespace="grading",
        spec="PodSelector: app=grader\n  Allowing ingress traffic:\n"
        "    To Port: 9310/TCP\n    From:\n      NamespaceSelector: line in (line-1)\n  Not affecting egress traffic\n  Policy Types: Ingress",
    )
    s.state("namespace/sorting-2", "manifest", kind="Namespace", spec={"labels": {"line": "line-2"}})
    s.state(
        "service/grader",
        "connectivity_check",
        port=9310,
        ok=False,
        detail="timed out after 5 s from one of two",
        probes=[{"from": "namespace/sorting-1", "ok": True}, {"from": "namespace/sorting-2", "ok": False}],
    )
    s.state(
        "service/grader",
        "service",
        namespace="grading",
        selector={"app": "grader"},
        port="grpc  9310/TCP",
        target_port="9310/TCP",
        endpoints="10.45.0.9:9310,10.45.2.71:9310",
    )
    s.repeat(
        [0.4, 2.2, 6.7, 12.0],
        "service/sorter",
        ["{stamp} E grader_client.cc:118 DEADLINE_EXCEEDED: connect 10.110.8.3:9310: i/o timeout (line-2)"],
        "error",
    )
    s.repeat(
        [1.0, 5.0], "service/sorter", ["{stamp} W belt_sensor.cc:40 sensor 14 reads dusty, recalibrating"], "warning"
    )
    s.chat("service/grader", "logfmt", 6)
    s.change(
        -1,
        "config",
        "kubectl apply -f grading-ingress.yaml",
        "networkpolicy/grading-ingress",
        "t.varga",
        summary="least privilege, SEC-902",
    )
    s.edge("service/sorter", "service/grader")
    s.gap("metrics", "prometheus: query timed out for all series")
    s.gap("events", "events older than 1 h or not retained", entity="service/grader")
    return s.case_of(
        "fault",
        "network.policy_blocked",
        "service/grader",
        poor=True,
        also=(
            ("network.policy_blocked", "networkpolicy/grading-ingress"),
            ("network.policy_blocked", "service/sorter"),
            ("network.policy_blocked", "namespace/sorting-2"),
        ),
        near=("network.partition", "dns.resolution_failure", "app.config.dependency_address_wrong", "dependency.slow"),
    )


def seismic() -> Case:
    """Claims and volumes only, no events: nothing is as large as asked."""
    s = Scene(
        "estate-seismic-tape",
        "KubePersistentVolumeClaim pending > 30m",
        "2026-03-30T12:00:00",
        75,
        seed=43,
        severity="warning",
        started=30,
    )
    s.incident |= {"resource": "pvc/tape-2026q2"}
    s.state(
        "pvc/tape-2026q2",
        "pvc",
        namespace="seismo",
        status="Pending",
        volume="",
        capacity="4Ti",
        requested="4Ti",
        access_modes=["ReadWriteOnce"],
        storage_class="shelf",
        used_by="tape-writer-0",
    )
    s.state(
        "pvc/tape-2026q1",
        "pvc",
        namespace="seismo",
        status="Bound",
        volume="shelf-a",
        capacity="2Ti",
        access_modes=["ReadWriteOnce"],
        storage_class="shelf",
    )
    for name, size, claim in (
        ("shelf-a", "2Ti", "seismo/tape-2026q1"),
        ("shelf-b", "2Ti", ""),
        ("shelf-c", "3Ti", ""),
        ("shelf-d", "2Ti", ""),
    ):
        s.state(
            f"pv/{name}",
            "pv",
            status="Bound" if claim else "Available",
            claim=claim,
            capacity=size,
            access_modes=["ReadWriteOnce", "ReadOnlyMany"],
            storage_class="shelf",
            labels={"bay": name[-1]},
            source={"Type": "NFS", "Path": f"/export/{name}"},
        )
    s.state(
        "storageclass/shelf",
        "storageclass",
        provisioner="kubernetes.io/no-provisioner",
        binding_mode="Immediate",
        default="No",
    )
    s.pod(
        "tape-writer-0",
        "seismo",
        [box("writer", "registry.geo.lan/tape-writer:3", ready=False, state={"state": "waiting"})],
        None,
        phase="Pending",
    )
    s.edge("statefulset/tape-writer", "pod/tape-writer-0", "owns")
    s.edge("pod/tape-writer-0", "pvc/tape-2026q2", "depends_on")
    s.chat("service/quake-feed", "celery", 8)
    s.gap("events", "event stream rotated away (retention 1h)", entity="pvc/tape-2026q2")
    s.gap("metrics", "no datapoints")
    return s.case_of(
        "fault",
        "k8s.volume.capacity_mismatch",
        "pvc/tape-2026q2",
        poor=True,
        also=(
            ("k8s.volume.capacity_mismatch", "statefulset/tape-writer"),
            ("k8s.volume.capacity_mismatch", "pod/tape-writer-0"),
        ),
        near=(
            "k8s.volume.access_mode_mismatch",
            "k8s.volume.storage_class_mismatch",
            "k8s.volume.pvc_selector_mismatch",
        ),
    )


def raster() -> Case:
    """A pod's last state says OOMKilled at a lowered limit; no metric exists around it."""
    s = Scene(
        "estate-raster-tiles",
        "Map tiles: gaps at zoom 14+",
        "2026-05-28T10:05:00",
        42,
        seed=44,
        source="synthetic-monitor",
        severity="high",
    )
    s.incident |= {"service": "tile-front", "resource": "service/tile-front"}
    for seen in (9, 8):
        one = box(
            "raster",
            "ghcr.io/geo/raster-fold:6.1.0",
            ready=False,
            restart_count=seen,
            requests={"cpu": "500m", "memory": "256Mi"},
            limits={"cpu": "2", "memory": "384Mi"},
            state={"state": "waiting", "reason": "CrashLoopBackOff"},
            last_state={
                "state": "terminated",
                "reason": "OOMKilled",
                "exit_code": 137,
                "started_at": s.at(36.1),
                "finished_at": s.at(36.5),
            },
        )
        pod = s.pod(f"raster-fold-{s.suffix('raster-fold')}", "maps", [one], "geo-w2")
        s.edge("deployment/raster-fold", pod, "owns")
        s.log(36.2, pod, "INFO fold: allocating 512 MiB raster arena (8 workers x 64 MiB)", "info")
    s.pod("tile-front-6f7b-xw2lq", "maps", [box("front", "ghcr.io/geo/tile-front:2.0.9")], "geo-w1")
    s.state(
        "node/geo-w2",
        "node",
        conditions={"Ready": "True", "MemoryPressure": "False"},
        allocated={"memory": {"requests": "48%", "limits": "61%"}},
    )
    s.edge("service/tile-front", "service/raster-fold")
    s.edge("service/raster-fold", "deployment/raster-fold", "depends_on")
    s.log(
        20,
        "service/tile-front",
        'upstream "raster-fold" connect failed (111: Connection refused) GET /14/8391/5411.png',
        "error",
        count=2210,
    )
    s.chat("service/tile-front", "nginx", 10)
    s.gap("metrics", "timed out", entity="deployment/raster-fold")
    s.gap("changes", "access denied", permission="cloudtrail:LookupEvents")
    s.gap("events", "access denied: events is forbidden in namespace maps")
    return s.case_of(
        "fault",
        "k8s.container.oom_killed",
        "deployment/raster-fold",
        poor=True,
        near=("code.memory_leak", "node.memory_pressure", "code.unhandled_error", "dependency.unreachable"),
        herring=("dependency.unreachable", "service/raster-fold"),
    )


def abbey() -> Case:
    """The database's answers in its client's log are all there is."""
    s = Scene(
        "estate-abbey-tours",
        "Grafana: booking writes = 0 (abbey)",
        "2026-07-17T13:12:00",
        21,
        seed=45,
        severity="critical",
        zone=1,
    )
    s.incident |= {"service": "tour-desk", "resource": "service/tour-desk"}
    me = "service/tour-desk"
    s.state("host/abbey-vm2", "systemd_unit", unit="tour_desk.service", active="active (running)", since=s.at(-1.0))
    s.edge(me, "host/abbey-vm2", "runs_on")
    s.edge(me, "service/abbey-pg", "writes")
    s.edge("service/till", "service/abbey-pg", "writes")
    for t in (0.1, 0.3, 2.0, 7.7, 15.0, 20.2):
        s.log(
            t,
            me,
            f"{s.moment(t):%H:%M:%S}.204 [error] Postgrex.Protocol (#PID<0.{s.rng.randint(300, 900)}.0>) failed to connect: "
            '** (Postgrex.Error) FATAL 28P01 (invalid_password) password authentication failed for user "tour_rw"',
            "error",
        )
    s.log(
        3,
        me,
        "[error] ** (DBConnection.ConnectionError) connection not available and request was dropped from queue after 2911ms",
        "error",
        count=77,
    )
    s.log(
        -1.0,
        me,
        "[info] Running TourDesk.Endpoint with Bandit 1.5 at 0.0.0.0:4000 (release 4.12.0, config reloaded)",
        "info",
    )
    s.log(9, "service/till", "[info] sale 88120 stored in 11ms", "info", count=140)
    s.chat(me, "elixir", 6)
    s.gap("metrics", "grafana returned 502 for datasource abbey")
    s.gap("state", "no credentials for abbey-pg", entity="service/abbey-pg")
    s.gap("changes", "not configured")
    return s.case_of(
        "fault",
        "db.credentials_invalid",
        me,
        poor=True,
        also=(
            ("db.credentials_invalid", "service/abbey-pg"),
            ("db.credentials_invalid", "host/abbey-vm2"),
            ("access.secret_rotation", me),
        ),
        near=("db.connections_exhausted", "access.permission_denied", "db.unreachable"),
        herring=("db.connections_exhausted", "service/abbey-pg"),
    )


def ferryman() -> Case:
    """A gateway counts 504s; everything behind it is hidden."""
    s = Scene(
        "estate-toll-bridge",
        "Kong: 504 ratio toll-accounts",
        "2026-08-04T19:33:00",
        14,
        seed=46,
        source="datadog",
        severity="high",
    )
    s.incident |= {"service": "kong", "resource": "service/kong"}
    s.edge("service/kong", "service/toll-accounts")
    s.edge("service/toll-accounts", "service/toll-pg", "reads")
    s.edge("service/toll-accounts", "service/plate-lookup")
    s.repeat(
        [0.5, 3.0, 8.0, 12.5],
        "service/kong",
        [
            "{stamp} [error] 1201#0: *99120 upstream timed out (110: Operation timed out) while reading response "
            'header from upstream, request: "GET /accounts/me HTTP/2.0"'
        ],
        "error",
    )
    s.chat("service/kong", "kong", 10)
    s.series("service/kong", "error_rate", 0.002, 0.24, spread=0.2)
    s.series("service/kong", "request_rate", 140, spread=0.08)
    s.gap("logs", "access denied", entity="service/toll-accounts", permission="logs:FilterLogEvents")
    s.gap("metrics", "no datapoints since the agent was removed", entity="service/toll-accounts")
    s.gap("metrics", "not configured", entity="service/toll-pg")
    s.gap("state", "cluster not reachable from the collector")
    s.gap("changes", "access denied", permission="cloudtrail:LookupEvents")
    return s.case_of(
        "blind", poor=True, near=("dependency.slow", "db.expensive_query", "code.slow_path", "compute.cpu_saturation")
    )


def weir() -> Case:
    """Two callers see resets from a service nobody may look into."""
    s = Scene(
        "estate-weir-levels",
        "Flood board shows stale gauges",
        "2026-01-09T06:20:00",
        25,
        seed=47,
        source="manual",
        severity="unknown",
        started=None,
    )
    s.incident |= {"service": "flood-board"}
    for caller in ("flood-board", "gauge-mail"):
        s.edge(f"service/{caller}", "service/gauge-hub")
        s.log(
            4,
            f"service/{caller}",
            "gauge-hub: read tcp 10.4.0.9:50122->10.111.7.7:80: read: connection reset by peer",
            "error",
            count=44,
        )
        s.log(
            12,
            f"service/{caller}",
            "gauge-hub: context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            "error",
            count=61,
        )
        s.chat(f"service/{caller}", "logfmt", 5)
    s.event(-31, "pod/gauge-mail-6c9-zz1", "Pulled", 'Container image "gauge-mail:4" already present on machine')
    s.gap("metrics", "no metrics source configured")
    s.gap("logs", "namespace hydro: forbidden", entity="service/gauge-hub")
    s.gap("state", "namespace hydro: pods is forbidden", entity="service/gauge-hub")
    s.gap("events", "namespace hydro: events is forbidden", entity="service/gauge-hub")
    s.gap("changes", "not configured")
    return s.case_of(
        "blind",
        poor=True,
        near=("dependency.unreachable", "network.packet_loss", "dependency.slow", "code.unhandled_error"),
    )


CASES = (vouchers, orchard, seismic, raster, abbey, ferryman, weir)
