"""DynamoDB refuses requests: the table's capacity is used up, or one partition's is.

Predicts: throttled requests. With consumption near what is provisioned the table is too small; with consumption far
below it, or on demand, one partition key takes more than a partition gives. Contradicted by: no throttles.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import series_of, weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, in_trouble, late, rose
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_number, first_text, texts
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short
from commander.evidence.spelling import plain

_TABLES = ("dynamodb", "dynamodb-table", "dynamodb_table", "table")
_KINDS = ("read", "write")
_INSIGHTS = ("contributor_insights", "dynamodb_contributor_insights", "table_insights", "key_insights")
_LESS, _FAR, _NEAR = 0.5, 0.7, 0.9
_ON_DEMAND = ("pay_per_request", "on_demand", "on-demand", "ondemand")


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every table whose throttles are known."""
    entities = {entity for entity in case.entities if entity.partition("/")[0] in _TABLES}
    refuted = 0
    for entity in sorted(entities):
        throttles = [one for one in case.of(entity, Role.THROTTLES) if one.series.values]
        bad = [one for one in throttles if one.bad]
        if not bad and throttles:
            refuted += 1
            if refuted <= 2:
                calm = Argument("dynamodb.throttled", entity, f"Requests of {short(entity)} are throttled.")
                calm.oppose(case.fact(throttles[0]), 4.0 if throttles[0].steady else 2.0)
                connection(case, calm)
                yield calm
        elif bad:
            yield from _throttled(case, entity, bad)


def _throttled(case: Case, entity: str, bad: list[Behaviour]) -> Iterator[Argument]:
    name = short(entity)
    item = next((one for one in case.items("dynamodb_table", "dynamodb") if one.entity == entity), None)
    table = Argument("dynamodb.throttled", entity, f"Requests of {name} exceed its capacity.", direct=True)
    hot = Argument("dynamodb.hot_partition", entity, f"One key of {name} takes more than a partition gives.")
    connection(case, table)
    connection(case, hot)
    for one in bad[:2]:
        table.back(case.fact(one), 3.5 if one is bad[0] else 0.5)
    weigh_effect(case, entity, table)
    known = _weigh_capacity(case, entity, item, table, hot)
    hot_said = _weigh_keys(case, entity, item, hot)
    if hot.supporting:
        hot.back(case.fact(bad[0]), 2.0)
        hot.direct = known or hot_said
        yield hot
    if not known:
        table.lack(f"the provisioned and the consumed capacity of {name}", 0.2)
    for demand in case.of(entity, Role.DEMAND):
        if rose(demand, 1.5) and not late(case, demand) and not hot.supporting:
            table.back(fact_of(case, demand), 0.5)
            break
    yield table


def _weigh_capacity(case: Case, entity: str, item: State | None, table: Argument, hot: Argument) -> bool:
    """Consumption a second against what is provisioned; whether both are known."""
    known = False
    for kind in _KINDS:
        if not _concerns_kind(case, entity, kind):
            continue
        used = series_of(case, entity, f"consumed{kind}capacityunits")
        if not used:
            continue
        one = used[0]
        allowed, refs = _allowed(case, entity, item, kind)
        if allowed is None or allowed <= 0:
            continue
        known = True
        rate = in_trouble(one) / (one.series.period if one.series.statistic == "Sum" else 1.0)
        said = f"{short(entity)} consumes {rate:.1f} of the {number(allowed)} {kind} capacity units a second it has."
        fact = case.stated("metric", one.series.entity, said, (one.series.id, *refs))
        if rate < _FAR * allowed:
            hot.back(fact, 2.5)
            table.oppose(fact, 3.5 if rate < _LESS * allowed else 2.0)
        elif rate >= _NEAR * allowed:
            table.back(fact, 1.5)
            hot.oppose(fact, 2.0)
    mode = first_text(item.attributes, "billing_mode", "capacity_mode") if item is not None else None
    if item is not None and mode is not None and mode.lower() in _ON_DEMAND:
        fact = case.fact_of_state(
            item, f"The billing mode of {short(entity)} is {mode}: it has no capacity of its own."
        )
        hot.back(fact, 1.5)
        table.oppose(fact, 0.5)
    return known


def _concerns_kind(case: Case, entity: str, kind: str) -> bool:
    """Whether reads (or writes) are throttled: the other kind's capacity says nothing of it."""
    throttled = [one for one in case.of(entity, Role.THROTTLES) if one.bad]
    named = [one for one in throttled if any(word in plain(one.series.name) for word in _KINDS)]
    return not named or any(kind in plain(one.series.name) for one in named)


def _allowed(case: Case, entity: str, item: State | None, kind: str) -> tuple[float | None, tuple[str, ...]]:
    if item is not None:
        value = first_number(
            item.attributes, f"{kind}_capacity", f"{kind}_capacity_units", f"provisioned_{kind}_capacity"
        )
        if value is not None and value > 0:
            return value, (item.id,)
    for one in series_of(case, entity, f"provisioned{kind}capacityunits"):
        return in_trouble(one), (one.series.id,)
    return None, ()


def _weigh_keys(case: Case, entity: str, item: State | None, hot: Argument) -> bool:
    """Contributor Insights or state that names the most used key."""
    insights = [one for one in case.items(*_INSIGHTS) if one.entity == entity]
    return any(_names_key(case, one, hot) for one in [*([item] if item is not None else []), *insights])


def _names_key(case: Case, item: State, hot: Argument) -> bool:
    entity = item.entity
    for key in ("hot_keys", "top_keys", "most_throttled_keys", "most_accessed_keys", "contributor_insights", "keys"):
        value = item.attributes.get(key)
        first = value[0] if isinstance(value, list) and value else None
        share = first_number(first, "share", "percent", "share_percent") if isinstance(first, dict) else None
        if share is not None and share >= (0.3 if share <= 1 else 30):
            most = share >= (0.5 if share <= 1 else 50)
            said = f"One key of {short(entity)} has a share of {number(share)} ({key})."
            hot.back(case.fact_of_state(item, said), 3.5 if most else 2.5)
            return True
        if texts(value) and "hot" in key:
            hot.back(case.fact_of_state(item, f"{key} of {short(entity)} names {texts(value)[0][:60]}."), 2.0)
            return True
    return False
