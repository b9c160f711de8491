"""One service at one moment: queueing on cores and workers, memory, disk, and what its callers wait for."""

import math
import random

from scenarios.cases.gauges.plant import App, Service

PRESSURE_FROM = 0.85
RETRANSMIT_S = 0.22
POOLS = {"jvm": 100, "kotlin": 150, "python": 16, "ruby": 20, "dotnet": 500}
EVENT_LOOP = 1000
MANAGED = ("jvm", "kotlin", "dotnet", "node")
HEAPS = {"jvm": 0.3, "kotlin": 0.26, "dotnet": 0.22, "node": 0.16, "elixir": 0.1, "ruby": 0.08, "python": 0.03}


def waiting(rho: float, servers: float) -> float:
    """Mean wait in units of the service time of a queue with several servers (Sakasegawa)."""
    rho = min(rho, 0.97)
    return math.pow(rho, math.sqrt(2.0 * (servers + 1.0)) - 1.0) / (max(servers, 0.2) * (1.0 - rho))


def late(mean: float, var: float, limit: float) -> float:
    """Share of log-normal times above a limit."""
    if mean <= 0.0 or limit <= 0.0:
        return 0.0
    spread = math.log(1.0 + var / (mean * mean))
    if spread <= 1e-9:
        return float(mean > limit)
    z = (math.log(limit) - math.log(mean) + spread / 2.0) / math.sqrt(spread)
    return 0.5 * math.erfc(z / math.sqrt(2.0))


class Station:
    """Mutable state of a service; times in seconds, sizes in bytes."""

    def __init__(self, app: App, service: Service, rng: random.Random) -> None:
        self.service = service
        self.rng = rng
        self.cores = app.cores(service)
        self.workers = float(service.workers or POOLS.get(service.runtime, EVENT_LOOP) * service.replicas)
        self.arriving = self.incoming = self.served = 0.0
        self.cap, self.backlog, self.depth, self.taken = 1e9, 0.0, 0.0, 0.0
        self.mean = (service.cpu_ms + service.wait_ms) / 1000.0
        self.var = self.tail_p = self.tail_x = self.fail = self.fail_inside = 0.0
        self.link_s = self.link_p = self.link_x = 0.0
        self.reach = [1.0] * len(service.calls)
        self.attempts = [1.0] * len(service.calls)
        self.leak = self.heap = self.filled = 0.0
        self.down_s = 0.0
        self.cold = 0.0
        self.restarts = 0
        self.drift = 0.0
        self.hit = app.hit_ratio
        self.gauges: dict[str, float] = {}

    @property
    def limit(self) -> float:
        return self.service.limit_mb * 1e6

    def restart(self) -> None:
        """A replica comes back empty: memory at base, a moment of cold code, a cache without content."""
        self.restarts += 1
        self.leak = self.heap = 0.0
        self.cold = 1.0

    def memory(self, dt: float, acts: dict[str, float]) -> float:
        """Bytes in use; a process that reaches its limit is killed and started again."""
        service = self.service
        base = service.mem_mb * 1e6
        heap_room = HEAPS.get(service.runtime, 0.0) * base
        self.heap += self.served * dt * heap_room / 9000.0
        if self.heap > heap_room:
            self.heap = 0.05 * heap_room
        self.leak += acts.get("leak", 0.0) * self.limit * dt / 60.0
        held = max(base + self.leak, acts.get("mem", 0.0) * self.limit)
        used = held + 0.5 * self.heap + min(self.backlog, 4000.0) * 3e4
        if used >= 0.995 * self.limit:
            used = 0.995 * self.limit
            if "leak" in acts:
                self.restart()
                self.down_s = 25.0
        return used

    def own_time(self, acts: dict[str, float], pressure: float) -> tuple[float, float, float, float]:
        """CPU seconds, other seconds, busy share of the disk and slow tail of one request."""
        service = self.service
        managed = service.runtime in MANAGED
        cpu = service.cpu_ms / 1000.0 * (1.0 + acts.get("burn", 0.0) + 0.6 * self.cold)
        cpu *= 1.0 + (2.2 * pressure if managed else 0.3 * pressure)
        disk_busy = min(
            0.985,
            0.04
            + self.arriving * service.disk_ms / 9000.0 * (1 + acts.get("scan", 0.0))
            + acts.get("disk", 0.0)
            + 0.35 * pressure,
        )
        touches = service.disk_ms / 1000.0 if service.disk_ms else 0.0003 * (service.write_kb + service.read_kb) ** 0.5
        wait = service.wait_ms / 1000.0 + touches * (1 + acts.get("scan", 0.0)) / (1.0 - disk_busy)
        wait += acts.get("slow", 0.0) + pressure * (0.004 if managed else 0.06)
        return cpu * (1.0 + acts.get("scan", 0.0)), wait, disk_busy, 0.5 * pressure * (0.04 if managed else 0.02)

    def serve(self, dt: float, acts: dict[str, float], downs: tuple[float, float, float, float, float]) -> None:
        """Queue what arrived; `downs` are mean, variance, tail share, tail length and failures of the calls made."""
        service, rng = self.service, self.rng
        down_mean, down_var, down_p, down_x, down_fail = downs
        self.drift = 0.92 * self.drift + rng.gauss(0.0, 0.012)
        self.cold *= math.exp(-dt / (100.0 if service.role == "cache" else 25.0))
        used = self.memory(dt, acts)
        pressure = max(0.0, (used / self.limit - PRESSURE_FROM) / (1.0 - PRESSURE_FROM))
        lost = acts.get("down", 0.0)
        if self.down_s > 0.0:
            lost = max(lost, 1.0 / service.replicas)
            self.down_s -= dt
        cpu, wait, disk_busy, pause_p = self.own_time(acts, pressure)
        kept = max(0.02, (1.0 - lost) * (1.0 - acts.get("scale", 0.0)))
        cores = self.cores * kept * (1.0 - acts.get("throttle", 0.0))
        free = max(cores * 0.06, cores - acts.get("hog", 0.0) * self.cores)
        workers = max(0.2, self.workers * kept * (1.0 - acts.get("pool", 0.0)))
        cpu_cap = free / cpu if cpu > 0 else 1e9
        stretch = 1.0 / min(1.0, max(free, 0.25) / min(1.0, self.cores))
        hold = cpu * stretch + wait + down_mean
        pool_cap = workers / hold
        self.cap = min(cpu_cap, pool_cap)
        rho = self.arriving / cpu_cap
        queued = cpu * waiting(rho, free) + hold * waiting(self.arriving / pool_cap, workers)
        self.backlog = max(0.0, self.backlog + (self.arriving - self.cap) * dt)
        room = self.cap * 2.5
        dropped = 0.0
        if self.backlog > room:
            dropped = min(1.0, (self.backlog - room) / max(1e-9, self.arriving * dt))
            self.backlog = room
        queue_wait = self.backlog / self.cap
        self.served = self.arriving * (1.0 - lost * 0.5) * (1.0 - dropped) if lost < 0.99 else 0.0
        self.served = min(self.served, self.cap)
        own = (cpu * stretch + wait) * math.exp(self.drift)
        self.mean = own + queued + queue_wait + down_mean
        self.var = (service.sigma * own) ** 2 + queued**2 + (0.3 * queue_wait) ** 2 + down_var
        if acts.get("slow", 0.0):
            self.var += (0.35 * acts["slow"]) ** 2
        lengths = [(down_p, down_x), (pause_p, 0.25), (acts.get("some_slow", 0.0), 1.6)]
        self.tail_p = 1.0 - math.prod(1.0 - min(p, 0.9) for p, _ in lengths)
        self.tail_x = sum(p * x for p, x in lengths) / max(1e-12, sum(p for p, _ in lengths))
        full = acts.get("full", 0.0)
        wrong = 1.0 - (1.0 - service.errors) * (1.0 - acts.get("error", 0.0)) * (1.0 - full) * (1.0 - dropped)
        wrong = 1.0 - (1.0 - wrong) * (1.0 - down_fail) * (1.0 - acts.get("reject", 0.0))
        self.fail_inside = wrong
        refused = 1.0 if lost > 0.99 else lost * (0.45 if self.down_s > 0.0 or acts.get("flap") else 0.06)
        self.fail = 1.0 - (1.0 - wrong) * (1.0 - refused)
        if lost > 0.99:
            self.mean, self.var, self.tail_p = 0.004, 1e-6, 0.0
        self._measure(acts, used, disk_busy, cpu, free, rho, workers, lost)

    def _measure(
        self,
        acts: dict[str, float],
        used: float,
        disk_busy: float,
        cpu: float,
        free: float,
        rho: float,
        workers: float,
        lost: float,
    ) -> None:
        service = self.service
        demand = self.served * cpu + acts.get("hog", 0.0) * self.cores
        busy = min(
            self.cores * (1.0 - lost) * (1.0 - acts.get("scale", 0.0)) * (1.0 - acts.get("throttle", 0.0)),
            demand + 0.012 * self.cores,
        )
        worked = self.served
        up = 0.0 if lost > 0.99 else 1.0
        loss = acts.get("loss", 0.0)
        hog_io = acts.get("disk", 0.0) * 95e6
        paging = max(0.0, used / self.limit - 0.9) * 1.2e8 if service.runtime not in MANAGED or "mem" in acts else 0.0
        packets = worked * (service.in_kb + service.out_kb + 1.5) / 1.3
        held = min(workers, worked * self.mean + self.backlog) + acts.get("pool", 0.0) * self.workers
        out_kb = sum(2.0 * c.each * a * r for c, a, r in zip(service.calls, self.attempts, self.reach, strict=True))
        self.gauges = {
            "cpu": busy * up,
            "cpu_share": busy * up / self.cores,
            "throttle": max(0.0, (rho - 0.75)) * 0.9 * up if free < self.cores or rho > 0.75 else 0.0,
            "mem": used * up,
            "mem_share": used * up / self.limit,
            "read": up * (worked * service.read_kb * 1e3 * (1 + 4 * acts.get("scan", 0.0)) + paging + 0.35 * hog_io),
            "write": up * (worked * service.write_kb * 1e3 + hog_io + 2500.0 + acts.get("fill", 0.0) * 6e8),
            "disk_busy": disk_busy * up,
            "disk_used": min(1.0, 0.41 + self.filled),
            "rx": up * (worked * (service.in_kb * 1e3 + out_kb * 1.4e3) + 900.0 + acts.get("bytes", 0.0) * 0.3),
            "tx": up * (worked * (service.out_kb * 1e3 + out_kb * 0.6e3) + 900.0 + acts.get("bytes", 0.0)),
            "retrans": up * packets * (loss + 0.00008),
            "rtt": 0.0006 + self.link_s * 1.0,
            "rate": self.arriving,
            "ok_rate": worked,
            "held": held * up,
            "up": 1.0 - lost,
            "depth": self.depth,
            "age": self.depth / max(self.taken, 0.5) if self.depth > 1.0 else 0.0,
            "taken": self.taken,
            "hit": self.hit,
            "conns": up * min(self.workers, 0.16 * self.workers + held * 1.6),
            "load": up * (worked * self.mean + self.backlog),
            "disk_wait": 0.0004 + service.disk_ms / 1000.0 / (1.0 - disk_busy),
            "restarts": float(self.restarts),
        }
