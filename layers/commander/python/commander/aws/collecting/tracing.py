"""Who calls whom, as X-Ray's service graph or Application Signals tell it."""

from collections import deque
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing, of_arn, of_text

_MOST_BACK = timedelta(hours=6)
"""X-Ray answers for six hours at the most."""
_PAGES, _SERVICES = 5, 10
_HOPS = 2
_KINDS = {
    "AWS::Lambda": "lambda",
    "AWS::Lambda::Function": "lambda",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::SQS::Queue": "sqs",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::ApiGateway::Stage": "apigateway",
    "AWS::ECS::Container": "ecs-service",
    "AWS::ECS::Fargate": "ecs-service",
    "AWS::StepFunctions::StateMachine": "stepfunctions",
    "AWS::RDS::DBInstance": "rds",
    "AWS::RDS::DBCluster": "rds-cluster",
    "AWS::SNS": "sns",
}


def look(things: list[Thing], ask: Ask, found: Findings, window: Window) -> None:
    """Adds the calls around the things, two hops far: from X-Ray, or where that knows none of them, from Application
    Signals. A gap says where neither does."""
    seen = False
    with found.trying("topology", things[0].entity if things else None):
        seen = _from_xray(things, ask, found, window)
    if seen:
        return
    with found.trying("topology", things[0].entity if things else None):
        if not _from_signals(things, ask, found, window):
            about = things[0].entity if things else None
            found.gap("topology", about, "neither X-Ray nor Application Signals has seen it in this time")


def _from_xray(things: list[Thing], ask: Ask, found: Findings, window: Window) -> bool:
    start = max(window.start, window.end - _MOST_BACK)
    nodes: dict[int, dict[str, Any]] = {}
    for page in ask.pages("xray", "get_service_graph", _PAGES, StartTime=start, EndTime=window.end):
        nodes |= {one["ReferenceId"]: one for one in page.get("Services") or [] if one.get("Type") != "client"}
    who = {place: _thing(str(one.get("Name")), str(one.get("Type")), things) for place, one in nodes.items()}
    calls = [
        (place, edge["ReferenceId"])
        for place, one in sorted(nodes.items())
        for edge in one.get("Edges") or []
        if edge["ReferenceId"] in nodes
    ]
    near = _near([place for place, thing in who.items() if thing in things], calls)
    for one, other in calls:
        if one in near and other in near and who[one] != who[other]:
            found.edge(who[one], who[other], "calls")
            found.neighbours.append(who[one])
    for place in sorted(near):
        _summary(who[place], nodes[place], found, window)
    return bool(near)


def _thing(name: str, kind: str, things: Iterable[Thing]) -> Thing:
    """The thing that a node of the graph is: one that is known already by that name, else what its type says."""
    plain = name.rpartition("/")[2] if kind in ("AWS::SQS::Queue",) or name.startswith("http") else name
    plain = plain.partition("/")[0] if kind == "AWS::ApiGateway::Stage" else plain
    named = next((one for one in things if one.name == plain), None)
    if named is not None:
        return named
    arn = of_arn(name)
    if arn is not None:
        return arn
    addressed = next(of_text(name), None)
    return addressed or Thing(_KINDS.get(kind, "service"), plain)


def _near(starts: list[int], calls: list[tuple[int, int]]) -> set[int]:
    """The nodes within two calls of the given ones, up or down."""
    beside: dict[int, set[int]] = {}
    for one, other in calls:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    far = dict.fromkeys(starts, 0)
    waiting = deque(starts)
    while waiting:
        place = waiting.popleft()
        if far[place] == _HOPS:
            continue
        for other in beside.get(place, ()):
            if other not in far:
                far[other] = far[place] + 1
                waiting.append(other)
    return set(far)


def _summary(thing: Thing, node: dict[str, Any], found: Findings, window: Window) -> None:
    told = node.get("SummaryStatistics") or {}
    total = told.get("TotalCount")
    if not total:
        return
    errors = told.get("ErrorStatistics") or {}
    attributes = {
        "calls": total,
        "faults": (told.get("FaultStatistics") or {}).get("TotalCount"),
        "errors": errors.get("TotalCount"),
        "throttles": errors.get("ThrottleCount"),
        "mean_response_s": round(float(told.get("TotalResponseTime") or 0.0) / total, 4),
    }
    found.state(thing, "trace_summary", attributes, window.end)


def _from_signals(things: list[Thing], ask: Ask, found: Findings, window: Window) -> bool:
    start = max(window.start, window.end - timedelta(hours=24))
    times = {"StartTime": start, "EndTime": window.end}
    services = ask.items("application-signals", "list_services", "ServiceSummaries", 3, **times)
    named = {thing.name: thing for thing in reversed(things)}
    known = [one for one in services if (one.get("KeyAttributes") or {}).get("Name") in named]
    for service in sorted(known, key=lambda one: str(one["KeyAttributes"]["Name"]))[:_SERVICES]:
        keys = service["KeyAttributes"]
        needed = ask.items(
            "application-signals", "list_service_dependencies", "ServiceDependencies", 2, KeyAttributes=keys, **times
        )
        for one in needed:
            given = one.get("DependencyKeyAttributes") or {}
            name = given.get("Identifier") or given.get("Name")
            if name:
                found.edge(named[keys["Name"]], _thing(name, str(given.get("ResourceType")), things), "calls")
    return bool(known)
