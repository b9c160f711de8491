"""Turns a run into the metrics section: which families are exported, how they are spelled, what is missing."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from scenarios.cases.gauges.dialects import Dialect, Form
from scenarios.cases.gauges.measures import QUANTILES, Series, measure
from scenarios.cases.gauges.plant import App, Service
from scenarios.cases.gauges.spec import Spec

GROUPS = {"io": ("read", "write"), "net": ("rx", "tx")}
STORES = ("db", "queue", "worker")
OF_ROLE = {
    "conns": ("db",),
    "hit": ("cache",),
    "depth": ("queue",),
    "age": ("queue",),
    "taken": ("queue",),
    "load": ("db",),
    "disk_wait": ("db",),
    "disk_used": STORES,
    "disk_busy": ("db", "queue"),
}
OF_CALLERS = {"rate", "ok", "errors", "error_share", "success_share", "up", *QUANTILES}
Clock = Callable[[timedelta], str]


def families(spec: Spec, dialect: Dialect, service: Service) -> list[str]:
    """The families exported for a service, the usual ones first."""
    names = ["cpu" if "cpu" in dialect.forms and "cpu_share" not in spec.shows else "cpu_share", "mem"]
    names += ["ok" if "ok" in dialect.forms else "rate"]
    names += ["error_share" if dialect.name == "plain" and "errors" not in spec.shows else "errors"]
    for shown in spec.shows:
        if shown == "io" and service.role not in STORES and spec.app == "gig":
            continue
        names += GROUPS.get(shown, (shown,))
    if dialect.name == "cloudwatch":
        names += ["conns", "load", "disk_wait", "hit", "depth", "age", "taken"]
    kept = []
    for name in dict.fromkeys(names):
        if name in OF_ROLE and service.role not in OF_ROLE[name]:
            continue
        if service.role == "external" and name not in OF_CALLERS - {"up"}:
            continue
        if name == "held" and service.role in ("db", "cache", "queue"):
            continue
        if dialect.form(name, service) is not None:
            kept.append(name)
    return kept


def values(
    spec: Spec, dialect: Dialect, service: Service, app: App, series: Series, family: str, rng: random.Random
) -> list[float | None]:
    """The exported numbers of one family over a run."""
    form = dialect.form(family, service)
    assert form is not None
    source = form.source or family
    side = "client" if service.role in ("db", "cache", "external") and service.role in dialect.roles else dialect.side
    measured = measure(series, source, rng, spec.period_s, side)
    if dialect.absent and family not in OF_CALLERS:
        measured = [None if up < 0.02 else v for v, up in zip(measured, series["up"], strict=True)]
    if form.mode == "counter":
        return _counter(measured, form, spec.period_s, series, service, family, dialect, rng)
    if form.mode == "sum":
        return [None if v is None else float(round(v * spec.period_s)) for v in measured]
    if form.mode == "free":
        return [None if v is None else service.limit_mb * 1e6 - v for v in measured]
    return [None if v is None else v * form.factor for v in measured]


def _counter(
    measured: list[float | None],
    form: Form,
    period_s: int,
    series: Series,
    service: Service,
    family: str,
    dialect: Dialect,
    rng: random.Random,
) -> list[float | None]:
    early = [v for v in measured[: max(4, len(measured) // 6)] if v is not None]
    usual = sum(early) / max(1, len(early))
    total = usual * rng.uniform(4e4, 4e5)
    of_process = dialect.side == "server" or family not in OF_CALLERS
    before, counted = series["restarts"][0], []
    for value, restarts in zip(measured, series["restarts"], strict=True):
        if of_process and restarts > before:
            total -= total / service.replicas
        before = restarts
        if value is not None:
            total += value * period_s * form.factor
        counted.append(None if value is None else total)
    return counted


def rounded(value: float, mode: str) -> float:
    """Five significant digits, as a dump has them; running totals keep theirs."""
    if mode == "counter":
        return round(value) if value >= 1e6 else round(value, 2)
    if value == 0.0 or abs(value) >= 1e5:
        return round(value)
    return float(f"{value:.5g}")


def export(
    spec: Spec,
    app: App,
    dialect: Dialect,
    run: dict[str, Series],
    usual: dict[str, Series] | None,
    at: Clock,
    rng: random.Random,
) -> list[dict[str, Any]]:
    """The metrics section."""
    exported: list[dict[str, Any]] = []
    listed = list(app.services)
    rng.shuffle(listed)
    gap = rng.choice((0.0, 0.002, 0.004, 0.012))
    for service in listed:
        for family in families(spec, dialect, service):
            if (service.name, family) in spec.silent or (service.name, "*") in spec.silent:
                continue
            form = dialect.form(family, service)
            assert form is not None
            entry: dict[str, Any] = {"id": f"m{len(exported) + 1}", "name": form.name}
            if form.namespace or dialect.namespace:
                entry["namespace"] = form.namespace or dialect.namespace
            entry["entity"] = service.entity
            entry["dimensions"] = {dialect.label: service.name, **form.dims}
            if form.statistic:
                entry["statistic"] = form.statistic
            if form.unit:
                entry["unit"] = form.unit
            entry["period_s"] = spec.period_s
            numbers = values(spec, dialect, service, app, run[service.name], family, rng)
            entry["points"] = _points(spec, service, numbers, at, timedelta(0), gap, form.mode, rng)
            if usual is not None:
                then = values(spec, dialect, service, app, usual[service.name], family, rng)
                entry["baseline"] = {
                    "points": _points(spec, service, then, at, timedelta(days=-1), 0.0, form.mode, rng)
                }
            exported.append(entry)
    return exported


def _points(
    spec: Spec,
    service: Service,
    numbers: list[float | None],
    at: Clock,
    shift: timedelta,
    gap: float,
    mode: str,
    rng: random.Random,
) -> list[list[Any]]:
    points: list[list[Any]] = []
    length = max(1, len(numbers))
    for index, value in enumerate(numbers):
        share = index / length
        hidden = not shift and any(n in ("*", service.name) and a <= share < b for n, a, b in spec.blank)
        if value is None or hidden or rng.random() < gap:
            continue
        points.append([at(shift + timedelta(seconds=index * spec.period_s)), rounded(value, mode)])
    return points
