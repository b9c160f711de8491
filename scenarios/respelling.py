"""Names of the same measurements as other sources give them: Datadog's integrations and Prometheus' exporters."""

import re

from scenarios.cases.building import Item

_DATADOG: dict[str, tuple[str, float, str | None]] = {
    "cpu_usage": ("container.cpu.usage", 1e9, "nanocore"),
    "memory_usage": ("container.memory.usage", 1.0, "byte"),
    "latency_p50": ("trace.http.request.duration.by.service.50p", 1.0, None),
    "latency_p90": ("trace.http.request.duration.by.service.90p", 1.0, None),
    "latency_p95": ("trace.http.request.duration.by.service.95p", 1.0, None),
    "latency_p99": ("trace.http.request.duration.by.service.99p", 1.0, None),
    "request_rate": ("trace.http.request.hits.by_second", 1.0, None),
    "error_rate": ("trace.http.request.error_rate", 1.0, None),
    "network_receive_packets": ("system.net.packets_in.count", 1.0, None),
    "network_transmit_packets": ("system.net.packets_out.count", 1.0, None),
    "tcp_retransmits": ("system.net.tcp.retrans_segs", 1.0, None),
    "disk_io": ("container.io.write", 1.0, None),
}
_PROMETHEUS: dict[str, tuple[str, float, str | None]] = {
    "cpu_usage": ("container_cpu_usage_seconds:rate1m", 1.0, None),
    "memory_usage": ("container_memory_working_set_bytes", 1.0, None),
    "memory_utilization": ("container_memory_usage_percent", 1.0, None),
    "cpu_utilization": ("container_cpu_usage_percent", 1.0, None),
    "latency_p50": ("http_request_duration_p50", 1.0, None),
    "latency_p90": ("http_request_duration_p90", 1.0, None),
    "latency_p95": ("http_request_duration_p95", 1.0, None),
    "latency_p99": ("http_request_duration_p99", 1.0, None),
    "request_rate": ("http_requests_per_second", 1.0, None),
    "error_rate": ("http_requests_error_ratio", 1.0, None),
    "success_rate": ("http_requests_success_ratio", 1.0, None),
    "network_receive_packets": ("container_network_receive_packets:rate1m", 1.0, None),
    "network_transmit_packets": ("container_network_transmit_packets:rate1m", 1.0, None),
    "tcp_retransmits": ("node_netstat_Tcp_RetransSegs:rate1m", 1.0, None),
    "disk_io": ("container_fs_io_bytes:rate1m", 1.0, None),
}
_SPELLINGS = {"datadog": _DATADOG, "prometheus": _PROMETHEUS}
_SERVICE = re.compile(r"^AWS/(\w+)$")


def respelled(document: Item, source: str) -> Item | None:
    """The bundle with its series, and alerts on them, named as that source does; None where it has no other name."""
    names: dict[str, str] = {}
    metrics = []
    for metric in document["metrics"]:
        other = _metric(metric, source)
        if other is not metric:
            names[metric["name"]] = other["name"]
        metrics.append(other)
    if not names:
        return None
    alerts = [
        {**alert, "metric": names[alert["metric"]]} if alert.get("metric") in names else alert
        for alert in document["alerts"]
    ]
    return {**document, "metrics": metrics, "alerts": alerts}


def _metric(metric: Item, source: str) -> Item:
    service = _SERVICE.match(metric.get("namespace") or "")
    if service:
        return _of_aws(metric, service.group(1), source)
    if metric["name"] not in _SPELLINGS[source]:
        return metric
    name, factor, unit = _SPELLINGS[source][metric["name"]]
    if factor != 1.0 and metric.get("unit"):
        return metric
    other = {**metric, "name": name, "points": _scaled(metric["points"], factor)}
    if "baseline" in metric:
        other["baseline"] = {"points": _scaled(metric["baseline"].get("points") or [], factor)}
    return other | ({"unit": unit} if unit else {})


def _of_aws(metric: Item, service: str, source: str) -> Item:
    """Both integrations derive their names from CloudWatch's own."""
    if source == "datadog":
        return {**metric, "name": f"aws.{service.lower()}.{_snake(metric['name'])}", "namespace": "Datadog"}
    statistic = (metric.get("statistic") or "average").lower()
    return {
        **metric,
        "name": f"aws_{service.lower()}_{_snake(metric['name'])}_{statistic}",
        "namespace": "Prometheus",
    }


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", re.sub(r"\W", "_", name)).lower().replace("5_xx", "5xx")


def _scaled(points: list[list[object]], factor: float) -> list[list[object]]:
    if factor == 1.0:
        return points
    return [[time, value * factor] for time, value in points if isinstance(value, int | float)]
