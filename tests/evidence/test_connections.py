"""Which things are one workload, what needs what, and which explanation explains another."""

from collections.abc import Iterable, Iterator
from typing import Any

from commander.contract.evidence import Bundle, Edge, State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.explaining import PRESSURE, ROOT, SYMPTOM, explain_away, level
from commander.evidence.kinship import Kinship
from commander.evidence.reading import read
from commander.evidence.topology import Topology


def edges(*pairs: tuple[str, str, str]) -> list[Edge]:
    return [
        Edge.model_validate({"id": f"t{place}", "from": one, "to": other, "kind": kind})
        for place, (one, kind, other) in enumerate(pairs, start=1)
    ]


def state(entity: str, kind: str, **attributes: Any) -> State:
    return State.model_validate({"id": "s1", "entity": entity, "kind": kind, "attributes": attributes})


def families(entities: Iterable[str], found: list[Edge] | None = None, states: Iterable[State] = ()) -> Kinship:
    return Kinship(entities, found or [], states)


def test_a_service_is_the_one_of_its_name_that_ecs_runs_where_no_cluster_does() -> None:
    kinship = families(["ecs-service/ferry", "service/ferry", "ecs-service/tax", "service/mail"])
    assert kinship.of("ecs-service/ferry") == kinship.of("service/ferry")
    assert len({kinship.of(one) for one in ("ecs-service/ferry", "ecs-service/tax", "service/mail")}) == 3


def test_a_deployment_its_pods_and_its_service_are_one_workload() -> None:
    kinship = families(["deployment/cart", "pod/cart-6d5f7c9b4-x2k8q", "replicaset/cart-6d5f7c9b4", "service/cart"])
    assert kinship.family("service/cart") == (
        "deployment/cart",
        "pod/cart-6d5f7c9b4-x2k8q",
        "replicaset/cart-6d5f7c9b4",
        "service/cart",
    )


def test_pods_of_a_stateful_set_and_of_a_daemon_set_belong_to_it() -> None:
    kinship = families(["statefulset/ledger", "pod/ledger-0", "daemonset/agent", "pod/agent-x7k2p"])
    assert kinship.of("pod/ledger-0") == kinship.of("statefulset/ledger")
    assert kinship.of("pod/agent-x7k2p") == kinship.of("daemonset/agent")
    assert kinship.of("pod/ledger-0") != kinship.of("daemonset/agent")


def test_a_number_in_a_name_alone_makes_no_family() -> None:
    kinship = families(["pod/batch-1", "deployment/cart", "rds/cart", "job/cart"])
    assert kinship.family("pod/batch-1") == ("pod/batch-1",)
    assert kinship.family("deployment/cart") == ("deployment/cart",)


def test_an_owner_and_a_selector_tell_what_names_do_not() -> None:
    pods = [
        state("pod/p-one", "pod", owner="ReplicaSet/web-5c9f7d8b64", labels={"app": "shop"}, namespace="a"),
        state("pod/p-two", "pod", owner="ReplicaSet/web-5c9f7d8b64", labels={"app": "shop"}, namespace="a"),
        state("service/front-door", "service", selector={"app": "shop"}, namespace="a"),
        state("service/elsewhere", "service", selector={"app": "shop"}, namespace="b"),
    ]
    kinship = families([item.entity for item in pods], states=pods)
    assert kinship.family("pod/p-one") == ("pod/p-one", "pod/p-two", "service/front-door")


def test_odd_state_makes_no_family() -> None:
    items = [
        state("pod/a", "pod", owner=7, labels=["x"]),
        state("pod/b", "pod", owner="nonsense", labels={}),
        state("service/s", "service", selector={}),
        state("service/u", "service", selector="app=x"),
    ]
    kinship = families([item.entity for item in items], states=items)
    assert {len(kinship.family(item.entity)) for item in items} == {1}


def test_what_needs_the_service_needs_its_pods() -> None:
    found = edges(("service/web", "calls", "service/cart"), ("deployment/cart", "calls", "rds/ledger"))
    entities = ["service/web", "service/cart", "deployment/cart", "pod/cart-6d5f7c9b4-x2k8q", "rds/ledger"]
    topology = Topology(found, families(entities, found))
    needed = topology.needed_from("service/web")
    assert (needed["pod/cart-6d5f7c9b4-x2k8q"], needed["rds/ledger"]) == (1, 2)
    assert topology.edge("pod/cart-6d5f7c9b4-x2k8q", "rds/ledger") == "t2"


def test_a_pod_needs_its_node_although_no_edge_says_so() -> None:
    items = [state("pod/cart-0", "pod", node="worker-1", namespace="shop")]
    topology = Topology([], families(["pod/cart-0", "node/worker-1"]), items)
    assert topology.needed_from("pod/cart-0")["node/worker-1"] == 1
    assert topology.needed_from("pod/cart-0")["namespace/shop"] == 1
    assert not topology.known


def test_causes_have_levels() -> None:
    assert level("k8s.config.secret_missing") == ROOT
    assert level("db.connections_exhausted") == PRESSURE
    assert level("deployment.rollout_stuck") == SYMPTOM


def test_a_cause_at_work_explains_what_needs_it_and_not_the_other_way_round() -> None:
    case = a_case([("service/web", "calls", "service/cart"), ("service/cart", "calls", "rds/ledger")])
    root = argued(case, "db.connections_exhausted", "rds/ledger", direct=True, weight=5.0)
    effect = argued(case, "dependency.errors", "service/cart", weight=4.0)
    explain_away(case, [root, effect])
    assert effect.contradicting
    assert not root.contradicting


def test_the_specific_explains_the_general_at_the_same_workload() -> None:
    case = a_case([("service/web", "calls", "service/cart")], "pod/cart-6d5f7c9b4-x2k8q")
    specific = argued(case, "k8s.config.secret_missing", "pod/cart-6d5f7c9b4-x2k8q", direct=True, weight=5.0)
    general = argued(case, "deployment.rollout_stuck", "service/cart", direct=True, weight=5.0)
    explain_away(case, [general, specific])
    assert general.contradicting
    assert not specific.contradicting


def test_what_was_not_seen_at_work_explains_nothing() -> None:
    case = a_case([("service/web", "calls", "rds/ledger")])
    guess = argued(case, "db.connections_exhausted", "rds/ledger", weight=5.0)
    effect = argued(case, "dependency.errors", "service/web", weight=4.0)
    explain_away(case, [guess, effect])
    assert not effect.contradicting


def test_a_surge_explains_the_limits_reached_below_it() -> None:
    case = a_case([("service/web", "calls", "service/cart")])
    surge = argued(case, "traffic.surge", "service/web", direct=True, weight=5.0)
    limit = argued(case, "compute.cpu_saturation", "service/cart", direct=True, weight=5.0)
    explain_away(case, [surge, limit])
    assert limit.contradicting
    assert not surge.contradicting


def test_a_cause_that_began_later_explains_nothing() -> None:
    case = a_case([("service/web", "calls", "rds/ledger")])
    late = argued(case, "db.lock_contention", "rds/ledger", direct=True, weight=5.0, start=1000.0)
    early = argued(case, "code.unhandled_error", "service/web", weight=4.0, start=10.0)
    explain_away(case, [late, early])
    assert not early.contradicting


def a_case(calls: list[tuple[str, str, str]], *more: str) -> Case:
    entities = sorted({end for one, _, other in calls for end in (one, other)} | set(more))
    document = {
        "schema": "evidence-bundle/1",
        "case_id": "connections",
        "incident": {"title": "x", "severity": "high", "source": "manual"},
        "alerts": [],
        "metrics": [],
        "logs": [],
        "events": [],
        "changes": [],
        "topology": [
            {"id": f"t{place}", "from": one, "to": other, "kind": kind}
            for place, (one, kind, other) in enumerate(calls, start=1)
        ],
        "state": [
            {"id": f"s{place}", "entity": entity, "kind": "thing", "attributes": {}}
            for place, entity in enumerate(entities, start=1)
        ],
    }
    return read(Bundle.model_validate(document))


_COUNTER: Iterator[int] = iter(range(10**6))


def argued(
    case: Case, cause: str, entity: str, *, direct: bool = False, weight: float, start: float | None = None
) -> Argument:
    argument = Argument(cause, entity, "…", direct)
    statement = f"fact {next(_COUNTER)}"
    argument.back(case.ledger.state("event", entity, statement, ("s1",), start=start), weight)
    return argument
