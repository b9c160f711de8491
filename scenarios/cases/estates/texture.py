"""Ordinary log lines of healthy processes, in the formats of common runtimes and proxies."""

import json
import random
from datetime import UTC, datetime

PATHS = ("/v2/quotes", "/api/bookings/88121", "/healthz", "/static/app.4f1c.js", "/api/slots?day=tue", "/metrics", "/")
TASKS = ("reconcile", "emit_receipts", "trim_sessions", "sync_partners", "refresh_tariffs")


def line(style: str, rng: random.Random, t: datetime, name: str) -> tuple[str, str]:
    """(level, text) of one line as a healthy process of that style writes it."""
    path, task, ms = rng.choice(PATHS), rng.choice(TASKS), max(1, round(rng.lognormvariate(3.2, 0.7)))
    ip = f"10.{rng.randint(40, 60)}.{rng.randint(0, 250)}.{rng.randint(2, 250)}"
    iso = t.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{rng.randint(0, 999):03d}Z"
    comma = t.strftime("%Y-%m-%d %H:%M:%S,") + f"{rng.randint(0, 999):03d}"
    code = rng.choices((200, 204, 304, 404, 499), (70, 10, 10, 7, 3))[0]
    odd = rng.random() < 0.15
    if style == "nginx":
        stamp = t.strftime("%d/%b/%Y:%H:%M:%S %z")
        return "info", f'{ip} - - [{stamp}] "GET {path} HTTP/1.1" {code} {ms * 37} "-" "okhttp/4.12.0" 0.0{ms:02d}'
    if style == "haproxy":
        stamp = t.strftime("%d/%b/%Y:%H:%M:%S.") + f"{rng.randint(0, 999):03d}"
        head = f"{t:%b %d %H:%M:%S} edge haproxy[2211]: {ip}:{rng.randint(20000, 60000)} [{stamp}]"
        return "info", f'{head} fe_https~ be_{task}/n1 0/0/1/{ms}/{ms + 1} {code} {ms * 29} - - ---- "GET {path}"'
    if style == "envoy":
        flag = "DC" if odd else "-"
        return (
            "info",
            f'[{iso}] "GET {path} HTTP/2" {0 if odd else code} {flag} via_upstream - "-" 0 {ms * 11} {ms} {ms}',
        )
    if style == "traefik":
        body = {"ClientAddr": f"{ip}:51820", "DownstreamStatus": code, "Duration": ms * 1000000, "RequestPath": path}
        return "info", json.dumps(body | {"RouterName": f"{name}@kubernetes", "level": "info", "time": iso})
    if style == "kong":
        body = {"latencies": {"request": ms, "kong": 1, "proxy": ms - 1}, "client_ip": ip, "response": {"status": code}}
        return "info", json.dumps(body | {"request": {"uri": path, "method": "GET"}})
    if style == "logfmt":
        if odd:
            return (
                "warn",
                f'ts={iso} level=warn caller=exporter.go:88 msg="span batch dropped" n=12 err="queue is full"',
            )
        return (
            "info",
            f'ts={iso} level=info caller=handler.go:141 msg="request done" path={path} status={code} dur={ms}ms',
        )
    if style == "json":
        body = {"level": 40 if odd else 30, "time": int(t.timestamp() * 1000), "pid": 1, "hostname": name}
        text = "slow consumer of metrics socket, skipping flush" if odd else f"{task} finished"
        return ("warn" if odd else "info"), json.dumps(body | {"msg": text, "ms": ms})
    if style == "log4j":
        if odd:
            return (
                "WARN",
                f"{comma} WARN  [scheduling-1] o.s.c.a.ConfigDataLocation - Deprecated key 'mgmt.port' in use",
            )
        return "INFO", f"{comma} INFO  [http-nio-{rng.randint(1, 20)}] c.k.{task}.Worker - done in {ms} ms"
    if style == "serilog":
        text = f"HTTP GET {path} responded {code} in {ms}.{rng.randint(1000, 9999)} ms"
        return "Information", json.dumps({"@t": iso, "@m": text, "SourceContext": "Serilog.AspNetCore"})
    if style == "rails":
        rid = f"{rng.getrandbits(48):012x}"
        return (
            "INFO",
            f"I, [{iso} #1] INFO -- : [{rid}] Completed {code} in {ms}ms (Views: 0.2ms | ActiveRecord: {ms // 2}ms)",
        )
    if style == "elixir":
        if odd:
            return "warning", f"{t:%H:%M:%S}.{rng.randint(0, 999):03d} [warning] Ranch protocol closed by peer: {ip}"
        return (
            "info",
            f"{t:%H:%M:%S}.{rng.randint(0, 999):03d} request_id=F{rng.getrandbits(40):x} [info] Sent {code} in {ms}ms",
        )
    if style == "journald":
        unit = rng.choice(("systemd[1]: Started Session 4411 of user ops.", "chronyd[611]: Selected source 10.0.0.4"))
        return "info", f"{t:%b %d %H:%M:%S} {name} {unit}"
    if style == "celery":
        return (
            "INFO",
            f"[{comma}: INFO/ForkPoolWorker-{rng.randint(1, 8)}] Task jobs.{task}[{rng.getrandbits(32):x}] succeeded in 0.{ms:03d}s",
        )
    if style == "coredns":
        return (
            "info",
            f'[INFO] {ip}:{rng.randint(30000, 60000)} - {rng.randint(1, 65000)} "A IN {task}.svc. udp 54" NOERROR qr,aa 106 0.000{ms}s',
        )
    raise ValueError(f"no such style: {style}")
