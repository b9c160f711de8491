"""Health probes of containers, from the text that `kubectl describe` prints or from a manifest's own form."""

import re
from dataclasses import dataclass
from typing import Any

from commander.evidence.cluster.values import mapping, seconds, text, texts, whole

_URL = re.compile(r"\b(https?)://([^\s/:]*):?([\w-]*)(/\S*)?", re.IGNORECASE)
_PORT = re.compile(r":([\w-]+)")
_OPTION = re.compile(
    r"(delay|timeout|period|#failure|failure(?:s|threshold)?)\s*[=:]\s*(\d+(?:\.\d+)?(?:ms|[smh])?)", re.I
)
_ACTIONS = {
    "httpGet": "http",
    "http_get": "http",
    "http": "http",
    "tcpSocket": "tcp",
    "tcp_socket": "tcp",
    "tcp": "tcp",
    "exec": "exec",
    "command": "exec",
    "grpc": "grpc",
}


@dataclass(frozen=True, slots=True)
class Probe:
    """A probe: how it asks (`kind`: http, tcp, exec or grpc), where, how soon and how patiently.

    Times are in seconds; None is 'not told'. `text` is how the source spells it. `command` is that of an exec probe.
    """

    kind: str
    port: int | str | None
    path: str | None
    scheme: str | None
    initial_delay_s: float | None
    timeout_s: float | None
    period_s: float | None
    failures: int | None
    text: str
    command: str = ""

    @property
    def patience_s(self) -> float:
        """How long after its start a container that never answers is given up; platform defaults where not told."""
        period = 10.0 if self.period_s is None else self.period_s
        failures = 3 if self.failures is None else self.failures
        delay = 0.0 if self.initial_delay_s is None else self.initial_delay_s
        return delay + period * max(1, failures)


def probe(value: Any) -> Probe | None:
    """The probe that an attribute describes; None where there is none or it cannot be read."""
    if isinstance(value, dict):
        return _of_manifest(mapping(value))
    said = text(value)
    return _of_text(said) if said is not None and not isinstance(value, int | float) else None


def port_of(value: Any) -> int | str | None:
    """A port's number or name."""
    number = whole(value)
    if number is not None:
        return number if 0 < number < 65536 else None
    name = text(value)
    return name if name is not None and re.fullmatch(r"[A-Za-z0-9-]{1,15}", name) else None


def _of_text(said: str) -> Probe | None:
    lower = said.lower()
    url = _URL.search(said)
    kind = "http" if lower.startswith(("http", "get ")) or (url is not None and not lower.startswith("exec")) else None
    if lower.startswith("exec"):
        kind = "exec"
    elif lower.startswith("tcp"):
        kind = "tcp"
    elif lower.startswith("grpc"):
        kind = "grpc"
    if kind is None:
        return None
    options = {found[1].lower(): found[2] for found in _OPTION.finditer(said)}
    port, path, scheme, command = None, None, None, ""
    if kind == "exec":
        _, _, after = said.partition("[")
        found = re.search(r"\](?=\s++(?:delay|timeout|period|#)|\s*+$)", after)
        command = after[: found.start()] if found is not None else ""
    elif kind == "http" and url is not None:
        scheme, path = url[1].lower(), url[4] or "/"
        port = port_of(url[3]) if url[3] else None
    else:
        found = _PORT.search(said)
        port = port_of(found[1]) if found is not None else None
        found = re.search(r"(?<![\w/])/[\w./-]*", said) if kind == "http" else None
        path = found[0] if found is not None else None
    return Probe(
        kind,
        port,
        path,
        scheme or ("http" if kind == "http" else None),
        seconds(options.get("delay")),
        seconds(options.get("timeout")),
        seconds(options.get("period")),
        next((whole(one) for key, one in options.items() if "failure" in key), None),
        said,
        command,
    )


def _of_manifest(spec: dict[str, Any]) -> Probe | None:
    action = next((key for key in _ACTIONS if key in spec), None)
    kind = _ACTIONS[action] if action is not None else text(spec.get("type"))
    if kind not in ("http", "tcp", "exec", "grpc"):
        return None
    detail = mapping(spec.get(action)) if action is not None else spec
    if action is not None and not detail:
        detail = {"command": spec.get(action), **spec}
    port, path = port_of(detail.get("port")), text(detail.get("path"))
    scheme = (text(detail.get("scheme")) or "http").lower() if kind == "http" else None
    command = " ".join(texts(detail.get("command"))) if kind == "exec" else ""
    target = {
        "http": f"http-get {scheme}://:{port or ''}{path or '/'}",
        "tcp": f"tcp-socket :{port or ''}",
        "grpc": f"grpc :{port or ''}",
        "exec": f"exec [{command}]",
    }[kind]
    delay, timeout, period, failures = (
        _time(spec, *keys)
        for keys in (
            ("initialDelaySeconds", "initial_delay_seconds", "initial_delay", "delay"),
            ("timeoutSeconds", "timeout_seconds", "timeout"),
            ("periodSeconds", "period_seconds", "period"),
            ("failureThreshold", "failure_threshold", "failures"),
        )
    )
    patience = None if failures is None else int(failures)
    return Probe(kind, port, path, scheme, delay, timeout, period, patience, target, command)


def _time(spec: dict[str, Any], *keys: str) -> float | None:
    return next((found for key in keys if (found := seconds(spec.get(key))) is not None), None)
