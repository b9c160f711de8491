"""Knowledge by a Bedrock Knowledge Base over runbooks and closed incidents."""

import re
from typing import Any

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of
from commander.contract.problems import ServiceRejected
from commander.ports.services import Passage, Reply

_RETRIEVE = "bedrock:Retrieve"
_INGEST = "bedrock:StartIngestionJob"
_MOST = 100
_URI = "x-amz-bedrock-kb-source-uri"
"""What every passage from S3 has in its metadata."""
_PLACES = (("s3Location", "uri"), ("webLocation", "url"), ("customDocumentLocation", "id"))
_CLOSED_INCIDENT = re.compile(r"/incidents/([^/.]+)(?:\.[a-z]+)?$")


class BedrockKnowledge:
    """Knowledge: one knowledge base, and the data source that ingestion reads."""

    def __init__(
        self, knowledge_base_id: str, data_source_id: str | None = None, endpoint_url: str | None = None
    ) -> None:
        self._knowledge_base_id = knowledge_base_id
        self._data_source_id = data_source_id
        self._endpoint_url = endpoint_url

    def retrieve(self, query: str, most: int, timeout_s: float) -> Reply[list[Passage]]:
        """At most `most` passages (1 to 100), best first. The answer tells no tokens, so none are counted."""
        search = {"numberOfResults": max(1, min(most, _MOST))}
        with attempt(_RETRIEVE):
            answer = client("bedrock-agent-runtime", timeout_s, self._endpoint_url).retrieve(
                knowledgeBaseId=self._knowledge_base_id,
                retrievalQuery={"text": query},
                retrievalConfiguration={"vectorSearchConfiguration": search},
            )
        usage = usage_of(headers_of(answer))
        with reading(_RETRIEVE, usage):
            # Pictures and rows of tables come without a text; they say nothing to us.
            results = [one for one in answer["retrievalResults"] if one["content"].get("text")]
            passages = sorted((_passage(one) for one in results), key=lambda one: -one.score)
            return Reply(passages[: max(1, most)], usage)

    def ingest(self, timeout_s: float) -> Reply[str]:
        """Starts an ingestion job and returns its id.

        Raises ServiceRejected where no data source is configured, and where a job is under way: that says nothing of
        the service's health, and what was stored meanwhile is taken in by the next job.
        """
        if self._data_source_id is None:
            raise ServiceRejected(f"{_INGEST}: no data source is configured")
        with attempt(_INGEST, frozenset({"ConflictException"})):
            answer = client("bedrock-agent", timeout_s, self._endpoint_url).start_ingestion_job(
                knowledgeBaseId=self._knowledge_base_id, dataSourceId=self._data_source_id
            )
        usage = usage_of(headers_of(answer))
        with reading(_INGEST, usage):
            return Reply(str(answer["ingestionJob"]["ingestionJobId"]), usage)


def _passage(result: dict[str, Any]) -> Passage:
    metadata = result.get("metadata") or {}
    location = result.get("location") or {}
    places = [location[kind][field] for kind, field in _PLACES if location.get(kind, {}).get(field)]
    source = str(places[0] if places else metadata.get(_URI) or result.get("documentId") or "")
    title = str(metadata.get("title") or source.rstrip("/").rsplit("/", 1)[-1])
    score = float(result.get("score") or 0.0)
    return Passage(title, str(result["content"]["text"]), source, score, _incident_ids(metadata, source))


def _incident_ids(metadata: dict[str, Any], source: str) -> tuple[str, ...]:
    """As the metadata say it, in a list or with commas; else as a document of closed incidents is named for its own."""
    told = metadata.get("incident_ids") or metadata.get("incident_id") or []
    listed = told.split(",") if isinstance(told, str) else list(told)
    ids = tuple(dict.fromkeys(stripped for one in listed if (stripped := str(one).strip())))
    named = _CLOSED_INCIDENT.search(source)
    return ids or ((named[1],) if named else ())
