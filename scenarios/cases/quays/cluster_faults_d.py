"""Faults in clusters, part 4 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def greedy_partner() -> Pair:
    c = Case(451, "2026-11-05T20:37:00", 21, "Timetable API p99", "datadog", "service/timetable", "high", lead=120)
    c.metric("service/edge-gateway", "request_rate", {-120: 410, -9: 3650}, unit="1/s", noise=0.05)
    c.metric("service/timetable", "request_rate", {-120: 160, -9: 3380}, unit="1/s", noise=0.05)
    c.metric("service/timetable", "cpu_utilization", {-120: 38, -8: 99}, unit="percent", noise=0.02, cap=100)
    c.metric("service/timetable", "latency_p99", {-120: 0.19, -8: 4.7}, unit="s", noise=0.15)
    c.metric("service/timetable", "error_rate", {-120: 0.001, -7: 0.12}, unit="ratio", noise=0.2)
    c.metric(
        "service/edge-gateway",
        "requests_by_client",
        {-120: 4, -9: 3230},
        unit="1/s",
        noise=0.05,
        dims={"api_key": "pk_trainspotter_ios", "ip": "203.0.113.77"},
    )
    c.metric("service/edge-gateway", "requests_by_client", 405, unit="1/s", noise=0.05, dims={"api_key": "all_others"})
    c.metric("service/stations", "latency_p99", 0.08, unit="s")
    c.state(
        "deployment/timetable",
        "deployment",
        namespace="transit",
        desired=8,
        ready=8,
        updated=8,
        available=8,
        unavailable=0,
    )
    c.log(
        -8,
        "service/edge-gateway",
        "info",
        '203.0.113.77 pk_trainspotter_ios GET /v2/timetable?station=*&refresh=1 200 ua="python-requests/2.32"',
        1944000,
    )
    c.log(
        2,
        "service/edge-gateway",
        "warn",
        "key pk_trainspotter_ios exceeds soft limit 50 rps (not enforced): 3219 rps from 1 address, station ids in sequence",
        30,
    )
    c.log(-6, "service/timetable", "warn", "puma: backlog 412, max threads 16 busy", 510)
    c.log(-75, "service/stations", "warn", "GTFS feed: 14 trips reference unknown stop_id, skipped", 8)
    c.change(-21, "deployment", "argocd sync", "deployment/timetable", "argocd", image=["timetable:77", "timetable:78"])
    c.change(-3, "scaling", "kubectl scale", "deployment/timetable", "user/oncall-gus", replicas=[4, 8])
    c.alert(0, "Timetable API p99", "service/timetable", reason="p99 4.8 s > 1 s")
    c.edges("service/edge-gateway calls service/timetable", "service/edge-gateway calls service/stations")
    surround_cluster(c, "transit", "stations", "fares-info")
    return c.fault(
        "traffic.abuse",
        "service/edge-gateway",
        also=[
            ("traffic.abuse", "service/timetable"),
            ("traffic.surge", "service/timetable"),
            ("traffic.surge", "service/edge-gateway"),
        ],
        herring=("deployment.bad_release", "deployment/timetable"),
        near=["compute.cpu_saturation", "traffic.surge"],
    )
