"""From an offer to the text in detection's finding, on the local cloud's S3 and the stand-in of Textract, in process.

What binds an upload is S3's doing: here it is the local cloud's, which checks signatures and conditions as AWS does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import boto3
import httpx
import pytest

from commander.agents.detection import detection
from commander.aws import clients
from commander.aws.ai import attempts
from commander.aws.ai.textract import TextractReader
from commander.aws.clock import SystemClock, SystemTimer
from commander.aws.uploads import S3Uploads
from commander.contract import events as ev
from commander.contract.catalogue import catalogue
from commander.contract.findings import DetectionFinding
from commander.contract.incidents import NewIncident
from commander.contract.uploads import NewUpload
from commander.domain.redaction import redact
from commander.runtime.intake import open_by_hand
from commander.runtime.runner import run
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from commander.runtime.uploads import offer
from local.ai import textract
from local.ai.server import Standin, serve
from local.clients import client as cloud_client
from local.cloud.process import CREDENTIALS, REGION, free_port, start_cloud
from tests.local.ai.drawing import LOG, page, saved
from tests.making import World, bad_release
from tests.runtime.services.test_calling import Books

BUCKET = "evidence"


@dataclass
class Place:
    """The local cloud's S3 with the product's bucket, and the stand-ins beside it."""

    s3: Any
    uploads: S3Uploads
    standin: Standin

    def bring(self, content: bytes, media_type: str, name: str) -> str:
        """Uploads as a client does, and returns the id."""
        asked = {"purpose": "attachment", "media_type": media_type, "size_bytes": len(content), "name": name}
        given = offer(NewUpload.model_validate(asked), self.uploads, SystemClock())
        assert put(given.url, content, given.headers) == 200
        return given.upload_id


def put(url: str, content: bytes, headers: Mapping[str, str]) -> int:
    return httpx.put(url, content=content, headers=dict(headers), timeout=30, trust_env=False).status_code


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("cloud")
    cloud = start_cloud(free_port(), folder / "cloud", folder / "log")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (CREDENTIALS | {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}).items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL", cloud.endpoint)
        patch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps the credentials of whoever made a client first
        patch.setenv(textract.S3_ENDPOINT, cloud.endpoint)
        clients.forget()
        attempts.forget()
        standin = serve(0)
        try:
            s3 = cloud_client("s3", cloud.endpoint)
            s3.create_bucket(Bucket=BUCKET)
            s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
            yield Place(s3, S3Uploads(BUCKET), standin)
        finally:
            standin.close()
            cloud.stop()
            clients.forget()
            attempts.forget()


@pytest.fixture
def world(place: Place) -> World:
    """A world whose uploads are S3 and whose Textract is the stand-in."""
    made = World()
    timer = SystemTimer()
    calling = Calling(catalogue(), Books(), timer, lambda call, problem: None, "local stand-in")
    own = OwnMeans(lambda query, most: [], lambda query, most: [], redact)
    adapters = Adapters(reader=TextractReader(place.standin.url))
    made.services = ServiceConsultations(catalogue(), calling, timer, adapters, own)  # type: ignore[assignment]
    made.uploads = place.uploads  # type: ignore[assignment]
    return made


def detected(world: World, incident_id: str) -> DetectionFinding:
    run(detection, incident_id, world.ports)
    completed = next(one for one in world.timelines.read(incident_id) if isinstance(one, ev.AgentCompleted))
    assert isinstance(completed.finding, DetectionFinding)
    return completed.finding


def incident(**given: Any) -> NewIncident:
    return NewIncident.model_validate({"type": "errors", "severity": "high", "description": "d", **given})


def test_an_upload_is_bound_to_its_type_size_and_name_and_is_made_once(place: Place) -> None:
    asked = {"purpose": "attachment", "media_type": "image/png", "size_bytes": 5, "name": "Störung 1.png"}
    given = offer(NewUpload.model_validate(asked), place.uploads, SystemClock())
    for content, changes in (
        (b"123456", {"content-length": "6"}),
        (b"1234", {"content-length": "4"}),
        (b"12345", {"content-type": "text/html"}),
        (b"12345", {"x-amz-meta-name": "other.png"}),
        (b"12345", {"if-none-match": '"x"'}),
    ):
        assert put(given.url, content, {**given.headers, **changes}) == 403
    elsewhere = given.url.replace(given.upload_id, "upl-" + "0" * 32)
    assert put(elsewhere, b"12345", given.headers) == 403
    assert place.uploads.look(given.upload_id) is None
    assert put(given.url, b"12345", given.headers) == 200
    assert put(given.url, b"54321", given.headers) == 412
    found = place.uploads.look(given.upload_id)
    assert found is not None
    assert (place.uploads.read(found), found.name) == (b"12345", "Störung 1.png")


def test_what_was_replaced_since_it_was_looked_at_is_not_taken(place: Place) -> None:
    found = place.uploads.look(place.bring(b"12345", "image/png", "a.png"))
    assert found is not None
    another = replace(found, mark='"0123456789abcdef0123456789abcdef"')
    assert (place.uploads.read(another), place.uploads.keep(another, "inc-1")) == (None, None)
    assert place.uploads.keep(found, "inc-1") is not None


def test_the_text_of_a_screenshot_and_of_a_report_of_two_pages_reaches_the_finding(place: Place, world: World) -> None:
    names = (("shot.png", "image/png"), ("report.pdf", "application/pdf"), ("odd.png", "image/png"))
    report = saved([page(LOG[:1]), page(["paid by ann@example.com"])], "PDF")
    files = (saved([page(paper="black", ink="white")], "PNG"), report, b"MZ no picture at all")
    given = [
        {"upload_id": place.bring(content, media_type, name)}
        for content, (name, media_type) in zip(files, names, strict=True)
    ]
    incident_id = open_by_hand(incident(evidence=bad_release(), attachments=given), "ann", None, world.intake)
    finding = detected(world, incident_id)
    read = {line.source_ref[0]: line.statement for line in finding.attachments}
    assert list(read) == [
        *(f"shot.png#page=1&line={number}" for number in (1, 2, 3)),
        "report.pdf#page=1&line=1",
        "report.pdf#page=2&line=1",
    ]
    assert "payment" in read["shot.png#page=1&line=1"]
    assert "[email]" in read["report.pdf#page=2&line=1"]
    (gap,) = [one for one in finding.gaps if one.section == "attachments"]
    assert gap.reason.startswith("odd.png: the service that reads documents did not accept it")
    calls = [one.call for one in world.timelines.read(incident_id) if isinstance(one, ev.ServiceCalled)]
    read_calls = [call for call in calls if call.service == "textract"]
    assert {call.provenance for call in read_calls} == {"local stand-in"}
    assert sum(call.units.get("textract_text_page", 0) for call in read_calls) == 3
    assert not any(place.uploads.look(one["upload_id"]) for one in given)
