"""What is uploaded to the deployed application by HTTP: taken by one incident, bound to what was announced."""

import json
import re

import httpx
import pytest

from local.endpoints import Endpoints
from tests.e2e.bundles import bad_release_of, empty
from tests.e2e.driving import Person, assert_sound, of_type
from tests.local.ai.drawing import LOG, page, saved

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("driving")]


def test_an_incident_is_investigated_on_the_bundle_that_was_uploaded(responder: Person) -> None:
    bundle = json.dumps(bad_release_of("uploaded-release", "live", "2", "1")).encode()
    upload_id = responder.upload(bundle, "application/json")
    incident_id = responder.open(evidence={"upload_id": upload_id})
    incident = responder.wait_for_end(incident_id)
    assert incident["verdict"]["root_cause"]["entity"] == "lambda/uploaded-release"
    assert_sound(responder.timeline(incident_id))
    body = {"type": "errors", "severity": "low", "description": "d", "evidence": {"upload_id": upload_id}}
    again = responder.call("POST", "/incidents", body)
    assert (again.status_code, again.json()["code"]) == (422, "unknown_upload")


def test_an_upload_takes_what_was_announced_once_and_nothing_else(responder: Person) -> None:
    asked = {"purpose": "attachment", "media_type": "image/png", "size_bytes": 5, "name": "shot.png"}
    given = responder.call("POST", "/uploads", asked).json()

    def put(content: bytes, **changes: str) -> int:
        headers = given["headers"] | {name.replace("_", "-"): value for name, value in changes.items()}
        return httpx.put(given["url"], content=content, headers=headers, timeout=30, trust_env=False).status_code

    assert put(b"123456", content_length="6") == 403
    assert put(b"12345", content_type="text/html") == 403
    assert put(b"12345") == 200
    assert put(b"54321") == 412


def test_an_upload_that_was_never_made_is_an_unknown_one(responder: Person) -> None:
    asked = {"purpose": "attachment", "media_type": "image/png", "size_bytes": 5, "name": "shot.png"}
    offered = responder.call("POST", "/uploads", asked).json()["upload_id"]
    body = {"type": "errors", "severity": "low", "description": "d", "attachments": [{"upload_id": offered}]}
    answer = responder.call("POST", "/incidents", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_upload")
    assert [error["field"] for error in answer.json()["errors"]] == ["attachments.0.upload_id"]


def test_a_viewer_is_offered_no_upload(app: Endpoints) -> None:
    asked = {"purpose": "attachment", "media_type": "image/png", "size_bytes": 5, "name": "shot.png"}
    assert Person(app, "viewer").call("POST", "/uploads", asked).status_code == 403


def test_the_text_of_an_attached_screenshot_stands_in_the_incident_with_page_and_line(responder: Person) -> None:
    pytest.importorskip("local.stand_ins", reason="the launcher starts no stand-ins of AI services")
    shot = responder.upload(saved([page(paper="#101418", ink="#c9d1d9")], "PNG"), "image/png", "console.png")
    broken = responder.upload(b"MZ this is no picture", "image/png", "broken.png")
    given = [{"upload_id": shot}, {"upload_id": broken}]
    incident_id = responder.open(evidence=empty(), attachments=given)
    incident = responder.wait_for_end(incident_id)
    events = responder.timeline(incident_id)
    assert [one["name"] for one in events[0]["attachments"]] == ["console.png", "broken.png"]
    concluded = of_type(events, "agent.completed")
    finding = next(event["finding"] for event in concluded if event["agent"] == "detection")
    read = {line["source_ref"][0]: re.sub(r"\s", "", line["statement"]) for line in finding["attachments"]}
    assert read == {f"console.png#page=1&line={number}": re.sub(r"\s", "", line) for number, line in enumerate(LOG, 1)}
    assert [gap["reason"].partition(":")[0] for gap in finding["gaps"] if gap["section"] == "attachments"] == [
        "broken.png"
    ]
    assert any(said.startswith("console.png#page=1&line=1: ") for said in incident["detection_result"]["evidence"])
    assert incident["verdict"]["verdict"] == "inconclusive"  # the picture tells of faults, and testifies to none
    calls = [event["call"] for event in of_type(events, "service.called") if event["call"]["service"] == "textract"]
    assert {call["provenance"] for call in calls} == {"local stand-in"}
    assert_sound(events)
