"""Bundles with many items of one section of telemetry, or of the topology."""

from benchmarks.shapes.building import Document, bundle, calm, edge, event, line, moment, series, state, worse

_NAMES = (
    ("latency_p99", "Seconds"),
    ("error_rate", "Percent"),
    ("request_rate", "Count/Second"),
    ("cpu_usage", "Cores"),
)


def series_of_many_things(n: int) -> Document:
    return bundle(
        "service/s0", metrics=[series(f"service/s{at}", "error_rate", "Percent", worse(at)) for at in range(n)]
    )


def panels_of_many_things(n: int) -> Document:
    metrics = [
        series(f"service/s{at}", name, unit, worse(at) if at % 2 else calm(at))
        for at in range(n // 4)
        for name, unit in _NAMES
    ]
    edges = [edge(f"service/s{at}", f"service/s{at + 1}") for at in range(n // 4)]
    return bundle("service/s0", metrics=metrics, topology=edges)


def calm_panels_of_many_things(n: int) -> Document:
    metrics = [series(f"service/s{at}", name, unit, calm(at)) for at in range(n // 4) for name, unit in _NAMES]
    return bundle("service/s0", metrics=metrics)


def series_of_one_thing(n: int) -> Document:
    metrics = [
        series("service/web", f"{_NAMES[at % 4][0]}_{at}", _NAMES[at % 4][1], worse(at) if at % 3 else calm(at))
        for at in range(n)
    ]
    return bundle(metrics=metrics)


def points_of_one_series(n: int) -> Document:
    return bundle(metrics=[series("service/web", name, unit, worse(0, points=n)) for name, unit in _NAMES])


def points_at_random(n: int) -> Document:
    values = [float((at * 7919) % 104729 % 97) for at in range(n)]
    return bundle(metrics=[series("service/web", name, unit, values) for name, unit in _NAMES])


def lines_alike(n: int) -> Document:
    said = [line("service/web", f"connection refused to db-7 id={at:x}", 60 * at / n) for at in range(n)]
    return bundle(logs=said, topology=[edge("service/web", "rds/db-7")])


def lines_of_many_things(n: int) -> Document:
    said = [line(f"service/s{at}", f"connection refused to service s{at + 1}", 60 * at / n) for at in range(n)]
    edges = [edge(f"service/s{at}", f"service/s{at + 1}") for at in range(n)]
    return bundle("service/s0", logs=said, topology=edges)


def word(place: int) -> str:
    """A word without digits that differs from place to place."""
    return "".join("abcdefghij"[int(digit)] for digit in str(place))


def error_texts(n: int) -> Document:
    return bundle(
        logs=[line("service/web", f"cannot do {word(at)} with {word(at * 7919)}", 60 * at / n) for at in range(n)]
    )


def error_texts_that_name_things(n: int) -> Document:
    said = [line("service/web", f"connection refused to {word(at)}-store", 60 * at / n) for at in range(n)]
    edges = [edge("service/web", f"service/{word(at)}-store") for at in range(n)]
    return bundle(logs=said, topology=edges)


def exceptions(n: int) -> Document:
    said = [line("service/web", f"{word(at).title()}Error: failed at {word(at)}", 60 * at / n) for at in range(n)]
    changes = [
        {
            "t": moment(49),
            "kind": "deployment",
            "action": "deploy",
            "entity": "service/web",
            "details": {"version": "2"},
        }
    ]
    return bundle(logs=said, changes=changes)


def error_texts_that_ended(n: int) -> Document:
    said = [line("service/web", f"timeout of {word(at)}", 5 + 0.001 * (at % 100)) for at in range(n)]
    again = [line("service/web", f"timeout of {word(at)}", 52 + 0.001 * (at % 100)) for at in range(n)]
    return bundle(logs=said + again, metrics=[series("service/web", "error_rate", "Percent", worse(0))])


def error_texts_of_many_things(n: int) -> Document:
    said = [line(f"pod/app-{at}-6d5f7c9b4-x2k8q", f"cannot do {word(at)}: permission denied", 52) for at in range(n)]
    return bundle("service/app-0", logs=said, metrics=[series("service/app-0", "error_rate", "Percent", worse(0))])


def quiet_texts(n: int) -> Document:
    return bundle(
        logs=[line("service/web", f"did {word(at)} with {word(at * 7919)}", 60 * at / n, "INFO") for at in range(n)]
    )


def alerts(n: int) -> Document:
    found = [
        {
            "t": moment(50),
            "name": f"Errors of s{at} are high",
            "entity": f"service/s{at}",
            "state": "alarm" if at % 2 else "ok",
            "metric": "error_rate",
            "threshold": 5,
            "comparison": "GreaterThanThreshold",
            "reason": f"Threshold crossed by s{at}",
        }
        for at in range(n)
    ]
    metrics = [series(f"service/s{at}", "error_rate", "Percent", worse(at, points=30)) for at in range(n // 4)]
    return bundle("service/s1", alerts=found, metrics=metrics)


def alerts_of_one_thing(n: int) -> Document:
    return bundle(
        alerts=[{"t": moment(50), "name": f"Alarm {at}", "entity": "service/web", "state": "alarm"} for at in range(n)]
    )


def changes_of_many_things(n: int) -> Document:
    found = [
        {
            "t": moment(40 + at % 10),
            "kind": ("deployment", "config", "infrastructure", "access", "scaling", "flag", "data")[at % 7],
            "action": "update",
            "entity": f"service/s{at}",
            "details": {"version": f"{at}", "parameter": f"p{at}"},
        }
        for at in range(n)
    ]
    edges = [edge(f"service/s{at}", f"service/s{at + 1}") for at in range(n)]
    return bundle("service/s0", changes=found, topology=edges)


def releases_of_one_thing(n: int) -> Document:
    found = [
        {
            "t": moment(60 * at / n),
            "kind": "deployment",
            "action": "UpdateFunctionCode",
            "entity": "lambda/web",
            "details": {"version": f"{at}"},
        }
        for at in range(n)
    ]
    said = [line("lambda/web", f"{word(at % 50).title()}Error: version={at}", 60 * at / n) for at in range(n)]
    metrics = [series("lambda/web", "Errors", "Count", worse(0), namespace="AWS/Lambda", statistic="Sum")]
    return bundle("lambda/web", changes=found, logs=said, metrics=metrics)


def gaps(n: int) -> Document:
    sections = ("metrics", "logs", "events", "changes", "state")
    found = [
        {"section": sections[at % 5], "entity": f"service/s{at}", "reason": f"access denied {at}"} for at in range(n)
    ]
    return bundle(
        "service/s0", gaps=found, state=[state(f"service/s{at}", "service", namespace="shop") for at in range(n)]
    )


def chain(n: int) -> Document:
    edges = [edge(f"service/s{at}", f"service/s{at + 1}") for at in range(n)]
    return bundle("service/s0", topology=edges)


def cycle(n: int) -> Document:
    edges = [edge(f"service/s{at}", f"service/s{(at + 1) % n}") for at in range(n)]
    said = [line(f"service/s{at}", "upstream request timeout") for at in range(n)]
    return bundle("service/s0", topology=edges, logs=said)


def cycle_with_counts(n: int) -> Document:
    edges = [edge(f"service/s{at}", f"service/s{(at + 1) % n}") for at in range(n)]
    said = [line(f"service/s{at}", "upstream request timeout") for at in range(n)]
    metrics = [series(f"service/s{at}", "error_rate", "Percent", calm(at)) for at in range(n)]
    return bundle("service/s0", topology=edges, logs=said, metrics=metrics)


def star(n: int) -> Document:
    edges = [edge(f"service/s{at}", "service/hub") for at in range(n)]
    said = [line(f"service/s{at}", "connection refused to hub") for at in range(n)]
    return bundle("service/hub", topology=edges, logs=said)


def dense(n: int) -> Document:
    side = int(n**0.5)
    edges = [
        edge(f"service/s{one}", f"service/s{other}") for one in range(side) for other in range(side) if one != other
    ]
    said = [line(f"service/s{at}", f"connection refused to s{(at + 1) % side}") for at in range(side)]
    return bundle("service/s0", topology=edges, logs=said)


def chain_with_metrics(n: int) -> Document:
    edges = [edge(f"service/s{at}", f"service/s{at + 1}") for at in range(n)]
    metrics = [series(f"service/s{at}", "latency_p99", "Seconds", worse(at, points=30)) for at in range(n)]
    return bundle("service/s0", topology=edges, metrics=metrics)


def events_of_aws(n: int) -> Document:
    found = [
        event(f"rds/db-{at}", "failover", f"Multi-AZ failover of db-{at} started") | {"kind": "rds"} for at in range(n)
    ]
    return bundle("rds/db-0", events=found)


def events_of_applications(n: int) -> Document:
    found = [
        event(f"service/app-{at}", "Failed", f"cannot do {word(at)}") | {"kind": "application", "source": f"app-{at}"}
        for at in range(n)
    ]
    return bundle("service/app-0", events=found)


SHAPES = (
    series_of_many_things,
    panels_of_many_things,
    calm_panels_of_many_things,
    series_of_one_thing,
    points_of_one_series,
    points_at_random,
    lines_alike,
    lines_of_many_things,
    error_texts,
    error_texts_that_name_things,
    exceptions,
    error_texts_that_ended,
    error_texts_of_many_things,
    quiet_texts,
    alerts,
    alerts_of_one_thing,
    changes_of_many_things,
    releases_of_one_thing,
    gaps,
    chain,
    cycle,
    cycle_with_counts,
    star,
    dense,
    chain_with_metrics,
    events_of_aws,
    events_of_applications,
)
