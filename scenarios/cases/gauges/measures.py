"""What an exporter reads off a run: quantiles of latency, counted requests, gauges, each with its own noise."""

import math
import random
from statistics import NormalDist

NORMAL = NormalDist()
QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
SPREAD = {"p50": 0.7, "p90": 1.3, "p95": 1.8, "p99": 3.4}
GAUGE_NOISE = {
    "cpu": 0.045,
    "cpu_share": 0.045,
    "mem": 0.004,
    "mem_share": 0.004,
    "read": 0.09,
    "write": 0.08,
    "rx": 0.05,
    "tx": 0.05,
    "held": 0.1,
    "throttle": 0.12,
    "disk_busy": 0.06,
    "disk_used": 0.0004,
    "rtt": 0.07,
    "conns": 0.03,
    "load": 0.08,
    "disk_wait": 0.08,
    "hit": 0.004,
    "depth": 0.01,
    "age": 0.02,
    "up": 0.0,
    "restarts": 0.0,
}
Series = dict[str, list[float]]


def quantile(mean: float, var: float, tail_p: float, tail_x: float, q: float) -> float:
    """Quantile of a log-normal body with a share tail_p of requests longer by tail_x on the average, in seconds."""
    spread = math.sqrt(math.log(1.0 + var / max(mean * mean, 1e-12)))
    middle = math.log(max(mean, 1e-6)) - spread * spread / 2.0
    body = math.exp(middle + spread * NORMAL.inv_cdf(q))
    if tail_p < 0.0008:
        return body
    late_middle = math.log(mean + tail_x)
    low, high = body, body + 4.0 * tail_x
    for _ in range(24):
        x = 0.5 * (low + high)
        log_x = math.log(x)
        above = (1.0 - tail_p) * 0.5 * math.erfc((log_x - middle) / max(spread, 0.02) / 1.4142)
        above += tail_p * 0.5 * math.erfc((log_x - late_middle) / 0.3 / 1.4142)
        if above > 1.0 - q:
            low = x
        else:
            high = x
    return 0.5 * (low + high)


def latency(series: Series, at: int, name: str, side: str) -> float:
    """One quantile of one sample without noise, as the service (`server`) or its callers (`client`) see it."""
    mean, var = series["mean"][at], series["var"][at]
    p, x = series["tail_p"][at], series["tail_x"][at]
    if side == "client":
        mean += series["link_s"][at]
        var += (0.25 * series["link_s"][at]) ** 2
        link_p = series["link_p"][at]
        x = (p * x + link_p * series["link_x"][at]) / max(1e-12, p + link_p)
        p = 1.0 - (1.0 - p) * (1.0 - link_p)
    return quantile(mean, var, p, x, QUANTILES[name])


def count(rng: random.Random, expected: float) -> float:
    """A Poisson count."""
    if expected > 60.0:
        return max(0.0, round(rng.gauss(expected, math.sqrt(expected))))
    limit, product, total = math.exp(-expected), rng.random(), 0
    while product > limit:
        total += 1
        product *= rng.random()
    return float(total)


def measure(series: Series, family: str, rng: random.Random, period_s: int, side: str) -> list[float | None]:
    """One family of values over the recording; None where there is nothing to report."""
    fails = series["fail" if side == "client" else "fail_inside"]
    length = len(series["rate"])
    if family in ("rate", "ok", "errors", "error_share", "success_share"):
        return [_counted(series, family, fails, at, rng, period_s, side) for at in range(length)]
    if family in QUANTILES:
        wander, values = 0.0, []
        for at in range(length):
            seen = series["rate"][at] * period_s
            sd = min(0.3, max(0.008, SPREAD[family] / math.sqrt(max(1.0, seen))))
            wander = 0.7 * wander + rng.gauss(0.0, sd * 0.6)
            spike = 1.0 + (rng.random() * 0.8 if family in ("p95", "p99") and rng.random() < 0.006 else 0.0)
            gone = seen < 0.5 or (series["up"][at] < 0.02 and side == "server")
            values.append(None if gone else latency(series, at, family, side) * math.exp(wander) * spike)
        return values
    noise = GAUGE_NOISE.get(family, 0.05)
    raw = series[family] if family != "retrans" else [count(rng, v * period_s) / period_s for v in series["retrans"]]
    spread = 0.0 if family == "retrans" else noise
    return [max(0.0, value * (1.0 + rng.gauss(0.0, spread))) for value in raw]


def _counted(
    series: Series, family: str, fails: list[float], at: int, rng: random.Random, period_s: int, side: str
) -> float | None:
    if side == "server" and series["up"][at] < 0.02:
        return None
    total = count(rng, series["rate"][at] * period_s)
    wrong = min(total, count(rng, series["rate"][at] * fails[at] * period_s))
    if family == "rate":
        return total / period_s
    if family == "ok":
        return (total - wrong) / period_s
    if family == "errors":
        return wrong / period_s
    if total == 0.0:
        return None
    return wrong / total if family == "error_share" else 1.0 - wrong / total
