"""The incident and its alerts: a monitor at the entry, told in words that give nothing away."""

from __future__ import annotations

import random
from datetime import timedelta
from statistics import median
from typing import Any

from .recording import Recording

BARE = [
    "synthetic check {n}",
    "browser check {n} /",
    "journey monitor",
    "health review",
    "uptime {n}",
    "canary run",
    "customer report",
]
SLO = [
    "{n} slo burn",
    "{n}-objective",
    "SLO {n} 30d fast burn",
    "{n} experience",
    "error budget {n}",
    "monitor 4471: {n}",
]
OTHER = [
    "backup freshness",
    "certificate days left",
    "node disk forecast",
    "deadman switch",
    "queue depth nightly",
    "cost anomaly",
]


def describe(
    rng: random.Random, recording: Recording, metrics: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The incident section and the alerts of a recording."""
    spec, scraper = recording.spec, recording.scraper
    entry = recording.system.services[0].name
    entity = f"{scraper.style.kind}/{entry}"
    moved = _moved(recording, metrics, entity)
    fired = _fired_at(rng, recording)
    named = moved is not None and rng.random() < 0.7
    alert: dict[str, Any] = {"id": "a1", "t": scraper.stamp(recording.zero + timedelta(seconds=fired))}
    if named and moved:
        metric, threshold = moved
        alert |= {
            "name": rng.choice(SLO).format(n=entry),
            "entity": entity,
            "state": "alarm",
            "metric": metric,
            "threshold": threshold,
            "comparison": "GreaterThanThreshold",
        }
    else:
        alert |= {"name": rng.choice(BARE).format(n=entry), "state": "alarm"}
        if rng.random() < 0.5:
            alert["entity"] = entity
        if rng.random() < 0.4:
            alert |= {"count": rng.randint(1, 6), "reason": "check did not meet its objective"}
    if spec.healthy and spec.kind in ("blip", "outlier", "rolling") and rng.random() < 0.6:
        alert["state"] = "ok"
        alert["reason"] = "back to OK"
    alerts = [alert]
    for name in rng.sample(OTHER, rng.choice([0, 0, 1, 2])):
        stale = rng.random() < 0.3
        when = recording.zero - timedelta(hours=rng.randint(5, 900), minutes=rng.randint(0, 59))
        alerts.append(
            {"id": f"a{len(alerts) + 1}", "t": scraper.stamp(when), "name": name, "state": "alarm" if stale else "ok"}
        )
    told = rng.random() < 0.5
    incident = {
        "title": alert["name"]
        if rng.random() < 0.6
        else rng.choice(["Investigate", "Triggered", "Page", "Incident"]) + f" {rng.randint(100, 9999)}",
        "description": None,
        "severity": rng.choice(["critical", "high", "warning", "unknown", "P2"]),
        "source": rng.choice(["prometheus", "prometheus", "synthetic-monitor", "datadog", "manual"])
        if scraper.style.kind != "ecs-service"
        else "cloudwatch",
        "service": entry if rng.random() < 0.4 else None,
        "resource": entity if rng.random() < 0.6 else None,
        "region": rng.choice([None, "eu-west-1", "us-east-2", "ap-southeast-2"]),
        "started_at": alert["t"] if told else None,
        "collected_at": scraper.stamp(recording.zero + timedelta(seconds=recording.end)),
        "labels": rng.choice([{}, {"env": "prod"}, {"team": "platform", "env": "live"}]),
    }
    return incident, alerts


def _fired_at(rng: random.Random, recording: Recording) -> float:
    """When the monitor fired, seconds after the onset; healthy ones fire on whatever it was."""
    if recording.blip:
        return recording.blip.start + rng.uniform(20, 60)
    if recording.spec.healthy:
        return recording.end * rng.uniform(0.3, 0.8)
    return min(recording.end * 0.6, rng.uniform(20, 120) + recording.scraper.interval)


def _moved(recording: Recording, metrics: list[dict[str, Any]], entity: str) -> tuple[str, float] | None:
    """The entry's latency or errors and a threshold it crosses; healthy recordings: one set too tight."""
    for kind in ("p90", "errors"):
        name, statistic, _, factor = recording.scraper.style.spelled[kind]
        series = next(
            (
                m
                for m in metrics
                if m["entity"] == entity and m["name"] == name and m.get("statistic") in (None, statistic)
            ),
            None,
        )
        if series is None or len(series["points"]) < 6:
            continue
        after = [p[1] for p in series["points"]]
        if recording.normal is not None and "baseline" in series:
            usual = [p[1] for p in series["baseline"]["points"]]
        else:
            cut = round(-recording.begin / recording.scraper.interval)
            usual, after = after[:cut], after[cut:]
        if not usual or not after:
            continue
        high = sorted(usual)[int(0.97 * (len(usual) - 1))]
        if recording.spec.healthy and kind == "p90":
            return name, float(f"{median(usual) * 1.08:.2g}")
        if median(after[len(after) // 3 :]) > max(high * 1.05, 0.003 * factor):
            return name, float(f"{(high + median(after)) / 2:.2g}")
    return None
