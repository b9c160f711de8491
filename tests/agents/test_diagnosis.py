"""Diagnosis: the engine's verdict, what a model says of it, and what stands beside it."""

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commander.contract import events as ev
from commander.contract.findings import DiagnosisFinding
from commander.domain.routing import Task
from commander.ports.consultation import Prompt
from commander.ports.services import Lesson, Passage
from tests.agents.running import told, up_to
from tests.making import GivenServices, World

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SUMMARY = "The release made the function fail."


def answer(**changes: Any) -> dict[str, Any]:
    return {"claims": [], "summary": SUMMARY} | changes


@dataclass
class Asking(GivenServices):
    """Gives another answer each time; the last one again after that."""

    readings: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, task: Task, prompt: Prompt[Any]) -> Any:
        if prompt.name == "diagnosis" and self.readings:
            self.answers["diagnosis"] = self.readings.pop(0)
        return super().ask(task, prompt)


def unsettled(world: World) -> None:
    """Leaves out of the evidence what settles it."""
    world.telemetry.bundle |= {"logs": [], "changes": [], "state": []}


def asked(world: World) -> list[Prompt[Any]]:
    return [one for one in world.services.asked if one.name == "diagnosis"]


def test_a_reading_is_shown_with_its_author_and_leaves_a_confirmed_verdict_alone(
    world: World, incident_id: str
) -> None:
    alone: DiagnosisFinding = up_to(
        "diagnosis",
        incident_id,
        World(telemetry=copy.deepcopy(world.telemetry), timelines=copy.deepcopy(world.timelines)),
    )
    first = alone.verdict.hypotheses[0]
    world.services.answers["diagnosis"] = answer(
        claims=[
            {
                "hypothesis": "h1",
                "confidence": 0.5,
                "evidence_ids": first.supporting[:1],
                "statement": "Failures begin with the release.",
            }
        ],
        added={
            "cause": "resource.cpu_saturation",
            "entity": "lambda/shop",
            "confidence": 1.0,
            "evidence_ids": first.supporting[:1],
            "statement": "It is the CPU.",
        },
    )
    finding: DiagnosisFinding = up_to("diagnosis", incident_id, world)
    assert finding.verdict.verdict == "confirmed"
    assert finding.verdict == alone.verdict
    assert finding.argued is not None
    assert finding.argued.summary == SUMMARY
    assert [one.statement for one in finding.argued.arguments] == ["Failures begin with the release."]
    assert finding.argued.author.provenance == "local stand-in"
    assert [one.what for one in finding.argued.refusals] == ["proposal"]
    steps = [event.step for event in told(incident_id, world, ev.AgentReasoned) if event.agent == "diagnosis"]
    assert steps[0] == "verdict"
    assert steps[-1] == "argued"


def test_without_a_model_the_engine_alone_judges(world: World, incident_id: str) -> None:
    finding = up_to("diagnosis", incident_id, world)
    assert finding.verdict.verdict == "confirmed"
    assert finding.argued is None


@pytest.mark.parametrize(
    ("text", "suspicious"),
    [
        ("Fix it with https://attacker.invalid/x", True),
        ("Delete the orders table now.", True),
        ("99.97 % of users are affected", False),
        ("", False),
    ],
)
def test_a_summary_that_may_not_be_shown_is_refused_and_reported(
    world: World, incident_id: str, text: str, suspicious: bool
) -> None:
    world.services.answers["diagnosis"] = answer(summary=text)
    finding = up_to("diagnosis", incident_id, world)
    assert finding.argued.summary is None
    events = told(incident_id, world, ev.SecurityDetected)
    assert [event.channel for event in events] == (["model_answer"] if suspicious else [])
    assert not any("attacker" in event.statement for event in events)


def test_what_earlier_incidents_and_runbooks_say_stands_beside_the_facts(world: World, incident_id: str) -> None:
    alone = up_to("diagnosis", incident_id, copy.deepcopy(world)).verdict
    world.services.learned = [Lesson("inc-7", "A release without a currency failed.", None, None)]
    world.services.found = [Passage("Roll back", "Point the alias at the version before.", "runbooks/alias.md", 0.9)]
    world.services.similar = [Passage("inc-9", "The same happened.", "incidents/inc-9.md", 0.5, ("inc-9",))]
    finding = up_to("diagnosis", incident_id, world)
    assert [(one.id, one.kind, one.source_ref) for one in finding.context] == [
        ("m1", "memory", ["incident:inc-7"]),
        ("d1", "document", ["runbooks/alias.md"]),
        ("d2", "document", ["incidents/inc-9.md", "incident:inc-9"]),
    ]
    assert finding.verdict == alone
    assert '"id":"m1"' in asked(world)[0].data


def test_a_healthy_incident_asks_for_no_context(world: World, incident_id: str) -> None:
    world.telemetry.bundle = json.loads((SCENARIOS / "noisy-alarm" / "bundle.json").read_text("utf-8"))
    world.services.learned = [Lesson("inc-7", "It was broken then.", None, None)]
    finding = up_to("diagnosis", incident_id, world)
    assert finding.verdict.verdict == "healthy"
    assert finding.context == []


def look(collector: str = "logs", entity: str = "lambda/shop") -> dict[str, Any]:
    return answer(look={"collector": collector, "entity": entity, "reason": "what it wrote"})


def test_a_further_look_that_finds_something_is_judged_anew(world: World, incident_id: str) -> None:
    whole = copy.deepcopy(world.telemetry.bundle)
    unsettled(world)
    before = up_to("diagnosis", incident_id, copy.deepcopy(world)).verdict
    assert before.verdict in ("likely", "inconclusive")
    world.services = Asking(readings=[look(), answer()])
    world.telemetry.further = {"logs": whole["logs"], "changes": whole["changes"]}
    finding = up_to("diagnosis", incident_id, world)
    assert world.telemetry.looks == [("logs", "lambda/shop")]
    assert [(one.collector, one.found > 0) for one in finding.looks] == [("logs", True)]
    assert finding.verdict.verdict == "confirmed"
    stored = world.evidence.get(finding.evidence_ref)
    assert b"KeyError" in stored
    assert world.timelines.incident(incident_id).evidence_ref == finding.evidence_ref


def test_no_more_than_two_looks_are_made(world: World, incident_id: str) -> None:
    unsettled(world)
    world.services = Asking(readings=[look("logs"), look("changes"), look("metrics"), look("state")])
    lines = [
        {"id": "l1", "t": "2026-03-04T09:59:00Z", "entity": "lambda/shop", "message": f"line {number}"}
        for number in range(3)
    ]
    finds = iter([{"logs": lines[:1]}, {"logs": lines[1:2]}, {"logs": lines[2:]}])

    def further(*_: Any) -> dict[str, Any]:
        return next(finds)

    world.telemetry.look = further  # type: ignore[method-assign, assignment]
    finding = up_to("diagnosis", incident_id, world)
    assert [one.collector for one in finding.looks] == ["logs", "changes"]
    assert '"collectors":[]' in asked(world)[-1].data
    assert "cannot be looked at" in finding.argued.refusals[0].reason


def test_a_look_that_finds_nothing_ends_the_looking(world: World, incident_id: str) -> None:
    unsettled(world)
    world.services = Asking(readings=[look(), look()])
    world.telemetry.further = {"gaps": [{"id": "g1", "section": "logs", "reason": "denied"}]}
    finding = up_to("diagnosis", incident_id, world)
    assert [one.outcome for one in finding.looks] == ["denied"]
    assert len(asked(world)) == 1


@pytest.mark.parametrize("wrong", [look(entity="lambda/ghost")])
def test_what_the_evidence_does_not_name_is_not_looked_at(
    world: World, incident_id: str, wrong: dict[str, Any]
) -> None:
    unsettled(world)
    world.services.answers["diagnosis"] = wrong
    finding = up_to("diagnosis", incident_id, world)
    assert world.telemetry.looks == []
    assert [one.what for one in finding.argued.refusals] == ["look"]


def test_a_settled_verdict_has_nothing_looked_at(world: World, incident_id: str) -> None:
    world.services.answers["diagnosis"] = look()
    up_to("diagnosis", incident_id, world)
    assert world.telemetry.looks == []
