"""Incidents that have come to a certain point, in memory."""

import pytest

from commander.agents.resolution import resolution
from commander.contract import events as ev
from commander.contract.evidence import Verdict
from commander.contract.findings import DetectionFinding, DiagnosisFinding
from commander.contract.incidents import AgentUpdate
from commander.runtime.approval import ask
from commander.runtime.intake import open_by_signal
from commander.runtime.runner import run
from tests.making import START, World, alarm, as_bytes, bad_release


@pytest.fixture
def world() -> World:
    return World()


def conclude(world: World, incident_id: str, agent: str, finding: DetectionFinding | DiagnosisFinding) -> None:
    """Appends an agent's conclusion as the runner would."""
    actor = ev.Actor(kind="agent", name=agent)
    update = AgentUpdate(
        agent_type=agent,
        status="complete",
        confidence=0.9,
        reasoning="because",
        evidence=[],
        aws_services_used=[],
        processing_time_ms=1,
        timestamp=START,
        incident_id=incident_id,
    )
    world.timelines.append(
        ev.AgentCompleted(
            incident_id=incident_id,
            event_id=f"agent.completed/{agent}",
            at=world.clock.now(),
            actor=actor,
            agent=agent,
            update=update,
            finding=finding,
        )
    )


def verdict(kind: str = "confirmed") -> Verdict:
    concludes = kind in ("confirmed", "likely")
    cause = {
        "category": "deployment",
        "entity": "lambda/shop",
        "cause": "deployment.bad_release",
        "summary": "v2 fails",
    }
    weighed = {"rank": 1, "score": 0.9, "supporting": ["v1"], "contradicting": [], "missing": []}
    seen = {"id": "v1", "kind": "log", "entity": "lambda/shop", "statement": "KeyError", "source_ref": ["l1"]}
    return Verdict.model_validate(
        {
            "schema": "verdict/1",
            "case_id": "shop-failures",
            "verdict": kind,
            "summary": f"it is {kind}",
            "confidence": 0.9,
            "root_cause": cause if concludes else None,
            "hypotheses": [{**{key: cause[key] for key in ("category", "entity", "cause")}, **weighed}],
            "evidence": [seen],
        }
    )


def diagnosed(world: World, kind: str = "confirmed") -> str:
    """The id of an incident whose cause has been judged."""
    incident_id = open_by_signal(alarm(), world.intake)
    assert incident_id is not None
    reference = world.evidence.put(incident_id, "bundle", as_bytes(bad_release()))
    detected = DetectionFinding(
        anything_wrong={"healthy": False, "inconclusive": None}.get(kind, True),
        severity="high",
        statement="Something is wrong.",
        evidence_ref=reference,
        bundle_sha256="0" * 64,
        collected={},
        gaps=[],
        chart=None,
        facts=[],
    )
    conclude(world, incident_id, "detection", detected)
    conclude(world, incident_id, "diagnosis", DiagnosisFinding(verdict=verdict(kind)))
    return incident_id


def pending(world: World) -> str:
    """The id of an incident whose plan waits for a person under the token `token-1`."""
    incident_id = diagnosed(world)
    run(resolution, incident_id, world.ports)
    ask(incident_id, "token-1", "test", 120, world.timelines, world.approvals, world.workflow, world.clock)
    return incident_id
