"""Resolution: the guardrail has its say on a plan, and no model has one."""

from commander.contract.services import Intervention
from commander.ports.services import Checked, Passage
from tests.agents.running import up_to
from tests.making import World


def _objection(blocks: bool) -> Checked:
    return Checked("", (Intervention(kind="topic", name="destructive operations", blocks=blocks),))


def test_a_plan_that_the_guardrail_blocks_is_not_proposed(world: World, incident_id: str) -> None:
    world.services.plan_check = _objection(blocks=True)
    finding = up_to("resolution", incident_id, world)
    assert finding.plan is None
    assert finding.guardrail.allowed is False
    assert "topic destructive operations" in finding.statement


def test_masking_alone_blocks_no_plan(world: World, incident_id: str) -> None:
    world.services.plan_check = _objection(blocks=False)
    finding = up_to("resolution", incident_id, world)
    assert finding.plan is not None
    assert finding.guardrail.allowed is True


def test_where_the_guardrail_cannot_be_asked_a_person_decides(world: World, incident_id: str) -> None:
    finding = up_to("resolution", incident_id, world)
    assert finding.plan is not None
    assert finding.guardrail.allowed is None
    assert "a person decides" in finding.guardrail.statement


def test_guidance_is_shown_and_changes_no_plan(world: World, incident_id: str) -> None:
    world.services.similar = [Passage("Old way", "Delete the function and start over.", "wiki/1", 0.9)]
    finding = up_to("resolution", incident_id, world)
    assert [one.source_ref for one in finding.guidance] == [["wiki/1"]]
    assert [call.operation for call in finding.plan.calls] == ["update_alias"]


def test_an_order_that_only_a_model_prefers_leads_to_no_plan(world: World, incident_id: str) -> None:
    up_to("diagnosis", incident_id, world)
    timeline = world.timelines.events[incident_id]
    place, event = next((at, one) for at, one in enumerate(timeline) if one.event_id == "agent.completed/diagnosis")
    author = {"model": "claude_haiku", "provenance": "aws", "prompt": "diagnosis@1"}
    argued: dict[str, object] = {
        "author": author,
        "summary": None,
        "arguments": [],
        "refusals": [],
        "reordered": True,
        "proposed": False,
    }
    changed = event.model_dump(mode="json")
    changed["finding"]["argued"] = argued
    timeline[place] = type(event).model_validate(changed)
    finding = up_to("resolution", incident_id, world)
    assert finding.plan is None
    assert "only a model prefers" in finding.statement
