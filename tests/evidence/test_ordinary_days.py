"""Healthy systems of ordinary days, and near misses of them in which something is wrong or too little was seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.behaviour import Course, behaviour
from commander.evidence.engine import investigate
from commander.evidence.roles import Role
from commander.evidence.series import Series

START = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
POINTS = 60


def clock(minute: float) -> str:
    """The moment so many minutes after the start; the evidence ends after an hour."""
    return (START + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


class Day:
    """A bundle about one thing; an alarm on a metric of it fired in some minute."""

    def __init__(self, resource: str, title: str, minute: float = 40, **alert: Any) -> None:
        self.document: dict[str, Any] = {
            "schema": "evidence-bundle/1",
            "case_id": "made-up",
            "incident": {
                "title": title,
                "severity": "high",
                "source": "cloudwatch",
                "resource": resource,
                "started_at": clock(minute),
                "collected_at": clock(POINTS),
            },
        }
        sections = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        self.document |= {name: [] for name in sections}
        self.resource = resource
        self.add("alerts", {"name": title, "entity": resource, "state": "alarm", "t": clock(minute)} | alert)

    def add(self, section: str, item: dict[str, Any]) -> "Day":
        items = self.document[section]
        items.append({"id": f"{section[0:2]}{len(items) + 1}", **item})
        return self

    def metric(self, name: str, values: list[float], entity: str | None = None, **more: Any) -> "Day":
        points = [[clock(at), value] for at, value in enumerate(values)]
        return self.add(
            "metrics", {"name": name, "entity": entity or self.resource, "period_s": 60, "points": points} | more
        )

    def log(self, minute: float, level: str, message: str, count: int = 1, entity: str | None = None) -> "Day":
        item = {"t": clock(minute), "entity": entity or self.resource, "level": level, "message": message}
        return self.add("logs", item | {"count": count})

    def verdict(self) -> Verdict:
        return investigate(Bundle.model_validate(self.document))


def wavy(level: float, share: float = 0.05) -> list[float]:
    """An hour around a level."""
    return [level * (1 + share * ((7 * at) % 5 - 2)) for at in range(POINTS)]


def step(before: float, after: float, minute: int = 38) -> list[float]:
    return [before if at < minute else after for at in range(POINTS)]


def fleet(failures: list[float], wanted: int = 4) -> Day:
    """A group of machines of which a policy took two away."""
    day = Day("asg/search", "search in-service below 5", metric="GroupInServiceInstances", threshold=5)
    day.document["alerts"][0]["comparison"] = "LessThanThreshold"
    day.metric("GroupInServiceInstances", step(6, 4)).metric("CPUUtilization", wavy(45), unit="Percent")
    day.metric("TargetResponseTime", wavy(0.2), "alb/search", unit="Seconds")
    day.metric("HTTPCode_Target_5XX_Count", failures, "alb/search")
    day.add("topology", {"from": "alb/search", "to": "asg/search", "kind": "depends_on"})
    return day.add("state", {"entity": "asg/search", "kind": "asg", "attributes": {"desired": wanted, "in_service": 4}})


def lowered(day: Day) -> Day:
    change = {"kind": "scaling", "actor": "autoscaling", "action": "autoscaling:SetDesiredCapacity"}
    return day.add(
        "changes", change | {"t": clock(37), "entity": day.resource, "details": {"desired_capacity": [6, 4]}}
    )


CALM = [0.0] * POINTS


def test_fewer_machines_because_fewer_are_wished_for() -> None:
    assert lowered(fleet(CALM)).verdict().verdict == "healthy"


def test_an_autoscaler_says_itself_that_it_wants_fewer() -> None:
    day = fleet(CALM)
    said = "At the request of a policy the group was shrinking the capacity from 6 to 4."
    day.add(
        "events",
        {"t": clock(37), "entity": day.resource, "kind": "asg", "type": "info", "reason": "scaling", "message": said},
    )
    assert day.verdict().verdict == "healthy"


def test_fewer_machines_than_are_wished_for_are_no_calm() -> None:
    assert fleet(CALM).verdict().verdict != "healthy"
    assert lowered(fleet(CALM, wanted=6)).verdict().verdict != "healthy"


def test_too_few_machines_are_no_calm_though_somebody_wished_for_them() -> None:
    failing = [0.0 if at < 38 else 40.0 + at % 7 for at in range(POINTS)]
    assert lowered(fleet(failing)).verdict().verdict != "healthy"


def words(errors: list[float], level: str = "info") -> Day:
    """A release whose lines have the words on which a filter counts."""
    day = Day("lambda/thumbs", "thumbs-log-errors", metric="LogErrors", threshold=10)
    day.metric("LogErrors", step(2, 30)).metric("Errors", errors).metric("Throttles", CALM)
    day.metric("Duration", wavy(300), unit="Milliseconds").metric("Invocations", wavy(150))
    change = {
        "kind": "deployment",
        "actor": "ci",
        "action": "lambda:UpdateFunctionCode",
        "details": {"version": [7, 8]},
    }
    day.add("changes", change | {"t": clock(37), "entity": day.resource})
    for minute in (39, 45, 51, 57):
        day.log(minute, level, "ErrorBoundary mounted for gallery", 25)
    return day


def test_a_filter_that_counts_harmless_words_is_no_bad_release() -> None:
    assert words(CALM).verdict().verdict == "healthy"


def test_words_are_errors_where_the_function_fails_or_says_so() -> None:
    assert words(step(0, 12)).verdict().verdict != "healthy"
    assert words(CALM, "error").verdict().verdict != "healthy"
    without = words(CALM)
    without.document["metrics"] = [one for one in without.document["metrics"] if one["name"] != "Errors"]
    assert without.verdict().verdict != "healthy"


def rollout(available: int = 3) -> Day:
    """A rollout whose pods took their time, and whose old pods had a bad hook."""
    day = Day("deployment/desk", "desk: readiness failures", 20, state="ok")
    day.document["incident"]["source"] = "kubernetes"
    for name, minute in (("Unhealthy", 22), ("FailedPreStopHook", 25)):
        item = {"kind": "kubernetes", "type": "warning", "reason": name, "message": f"{name}: probe or hook failed"}
        day.add("events", item | {"t": clock(minute), "entity": day.resource, "count": 3})
    change = {"kind": "deployment", "actor": "flux", "action": "sync", "details": {"image": ["desk:1", "desk:2"]}}
    day.add("changes", change | {"t": clock(19), "entity": day.resource})
    wanted = {"desired": 3, "ready": available, "available": available, "updated": 3}
    day.add("state", {"entity": day.resource, "kind": "deployment", "attributes": {"namespace": "office"} | wanted})
    for name in ("desk-5f6d7c8b9-aaaaa", "desk-5f6d7c8b9-bbbbb"):
        pod = {"namespace": "office", "phase": "Running", "status": "Running", "ready": "1/1", "restarts": 0}
        day.add(
            "state", {"entity": f"pod/{name}", "kind": "pod", "attributes": pod | {"conditions": {"Ready": "True"}}}
        )
        day.add("topology", {"from": day.resource, "to": f"pod/{name}", "kind": "owns"})
    day.log(21, "info", "listening on :8080", 3).log(58, "info", "GET /desk 200 12ms", 800)
    return day.log(50, "error", "django.core.exceptions.BadRequest: request body too large -> 413", 4)


def test_a_rollout_that_is_over_and_refusals_of_clients_are_no_bad_release() -> None:
    assert rollout().verdict().verdict == "healthy"


def test_a_rollout_that_lacks_a_pod_is_no_calm() -> None:
    assert rollout(2).verdict().verdict != "healthy"


def test_an_error_of_its_own_after_a_rollout_is_no_calm() -> None:
    day = rollout().log(55, "error", "KeyError: 'desk_id'", 40)
    assert day.verdict().verdict != "healthy"


def saw(top: float, share: float = 1.0) -> list[float]:
    """A level that is emptied after 30 minutes and fills up again since, in a `share` of the time."""
    return [40 + (top - 40) * at / 29 for at in range(30)] + [
        min(40 + (top - 40) * at / 29 / share, 99.0) for at in range(POINTS - 30)
    ]


def full_disk(values: list[float]) -> Day:
    day = Day("host/logs-1", "disk above 80 percent", 56, metric="disk_used_percent", threshold=80)
    return day.metric("disk_used_percent", values, unit="Percent").log(59, "info", "rsyslogd: action resumed")


def test_a_disk_that_fills_up_as_every_time_before_it_is_emptied() -> None:
    assert full_disk(saw(82)).verdict().verdict == "healthy"


def test_a_disk_that_fills_up_faster_or_further_is_no_calm() -> None:
    assert full_disk(saw(82, 0.8)).verdict().verdict != "healthy"
    once = [40 + 0.7 * at for at in range(POINTS)]
    assert full_disk(once).verdict().verdict != "healthy"


def burst(last: int, after: float = 2.0) -> Day:
    """A queue that waited after a fan-out; its reader wrote of one that timed out and went back to the queue."""
    day = Day("sqs/letters", "letters age over 600 s", 30, metric="ApproximateAgeOfOldestMessage", threshold=600)
    day.document["alerts"][0] |= {"state": "ok", "t": clock(last + 1)}
    ages = [2.0 + at % 2 if at < 24 else 90.0 * (at - 23) if at < last else after + at % 2 for at in range(POINTS)]
    day.metric("ApproximateAgeOfOldestMessage", ages, unit="Seconds")
    errors = [float(at % 9 == 0) if at < 24 or at >= last else float(2 + at % 5) for at in range(POINTS)]
    day.metric("Errors", errors, "lambda/letter-print")
    day.add("topology", {"from": "lambda/letter-print", "to": "sqs/letters", "kind": "reads"})
    day.log(33, "error", "ReadTimeoutError: glyphs.example, message returned to queue", 20, "lambda/letter-print")
    return day.log(58, "info", "all letters printed", 1, "lambda/letter-print")


def test_a_backlog_that_drained_is_over_as_soon_as_it_stays_away() -> None:
    assert burst(POINTS - 4).verdict().verdict in ("healthy", "inconclusive")
    assert burst(POINTS - 8).verdict().verdict == "healthy"


def test_a_backlog_that_is_only_smaller_is_no_calm() -> None:
    assert burst(POINTS - 5, 450.0).verdict().verdict != "healthy"


def better(newest: float) -> Course:
    """What a latency did that was worse for a while and ended at a level."""
    values = [0.2 + 0.002 * (at % 3) if at < 30 else 0.9 if at < 38 else newest + 0.002 * (at % 3) for at in range(60)]
    times = [60.0 * at for at in range(POINTS)]
    series = Series("s1", "latency", None, "service/desk", "p95", "s", 60.0, times, values, [], Role.LATENCY)
    return behaviour(series).course


def test_better_than_before_the_trouble_is_back_too() -> None:
    assert better(0.12) is Course.CAME_BACK
    assert better(0.6) is not Course.CAME_BACK


def jobs(later: str) -> Day:
    """A run of a schedule that failed for once, by its pod's log, and a later one."""
    day = Day("job/close-books-41207", "KubeJobFailed: close-books-41207", 5)
    day.document["incident"]["source"] = "prometheus"
    for name, pods in (("41207", "0 Active / 0 Succeeded / 1 Failed"), ("41208", later)):
        state = {
            "entity": f"job/close-books-{name}",
            "kind": "job",
            "attributes": {"namespace": "office", "pods": pods},
        }
        day.add("state", state)
    wanted = {"namespace": "office", "desired": 1, "ready": 1, "available": 1}
    day.add("state", {"entity": "deployment/ledger", "kind": "deployment", "attributes": wanted})
    return day.log(4, "error", "ERROR: deadlock detected", 1, "pod/close-books-41207-x2b")


def test_a_run_that_failed_and_was_done_well_since_is_over() -> None:
    assert jobs("0 Active / 1 Succeeded / 0 Failed").verdict().verdict == "healthy"
    assert jobs("0 Active / 0 Succeeded / 1 Failed").verdict().verdict != "healthy"
