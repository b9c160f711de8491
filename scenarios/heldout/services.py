"""Plain service metrics from a small simulator: a graph of services, load with heavy tails, one service at fault or none."""

import math
import random

from scenarios.heldout.kit import Clock, expect, pack, sig

NAMES = {
    "grocer": [
        "shopfront",
        "list-svc",
        "slots",
        "picker",
        "substitutes",
        "delivery",
        "drivers",
        "wallet-svc",
        "vouchers",
        "stock-store",
        "session-store",
        "recs",
    ],
    "radio": ["player-api", "stations", "schedule", "ads", "tracks", "royalty", "listeners", "geoip", "tracks-db"],
    "muni": [
        "citizen-web",
        "forms",
        "identity",
        "permits",
        "parking",
        "waste",
        "payments-bridge",
        "archive",
        "mail-out",
        "forms-db",
        "permits-db",
        "queue",
        "audit",
        "maps",
        "search-index",
        "translate",
    ],
    "gym": ["app-gw", "classes", "members", "billing", "doors", "trainers", "classes-db", "push"],
    "freight": [
        "desk",
        "quote",
        "lane",
        "fuel",
        "capacity",
        "contract",
        "track",
        "dock",
        "customs",
        "docs",
        "fx",
        "partner-in",
        "partner-out",
        "lane-db",
        "contract-db",
        "kv",
        "bus",
        "alerts",
        "billing",
        "report",
    ],
}


def graph(names, rng):
    """Callers before callees; the last third are stores or leaves."""
    n = len(names)
    out = {}
    for i, x in enumerate(names):
        later = names[i + 1 :]
        if i >= n * 2 // 3 or not later:
            out[x] = []
        else:
            near = later[: max(3, n // 2)]
            out[x] = rng.sample(near, min(len(near), rng.choice([1, 2, 2, 3] if i else [3, 4])))
    called = {d for v in out.values() for d in v}
    for i, x in enumerate(names[1:], 1):  # nobody is left without a caller
        if x not in called:
            out[names[rng.randrange(0, max(1, min(i, n // 3)))]].append(x)
    return out


class Noise:
    """Correlated noise around 1 with rare heavy-tailed jumps that decay over a few points."""

    def __init__(self, rng, spread, rho=0.7, tail=0.004, alpha=1.6):
        self.r, self.s, self.rho, self.tail, self.alpha, self.e, self.j = rng, spread, rho, tail, alpha, 0.0, 0.0

    def __call__(self):
        self.e = self.rho * self.e + self.r.gauss(0, self.s * math.sqrt(1 - self.rho**2))
        self.j *= 0.35
        if self.r.random() < self.tail:
            self.j += min(self.r.paretovariate(self.alpha) - 1, 4.0)
        return max(0.02, 1 + self.e + self.s * 3 * self.j)


def simulate(app, seed, period, before, after, fault=None, target=None, size=1.0, load=None, quirks=()):
    """Series of every service: dict service -> metric -> values."""
    rng = random.Random(seed)
    names = NAMES[app]
    deps = graph(names, rng)
    n = before + after
    p = {}
    for x in names:
        p[x] = {
            "own": rng.lognormvariate(math.log(6), 0.7),
            "cost": rng.uniform(0.0006, 0.004),
            "idle": rng.uniform(0.005, 0.05),
            "mem": rng.uniform(60e6, 900e6),
            "limit": rng.choice([0.5, 1.0, 1.0, 2.0]),
            "disk": rng.choice([0, 0, 2e3, 3e4]) if deps[x] else rng.uniform(2e4, 4e5),
            "sock": rng.uniform(12, 60),
            "fan": {d: rng.choice([0.4, 1, 1, 2]) for d in deps[x]},
            "nl": Noise(rng, 0.05),
            "nt": Noise(rng, 0.16, 0.4, 0.012),
            "nc": Noise(rng, 0.09, 0.5),
            "nd": Noise(rng, 0.35, 0.3, 0.03, 1.3),
            "ns": Noise(rng, 0.05, 0.85, 0.0),
            "nr": Noise(rng, 0.04, 0.3, 0.0),
            "saw": rng.randrange(40, 400),
            "leak": rng.uniform(0.0, 0.04),
        }
    entry = names[0]
    offered = Noise(rng, 0.07, 0.9, 0.002)
    base = rng.uniform(40, 160)
    mean = dict.fromkeys(names, 0.0)
    mean[entry] = base
    for x in names:  # limits as somebody who looked at the usual load would set them
        for d in deps[x]:
            mean[d] += mean[x] * p[x]["fan"][d]
        p[x]["limit"] = next(
            (c for c in (0.25, 0.5, 1.0, 2.0, 4.0) if c > 2.6 * (p[x]["idle"] + p[x]["cost"] * mean[x])), 8.0
        )
    res = {
        x: {k: [] for k in ("p50", "p95", "p99", "cpu", "mem", "disk", "rate", "err", "rx", "tx", "sock", "retr")}
        for x in names
    }
    damp = 1.0
    for i in range(n):
        i * period
        on = fault and i >= before
        f = i - before + 1
        lv = base * offered() * damp * (load(i, n) if load else 1)
        rate = dict.fromkeys(names, 0.0)
        rate[entry] = lv
        for x in names:
            for d in deps[x]:
                rate[d] += rate[x] * p[x]["fan"][d]
        lat, tail, err = {}, {}, {}
        for x in reversed(names):
            q = p[x]
            r = rate[x] * q["nr"]()
            use = (q["idle"] + q["cost"] * r) * q["nc"]()
            own, slow, _own_tail, e = q["own"] * q["nl"](), 0.0, 1.0, 0.0004
            disk = q["disk"] * (0.3 + r / 60) * q["nd"]()
            mem = q["mem"] * (1 + q["leak"] * ((i % q["saw"]) / q["saw"])) * (1 + (q["ns"]() - 1) * 0.1)
            sock = q["sock"] * q["ns"]() + r * own / 1000
            retr = abs(rng.gauss(0.2, 0.2))
            extra_call = 0.0
            hit = on and x == target
            if hit and fault == "cpu":
                use = q["limit"] * (0.97 + rng.gauss(0, 0.012))
                own *= 1 + 3.5 * size * (1 + abs(rng.gauss(0, 0.25)))
            if hit and fault == "mem":
                mem += 1.6e9 * size * min(1, f * period / 90) * (1 + rng.gauss(0, 0.004))
                own *= 1 + 0.35 * size
                use *= 1.25
            if hit and fault == "leak":
                mem += 1.1e9 * size * f / after
            if hit and fault == "disk":
                disk += 6.5e7 * size * abs(1 + rng.gauss(0, 0.2))
                own *= 1 + 1.8 * size * abs(1 + rng.gauss(0, 0.3))
                use *= 1.2
            if hit and fault == "delay":
                slow += 180 * size * abs(1 + rng.gauss(0, 0.06))
                extra_call = 180 * size
            if hit and fault == "loss":
                slow += 12 * size * abs(1 + rng.gauss(0, 0.4))
                retr += 9 * size * abs(1 + rng.gauss(0, 0.25))
                e += 0.012 * size * abs(1 + rng.gauss(0, 0.4))
            if hit and fault == "sock":
                sock += min(960, 960 * f / (after * 0.4))
                full = f > after * 0.4
                e += 0.22 * size * abs(1 + rng.gauss(0, 0.2)) if full else 0
                own *= 1 + (2.5 * size if full else 0.3)
            down = sum(min(w, 1) * (lat[d] + extra_call) for d, w in q["fan"].items())
            lat[x] = own + slow + down * 0.9
            dt = max([tail[d] - lat[d] for d in q["fan"]] or [0.0])
            tail[x] = (own + slow) * (1 + 1.1 * q["nt"]()) + down + dt * 0.8
            if hit and fault == "loss":
                tail[x] += 420 * size * abs(1 + rng.gauss(0, 0.45))
            err[x] = min(1, e * rng.expovariate(1) + 0.7 * sum(err[d] for d in q["fan"]))
            m = res[x]
            m["p50"].append(lat[x])
            m["p95"].append(tail[x])
            m["p99"].append(tail[x] * (1.15 + 0.25 * abs(q["nt"]())))
            m["cpu"].append(min(use, q["limit"]))
            m["mem"].append(mem)
            m["disk"].append(disk)
            m["rate"].append(r)
            m["err"].append(err[x])
            k = 1 - 0.25 * size if hit and fault == "loss" else 1
            m["rx"].append((40 + r * 6) * q["nr"]() * k)
            m["tx"].append((40 + r * 6.5) * q["nr"]() * k)
            m["sock"].append(round(sock))
            m["retr"].append(retr)
        top = lat[entry] / (res[entry]["p50"][0] or 1)
        damp = 0.8 * damp + 0.2 * (1 / (1 + 0.12 * max(0, top - 1.3)))  # users wait for answers before they ask again
    if "restart" in quirks:  # a healthy instance was replaced: memory starts anew
        x = names[3]
        k = n * 3 // 5
        res[x]["mem"][k:] = [v * (0.62 + 0.3 * min(1, j / (n * 0.2))) for j, v in enumerate(res[x]["mem"][k:])]
    if "batch" in quirks:  # a job every so often, as always
        x = names[-1]
        step = max(8, n // 9)
        for j in range(n):
            if j % step < step // 6 + 1:
                res[x]["cpu"][j] += 0.22
                res[x]["disk"][j] += 4e6
    if "blip" in quirks:  # a pause of two points
        x = names[2]
        k = n * 7 // 10
        for j in (k, k + 1):
            for y in (x, entry):
                for m in ("p95", "p99"):
                    res[y][m][j] *= 4
    limits = {x: p[x]["limit"] for x in names}
    return names, deps, res, limits


STYLES = {
    "prom": (
        ("latency_p50", "p50", 1, "ms"),
        ("latency_p99", "p99", 1, "ms"),
        ("cpu_usage", "cpu", 1, "cores"),
        ("memory_usage", "mem", 1, "bytes"),
        ("request_rate", "rate", 1, "1/s"),
        ("error_rate", "err", 1, None),
    ),
    "net": (
        ("latency_p50", "p50", 0.001, "seconds"),
        ("latency_p95", "p95", 0.001, "seconds"),
        ("cpu_utilization", "cpu%", 100, "percent"),
        ("memory_usage", "mem", 1, "bytes"),
        ("network_receive_packets", "rx", 1, "1/s"),
        ("network_transmit_packets", "tx", 1, "1/s"),
        ("tcp_retransmits", "retr", 1, "1/s"),
        ("success_rate", "ok", 1, None),
    ),
    "raw": (
        ("http_request_duration_p95_seconds", "p95", 0.001, None),
        ("http_requests_per_second", "rate", 1, None),
        ("http_errors_ratio", "err", 1, None),
        ("container_cpu_usage_cores", "cpu", 1, None),
        ("container_memory_working_set_bytes", "mem", 1, None),
        ("container_fs_writes_bytes_per_second", "disk", 1, None),
        ("open_sockets", "sock", 1, None),
    ),
    "short": (
        ("latency_p90", "p95", 1, None),
        ("cpu_usage", "cpu", 1, None),
        ("memory_usage", "mem", 1, None),
        ("disk_io", "disk", 1, None),
    ),
}


def record(
    case_id,
    app,
    seed,
    style,
    period,
    before,
    after,
    date,
    title,
    *,
    fault=None,
    target=None,
    size=1.0,
    edges=False,
    began=True,
    gaps=0.0,
    baseline=False,
    kind="service",
    source="prometheus",
    load=None,
    quirks=(),
    alert=None,
    ns=None,
):
    """One recording as a bundle."""
    at = Clock(date, "ms" if period < 5 else "z")
    names, deps, res, limits = simulate(app, seed, period, before, after, fault, target, size, load, quirks)
    rng = random.Random(seed + 1)
    n = before + after
    mets = []
    order = names[:]
    rng.shuffle(order)
    keep = [True] * n
    if gaps:
        hole = rng.randrange(3, n - 6)
        keep = [rng.random() > gaps and not hole <= i < hole + 2 for i in range(n)]
    for x in order:
        for name, key, k, unit in STYLES[style]:
            v = (
                [u / limits[x] for u in res[x]["cpu"]]
                if key == "cpu%"
                else [1 - u for u in res[x]["err"]]
                if key == "ok"
                else res[x][key]
            )
            m = {
                "name": name,
                "entity": f"{kind}/{x}",
                "period_s": period,
                "unit": unit,
                "namespace": ns,
                "points": [[at((i - before) * period), sig(u * k)] for i, u in enumerate(v) if keep[i]],
            }
            if baseline:
                b = [u for i, u in enumerate(v[:before])]
                rng2 = random.Random(seed + 2)
                m["baseline"] = {
                    "points": [
                        [at((i - before) * period - 86400), sig(u * k * rng2.uniform(0.97, 1.03))]
                        for i, u in enumerate(b[: min(before, 120)])
                    ]
                }
            mets.append(m)
    inc = {
        "title": title,
        "source": source,
        "severity": "high" if fault else "unknown",
        "started_at": at(2 * period) if began and fault else None,
        "collected_at": at(after * period),
    }
    topo = (
        [{"from": f"{kind}/{a}", "to": f"{kind}/{b}", "kind": "calls"} for a, ds in deps.items() for b in ds]
        if edges
        else []
    )
    alerts = [{"t": at(3 * period), "name": alert, "entity": f"{kind}/{names[0]}", "state": "alarm"}] if alert else []
    return pack(case_id, inc, metrics=mets, topology=topo, alerts=alerts)


CODES = {
    "cpu": "compute.cpu_saturation",
    "mem": "compute.memory_saturation",
    "leak": "compute.memory_leak",
    "disk": "storage.io_saturation",
    "delay": "network.latency",
    "loss": "network.packet_loss",
    "sock": "compute.thread_pool_exhausted",
}
ALSO = {
    "cpu": ["compute.cpu_throttled"],
    "mem": ["compute.memory_leak"],
    "leak": ["compute.memory_saturation"],
    "disk": [],
    "delay": ["code.slow_path", "dependency.slow"],
    "loss": ["network.latency"],
    "sock": [],
}
NEAR = {
    "delay": ["compute.cpu_saturation"],
    "loss": ["compute.cpu_saturation"],
    "cpu": ["network.latency", "traffic.surge"],
    "mem": ["compute.cpu_saturation"],
    "leak": ["traffic.surge"],
    "disk": ["network.latency"],
    "sock": ["network.packet_loss"],
}


def faulty(doc, case_id, app, seed, style, period, before, after, date, title, fault, target, size=1.0, **more):
    def build():
        kind = more.get("kind", "service")
        e = f"{kind}/{target}"
        b = record(
            case_id, app, seed, style, period, before, after, date, title, fault=fault, target=target, size=size, **more
        )
        return b, expect(
            "fault", "s", CODES[fault], e, also=[{"cause": c, "entity": e} for c in ALSO[fault]], near=NEAR[fault]
        )

    build.__doc__, build.__name__ = doc, case_id.replace("-", "_")
    return build


def fine(doc, case_id, app, seed, style, period, before, after, date, title, **more):
    def build():
        return record(case_id, app, seed, style, period, before, after, date, title, **more), expect("healthy", "h")

    build.__doc__, build.__name__ = doc, case_id.replace("-", "_")
    return build


def surge_back(i, n):
    """Half as much load again for a fifth of the time, then back."""
    return 1.5 if n * 0.4 <= i < n * 0.6 else 1.0


def day(i, n):
    """The slow swing of a day."""
    return 1 + 0.35 * math.sin(2 * math.pi * i / n)


CASES = (
    faulty(
        "A process in the picker's container burns its CPU.",
        "ho-svc-01",
        "grocer",
        101,
        "prom",
        5,
        120,
        120,
        "2026-10-04T10:00:00+00:00",
        "shopfront p99",
        "cpu",
        "picker",
        1.0,
        alert="shopfront p99 > 1s",
    ),
    faulty(
        "The stations service of a radio is short of CPU; no load or edges are known.",
        "ho-svc-02",
        "radio",
        102,
        "short",
        15,
        40,
        40,
        "2026-10-05T10:00:00+00:00",
        "slow pages",
        "cpu",
        "stations",
        0.8,
        began=False,
    ),
    faulty(
        "CPU hog on a database of a town's office, one-second data.",
        "ho-svc-03",
        "muni",
        103,
        "raw",
        1,
        300,
        300,
        "2026-10-06T10:00:00+00:00",
        "citizen-web latency",
        "cpu",
        "permits-db",
        1.2,
        edges=True,
    ),
    faulty(
        "Memory of the billing service jumps to the limit.",
        "ho-svc-04",
        "gym",
        104,
        "prom",
        10,
        60,
        60,
        "2026-10-07T10:00:00+00:00",
        "anomaly",
        "mem",
        "billing",
        1.0,
        began=False,
    ),
    faulty(
        "Memory grows steadily for hours.",
        "ho-svc-05",
        "freight",
        105,
        "short",
        60,
        180,
        150,
        "2026-10-08T10:00:00+00:00",
        "memory",
        "leak",
        "contract",
        1.6,
        baseline=True,
    ),
    faulty(
        "Memory hog, noisy neighbours otherwise.",
        "ho-svc-06",
        "grocer",
        106,
        "raw",
        5,
        100,
        100,
        "2026-10-09T10:00:00+00:00",
        "shopfront slow",
        "mem",
        "wallet-svc",
        0.6,
        gaps=0.02,
    ),
    faulty(
        "Something writes the lane database's disk full speed.",
        "ho-svc-07",
        "freight",
        107,
        "raw",
        15,
        40,
        40,
        "2026-10-10T10:00:00+00:00",
        "desk p95",
        "disk",
        "lane-db",
        1.0,
        edges=True,
    ),
    faulty(
        "Disk stress on a service that hardly uses a disk.",
        "ho-svc-08",
        "grocer",
        108,
        "short",
        10,
        60,
        60,
        "2026-10-11T10:00:00+00:00",
        "Incident",
        "disk",
        "substitutes",
        0.7,
        began=False,
        source="manual",
    ),
    faulty(
        "A leaf's answers take 180 ms more.",
        "ho-svc-09",
        "radio",
        109,
        "prom",
        5,
        120,
        120,
        "2026-10-12T10:00:00+00:00",
        "player-api latency",
        "delay",
        "tracks-db",
        1.0,
    ),
    faulty(
        "A middle service's packets are delayed; its own calls as well.",
        "ho-svc-10",
        "muni",
        110,
        "net",
        5,
        60,
        60,
        "2026-10-13T10:00:00+00:00",
        "citizen-web latency",
        "delay",
        "identity",
        1.5,
        edges=True,
    ),
    faulty(
        "A small delay in a large graph, one-second data, no edges.",
        "ho-svc-11",
        "gym",
        111,
        "prom",
        1,
        300,
        300,
        "2026-10-14T10:00:00+00:00",
        "app-gw",
        "delay",
        "members",
        0.6,
        began=False,
    ),
    faulty(
        "Delay known only by latency, CPU, memory and disk.",
        "ho-svc-12",
        "grocer",
        112,
        "short",
        15,
        30,
        30,
        "2026-10-15T10:00:00+00:00",
        "Incident",
        "delay",
        "drivers",
        2.0,
        began=False,
        source="manual",
        kind="deployment",
    ),
    faulty(
        "Packet loss at the forms service: long tails, few errors, retransmits.",
        "ho-svc-13",
        "muni",
        113,
        "net",
        10,
        60,
        60,
        "2026-10-16T10:00:00+00:00",
        "citizen-web errors",
        "loss",
        "forms",
        1.2,
    ),
    faulty(
        "Packet loss without any network metric.",
        "ho-svc-14",
        "gym",
        114,
        "prom",
        5,
        120,
        120,
        "2026-10-17T10:00:00+00:00",
        "app-gw p99",
        "loss",
        "classes",
        1.5,
        began=False,
    ),
    faulty(
        "Packet loss at a store called by many, minutes data.",
        "ho-svc-15",
        "freight",
        115,
        "net",
        60,
        90,
        60,
        "2026-10-18T10:00:00+00:00",
        "desk errors",
        "loss",
        "kv",
        1.0,
        edges=True,
    ),
    faulty(
        "Sockets are not closed: they climb until no new connection is possible.",
        "ho-svc-16",
        "grocer",
        116,
        "raw",
        10,
        60,
        90,
        "2026-10-19T10:00:00+00:00",
        "shopfront errors",
        "sock",
        "delivery",
        1.0,
    ),
    faulty(
        "Sockets of the fuel service run out, edges known.",
        "ho-svc-17",
        "freight",
        117,
        "raw",
        15,
        40,
        60,
        "2026-10-20T10:00:00+00:00",
        "Incident",
        "sock",
        "fuel",
        0.8,
        edges=True,
        began=False,
        source="manual",
    ),
    fine(
        "Nothing happens.",
        "ho-svc-18",
        "grocer",
        201,
        "prom",
        5,
        120,
        120,
        "2026-10-21T10:00:00+00:00",
        "recording",
        source="manual",
    ),
    fine(
        "Nothing happens, one-second data, network series.",
        "ho-svc-19",
        "gym",
        202,
        "net",
        1,
        300,
        300,
        "2026-10-22T10:00:00+00:00",
        "recording",
        source="manual",
    ),
    fine(
        "Load rose for a while and fell again.",
        "ho-svc-20",
        "radio",
        203,
        "prom",
        10,
        60,
        60,
        "2026-10-23T10:00:00+00:00",
        "check",
        load=surge_back,
    ),
    fine(
        "A pause of two points, long over.",
        "ho-svc-21",
        "muni",
        204,
        "raw",
        15,
        30,
        30,
        "2026-10-24T10:00:00+00:00",
        "citizen-web p95 blip",
        quirks=("blip",),
        edges=True,
    ),
    fine(
        "Jobs that run every so often, as always.",
        "ho-svc-22",
        "freight",
        205,
        "short",
        60,
        120,
        120,
        "2026-10-25T10:00:00+00:00",
        "recording",
        quirks=("batch",),
    ),
    fine(
        "A day's slow swing at five minutes.",
        "ho-svc-23",
        "muni",
        206,
        "prom",
        300,
        72,
        72,
        "2026-10-26T10:00:00+00:00",
        "daily review",
        load=day,
    ),
    fine(
        "An instance was replaced; its memory starts anew.",
        "ho-svc-24",
        "grocer",
        207,
        "raw",
        15,
        30,
        40,
        "2026-10-27T10:00:00+00:00",
        "Incident",
        quirks=("restart",),
        gaps=0.02,
    ),
    fine(
        "Twenty noisy services with holes in the data.",
        "ho-svc-25",
        "freight",
        208,
        "net",
        5,
        60,
        60,
        "2026-10-28T10:00:00+00:00",
        "recording",
        gaps=0.03,
        baseline=True,
    ),
)
