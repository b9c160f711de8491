"""How collectors spell each measured quantity: name, statistic, unit and factor from seconds, bytes, cores, ratio."""

from __future__ import annotations

from dataclasses import dataclass, field

Spelling = tuple[str, str | None, str | None, float]

LEAN = ["cpu", "memory", "p50", "p90", "errors", "requests"]
MORE = [
    "rx_packets",
    "tx_packets",
    "rx_bytes",
    "tx_bytes",
    "p99",
    "throttled",
    "disk_write",
    "disk_read",
    "retransmits",
    "sockets",
    "ready",
    "restarts",
    "in_flight",
    "round_trip",
    "pool_busy",
    "pool_max",
]


@dataclass(frozen=True)
class Style:
    """One collector's spelling; kinds it cannot measure are left out."""

    kind: str
    namespace: str | None
    label: str
    spelled: dict[str, Spelling] = field(default_factory=dict)
    error: str = "ratio"
    utilization: bool = False


_PLAIN: dict[str, Spelling] = {
    "cpu": ("cpu_usage", None, "cores", 1),
    "memory": ("memory_usage", None, "bytes", 1),
    "p50": ("latency_p50", None, "seconds", 1),
    "p90": ("latency_p90", None, "seconds", 1),
    "p99": ("latency_p99", None, "seconds", 1),
    "errors": ("error_rate", None, None, 1),
    "requests": ("request_rate", None, "1/s", 1),
    "throttled": ("cpu_throttled_time", None, "seconds", 1),
    "rx_packets": ("network_receive_packets", None, None, 1),
    "tx_packets": ("network_transmit_packets", None, None, 1),
    "rx_bytes": ("network_receive_bytes", None, "bytes", 1),
    "tx_bytes": ("network_transmit_bytes", None, "bytes", 1),
    "disk_read": ("disk_read_bytes", None, "bytes", 1),
    "disk_write": ("disk_write_bytes", None, "bytes", 1),
    "retransmits": ("tcp_retransmits", None, None, 1),
    "round_trip": ("tcp_rtt", None, "seconds", 1),
    "sockets": ("open_sockets", None, None, 1),
    "in_flight": ("requests_in_flight", None, None, 1),
    "pool_busy": ("threads_busy", None, None, 1),
    "pool_max": ("threads_max", None, None, 1),
    "ready": ("replicas_ready", None, None, 1),
    "restarts": ("container_restarts", None, None, 1),
}
_TERSE = {
    **_PLAIN,
    "p50": ("latency_p50", None, "ms", 1000),
    "p90": ("latency_p90", None, "ms", 1000),
    "p99": ("latency_p99", None, "ms", 1000),
    "requests": ("workload", None, None, 1),
    "errors": ("error_rate", None, "percent", 100),
    "cpu": ("cpu_utilization", None, "percent", 100),
    "memory": ("memory_usage", None, "MB", 1e-6),
    "disk_write": ("disk_io", None, None, 1),
}
_TERSE.pop("disk_read")
_CADVISOR = {
    **_PLAIN,
    "cpu": ("container_cpu_usage_seconds_total", "rate", None, 1),
    "memory": ("container_memory_working_set_bytes", None, "bytes", 1),
    "p50": ("http_request_duration_seconds", "p50", "seconds", 1),
    "p90": ("http_request_duration_seconds", "p90", "seconds", 1),
    "p99": ("http_request_duration_seconds", "p99", "seconds", 1),
    "errors": ("http_requests_errors_total", "rate", None, 1),
    "requests": ("http_requests_total", "rate", None, 1),
    "throttled": ("container_cpu_cfs_throttled_seconds_total", "rate", None, 1),
    "rx_packets": ("container_network_receive_packets_total", "rate", None, 1),
    "tx_packets": ("container_network_transmit_packets_total", "rate", None, 1),
    "rx_bytes": ("container_network_receive_bytes_total", "rate", None, 1),
    "tx_bytes": ("container_network_transmit_bytes_total", "rate", None, 1),
    "disk_read": ("container_fs_reads_bytes_total", "rate", None, 1),
    "disk_write": ("container_fs_writes_bytes_total", "rate", None, 1),
    "retransmits": ("tcp_retransmitted_segments_total", "rate", None, 1),
    "round_trip": ("tcp_smoothed_rtt_seconds", None, None, 1),
    "sockets": ("container_sockets", None, None, 1),
    "in_flight": ("http_requests_in_flight", None, None, 1),
    "pool_busy": ("worker_pool_active", None, None, 1),
    "pool_max": ("worker_pool_size", None, None, 1),
    "ready": ("kube_deployment_status_replicas_ready", None, None, 1),
    "restarts": ("kube_pod_container_status_restarts_total", None, None, 1),
}
_MESH = {
    **_CADVISOR,
    "p50": ("istio_request_duration_milliseconds", "p50", "ms", 1000),
    "p90": ("istio_request_duration_milliseconds", "p90", "ms", 1000),
    "p99": ("istio_request_duration_milliseconds", "p99", "ms", 1000),
    "errors": ("istio_error_rate", None, None, 1),
    "requests": ("istio_requests_total", "rate", None, 1),
    "in_flight": ("envoy_cluster_upstream_rq_active", None, None, 1),
}
_INSIGHTS = {
    **_TERSE,
    "cpu": ("pod_cpu_utilization", "Average", "Percent", 100),
    "memory": ("pod_memory_utilization", "Average", "Percent", 100),
    "rx_bytes": ("pod_network_rx_bytes", "Average", "Bytes/Second", 1),
    "tx_bytes": ("pod_network_tx_bytes", "Average", "Bytes/Second", 1),
    "restarts": ("pod_number_of_container_restarts", "Maximum", "Count", 1),
    "ready": ("service_number_of_running_pods", "Average", "Count", 1),
}
_ECS = {
    **_PLAIN,
    "cpu": ("CpuUtilized", "Average", None, 1024),
    "memory": ("MemoryUtilized", "Average", "Megabytes", 1 / 1048576),
    "p50": ("TargetResponseTime", "p50", "Seconds", 1),
    "p90": ("TargetResponseTime", "p90", "Seconds", 1),
    "p99": ("TargetResponseTime", "p99", "Seconds", 1),
    "errors": ("HTTPCode_Target_5XX_Count", "Sum", "Count", 1),
    "requests": ("RequestCount", "Sum", "Count", 1),
    "rx_bytes": ("NetworkRxBytes", "Average", "Bytes/Second", 1),
    "tx_bytes": ("NetworkTxBytes", "Average", "Bytes/Second", 1),
    "disk_read": ("StorageReadBytes", "Average", "Bytes/Second", 1),
    "disk_write": ("StorageWriteBytes", "Average", "Bytes/Second", 1),
    "ready": ("RunningTaskCount", "Average", "Count", 1),
}
_OTEL = {
    **_PLAIN,
    "cpu": ("container.cpu.usage", None, "{cpu}", 1),
    "memory": ("container.memory.usage", None, "By", 1),
    "p50": ("http.server.request.duration", "p50", "s", 1),
    "p90": ("http.server.request.duration", "p95", "s", 1),
    "p99": ("http.server.request.duration", "p99", "s", 1),
    "errors": ("http.server.error_rate", None, "1", 1),
    "requests": ("http.server.request.count", "rate", "{request}/s", 1),
    "in_flight": ("http.server.active_requests", None, "{request}", 1),
}
STYLES: dict[str, Style] = {
    "plain": Style("service", None, "service", _PLAIN),
    "terse": Style("service", "Prometheus", "service", _TERSE, utilization=True),
    "cadvisor": Style("deployment", "Prometheus", "deployment", _CADVISOR, error="rate"),
    "pods": Style("service", "Prometheus", "container", _CADVISOR, error="rate"),
    "mesh": Style("service", "Prometheus", "destination_workload", _MESH),
    "insights": Style("service", "ContainerInsights", "Service", _INSIGHTS, utilization=True),
    "ecs": Style("ecs-service", "ECS/ContainerInsights", "ServiceName", _ECS, error="sum"),
    "otel": Style("service", None, "service.name", _OTEL),
}
