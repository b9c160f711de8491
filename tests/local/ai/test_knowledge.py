"""What the stand-in of Knowledge Bases finds, reads again and refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from local.ai import knowledge
from local.ai.passages import Ranking, cut
from tests.aws.ai.answering import Answer, Answering, answering
from tests.local.ai.driving import client, label
from tests.local.ai.serving import served

KNOWN, SOURCE = "KB00000001", "DS00000001"
ARN = f"arn:aws:bedrock:eu-west-1:123456789012:knowledge-base/{KNOWN}"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(scope="module")
def runtime(endpoint: str) -> Any:
    return client("bedrock-agent-runtime", endpoint)


@pytest.fixture(scope="module")
def agent(endpoint: str) -> Any:
    return client("bedrock-agent", endpoint)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "runbooks").mkdir()
    (tmp_path / "runbooks" / "alias.md").write_text(
        "# Roll back an alias\n\nPoint the alias back.\n\n## When\n\nErrors began with a new version.\n", "utf-8"
    )
    (tmp_path / "queue.md").write_text("# Drain a queue\n\nMessages pile up; añade consumidores 🚒.\n", "utf-8")
    (tmp_path / "notes.txt").write_text("alias alias alias", "utf-8")
    knowledge.use(tmp_path, known={KNOWN})
    yield tmp_path
    knowledge.use(knowledge.FOLDER)


def retrieved(runtime: Any, text: str, identifier: str = KNOWN, **search: Any) -> list[dict[str, Any]]:
    configuration = {"retrievalConfiguration": {"vectorSearchConfiguration": search}} if search else {}
    answer = runtime.retrieve(knowledgeBaseId=identifier, retrievalQuery={"text": text}, **configuration)
    assert label(answer) == "local stand-in"
    return list(answer["retrievalResults"])


@pytest.mark.parametrize("identifier", [KNOWN, ARN])
def test_the_passage_that_fits_comes_first_with_its_place(runtime: Any, identifier: str) -> None:
    first, *_ = retrieved(runtime, "which alias goes back?", identifier)
    assert first["content"] == {"type": "TEXT", "text": "Point the alias back."}
    assert first["location"] == {"type": "S3", "s3Location": {"uri": "s3://stand-in-knowledge/runbooks/alias.md"}}
    assert first["metadata"]["x-amz-bedrock-kb-source-uri"] == "s3://stand-in-knowledge/runbooks/alias.md"
    assert first["metadata"]["x-stand-in"] == "local stand-in"


def test_scores_are_shares_and_fall(runtime: Any) -> None:
    scores = [found["score"] for found in retrieved(runtime, "errors of the alias since the new version")]
    assert len(scores) == 2
    assert 1 >= scores[0] >= scores[1] > 0


def test_no_more_results_than_asked_for(runtime: Any) -> None:
    assert len(retrieved(runtime, "alias version queue", numberOfResults=1)) == 1


@pytest.mark.parametrize("text", ["consumidores AÑADE", "añade", "🚒 añade"])
def test_unicode_is_compared_by_meaning_not_by_bytes(runtime: Any, text: str) -> None:
    assert [found["location"]["s3Location"]["uri"] for found in retrieved(runtime, text)] == [
        "s3://stand-in-knowledge/queue.md"
    ]


@pytest.mark.parametrize("text", ["🚒", "zebra", "…"])
def test_a_query_without_a_shared_word_finds_nothing(runtime: Any, text: str) -> None:
    assert retrieved(runtime, text) == []


@pytest.mark.parametrize("text", ["", "  \n", "a" * 20_001])
def test_a_blank_or_too_long_query_is_refused(runtime: Any, text: str) -> None:
    with pytest.raises(runtime.exceptions.ValidationException) as refusal:
        retrieved(runtime, text)
    assert label(refusal.value.response) == "local stand-in"


@pytest.mark.parametrize("search", [{"numberOfResults": 0}, {"numberOfResults": 101}, {"filter": {"equals": {}}}])
def test_what_cannot_be_honoured_is_refused(runtime: Any, search: dict[str, Any]) -> None:
    with pytest.raises(runtime.exceptions.ValidationException):
        retrieved(runtime, "alias", **search)


def test_a_malformed_id_is_invalid_and_an_unknown_one_is_not_found(runtime: Any) -> None:
    with pytest.raises(runtime.exceptions.ValidationException):
        retrieved(runtime, "alias", "short")
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        retrieved(runtime, "alias", "KB99999999")


def test_an_ingestion_job_reads_the_folder_again_and_counts_changes(agent: Any, runtime: Any, folder: Path) -> None:
    (folder / "closed.md").write_text("# Incident\n\nThe zebra crossed.\n", "utf-8")
    (folder / "queue.md").write_text("# Drain a queue\n\nAdd consumers.\n", "utf-8")
    (folder / "runbooks" / "alias.md").unlink()
    assert retrieved(runtime, "zebra") == []
    started = agent.start_ingestion_job(knowledgeBaseId=KNOWN, dataSourceId=SOURCE, description="closed")
    assert started["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert started["ingestionJob"]["status"] == "STARTING"
    job = agent.get_ingestion_job(
        knowledgeBaseId=KNOWN, dataSourceId=SOURCE, ingestionJobId=started["ingestionJob"]["ingestionJobId"]
    )["ingestionJob"]
    assert (job["status"], job["description"]) == ("COMPLETE", "closed")
    assert job["statistics"]["numberOfDocumentsScanned"] == 2
    assert job["statistics"]["numberOfNewDocumentsIndexed"] == 1
    assert job["statistics"]["numberOfModifiedDocumentsIndexed"] == 1
    assert job["statistics"]["numberOfDocumentsDeleted"] == 1
    assert job["updatedAt"] >= job["startedAt"]
    assert [found["content"]["text"] for found in retrieved(runtime, "zebra")] == ["The zebra crossed."]


def test_one_client_token_starts_one_job(agent: Any) -> None:
    jobs = [
        agent.start_ingestion_job(knowledgeBaseId=KNOWN, dataSourceId=SOURCE, clientToken=token * 33)["ingestionJob"]
        for token in "aab"
    ]
    assert jobs[0]["ingestionJobId"] == jobs[1]["ingestionJobId"] != jobs[2]["ingestionJobId"]


def test_an_unknown_job_is_not_found_and_a_malformed_one_invalid(agent: Any) -> None:
    with pytest.raises(agent.exceptions.ResourceNotFoundException):
        agent.get_ingestion_job(knowledgeBaseId=KNOWN, dataSourceId=SOURCE, ingestionJobId="JOB0000001")
    with pytest.raises(agent.exceptions.ValidationException):
        agent.get_ingestion_job(knowledgeBaseId=KNOWN, dataSourceId=SOURCE, ingestionJobId="job")
    with pytest.raises(agent.exceptions.ValidationException):
        agent.start_ingestion_job(knowledgeBaseId=KNOWN, dataSourceId="source")


def test_the_runbooks_of_the_checkout_are_found_without_a_choice(runtime: Any) -> None:
    knowledge.use(knowledge.FOLDER)
    first, *_ = retrieved(runtime, "roll back a Lambda alias to the earlier version", "AB12CD34EF")
    assert first["location"]["s3Location"]["uri"].endswith("/runbooks/lambda-alias-rollback.md")


def test_a_folder_that_is_not_there_holds_no_passage(runtime: Any, folder: Path) -> None:
    knowledge.use(folder / "none")
    assert retrieved(runtime, "alias") == []


def test_passages_keep_their_headings_and_blocks_of_code_stay_whole() -> None:
    markdown = "intro\n\n# A\n\none\n\n## B\n\n```sh\n# no heading\n\nls\n```\n\n# C\n\nlast"
    passages = [(passage.headings, passage.text) for passage in cut("x.md", markdown)]
    assert passages == [
        ((), "intro"),
        (("A",), "one"),
        (("A", "B"), "```sh\n# no heading\n\nls\n```"),
        (("C",), "last"),
    ]


def test_a_fence_that_is_never_closed_reaches_to_the_end() -> None:
    assert [passage.text for passage in cut("x.md", "# A\n```\n# b\nc")] == ["```\n# b\nc"]


def test_a_long_section_is_cut_at_blank_lines() -> None:
    passages = list(cut("x.md", "# A\n\n" + "\n\n".join(["word " * 100] * 7)))
    assert len(passages) == 4
    assert {passage.headings for passage in passages} == {("A",)}


def test_a_ranking_of_nothing_and_of_blank_texts_finds_nothing() -> None:
    assert Ranking([]).best("alias", 5) == []
    assert Ranking(["", " "]).best("alias", 5) == []
    assert Ranking(["alias"]).best("", 5) == []


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answering]:
    """An S3 that answers as told, named as the one to read from."""
    with answering() as s3:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3.url)
        yield s3


def take_in(endpoint: str, **given: Any) -> int:
    """Tells the stand-in of a bucket; the status of its answer."""
    request = Request(f"{endpoint}/_stand-in/knowledge", json.dumps(given).encode(), method="PUT")
    try:
        with urlopen(request, timeout=5) as reply:
            return int(reply.status)
    except HTTPError as error:
        return error.code


def ingested(agent: Any) -> Any:
    """A job that has run."""
    started = agent.start_ingestion_job(knowledgeBaseId=KNOWN, dataSourceId=SOURCE)["ingestionJob"]
    assert started["status"] == "STARTING"
    assert "failureReasons" not in started
    return agent.get_ingestion_job(
        knowledgeBaseId=KNOWN, dataSourceId=SOURCE, ingestionJobId=started["ingestionJobId"]
    )["ingestionJob"]


def test_documents_of_the_named_bucket_are_found_beside_those_of_the_folder(
    endpoint: str, agent: Any, runtime: Any, bucket: Answering
) -> None:
    keys = ("incidents/inc-1.md", "incidents/inc-1.md.metadata.json")
    listed = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
    bucket.will(
        Answer(body=f"<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>".encode()),
        Answer(body="# inc-1\n\nDer Kran stand still, 連接 weg.".encode()),
    )
    assert take_in(endpoint, bucket="documents") == 200
    assert ingested(agent)["status"] == "COMPLETE"
    assert [asked.path.partition("?")[0] for asked in bucket.asked] == ["/documents", "/documents/incidents/inc-1.md"]
    found = runtime.retrieve(knowledgeBaseId=KNOWN, retrievalQuery={"text": "Kran"})["retrievalResults"]
    assert [one["location"]["s3Location"]["uri"] for one in found] == ["s3://documents/incidents/inc-1.md"]
    found = runtime.retrieve(knowledgeBaseId=KNOWN, retrievalQuery={"text": "alias"})["retrievalResults"]
    assert found[0]["location"]["s3Location"]["uri"].endswith("/runbooks/alias.md")


@pytest.mark.parametrize("answer", [Answer(403), Answer(404), Answer(hang_up=True)])
def test_a_bucket_that_cannot_be_read_fails_the_job_and_leaves_what_was_known(
    endpoint: str, agent: Any, runtime: Any, bucket: Answering, answer: Answer
) -> None:
    bucket.will(answer)
    assert take_in(endpoint, bucket="documents") == 200
    job = ingested(agent)
    assert job["status"] == "FAILED"
    assert job["failureReasons"]
    assert runtime.retrieve(knowledgeBaseId=KNOWN, retrievalQuery={"text": "alias"})["retrievalResults"]


def test_without_an_s3_of_the_local_cloud_no_bucket_is_read(
    endpoint: str, agent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3", raising=False)
    assert take_in(endpoint, bucket="documents") == 200
    assert "AWS_ENDPOINT_URL_S3" in ingested(agent)["failureReasons"][0]


def test_a_bucket_without_a_name_is_refused(endpoint: str) -> None:
    assert take_in(endpoint, bucket="") == 400
    assert take_in(endpoint) == 400
