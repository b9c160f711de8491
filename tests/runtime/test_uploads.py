"""Uploads: what is offered for what, and what an incident takes over of them, once and as a whole."""

import json
from typing import Any

import pytest

from commander.contract import uploads as up
from commander.contract.incidents import NewIncident
from commander.contract.problems import (
    IdempotencyMismatch,
    InvalidRequest,
    PayloadTooLarge,
    ServiceUnavailable,
    UnknownUpload,
    UnsuitableUpload,
)
from commander.domain.chain import first_break
from commander.runtime.intake import open_by_hand
from commander.runtime.uploads import offer
from tests.making import World, as_bytes, bad_release

PNG = "image/png"


def announced(**changes: Any) -> up.NewUpload:
    given = {"purpose": "attachment", "media_type": PNG, "size_bytes": 10, "name": "shot.png"}
    return up.NewUpload.model_validate(given | changes)


def request(**changes: Any) -> NewIncident:
    given = {"type": "errors", "severity": "high", "description": "customers cannot pay"}
    return NewIncident.model_validate(given | changes)


def bundle(world: World, content: bytes | None = None, media_type: str = "application/json") -> dict[str, str]:
    return {"upload_id": world.uploads.bring(as_bytes(bad_release()) if content is None else content, media_type)}


def attached(world: World, name: str = "shot.png", media_type: str = PNG) -> dict[str, str]:
    return {"upload_id": world.uploads.bring(b"picture", media_type, name)}


def untouched(world: World) -> bool:
    """Whether nothing at all was written."""
    return not (world.timelines.events or world.timelines.requests or world.evidence.documents or world.uploads.kept)


def test_an_offer_is_for_exactly_what_was_announced_and_ends(world: World) -> None:
    given = offer(announced(), world.uploads, world.clock)
    told = world.uploads.offered[given.upload_id]
    assert (told.media_type, told.size_bytes, told.name) == (PNG, 10, "shot.png")
    assert (given.method, given.headers) == ("PUT", {"content-type": PNG})
    assert (given.expires_at - world.clock.now()).total_seconds() == up.UPLOAD_S


def test_no_two_offers_are_the_same(world: World) -> None:
    assert len({offer(announced(), world.uploads, world.clock).upload_id for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"media_type": "application/json"}, "media_type"),
        ({"purpose": "evidence"}, "media_type"),
        ({"name": None}, "name"),
    ],
)
def test_an_offer_for_what_does_not_fit_together_names_the_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        offer(announced(**changes), world.uploads, world.clock)
    assert [error.field for error in caught.value.errors] == [field]
    assert not world.uploads.offered


@pytest.mark.parametrize(
    ("changes", "limit"),
    [({}, up.MAX_ATTACHMENT_BYTES), ({"purpose": "evidence", "media_type": "application/json"}, up.MAX_BUNDLE_BYTES)],
)
def test_what_is_too_large_is_refused_before_it_is_uploaded(world: World, changes: dict[str, Any], limit: int) -> None:
    offer(announced(**changes, size_bytes=limit), world.uploads, world.clock)
    with pytest.raises(PayloadTooLarge) as caught:
        offer(announced(**changes, size_bytes=limit + 1), world.uploads, world.clock)
    assert caught.value.errors[0].field == "size_bytes"


@pytest.mark.parametrize("size", [0, -1, True, "10", 1.5])
def test_a_size_is_a_whole_number_of_bytes(size: Any) -> None:
    with pytest.raises(ValueError, match="size_bytes"):
        announced(size_bytes=size)


@pytest.mark.parametrize(
    "name", ["", "  ", "a/b.png", "..\\x", "a#page=1", "a?b", "a&b", 'a"b', "a\nb", "a\u202egnp.exe", "a\x00"]
)
def test_a_name_that_could_mislead_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        announced(name=name)


def test_a_name_may_be_in_any_script_and_is_redacted(world: World) -> None:
    given = offer(announced(name="Störung 東京 von ann@example.com.png"), world.uploads, world.clock)
    name = world.uploads.offered[given.upload_id].name
    assert name is not None
    assert name.startswith("Störung 東京")
    assert "ann@" not in name


def test_an_uploaded_bundle_is_redacted_kept_and_removed_as_it_was_sent(world: World) -> None:
    given = bad_release()
    given["logs"][0]["message"] = "refused for ann@example.com"
    evidence = bundle(world, as_bytes(given))
    incident_id = open_by_hand(request(evidence=evidence), "ann", None, world.intake)
    reference = world.timelines.incident(incident_id).opened.evidence_ref
    assert reference is not None
    stored = json.loads(world.evidence.get(reference))
    assert stored["case_id"] == given["case_id"]
    assert "ann@" not in stored["logs"][0]["message"]
    assert world.uploads.look(evidence["upload_id"]) is None


def test_attachments_are_kept_with_the_incident_and_named_in_its_first_event(world: World) -> None:
    given = [attached(world), {**attached(world, "plan.pdf", "application/pdf"), "name": "runbook page.pdf"}]
    incident_id = open_by_hand(request(attachments=given), "ann", None, world.intake)
    opened = world.timelines.incident(incident_id).opened
    assert [(one.name, one.media_type, one.size_bytes) for one in opened.attachments] == [
        ("shot.png", PNG, 7),
        ("runbook page.pdf", "application/pdf", 7),
    ]
    assert {one.reference for one in opened.attachments} == set(world.uploads.kept)
    assert not world.uploads.brought
    assert first_break(world.timelines.read(incident_id)) is None


def test_an_event_without_attachments_is_written_as_it_was_before_there_were_any(world: World) -> None:
    incident_id = open_by_hand(request(), "ann", None, world.intake)
    assert "attachments" not in world.timelines.read(incident_id)[0].model_dump(mode="json")


@pytest.mark.parametrize("upload_id", ["upl-" + "0" * 32, "../evidence/inc-1/given.json.gz", "upl-…", " "])
def test_an_unknown_id_is_named_and_nothing_is_written(world: World, upload_id: str) -> None:
    attached(world)
    for given, field in (
        ({"evidence": {"upload_id": upload_id}}, "evidence.upload_id"),
        ({"attachments": [attached(world), {"upload_id": upload_id}]}, "attachments.1.upload_id"),
    ):
        with pytest.raises(UnknownUpload) as caught:
            open_by_hand(request(**given), "ann", "key", world.intake)
        assert [error.field for error in caught.value.errors] == [field]
        assert untouched(world)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'"' + b"x" * 10, b"[]", b"null"], ids=lambda one: repr(one[:6])
)
def test_what_is_no_json_object_is_unsuitable_and_nothing_is_written(world: World, content: bytes) -> None:
    evidence = bundle(world, content)
    with pytest.raises(UnsuitableUpload) as caught:
        open_by_hand(request(evidence=evidence), "ann", "key", world.intake)
    assert caught.value.errors[0].field == "evidence.upload_id"
    assert untouched(world)
    assert world.uploads.look(evidence["upload_id"]) is not None


def test_json_that_is_no_bundle_names_the_path_and_nothing_is_written(world: World) -> None:
    broken = bad_release()
    broken["metrics"][1]["points"][3] = ["not a time", 1]
    with pytest.raises(InvalidRequest) as caught:
        open_by_hand(request(evidence=bundle(world, as_bytes(broken))), "ann", "key", world.intake)
    assert caught.value.errors[0].field.startswith("evidence.metrics.1.points.3")
    assert untouched(world)


def test_half_a_character_in_a_bundle_is_the_callers_fault_and_not_ours(world: World) -> None:
    given = as_bytes(bad_release()).replace(b"KeyError", b"\\ud800", 1)
    with pytest.raises(InvalidRequest):
        open_by_hand(request(evidence=bundle(world, given)), "ann", None, world.intake)
    assert untouched(world)


def test_a_picture_is_no_evidence_and_a_bundle_no_attachment(world: World) -> None:
    for given in (
        {"evidence": bundle(world, b"picture", PNG)},
        {"attachments": [attached(world, "b.json", "application/json")]},
        {"attachments": [attached(world, "x.exe", "application/x-msdownload")]},
    ):
        with pytest.raises(UnsuitableUpload):
            open_by_hand(request(**given), "ann", None, world.intake)
        assert untouched(world)


def test_what_grew_too_large_on_the_way_is_unsuitable(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "MAX_BUNDLE_BYTES", 100)
    monkeypatch.setattr(up, "MAX_ATTACHMENT_BYTES", 3)
    for given in ({"evidence": bundle(world)}, {"attachments": [attached(world)]}):
        with pytest.raises(UnsuitableUpload, match="at most"):
            open_by_hand(request(**given), "ann", None, world.intake)
        assert untouched(world)


def test_two_attachments_have_two_names_and_are_two(world: World) -> None:
    same = attached(world)
    with pytest.raises(UnsuitableUpload, match="twice"):
        open_by_hand(request(attachments=[same, {**same, "name": "other.png"}]), "ann", None, world.intake)
    with pytest.raises(InvalidRequest) as caught:
        open_by_hand(request(attachments=[attached(world), attached(world)]), "ann", None, world.intake)
    assert caught.value.errors[0].field == "attachments.1.name"
    assert untouched(world)


def test_too_many_attachments_are_refused() -> None:
    given = [{"upload_id": f"upl-{number}"} for number in range(up.MAX_ATTACHMENTS + 1)]
    with pytest.raises(ValueError, match="attachments"):
        request(attachments=given)


def test_a_repeated_key_gives_the_same_incident_although_its_uploads_are_used_up(world: World) -> None:
    given = request(evidence=bundle(world), attachments=[attached(world)])
    first = open_by_hand(given, "ann", "key", world.intake)
    assert not world.uploads.brought
    assert open_by_hand(given, "ann", "key", world.intake) == first
    assert len(world.timelines.read(first)) == 1
    with pytest.raises(IdempotencyMismatch):
        open_by_hand(request(severity="low"), "ann", "key", world.intake)
    with pytest.raises(UnknownUpload):
        open_by_hand(given, "ann", "another key", world.intake)


def test_an_opening_that_died_half_way_is_finished_by_the_next_with_all_that_came(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = request(evidence=bundle(world), attachments=[attached(world)])

    def refuse(event: object) -> Any:
        raise ServiceUnavailable("dynamodb was throttled")

    with monkeypatch.context() as broken:
        broken.setattr(world.timelines, "append", refuse)
        with pytest.raises(ServiceUnavailable):
            open_by_hand(given, "ann", "key", world.intake)
    assert not world.timelines.events
    incident_id = open_by_hand(given, "ann", "key", world.intake)
    opened = world.timelines.incident(incident_id).opened
    assert opened.evidence_ref in world.evidence.documents
    assert {one.reference for one in opened.attachments} == set(world.uploads.kept)
    assert world.workflow.started == [incident_id]


def test_work_that_could_not_be_started_is_started_by_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given = request(evidence=bundle(world))

    def refuse(incident_id: str) -> None:
        raise ServiceUnavailable("states:StartExecution was throttled")

    with monkeypatch.context() as broken:
        broken.setattr(world.workflow, "start", refuse)
        with pytest.raises(ServiceUnavailable):
            open_by_hand(given, "ann", "key", world.intake)
    assert world.workflow.started == [open_by_hand(given, "ann", "key", world.intake)]


def test_two_with_one_key_at_once_are_one_incident(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given = request(evidence=bundle(world))
    look = world.uploads.look
    opened: list[str] = []

    def first_look(upload_id: str) -> Any:
        monkeypatch.setattr(world.uploads, "look", look)
        opened.append(open_by_hand(given, "ann", "key", world.intake))  # the other one overtakes us here
        return look(upload_id)

    monkeypatch.setattr(world.uploads, "look", first_look)
    assert [open_by_hand(given, "ann", "key", world.intake)] == opened
    assert len(world.timelines.events) == 1


def test_an_attachment_that_goes_while_it_is_taken_over_opens_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = request(attachments=[attached(world)])
    monkeypatch.setattr(world.uploads, "keep", lambda uploaded, incident_id: None)
    with pytest.raises(UnknownUpload):
        open_by_hand(given, "ann", None, world.intake)
    assert not world.timelines.events


def test_an_upload_that_cannot_be_removed_holds_nothing_up(world: World) -> None:
    world.uploads.broken = True
    incident_id = open_by_hand(request(evidence=bundle(world)), "ann", None, world.intake)
    assert world.workflow.started == [incident_id]
