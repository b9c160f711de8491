"""Lessons and their citations in the incidents table: written with the events that say so, read by one Query."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from commander.aws import clients
from commander.aws.knowledge_documents import S3Documents
from commander.aws.lessons import DynamoLessons
from commander.aws.listing import DynamoIncidentList
from commander.aws.timelines import DynamoTimelines
from commander.contract import events as ev
from commander.contract.problems import CommanderError, InvalidRequest, ServiceUnavailable
from commander.domain.chain import first_break
from commander.ports.services import ClosedIncident
from tests.domain.test_lessons import cites
from tests.making import START, opened
from tests.runtime.services.test_own_means import lesson

_ACTOR = ev.Actor(kind="system", name="test")


def learned(incident_id: str, minute: int = 0, ended: str = "resolved", **changes: Any) -> ev.IncidentLearned:
    return ev.IncidentLearned(
        incident_id=incident_id,
        event_id=f"incident.learned/{ended}",
        at=START,
        actor=_ACTOR,
        ended=ended,
        lesson=lesson(incident_id, minute, **changes),
        remembered=True,
        ingestion_job=None,
    )


def taught(table: str, *incident_ids: str) -> DynamoTimelines:
    store = DynamoTimelines(table)
    for minute, incident_id in enumerate(incident_ids):
        store.append(opened(incident_id, START + timedelta(minutes=minute)))
        store.append(learned(incident_id, minute))
    return store


def test_a_lesson_is_found_in_the_list_and_by_its_incident(table: str) -> None:
    store = taught(table, "inc-1", "inc-2", "inc-3")
    lessons = DynamoLessons(table)
    found, cursor = lessons.newest(10, None)
    assert ([one.incident_id for one in found], cursor) == (["inc-3", "inc-2", "inc-1"], None)
    assert lessons.of("inc-2") == found[1] == lesson("inc-2", 1)
    assert lessons.of("inc-none") is None
    assert first_break(store.read("inc-1")) is None


def test_the_list_pages_without_gap_or_repeat_and_ends_with_no_cursor(table: str) -> None:
    taught(table, *(f"inc-{number}" for number in range(6)))
    lessons, seen, cursor = DynamoLessons(table), [], None
    for _ in range(3):
        found, cursor = lessons.newest(2, cursor)
        seen += [one.incident_id for one in found]
    assert cursor is None
    assert seen == [f"inc-{number}" for number in range(5, -1, -1)]


def test_a_cursor_of_another_list_is_refused(table: str) -> None:
    taught(table, "inc-1", "inc-2")
    cursor = DynamoIncidentList(table).page(None, None, None, 1, None).next_cursor
    for given in (cursor, "nonsense"):
        with pytest.raises(InvalidRequest):
            DynamoLessons(table).newest(1, given)


def test_a_lesson_that_is_delivered_twice_is_one_and_a_second_ending_takes_its_place(table: str) -> None:
    store = DynamoTimelines(table)
    store.append(opened("inc-1"))
    for _ in range(2):
        store.append(learned("inc-1", ended="escalated", outcome="did_not_help"))
    store.append(learned("inc-1"))
    assert [event.type for event in store.read("inc-1")] == ["incident.opened", "incident.learned", "incident.learned"]
    found, _ = DynamoLessons(table).newest(10, None)
    assert [one.outcome for one in found] == ["fixed"]
    kept = DynamoLessons(table).of("inc-1")
    assert kept is not None
    assert kept.outcome == "fixed"


def test_an_incident_that_cites_a_lesson_counts_once_however_often_it_is_diagnosed(table: str) -> None:
    store = taught(table, "inc-1", "inc-2")
    store.append(opened("inc-9"))
    for again in ("", "/again"):
        event = cites("incident:inc-1", "incident:inc-9", "incident:inc-unknown")
        store.append(event.model_copy(update={"event_id": event.event_id + again}))
    lessons = DynamoLessons(table)
    assert lessons.cited_by("inc-1", 10) == ["inc-9"]
    assert lessons.cited_by("inc-2", 10) == []
    assert lessons.cited_by("inc-9", 10) == []  # nothing is a witness for itself
    assert [one.incident_id for one in lessons.newest(10, None)[0]] == ["inc-2", "inc-1"]


def test_citations_are_counted_up_to_a_bound(table: str) -> None:
    store = taught(table, "inc-1")
    for number in range(5):
        store.append(opened(f"inc-9{number}"))
        store.append(cites("incident:inc-1").model_copy(update={"incident_id": f"inc-9{number}"}))
    assert DynamoLessons(table).cited_by("inc-1", 3) == ["inc-90", "inc-91", "inc-92"]


@pytest.mark.parametrize("ask", [lambda one: one.newest(1, None), lambda one: one.of("inc-1")])
def test_a_table_that_cannot_be_read_is_a_problem_of_the_contract(ask: Callable[[DynamoLessons], Any]) -> None:
    with mock_aws():
        clients.forget()
        with pytest.raises(CommanderError, match="dynamodb:"):
            ask(DynamoLessons("ic-none"))
    clients.forget()


@pytest.fixture
def bucket() -> Iterator[Any]:
    with mock_aws():
        clients.forget()
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="knowledge", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield s3
    clients.forget()


def test_a_closed_incident_lies_in_the_bucket_with_its_metadata_once(bucket: Any) -> None:
    for _ in range(2):
        S3Documents("knowledge").keep(ClosedIncident("inc-1", "# Größe 🚒\n\nIt was the release."))
    keys = [one["Key"] for one in bucket.list_objects_v2(Bucket="knowledge")["Contents"]]
    assert keys == ["incidents/inc-1.md", "incidents/inc-1.md.metadata.json"]
    text = bucket.get_object(Bucket="knowledge", Key=keys[0])["Body"].read().decode()
    assert text == "# Größe 🚒\n\nIt was the release."
    metadata = bucket.get_object(Bucket="knowledge", Key=keys[1])["Body"].read().decode()
    assert metadata == '{"metadataAttributes": {"incident_ids": ["inc-1"], "title": "Incident inc-1"}}'


def test_a_text_that_is_no_text_is_kept_as_far_as_it_is_one(bucket: Any) -> None:
    S3Documents("knowledge").keep(ClosedIncident("inc-1", "half a \ud83d pair"))
    assert bucket.get_object(Bucket="knowledge", Key="incidents/inc-1.md")["Body"].read() == b"half a ? pair"


def test_a_bucket_that_is_not_there_is_a_problem_of_the_contract(bucket: Any) -> None:
    with pytest.raises(ServiceUnavailable, match="s3:PutObject"):
        S3Documents("no-such-bucket").keep(ClosedIncident("inc-1", "text"))
