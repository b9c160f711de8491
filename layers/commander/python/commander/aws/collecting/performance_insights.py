"""What Performance Insights says of a database: which statements and which waits its load is made of.

The load is in average active sessions: more of them than the machine has processors means that sessions wait.
"""

from datetime import datetime, timedelta
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing
from commander.contract.problems import CommanderError
from commander.contract.values import iso
from commander.domain.redaction import redact_statement

LOOK_BACK = timedelta(minutes=30)
_STATEMENTS = 10
_GROUPS = (("top_wait_events", "db.wait_event", 10), ("top_users", "db.user", 5), ("top_hosts", "db.host", 5))
_LONGEST_STATEMENT = 2000
_PERIOD_S = 60
_INVALID = "InvalidArgument"
"""What the service says where an engine, or this version of it, does not count what was asked for."""
_CALLS = {
    "postgres": "db.sql_tokenized.stats.calls_per_sec.avg",
    "mysql": "db.sql_tokenized.stats.count_star_per_sec.avg",
    "mariadb": "db.sql_tokenized.stats.count_star_per_sec.avg",
}
"""How often a statement runs, by the engine's own name for it."""
_COUNTERS = {
    "postgres": ("db.Transactions.blocked_transactions.avg", "db.Concurrency.deadlocks.avg"),
    "mysql": ("db.Locks.innodb_row_lock_waits.avg", "db.Locks.innodb_deadlocks.avg"),
}
"""Counters that CloudWatch does not have."""


def look(thing: Thing, instance: dict[str, Any], ask: Ask, found: Findings, window: Window) -> None:
    """The state `performance_insights` and lock counters of an instance; a gap where it is switched off."""
    if not instance.get("PerformanceInsightsEnabled"):
        found.gap("state", thing.entity, "Performance Insights is not enabled: statements and waits are not known")
        return
    identifier, engine = instance["DbiResourceId"], _family(str(instance.get("Engine") or ""))
    start = window.end - LOOK_BACK
    attributes: dict[str, Any] = {"start_time": iso(start), "end_time": iso(window.end)}
    asked = len(attributes)
    try:
        with found.trying("state", thing.entity):
            attributes["top_sql"] = _statements(ask, identifier, engine, start, window.end)
            for key, group, most in _GROUPS:
                keys = _keys(ask, identifier, start, window.end, {"Group": group, "Limit": most})
                attributes[key] = [_part(group, one) for one in keys]
    finally:  # what is known when the time is up counts
        if len(attributes) > asked:
            found.state(thing, "performance_insights", attributes, window.end)
    with found.trying("metrics", thing.entity):
        _counters(thing, ask, found, identifier, engine, window)


def _statements(ask: Ask, identifier: str, engine: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    group = {"Group": "db.sql_tokenized", "Limit": _STATEMENTS}
    by_wait = {"PartitionBy": {"Group": "db.wait_event", "Limit": 5}}
    calls = _CALLS.get(engine)
    more = {"AdditionalMetrics": [calls]} if calls else {}
    try:
        answer = _dimension_keys(ask, identifier, start, end, GroupBy=group, **by_wait, **more)
    except CommanderError as error:
        if not (more and _INVALID in error.detail):
            raise
        answer = _dimension_keys(ask, identifier, start, end, GroupBy=group, **by_wait)
    waits = [one.get("Dimensions") or {} for one in answer.get("PartitionKeys") or []]
    told = []
    for key in answer.get("Keys") or []:
        statement = (key.get("Dimensions") or {}).get("db.sql_tokenized.statement") or ""
        parts = [
            {**_wait(wait), "db_load_avg": _rounded(load)}
            for wait, load in zip(waits, key.get("Partitions") or [], strict=False)
            if load
        ]
        one: dict[str, Any] = {
            "statement": redact_statement(statement[:_LONGEST_STATEMENT]),
            "db_load_avg": _rounded(key.get("Total")),
            "wait_events": sorted(parts, key=lambda part: -part["db_load_avg"]),
        }
        rate = (key.get("AdditionalMetrics") or {}).get(calls)
        if rate is not None:
            one["calls_per_sec"] = _rounded(rate)
        told.append(one)
    return told


def _keys(ask: Ask, identifier: str, start: datetime, end: datetime, group: dict[str, Any]) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = _dimension_keys(ask, identifier, start, end, GroupBy=group).get("Keys") or []
    return keys


def _dimension_keys(ask: Ask, identifier: str, start: datetime, end: datetime, **more: Any) -> dict[str, Any]:
    return ask(
        "pi",
        "describe_dimension_keys",
        ServiceType="RDS",
        Identifier=identifier,
        StartTime=start,
        EndTime=end,
        Metric="db.load.avg",
        PeriodInSeconds=_PERIOD_S,
        **more,
    )


def _part(group: str, key: dict[str, Any]) -> dict[str, Any]:
    dimensions, load = key.get("Dimensions") or {}, _rounded(key.get("Total"))
    if group == "db.wait_event":
        return {**_wait(dimensions), "db_load_avg": load}
    if group == "db.host":
        return {"id": dimensions.get("db.host.id") or dimensions.get("db.host.name"), "db_load_avg": load}
    return {"name": dimensions.get(f"{group}.name"), "db_load_avg": load}


def _wait(dimensions: dict[str, str]) -> dict[str, Any]:
    return {"name": dimensions.get("db.wait_event.name"), "type": dimensions.get("db.wait_event.type")}


def _counters(thing: Thing, ask: Ask, found: Findings, identifier: str, engine: str, window: Window) -> None:
    names = _COUNTERS.get(engine, ())
    if not names:
        return
    try:
        answer = ask(
            "pi",
            "get_resource_metrics",
            ServiceType="RDS",
            Identifier=identifier,
            StartTime=window.start,
            EndTime=window.end,
            PeriodInSeconds=_PERIOD_S,
            MetricQueries=[{"Metric": name} for name in names],
        )
    except CommanderError as error:
        if _INVALID in error.detail:
            return  # this version of the engine does not count them: nothing is missing
        raise
    for series in answer.get("MetricList") or []:
        points = [
            [iso(point["Timestamp"]), float(point["Value"])]
            for point in series.get("DataPoints") or []
            if point.get("Value") is not None
        ]
        found.add(
            "metrics",
            name=str(series["Key"]["Metric"]).removeprefix("db.").removesuffix(".avg"),
            namespace="PerformanceInsights",
            entity=thing.entity,
            dimensions={"DBInstanceIdentifier": thing.name},
            statistic="Average",
            period_s=_PERIOD_S,
            points=points,
        )


def _family(engine: str) -> str:
    engine = engine.lower()
    return "postgres" if "postgres" in engine else "mysql" if "mysql" in engine or engine == "aurora" else engine


def _rounded(load: Any) -> float:
    return round(float(load or 0.0), 4)
