"""The three game days, on a service that really breaks, each to its ending."""

from datetime import datetime

import pytest

from local.clients import client
from local.endpoints import Endpoints
from tests.e2e.conftest import play
from tests.e2e.driving import Json, Person, assert_sound, of_type

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("gamedays")]


def test_a_bad_deploy_is_rolled_back_and_seen_to_recover(app: Endpoints, responder: Person, bad_deploy: Json) -> None:
    incident = bad_deploy
    assert (incident["status"], incident["resolution_code"]) == ("resolved", "fixed")
    assert incident["verdict"]["root_cause"]["cause"] == "deployment.bad_release"
    assert incident["verdict"]["root_cause"]["entity"] == f"lambda/{incident['summary']['affected_services'][0]}"
    action = incident["actions"][0]
    assert action["verification"]["recovered"] is True
    assert action["verification"]["traffic_after"] >= action["verification"]["traffic_before"] / 2
    assert action["decided_by"] == app.users["responder"].username
    events = responder.timeline(incident["incident_id"])
    assert_sound(events)
    assert {event["audience"] for event in of_type(events, "update.sent")} == {
        "responders",
        "executives",
        "customers",
    }
    for agent in ("detection", "diagnosis", "prediction", "resolution", "communication"):
        assert incident[f"{agent}_result"]["status"] == "complete"
    postmortem = responder.call("GET", f"/incidents/{incident['incident_id']}/postmortem").text
    assert "deployment.bad\\_release" in postmortem or "deployment.bad_release" in postmortem
    cited = {ref for item in incident["verdict"]["evidence"] for ref in item["source_ref"]}
    assert cited


def test_a_wrong_fix_is_undone_and_handed_over(app: Endpoints, responder: Person) -> None:
    incident = play(app, "bad-deploy-wrong-fix")
    action = incident["actions"][0]
    assert (incident["status"], action["status"], action["undo_verified"]) == ("escalated", "undone", True)
    events = responder.timeline(incident["incident_id"])
    assert_sound(events)
    moments = [datetime.fromisoformat(event["at"]) for event in events]
    assert moments == sorted(moments)


def test_a_noisy_alarm_on_a_healthy_service_proposes_nothing(app: Endpoints, responder: Person) -> None:
    incident = play(app, "noisy-alarm")
    assert (incident["verdict"]["verdict"], incident["actions"]) == ("healthy", [])
    assert incident["resolution_result"]["reasoning"] == "skipped: nothing is wrong"
    assert_sound(responder.timeline(incident["incident_id"]))


def test_what_a_closed_incident_taught_is_taken_in_by_the_knowledge_base(
    app: Endpoints, responder: Person, bad_deploy: Json
) -> None:
    incident_id = bad_deploy["incident_id"]
    events = responder.wait_for(incident_id, lambda events: of_type(events, "incident.learned"))
    (learned,) = of_type(events, "incident.learned")
    assert learned["remembered"]
    assert learned["ingestion_job"]
    answer = client("bedrock-agent-runtime", app.ai_url).retrieve(
        knowledgeBaseId="STANDINKB0",
        retrievalQuery={"text": incident_id},
        retrievalConfiguration={"vectorSearchConfiguration": {"numberOfResults": 100}},
    )
    found = {one["location"]["s3Location"]["uri"].partition("/incidents/")[2] for one in answer["retrievalResults"]}
    assert f"{incident_id}.md" in found
