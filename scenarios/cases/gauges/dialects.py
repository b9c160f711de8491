"""How exporters and vendors spell the same measurements."""

from dataclasses import dataclass, field

from scenarios.cases.gauges.plant import Service


@dataclass(frozen=True)
class Form:
    """One metric's name, unit, statistic and extra dimensions.

    `mode`: gauge; counter (a running total of the value times seconds); sum (the total of each period); free (the
    memory limit less the value). `source` is the family to read where it is another one.
    """

    name: str
    unit: str | None = None
    statistic: str | None = None
    factor: float = 1.0
    mode: str = "gauge"
    dims: dict[str, str] = field(default_factory=dict)
    namespace: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Dialect:
    """The forms of the families, with those of a role in front; `side` is where latency is measured."""

    name: str
    namespace: str | None
    label: str
    side: str
    absent: bool
    forms: dict[str, Form]
    roles: dict[str, dict[str, Form]] = field(default_factory=dict)
    only_roles: tuple[str, ...] = ()

    def form(self, family: str, service: Service) -> Form | None:
        """The form of a family for a service, or None where this dialect does not have it."""
        mine = self.roles.get(service.role, {})
        if family in mine:
            return mine[family]
        if service.role in self.only_roles:
            return None
        return self.forms.get(family)


def _quantiles(name: str, unit: str, factor: float) -> dict[str, Form]:
    return {q: Form(name, unit, q, factor) for q in ("p50", "p90", "p95", "p99")}


PLAIN = Dialect(
    "plain",
    None,
    "service",
    "client",
    False,
    {
        "cpu": Form("cpu_usage", "cores"),
        "cpu_share": Form("cpu_utilization", "ratio"),
        "mem": Form("memory_usage", "bytes"),
        "mem_share": Form("memory_utilization", "ratio"),
        "throttle": Form("cpu_throttled_time", "s/s"),
        "read": Form("disk_read_bytes", "bytes/s"),
        "write": Form("disk_write_bytes", "bytes/s"),
        "disk_busy": Form("disk_io_utilization", "ratio"),
        "disk_used": Form("disk_used_ratio", "ratio"),
        "rx": Form("network_receive_bytes", "bytes/s"),
        "tx": Form("network_transmit_bytes", "bytes/s"),
        "retrans": Form("tcp_retransmits", "1/s"),
        "rtt": Form("tcp_rtt", "s"),
        "rate": Form("request_rate", "1/s"),
        "errors": Form("error_count", "1/s"),
        "error_share": Form("error_rate", "ratio"),
        "success_share": Form("success_rate", "percent", None, 100.0),
        "p50": Form("latency_p50", "s"),
        "p90": Form("latency_p90", "s"),
        "p95": Form("latency_p95", "s"),
        "p99": Form("latency_p99", "s"),
        "held": Form("threads_busy"),
        "restarts": Form("restarts"),
        "up": Form("up"),
        "depth": Form("queue_depth"),
        "age": Form("queue_oldest_age", "s"),
        "hit": Form("cache_hit_ratio", "ratio"),
        "conns": Form("connections"),
    },
)
PROMETHEUS = Dialect(
    "prometheus",
    "Prometheus",
    "destination_workload",
    "client",
    True,
    {
        "cpu": Form("container_cpu_usage_seconds_total", "seconds", mode="counter"),
        "throttle": Form("container_cpu_cfs_throttled_seconds_total", "seconds", mode="counter"),
        "mem": Form("container_memory_working_set_bytes", "bytes"),
        "read": Form("container_fs_reads_bytes_total", "bytes", mode="counter"),
        "write": Form("container_fs_writes_bytes_total", "bytes", mode="counter"),
        "rx": Form("container_network_receive_bytes_total", "bytes", mode="counter"),
        "tx": Form("container_network_transmit_bytes_total", "bytes", mode="counter"),
        "ok": Form("istio_requests_total", None, mode="counter", dims={"response_code": "200", "reporter": "source"}),
        "errors": Form(
            "istio_requests_total", None, mode="counter", dims={"response_code": "503", "reporter": "source"}
        ),
        **_quantiles("istio_request_duration_milliseconds", "ms", 1000.0),
        "retrans": Form("node_netstat_Tcp_RetransSegs", "segments", mode="counter"),
        "held": Form("envoy_cluster_upstream_rq_active"),
        "restarts": Form("kube_pod_container_status_restarts_total"),
        "up": Form("up"),
        "disk_used": Form("kubelet_volume_stats_used_ratio", "ratio"),
        "disk_busy": Form("node_disk_io_time_seconds_rate", "ratio"),
        "depth": Form("rabbitmq_queue_messages_ready"),
        "hit": Form("redis_keyspace_hit_ratio", "ratio"),
        "conns": Form("pg_stat_activity_count"),
        "rtt": Form("node_tcp_rtt_seconds", "s"),
    },
)
RECORDED = Dialect(
    "recorded",
    "Prometheus",
    "workload",
    "client",
    True,
    {
        **{family: form for family, form in PROMETHEUS.forms.items() if family != "ok"},
        "cpu": Form("namespace_workload:container_cpu_usage_seconds:rate1m", "cores"),
        "throttle": Form("namespace_workload:cpu_cfs_throttled:ratio", "ratio"),
        "read": Form("namespace_workload:container_fs_reads_bytes:rate1m", "bytes/s"),
        "write": Form("namespace_workload:container_fs_writes_bytes:rate1m", "bytes/s"),
        "rx": Form("namespace_workload:container_network_receive_bytes:rate1m", "bytes/s"),
        "tx": Form("namespace_workload:container_network_transmit_bytes:rate1m", "bytes/s"),
        "rate": Form("envoy_cluster_upstream_rq_total:rate1m", "1/s"),
        "errors": Form("envoy_cluster_upstream_rq_5xx:rate1m", "1/s"),
        **_quantiles("envoy_cluster_upstream_rq_time", "ms", 1000.0),
        "retrans": Form("tcp_retransmits:rate1m", "1/s"),
        "depth": Form("kafka_consumergroup_lag"),
    },
)
MICROMETER = Dialect(
    "micrometer",
    "Prometheus",
    "application",
    "server",
    True,
    {
        "cpu_share": Form("process_cpu_usage", "ratio"),
        "cpu": Form("container_cpu_usage", "cores"),
        "mem": Form("process_resident_memory_bytes", "bytes"),
        "ok": Form("http_server_requests_seconds_count", None, mode="counter", dims={"outcome": "SUCCESS"}),
        "errors": Form("http_server_requests_seconds_count", None, mode="counter", dims={"outcome": "SERVER_ERROR"}),
        **_quantiles("http_server_requests_seconds", "seconds", 1.0),
        "held": Form("tomcat_threads_busy_threads"),
        "conns": Form("hikaricp_connections_active"),
        "rx": Form("network_rx_bytes_total", "bytes", mode="counter"),
        "tx": Form("network_tx_bytes_total", "bytes", mode="counter"),
        "read": Form("process_io_read_bytes_total", "bytes", mode="counter"),
        "write": Form("process_io_write_bytes_total", "bytes", mode="counter"),
        "restarts": Form("restarts_total"),
        "depth": Form("rabbitmq_queue_messages_ready"),
        "hit": Form("cache_gets_hit_ratio", "ratio"),
        "up": Form("up"),
        "retrans": Form("tcp_retrans_segs", "1/s"),
        "disk_used": Form("disk_used_ratio", "ratio"),
        "disk_busy": Form("disk_io_time_ratio", "ratio"),
    },
)
