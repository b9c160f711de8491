"""Whatever valid bundle comes in: a valid verdict, no exception, and no influence of the order of the items."""

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commander.contract.evidence import Bundle
from commander.evidence.engine import blast_radius, facts, forecast, hypotheses, investigate
from tests.evidence.test_scenarios import FOLDERS, assert_citations_resolve

SECTIONS = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
PREFIXES = dict(zip(SECTIONS, "amlectsg", strict=True))

entities = st.sampled_from(
    [
        "lambda/a",
        "lambda/b",
        "sqs/q",
        "rds/db",
        "dynamodb/t",
        "apigateway/g",
        "service/x y",
        "n/1",
    ]
)
times = st.one_of(
    st.integers(0, 3000).map(lambda s: f"2026-01-01T10:{s // 60 % 60:02d}:{s % 60:02d}Z"),
    st.sampled_from(
        [
            "2026-99-99T99:99:99Z",
            "0000-00-00T00:00:00Z",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "2026-01-01T10:00:00.123456789+05:30",
        ]
    ),
)
texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "[ERROR] KeyError: 'x'",
            "Traceback (most recent call last):",
            "Task timed out after 3.00 seconds",
            '{"level": 1}',
            "ConnectionRefusedError: Connection refused: db:5432",
            "FATAL: sorry, too many clients already",
            "AccessDenied",
            "START RequestId: 1b4e28ba-2fa1-11d2-883f-0016d3cca427 Version: 2",
            "",
            "\r\n",
            "[" * 50,
            "{" * 50,
            "version=3 ERROR",
        ]
    ),
)
names = st.sampled_from(
    [
        "Errors",
        "Invocations",
        "Throttles",
        "Duration",
        "CPUUtilization",
        "DatabaseConnections",
        "FreeStorageSpace",
        "ApproximateAgeOfOldestMessage",
        "success_rate",
        "latency_p99",
        "5XXError",
        "Count",
        "whatever",
        "",
        "memory_utilization",
    ]
)
numbers = st.one_of(
    st.integers(0, 20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, -1, 1e308, -1e308, 5e-324]),
)
points = st.lists(st.tuples(times, numbers).map(list), max_size=14)
loose = st.dictionaries(
    st.sampled_from(
        [
            "alias_live",
            "timeout_s",
            "parameters",
            "reserved_concurrency",
            "version",
            "alias",
            "previous_version",
            "task_definition",
        ]
    ),
    st.one_of(
        st.none(),
        st.booleans(),
        numbers,
        texts,
        st.lists(texts, max_size=2),
        st.dictionaries(st.sampled_from(["max_connections"]), st.one_of(numbers, texts), max_size=1),
    ),
    max_size=4,
)


def item(required: dict[str, Any], **optional: Any) -> Any:
    return st.fixed_dictionaries(required, optional=optional)


def ids(prefix: str, strategy: Any, most: int) -> Any:
    return st.lists(strategy, max_size=most).map(
        lambda found: [{"id": f"{prefix}{place}", **one} for place, one in enumerate(found)]
    )


bundles = st.fixed_dictionaries(
    {
        "schema": st.just("evidence-bundle/1"),
        "case_id": st.just("any-case"),
        "incident": item(
            {"title": texts, "severity": texts, "source": texts},
            description=st.none() | texts,
            service=st.none() | texts,
            resource=st.none() | entities,
            started_at=st.none() | times,
            collected_at=st.none() | times,
        ),
        "alerts": ids(
            "a",
            item(
                {"name": texts, "state": st.sampled_from(["alarm", "ok", "warning", "insufficient_data"])},
                t=st.none() | times,
                entity=entities,
                metric=names,
                threshold=numbers,
                comparison=st.sampled_from(["GreaterThanThreshold", "<", "x"]),
            ),
            3,
        ),
        "metrics": ids(
            "m",
            item(
                {"name": names, "points": points},
                entity=entities,
                namespace=st.sampled_from(["AWS/Lambda", "AWS/ApiGateway", ""]),
                statistic=st.none() | st.sampled_from(["Sum", "Average", "p99"]),
                unit=st.none() | st.sampled_from(["Count", "Percent"]),
                period_s=numbers,
                baseline=st.one_of(st.just({}), st.fixed_dictionaries({"points": points})),
            ),
            6,
        ),
        "logs": ids(
            "l",
            item(
                {"message": texts},
                t=st.none() | times,
                entity=entities,
                source=texts,
                level=texts,
                count=st.none() | st.integers(),
            ),
            8,
        ),
        "events": ids(
            "e",
            item(
                {"kind": texts, "reason": texts, "message": texts},
                t=st.none() | times,
                entity=entities,
                type=st.sampled_from(["normal", "info", "warning", "error"]),
                count=st.integers(),
            ),
            3,
        ),
        "changes": ids(
            "c",
            item(
                {
                    "t": times,
                    "kind": st.sampled_from(["deployment", "config", "scaling", "access", "flag", "data", "other"]),
                    "action": st.sampled_from(["PublishVersion", "UpdateFunctionCode", "lambda:UpdateAlias", "x"]),
                    "entity": entities,
                },
                actor=st.none() | texts,
                details=loose,
            ),
            5,
        ),
        "topology": ids(
            "t",
            st.fixed_dictionaries(
                {
                    "from": entities,
                    "to": entities,
                    "kind": st.sampled_from(["calls", "reads", "owns", "replicates_to"]),
                }
            ),
            6,
        ),
        "state": ids(
            "s",
            st.fixed_dictionaries(
                {
                    "entity": entities,
                    "kind": st.sampled_from(["lambda_function", "rds_instance", "pod"]),
                    "attributes": loose,
                }
            ),
            3,
        ),
        "gaps": ids(
            "g",
            item(
                {"section": st.sampled_from(["logs", "changes", "metrics"]), "reason": texts},
                entity=entities,
                permission=texts,
            ),
            3,
        ),
    }
)
thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(bundles)
def test_any_valid_bundle_gets_a_valid_verdict_with_resolving_citations(document: dict[str, Any]) -> None:
    bundle = Bundle.model_validate(document)
    assert_citations_resolve(bundle, investigate(bundle))
    forecast(bundle), facts(bundle), hypotheses(bundle), blast_radius(bundle)


@thorough
@given(bundles, st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_change_the_conclusion(document: dict[str, Any], chance: random.Random) -> None:
    assert conclusion(document) == conclusion(shuffled(document, chance))


def test_a_scenario_in_another_order_gets_the_same_verdict() -> None:
    for folder in FOLDERS:
        document = load(folder)
        assert conclusion(document) == conclusion(shuffled(document, random.Random(7))), folder.name


def test_a_scenario_with_other_names_gets_the_same_verdict() -> None:
    for folder in FOLDERS:
        document = load(folder)
        text = json.dumps(document)
        for old, new in {"pricing": "zeta", "quote": "eta", "search": "omega", "shop": "alpha", "cart": "beta"}.items():
            text = text.replace(f"/{old}", f"/{new}")
        renamed = conclusion(json.loads(text))
        assert renamed[:2] == conclusion(document)[:2], folder.name


def load(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "bundle.json").read_text("utf-8"))
    return document


def shuffled(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    other = dict(document)
    for section in SECTIONS:
        if section in document:
            other[section] = chance.sample(document[section], len(document[section]))
    return other


def conclusion(document: dict[str, Any]) -> tuple[Any, ...]:
    verdict = investigate(Bundle.model_validate(document))
    cause = verdict.root_cause
    ranking = [(one.cause, round(one.score, 3)) for one in verdict.hypotheses]
    return verdict.verdict, cause.cause if cause else None, cause.entity if cause else None, verdict.confidence, ranking
