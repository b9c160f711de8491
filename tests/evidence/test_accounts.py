"""Why an alarm fired although nothing is wrong: one reason each, and a near miss in which the reason does not hold."""

from typing import Any

from tests.evidence.test_ordinary_days import POINTS, Day, clock, step, wavy


def served(day: Day, entity: str | None = None, failures: list[float] | None = None) -> Day:
    """Users of a thing are counted and timed: as ever, unless failures are given."""
    day.metric("RequestCount", wavy(800), entity, unit="Count")
    day.metric("HTTPCode_Target_5XX_Count", failures or [0.0] * POINTS, entity, unit="Count")
    day.log(59, "info", "answered in 0.18 s", entity=entity)
    return day.metric("TargetResponseTime", wavy(0.18), entity, unit="Seconds")


FAILING = [0.0 if at < 39 else 240.0 + 9 * ((7 * at) % 5) for at in range(POINTS)]


def busy(failures: list[float] | None = None, **alert: Any) -> Day:
    """A service whose processors are busy, in front of which a balancer counts answers."""
    told: dict[str, Any] = {"metric": "CPUUtilization", "threshold": 75, "comparison": "GreaterThanThreshold"}
    day = Day("service/tariffs", "tariffs cpu above 75", **(told | alert))
    day.metric("CPUUtilization", step(52, 84), unit="Percent")
    return served(day, failures=failures)


def test_an_alarm_that_fires_every_night_while_all_are_served() -> None:
    nightly = "The tariff tables are computed every night from 02:30; CPU above 75 for 5 minutes."
    assert busy(reason=nightly).verdict().verdict == "healthy"
    assert busy(FAILING, reason=nightly).verdict().verdict != "healthy"


def test_an_alarm_of_use_without_a_reason_is_not_explained_by_calm_users() -> None:
    assert busy(reason="CPU above 75 for 5 minutes.").verdict().verdict != "healthy"


def load_tested(failures: list[float] | None = None, what: str = "k6 load test, 400 VUs") -> Day:
    day = Day("service/quotes", "quotes requests above 2000", metric="RequestCount", threshold=2000)
    day.document["alerts"][0]["comparison"] = "GreaterThanThreshold"
    day.metric("RequestCount", [level + 7 * (at % 5) for at, level in enumerate(step(900, 3100))], unit="Count")
    day.metric("HTTPCode_Target_5XX_Count", failures or [0.0] * POINTS, unit="Count")
    day.metric("TargetResponseTime", wavy(0.18), unit="Seconds")
    change = {"t": clock(36), "kind": "other", "entity": "service/quotes", "actor": "lena", "action": "started a job"}
    return day.add("changes", change | {"details": {"what": what}})


def test_a_test_of_load_makes_the_demand() -> None:
    assert load_tested().verdict().verdict == "healthy"


def test_demand_that_nobody_made_on_purpose_is_no_calm() -> None:
    assert load_tested(what="cleanup of old tickets").verdict().verdict != "healthy"


def test_a_test_of_load_that_makes_answers_fail_is_no_calm() -> None:
    assert load_tested(FAILING).verdict().verdict != "healthy"


def drawn_anew(values: list[float], minute: float = 34, action: str = "PutMetricAlarm") -> Day:
    """An alarm on what a queue holds; somebody lowered its line before it fired."""
    told: dict[str, Any] = {"metric": "MemoryUtilization", "threshold": 40, "comparison": "GreaterThanThreshold"}
    day = Day("service/labels", "labels memory above 40", **told)
    day.metric("MemoryUtilization", values, unit="Percent")
    served(day)
    change = {"t": clock(minute), "kind": "config", "entity": "alarm/labels memory above 40", "actor": "oscar"}
    return day.add("changes", change | {"action": action, "details": {"Threshold": [70, 40]}})


def test_a_line_that_was_lowered_below_the_usual() -> None:
    assert drawn_anew(wavy(52)).verdict().verdict == "healthy"


def test_a_lowered_line_does_not_excuse_a_series_that_rose() -> None:
    assert drawn_anew(step(30, 93)).verdict().verdict != "healthy"


def seen_from(reason: str, failures: list[float] | None = None) -> Day:
    day = Day("alb/shop", "shop unreachable", reason=reason)
    return served(day, failures=failures)


def test_a_check_that_fails_from_one_place_only() -> None:
    reason = "Check failed from eu-north; 5 other locations ok."
    assert seen_from(reason).verdict().verdict == "healthy"
    assert seen_from(reason, FAILING).verdict().verdict != "healthy"


def credits(values: list[float], cpu: list[float] | None = None) -> Day:
    told: dict[str, Any] = {"metric": "CPUCreditBalance", "threshold": 100, "comparison": "LessThanThreshold"}
    day = Day("ec2/i-0b7c2", "i-0b7c2 credits below 100", 20, **told)
    day.metric("CPUCreditBalance", values, unit="Count").metric("CPUUtilization", cpu or wavy(6), unit="Percent")
    return day.log(59, "info", "heartbeat sent")


def test_room_that_fills_up_again_is_on_its_way_back() -> None:
    falling = [150.0 - 4 * at for at in range(20)]
    assert credits([*falling, *(72.0 + 1.5 * at for at in range(40))]).verdict().verdict == "healthy"


def test_room_that_still_goes_is_not() -> None:
    assert credits([150.0 - 2 * at for at in range(POINTS)], wavy(91)).verdict().verdict != "healthy"


def asleep(desired: int, action: str = "StopDBInstance", minute: float = 37) -> Day:
    """The database of a copy that sleeps at night."""
    day = Day("rds/shop-staging", "shop-staging connections below 1", metric="DatabaseConnections", threshold=1)
    day.document["alerts"][0]["comparison"] = "LessThanThreshold"
    day.metric("DatabaseConnections", step(6, 0), unit="Count")
    day.add("topology", {"from": "ecs/shop-staging", "to": "rds/shop-staging", "kind": "reads"})
    attributes = {"desired": desired, "running": desired}
    day.add("state", {"entity": "ecs/shop-staging", "kind": "ecs_service", "attributes": attributes})
    change = {"t": clock(minute), "kind": "other", "entity": "rds/shop-staging", "actor": "night-schedule"}
    return day.add("changes", change | {"action": action})


def test_what_was_stopped_on_purpose_and_is_needed_by_nobody_that_runs() -> None:
    assert asleep(desired=0).verdict().verdict == "healthy"


def test_what_was_stopped_under_those_who_run_is_no_calm() -> None:
    assert asleep(desired=4).verdict().verdict != "healthy"


def test_what_was_changed_otherwise_was_not_stopped() -> None:
    assert asleep(desired=0, action="ModifyDBInstance").verdict().verdict != "healthy"


def imported(status: str, *lines: tuple[float, str, str]) -> Day:
    """A piece of work that is tried again by itself."""
    day = Day("job/price-import", "price-import failed", 20)
    day.add("state", {"entity": "job/price-import", "kind": "job", "t": clock(58), "attributes": {"status": status}})
    day.metric("RowsImported", [0.0] * 30 + wavy(300)[:30])
    for minute, level, message in lines:
        day.log(minute, level, message)
    return day.log(58, "info", "import finished, 41210 rows")


FAILED_ONCE = (19, "error", "attempt 1 failed: connection reset by supplier gateway")


def test_work_that_was_done_at_the_second_try() -> None:
    assert imported("SUCCEEDED", FAILED_ONCE).verdict().verdict == "healthy"


def test_work_that_failed_for_good_or_again_is_no_calm() -> None:
    assert imported("FAILED", FAILED_ONCE).verdict().verdict != "healthy"
    again = (59, "error", "attempt 1 failed: connection reset by supplier gateway")
    assert imported("SUCCEEDED", FAILED_ONCE, again).verdict().verdict != "healthy"


def complained(title: str, description: str) -> Day:
    """A person's ticket about a service whose own series are calm."""
    day = served(Day("service/atlas", "unused"))
    day.document["alerts"] = []
    day.document["incident"] |= {"title": title, "source": "manual", "description": description, "resource": None}
    return day


def test_what_nothing_that_was_collected_would_show_is_not_called_fine() -> None:
    found = complained("Parcels show up in the wrong depot", "Drivers report parcels that the map puts elsewhere.")
    assert found.verdict().verdict == "inconclusive"


def low_room(watched: list[float]) -> Day:
    """Users are served while the room that is watched runs out."""
    told: dict[str, Any] = {"metric": "FreeStorageSpace", "threshold": 20, "comparison": "LessThanThreshold"}
    day = Day("rds/ledger", "ledger storage below 20", **told)
    day.metric("FreeStorageSpace", watched, unit="Gigabytes")
    day.add("topology", {"from": "service/ledger-api", "to": "rds/ledger", "kind": "reads"})
    return served(day, "service/ledger-api")


def test_a_level_that_runs_out_is_no_calm_however_well_all_are_served() -> None:
    assert low_room([60.0 - 0.98 * at for at in range(POINTS)]).verdict().verdict != "healthy"
