"""Assembles one bundle and its right answer from a spec."""

import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from scenarios.cases.gauges.chatter import logs
from scenarios.cases.gauges.dialects_vendors import DIALECTS
from scenarios.cases.gauges.effects import Effect
from scenarios.cases.gauges.measures import QUANTILES, Series, latency
from scenarios.cases.gauges.plant import App
from scenarios.cases.gauges.recording import Clock, export
from scenarios.cases.gauges.simulate import record
from scenarios.cases.gauges.spec import APPS, HIGHEST, Alarm, Spec

REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "ap-southeast-2", None)
EDGE = {"db": "reads", "cache": "reads", "queue": "writes"}


def clock(rng: random.Random) -> Clock:
    """A start of the recording and a way of writing times after it."""
    start = datetime(2026, rng.randint(2, 10), rng.randint(1, 27), rng.randint(5, 21), rng.randint(0, 59), tzinfo=UTC)
    form = rng.choice(("z", "z", "ms", "zone"))
    zone = timezone(timedelta(hours=rng.choice((2, -5, 10))))

    def at(after: timedelta) -> str:
        moment = start + after
        if form == "zone":
            return moment.astimezone(zone).isoformat(timespec="seconds")
        if form == "ms":
            return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    return at


def seen(run: dict[str, Series], service: str, family: str) -> list[float]:
    """What the users see of a service, without noise: a quantile in seconds, or a family's value."""
    series = run[service]
    length = len(series["rate"])
    if family in QUANTILES:
        return [latency(series, index, family, "client") for index in range(length)]
    return series["fail"] if family == "error_share" else series[family]


def fires(alarm: Alarm, values: list[float], onset: float | None) -> tuple[float, int]:
    """Threshold and the sample at which the alarm went off (the first of two above it)."""
    if alarm.threshold is not None:
        threshold = alarm.threshold
    else:
        split = max(3, int(len(values) * (onset if onset is not None else 0.3)))
        usual, worst = sorted(values[:split])[int(0.9 * split)], max(values[split:], default=values[-1])
        threshold = float(f"{usual + 0.45 * (worst - usual):.2g}")
        threshold = threshold if threshold > usual else usual + 0.45 * (worst - usual)
    above = [v > threshold for v in values]
    start = max(0, int(len(values) * (onset or 0.0)))
    for index in range(start, len(values) - 1):
        if above[index] and above[index + 1]:
            return threshold, index + 1
    return threshold, next((i for i in range(start, len(values)) if above[i]), len(values) - 1)


def _highest(spec: Spec, app: App, metrics: list[dict[str, Any]]) -> tuple[float, str]:
    """A threshold just below the highest exported sample of the alarm's own series, and that sample's time."""
    service = app.service(spec.alarm.service)
    form = DIALECTS[spec.dialect].form(spec.alarm.family, service)
    assert form is not None
    points = next(
        m["points"]
        for m in metrics
        if m["entity"] == service.entity and m["name"] == form.name and m.get("statistic") == form.statistic
    )
    later = points[len(points) // 4 : -len(points) // 6]
    when, value = max(later, key=lambda point: float(point[1]))
    return float(value) * 0.985, str(when)


def _alerts(
    spec: Spec, app: App, at: Clock, when: str, threshold: float, firing: bool, rng: random.Random
) -> list[dict[str, Any]]:
    alarm = spec.alarm
    form = DIALECTS[spec.dialect].form(alarm.family, app.service(alarm.service))
    metric, unit = alarm.family, 1.0
    if form is not None and form.mode != "counter":
        metric = form.name
        unit = 1.0 if alarm.threshold == HIGHEST else spec.period_s if form.mode == "sum" else form.factor
    listed: list[dict[str, Any]] = [
        {
            "t": when,
            "name": alarm.name,
            "entity": app.service(alarm.service).entity,
            "state": "alarm" if firing else "ok",
            "metric": metric,
            "threshold": float(f"{threshold * unit:.4g}"),
            "comparison": "GreaterThanThreshold",
        }
    ]
    if alarm.source == "synthetic-monitor":
        listed[0] = {
            "t": when,
            "name": alarm.name,
            "state": listed[0]["state"],
            "count": rng.randint(2, 9),
            "reason": rng.choice(("3 of 5 locations above the response time goal", "assertion on duration failed")),
        }
    if "a" in spec.sections:
        others = [s for s in app.services if s.name not in (spec.at, alarm.service) and s.role != "external"]
        for service, state in zip(rng.sample(others, 3), ("ok", "ok", "warning"), strict=True):
            days = timedelta(days=-rng.randint(2, 40)) if state == "warning" else timedelta(hours=-rng.randint(3, 50))
            name, why = (
                ("memory request below usage", "unchanged for weeks")
                if state == "warning"
                else (rng.choice(("5xx rate", "restarts", "cpu high")), "recovered")
            )
            listed.append(
                {
                    "t": at(days),
                    "name": f"{service.name} {name}",
                    "entity": service.entity,
                    "state": state,
                    "reason": why,
                }
            )
    return [{"id": f"a{number + 1}", **alert} for number, alert in enumerate(listed)]


def _changes(spec: Spec, app: App, at: Clock, rng: random.Random) -> list[dict[str, Any]]:
    seconds = spec.minutes * 60.0
    dated: list[tuple[float, dict[str, Any]]] = []
    for change in spec.changes:
        entry = dict(change)
        dated.append((seconds * entry.pop("share"), {**entry, "entity": app.service(entry["entity"]).entity}))
    if "c" in spec.sections:
        others = [s for s in app.services if s.name != spec.at and s.role == "web"]
        for service in rng.sample(others, 2):
            tag = f"{rng.randint(1, 6)}.{rng.randint(0, 40)}.{rng.randint(0, 9)}"
            after = -rng.uniform(2000.0, 90000.0)
            dated.append(
                (
                    after,
                    {
                        "kind": "deployment",
                        "actor": "ci/release",
                        "action": "deploy",
                        "entity": service.entity,
                        "details": {"version": tag, "result": "succeeded"},
                    },
                )
            )
    dated.sort(key=lambda item: item[0])
    return [{"id": f"c{n + 1}", "t": at(timedelta(seconds=round(t))), **entry} for n, (t, entry) in enumerate(dated)]


def _topology(app: App) -> list[dict[str, Any]]:
    edges: list[tuple[str, str, str]] = []
    for service in app.services:
        for call in service.calls:
            target = app.service(call.to)
            edges.append((service.entity, target.entity, EDGE.get(target.role, "calls")))
        if service.consumes is not None:
            edges.append((service.entity, app.service(service.consumes).entity, "reads"))
    return [{"id": f"t{n + 1}", "from": a, "to": b, "kind": kind} for n, (a, b, kind) in enumerate(edges)]


def build(spec: Spec, case_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The bundle and what is expected of it."""
    app, dialect, rng = APPS[spec.app], DIALECTS[spec.dialect], random.Random(spec.seed * 7919)
    at = clock(rng)
    run = record(app, spec.load, spec.effects, spec.minutes, spec.period_s, spec.seed)
    always = tuple(e for e in spec.effects if e.start < 0.0 and (e.service, e.kind) in spec.extra.get("usual", ()))
    usual = None
    if "b" in spec.sections:
        lasting = tuple(Effect(e.kind, e.service, e.size, -9.0, 9.0, e.shape, 0.0, e.every_s, e.duty) for e in always)
        usual = record(
            app, spec.load, lasting, min(spec.minutes, 60 * spec.period_s / 60.0), spec.period_s, spec.seed + 500
        )
    metrics = export(spec, app, dialect, run, usual, at, rng)
    threshold, index = fires(spec.alarm, seen(run, spec.alarm.service, spec.alarm.family), spec.onset)
    when = at(timedelta(seconds=(index + 1) * spec.period_s))
    if spec.alarm.threshold == HIGHEST:
        threshold, when = _highest(spec, app, metrics)
    if "when" in spec.extra:
        when = at(timedelta(minutes=spec.minutes * spec.extra["when"]))
    end = at(timedelta(minutes=spec.minutes))
    front = app.service(spec.alarm.service)
    bundle: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": case_id,
        "incident": {
            "title": spec.alarm.name,
            "description": spec.alarm.text,
            "severity": spec.alarm.severity,
            "source": spec.alarm.source,
            "service": front.name if rng.random() < 0.6 else None,
            "resource": front.entity if rng.random() < 0.6 else None,
            "region": rng.choice(REGIONS),
            "started_at": None if "n" in spec.sections else when,
            "collected_at": end,
            "labels": {"env": "prod", "app": app.name},
        },
        "alerts": [],
        "metrics": metrics,
        "logs": logs(spec, app, run, at, rng),
        "events": [],
        "changes": _changes(spec, app, at, rng),
        "topology": _topology(app) if "t" in spec.sections else [],
        "state": [],
    }
    if "a" in spec.sections or spec.alarm.source == "synthetic-monitor":
        bundle["alerts"] = _alerts(spec, app, at, when, threshold, spec.faulty or "f" in spec.sections, rng)
    if not set("ls") & set(spec.sections) and rng.random() < 0.4:
        bundle["gaps"] = [{"id": "g1", "section": "logs", "reason": "not configured"}]
    return bundle, _expected(spec, app)


def _expected(spec: Spec, app: App) -> dict[str, Any]:
    def place(pair: tuple[str, str]) -> dict[str, str]:
        return {"cause": pair[0], "entity": app.service(pair[1]).entity}

    fault = spec.faulty
    return {
        "verdict": ["confirmed", "likely"] if fault else ["healthy"],
        "cause": spec.cause,
        "entity": app.service(spec.at).entity if fault and spec.at is not None else None,
        "also": [place(pair) for pair in spec.also],
        "kind": "fault" if fault else "healthy",
        "poor": spec.poor,
        "herring": place(spec.herring) if spec.herring is not None else None,
        "near": list(spec.near),
        "written": "before",
    }
