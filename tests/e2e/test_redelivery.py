"""Killed and redelivered mid-phase: no event is missing, none is there twice."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.clients import client
from local.endpoints import Endpoints
from tests.e2e.bundles import empty
from tests.e2e.driving import Person, assert_sound, of_type

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("driving")]


def _workers(function: str) -> list[int]:
    """The processes that run a function on the local cloud."""
    marker = f"AWS_LAMBDA_FUNCTION_NAME={function}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker in (folder / "environ").read_bytes() + b"\0":
                found.append(int(folder.name))
        except OSError:
            continue  # it ended while we looked, or is not ours
    return found


@pytest.mark.parametrize("agent", ["detection", "diagnosis", "communication"])
def test_a_phase_whose_process_is_killed_is_finished_by_the_retry(responder: Person, agent: str) -> None:
    responder.wait_for_end(responder.open(evidence=empty()))  # a warm process to kill
    incident_id = responder.open(evidence=empty())
    responder.wait_for(
        incident_id,
        lambda events: any(event["type"] == "agent.started" and event["agent"] == agent for event in events),
    )
    for pid in _workers(f"incident-commander-local-{agent}"):
        os.kill(pid, signal.SIGKILL)
    responder.wait_for_end(incident_id)
    events = responder.timeline(incident_id)
    assert_sound(events)
    done = [event for event in of_type(events, "agent.completed") if event["agent"] == agent]
    assert len(done) == 1


def test_tasks_delivered_again_and_at_once_append_nothing(app: Endpoints, responder: Person) -> None:
    incident_id = responder.open(evidence=empty())
    lambda_ = client("lambda", app.endpoint_url)

    def deliver(agent: str) -> str:
        answer = lambda_.invoke(
            FunctionName=f"incident-commander-local-{agent}", Payload=json.dumps({"incident_id": incident_id}).encode()
        )
        return str(answer.get("FunctionError", ""))

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert set(pool.map(deliver, ["detection"] * 4)) == {""}
    responder.wait_for_end(incident_id)
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert set(pool.map(deliver, ["detection", "diagnosis", "prediction", "communication"])) == {""}
    events = responder.timeline(incident_id)
    assert_sound(events)
    started = [event["agent"] for event in of_type(events, "agent.started")]
    assert len(started) == len(set(started))
