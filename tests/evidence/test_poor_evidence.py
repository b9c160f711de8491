"""What was not looked at stays open: a symptom is told as the cause only where its root would have shown."""

from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence import hypotheses, weighing
from commander.evidence.argument import Argument
from commander.evidence.engine import investigate
from commander.evidence.facts import Ledger
from commander.evidence.hypotheses import Ranked
from commander.evidence.looked import looked
from commander.evidence.reading import read
from commander.evidence.roots import ROOTS
from commander.evidence.verdict import decide
from scenarios.cases import CASES
from scenarios.cases.building import Item, at, bundle
from scenarios.mutations import MUTATIONS, mutated

BY_NAME = {mutation.name: mutation for mutation in MUTATIONS}
ALL = {scenario[0]["case_id"]: scenario for scenario in (case() for case in CASES)}


def told(document: Item) -> Verdict:
    return investigate(Bundle.model_validate(document))


def less(name: str, mutation: str) -> Verdict:
    result = mutated(BY_NAME[mutation], ALL[name])
    assert result is not None
    return told(result[0])


def series(entity: str, name: str, values: list[float], period: int = 60) -> Item:
    return {
        "name": name,
        "entity": entity,
        "period_s": period,
        "points": [[at(place * period), value] for place, value in enumerate(values)],
    }


def silent_backend(**more: Any) -> Item:
    """A front whose lines say that a service of its cluster refuses connections, from minute 20 on."""
    lines = [
        {
            "t": at(1200 + 10 * place),
            "entity": "pod/shop-7d9f8b6c5d-x2x4z",
            "level": "ERROR",
            "message": f"GET http://stock:8080/items/{place}: dial tcp 10.96.4.7:8080: connect: connection refused",
        }
        for place in range(40)
    ]
    return bundle(
        "silent-backend",
        incident={"resource": "service/shop", "started_at": at(1260), "collected_at": at(1600)},
        metrics=[series("service/shop", "error_rate", [0.001] * 20 + [0.4] * 6)],
        logs=lines,
        topology=[{"from": "service/shop", "to": "service/stock", "kind": "calls"}],
        **more,
    )


def test_whom_callers_blame_in_a_cluster_is_not_asserted_where_nobody_looked_at_its_state() -> None:
    verdict = told(silent_backend())
    assert verdict.verdict == "inconclusive"
    assert any("state of stock" in what for what in verdict.hypotheses[0].missing)
    assert "stock" in (verdict.summary or "")


def test_what_decides_is_named_with_the_right_that_would_show_it() -> None:
    gaps = [{"section": "state", "reason": "forbidden", "permission": "pods/list"}]
    verdict = told(silent_backend(gaps=gaps))
    assert verdict.verdict == "inconclusive"
    assert "pods/list" in (verdict.summary or "")
    assert "state of stock (grant pods/list)" in verdict.hypotheses[0].missing


@pytest.mark.parametrize("part", ["state", "changes", "events"])
def test_a_known_root_is_asserted_no_less_for_what_was_looked_at(part: str) -> None:
    whole = told(ALL["kube-green-that-is-blue"][0])
    assert whole.verdict in ("confirmed", "likely")
    assert whole.root_cause is not None
    assert whole.root_cause.cause not in ROOTS
    reduced = less("kube-green-that-is-blue", f"without {part}") if ALL["kube-green-that-is-blue"][0][part] else whole
    if reduced.root_cause is not None:
        assert reduced.root_cause.cause == whole.root_cause.cause


def test_an_exception_is_not_called_the_cause_where_nobody_looked_for_a_release() -> None:
    verdict = less("bad-release", "without changes")
    assert verdict.verdict == "inconclusive"
    assert any("changes of pricing" in what for one in verdict.hypotheses for what in one.missing)


def test_a_busy_database_is_not_called_the_cause_where_its_sessions_were_not_seen() -> None:
    assert less("aws-export-without-limit", "without state").verdict == "inconclusive"


def test_slowness_is_not_placed_at_a_caller_whose_callee_nobody_measures() -> None:
    for name in ("svc-transfer-button", "svc-menu-dearer", "svc-stock-five-seconds"):
        verdict = less(name, "without metrics of the thing")
        assert verdict.verdict == "inconclusive", name
        assert any("metrics of" in what for what in verdict.hypotheses[0].missing)


def test_a_source_that_has_nothing_but_series_is_known_as_one() -> None:
    parts = ("logs", "events", "changes", "state")
    services = [document for name, (document, _) in ALL.items() if name.startswith("svc-")]
    for document in services:
        only = not any(item.get("entity") for part in parts for item in document[part])
        assert read(Bundle.model_validate(document)).reading(looked).series_only == only, document["case_id"]


def test_calm_that_ended_before_the_alarm_is_no_all_clear() -> None:
    """Every series is as usual, and ends a quarter of an hour before the alarm fired."""
    metrics = [
        series(f"service/{name}", metric, [level + 0.01 * level * (place % 3) for place in range(40)])
        for name in ("cart", "quote", "ledger")
        for metric, level in (("latency_p95", 0.2), ("error_rate", 0.002), ("request_rate", 80.0), ("cpu_usage", 0.3))
    ]
    late = {"resource": "service/cart", "started_at": at(40 * 60 + 900), "collected_at": at(40 * 60 + 1200)}
    soon = {"resource": "service/cart", "started_at": at(39 * 60), "collected_at": at(40 * 60)}
    assert told(bundle("stale", incident=late, metrics=metrics)).verdict == "inconclusive"
    assert told(bundle("fresh", incident=soon, metrics=metrics)).verdict == "healthy"


def test_the_calm_of_others_says_nothing_of_a_service_that_nobody_measures() -> None:
    metrics = [
        series("service/cart", metric, [level + 0.01 * level * (place % 3) for place in range(40)])
        for metric, level in (("latency_p95", 0.2), ("error_rate", 0.002), ("request_rate", 80.0), ("cpu_usage", 0.3))
    ]
    incident = {"resource": "service/cart", "started_at": at(39 * 60), "collected_at": at(40 * 60)}
    edges = [{"from": "service/cart", "to": "service/quote", "kind": "calls"}]
    alone = told(bundle("alone", incident=incident, metrics=metrics))
    unseen = told(bundle("unseen", incident=incident, metrics=metrics, topology=edges))
    assert (unseen.confidence or 0.0) < (alone.confidence or 0.0)
    assert unseen.verdict == "inconclusive"


def test_what_is_open_lowers_one_explanation_and_raises_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Bundle.model_validate(silent_backend())
    lowered = {one.argument.cause + one.argument.entity: one for one in hypotheses.rank(read(document))}
    monkeypatch.setattr(weighing, "leave_open", lambda case, arguments: None)
    closed = {one.argument.cause + one.argument.entity: one for one in hypotheses.rank(read(document))}
    assert lowered.keys() == closed.keys()
    for name, one in lowered.items():
        expected = closed[name].probability / (1 + one.argument.open * closed[name].probability)
        assert one.probability == pytest.approx(expected)
    assert any(one.argument.open > 0 for one in lowered.values())
    assert any(one.argument.open == 0 for one in lowered.values())


def test_a_part_is_open_by_whether_it_was_collected_of_the_thing_of_others_or_of_nothing() -> None:
    case = read(Bundle.model_validate(silent_backend()))
    seen = case.reading(looked)
    assert not seen.series_only
    assert seen.share("logs", case.kin("service/shop")) == 0.0
    assert 0.0 < seen.share("logs", case.kin("service/stock")) < 1.0
    assert seen.share("state", case.kin("service/stock")) == 1.0


def test_an_explanation_less_likely_than_all_else_together_is_not_asserted() -> None:
    ledger = Ledger()
    argument = Argument("db.lock_contention", "rds/x", "Sessions wait.", direct=True)
    for place in range(3):
        argument.back(ledger.state("log", "rds/x", f"Line {place}.", (f"l{place}",)), 1.0)
    assert decide([Ranked(argument, 0.48)]) == "inconclusive"
    assert decide([Ranked(argument, 0.9)]) in ("likely", "confirmed")


@pytest.mark.parametrize(
    ("name", "mutation", "wanted"),
    [
        ("calm-maintenance-finished", "without metrics", "metrics of guild-mysql"),
        ("aws-cache-emptied", "without metrics of the thing", "metrics of profile-cache-001"),
        ("aws-tv-spot", "without metrics of the thing", "metrics of recipes-web"),
        ("kube-vehicles-and-port-5433", "without state of the thing", "state of vehicles"),
        ("aws-more-than-can-be-taken", "without metrics of the thing", "metrics of track-events"),
    ],
)
def test_what_could_decide_between_rivals_is_named_where_nobody_looked(name: str, mutation: str, wanted: str) -> None:
    verdict = less(name, mutation)
    assert verdict.verdict == "inconclusive"
    assert any(wanted in what for one in verdict.hypotheses for what in one.missing)


def test_the_limits_of_a_function_are_named_at_the_function() -> None:
    first = less("quote-5xx-0093", "without metrics of the thing").hypotheses[0]
    assert (first.cause, first.entity) == ("lambda.throttled", "lambda/quote-engine")
