"""Knowledge Bases: retrieval over Markdown files of a folder and of a bucket, and the jobs that read them again."""

import re
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import choice
from string import ascii_uppercase, digits
from typing import Any

from local.ai.documents import Unreadable, read_bucket
from local.ai.passages import Passage, Ranking, cut, read
from local.ai.shapes import invalid, not_found, part, path_parts
from local.ai.wire import PROVENANCE, Answer, Handler, Request, answered

FOLDER = Path(__file__).parents[2] / "knowledge"
BUCKET = "stand-in-knowledge"
"""No bucket of this name exists: a location shows at a glance who named it."""
LONGEST_QUERY = 20_000
MOST_RESULTS = 100
USUAL_RESULTS = 5

_RETRIEVE = re.compile(r"/knowledgebases/([^/]+)/retrieve")
_JOBS = re.compile(r"/knowledgebases/([^/]+)/datasources/([^/]+)/ingestionjobs/?")
_JOB = re.compile(r"/knowledgebases/([^/]+)/datasources/([^/]+)/ingestionjobs/([^/]+)")
_ID = re.compile(r"[0-9a-zA-Z]{10}")
_KNOWLEDGE_BASE = re.compile(r"(?:arn:aws(?:-[^:]+)?:bedrock:[a-z0-9-]{1,20}:\d{12}:knowledge-base/)?([0-9a-zA-Z]{10})")


@dataclass
class Library:
    """What was read of a folder and, where one is named, of a bucket of the local cloud; and the jobs that read it."""

    folder: Path
    known: Collection[str] | None = None
    bucket: str = ""
    documents: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    jobs: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    tokens: dict[tuple[str, str, str], str] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.ingest()

    def ingest(self) -> dict[str, int]:
        """Reads everything again and counts what changed. Raises Unreadable, and then all is as it was."""
        with self.lock:
            found = read(self.folder)
            if self.bucket:
                given = {f"{self.bucket}/{key}": text for key, text in read_bucket(self.bucket).items()}
                found |= {source: tuple(cut(source, text)) for source, text in given.items()}
            before, self.documents = self.documents, found
            self.passages = [passage for passages in self.documents.values() for passage in passages]
            self.ranking = Ranking([" ".join((*p.headings, p.text)) for p in self.passages])
            both = before.keys() & self.documents.keys()
            return {
                "numberOfDocumentsScanned": len(self.documents),
                "numberOfMetadataDocumentsScanned": 0,
                "numberOfNewDocumentsIndexed": len(self.documents.keys() - before.keys()),
                "numberOfModifiedDocumentsIndexed": sum(before[name] != self.documents[name] for name in both),
                "numberOfMetadataDocumentsModified": 0,
                "numberOfDocumentsDeleted": len(before.keys() - self.documents.keys()),
                "numberOfDocumentsFailed": 0,
                "numberOfDocumentsSkipped": 0,
            }

    def search(self, query: str, count: int) -> list[tuple[Passage, float]]:
        """The best passages with their scores, the best first."""
        with self.lock:
            return [(self.passages[index], score) for index, score in self.ranking.best(query, count)]


_library: Library | None = None
_choosing = threading.Lock()


def use(folder: Path, known: Collection[str] | None = None) -> None:
    """Answers from this folder from now on. `known` are the knowledge bases that exist; None: all."""
    global _library
    with _choosing:
        _library = Library(folder, known)


def take_in(bucket: str) -> None:
    """From the next job on, the documents of this bucket are read too. It exists by the time that there are any."""
    library().bucket = bucket


def library() -> Library:
    """The library in use; the checkout's own where none was chosen."""
    global _library
    with _choosing:
        _library = _library or Library(FOLDER)
        return _library


def uri(passage: Passage) -> str:
    """Where the passage's document lies, or would lie."""
    bucket = library().bucket
    real = bool(bucket) and passage.source.startswith(f"{bucket}/")
    return f"s3://{passage.source}" if real else f"s3://{BUCKET}/{passage.source}"


def retrieve(request: Request) -> Answer:
    """The passages that fit the query."""
    (identifier,) = path_parts(_RETRIEVE, request)
    _knowledge_base(identifier)
    document = request.document()
    text = part(document, "retrievalQuery").get("text")
    if not isinstance(text, str) or not text.strip():
        raise invalid("retrievalQuery.text is needed and is not blank.")
    if len(text) > LONGEST_QUERY:
        raise invalid(f"retrievalQuery.text has at most {LONGEST_QUERY} characters.")
    found = library().search(text, _count(part(document, "retrievalConfiguration")))
    return answered({"retrievalResults": [_result(passage, score) for passage, score in found]})


def start_ingestion_job(request: Request) -> Answer:
    """Reads everything at once; the job says STARTING here, and how it ended to who asks for it."""
    knowledge_base, data_source = path_parts(_JOBS, request)
    knowledge_base = _knowledge_base(knowledge_base)
    _well_formed("dataSourceId", data_source)
    document, books = request.document(), library()
    token = (knowledge_base, data_source, str(document.get("clientToken") or ""))
    with books.lock:
        if not token[2] or token not in books.tokens:
            job = "".join(choice(ascii_uppercase + digits) for _ in range(10))
            now = datetime.now(UTC).isoformat()
            books.jobs[knowledge_base, data_source, job] = {
                "knowledgeBaseId": knowledge_base,
                "dataSourceId": data_source,
                "ingestionJobId": job,
                **_ingested(books),
                "startedAt": now,
                "updatedAt": now,
            } | ({"description": document["description"]} if document.get("description") else {})
            books.tokens[token] = job
        found = books.jobs[knowledge_base, data_source, books.tokens[token]]
    ending = ("statistics", "failureReasons")
    started = {name: value for name, value in found.items() if name not in ending} | {"status": "STARTING"}
    return answered({"ingestionJob": started}, 202)


def get_ingestion_job(request: Request) -> Answer:
    """What a job did."""
    knowledge_base, data_source, job = path_parts(_JOB, request)
    knowledge_base = _knowledge_base(knowledge_base)
    _well_formed("dataSourceId", data_source)
    _well_formed("ingestionJobId", job)
    found = library().jobs.get((knowledge_base, data_source, job))
    if found is None:
        raise not_found(f"Ingestion job {job} is not found.")
    return answered({"ingestionJob": found})


def _ingested(books: Library) -> dict[str, Any]:
    try:
        return {"status": "COMPLETE", "statistics": books.ingest()}
    except Unreadable as error:
        return {"status": "FAILED", "failureReasons": [f"Stand-in: {error}"]}


def _knowledge_base(identifier: str) -> str:
    match = _KNOWLEDGE_BASE.fullmatch(identifier)
    if not match:
        raise invalid("knowledgeBaseId is ten letters and digits, or the ARN of a knowledge base.")
    known = library().known
    if known is not None and match[1] not in known:
        raise not_found(f"Knowledge base {match[1]} is not found.")
    return match[1]


def _well_formed(name: str, identifier: str) -> None:
    if not _ID.fullmatch(identifier):
        raise invalid(f"{name} is ten letters and digits.")


def _count(configuration: dict[str, Any]) -> int:
    search = part(configuration, "vectorSearchConfiguration") or part(configuration, "managedSearchConfiguration")
    if "filter" in search:
        # Results that ignore a filter would be wrong without a sign of it.
        raise invalid("Stand-in: filters are not supported.")
    count = search.get("numberOfResults", USUAL_RESULTS)
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_RESULTS:
        raise invalid(f"numberOfResults is from 1 to {MOST_RESULTS}.")
    return count


def _result(passage: Passage, score: float) -> dict[str, Any]:
    return {
        "content": {"type": "TEXT", "text": passage.text},
        "location": {"type": "S3", "s3Location": {"uri": uri(passage)}},
        "score": score,
        "metadata": {
            "x-amz-bedrock-kb-source-uri": uri(passage),
            "x-amz-bedrock-kb-chunk-id": passage.id,
            "headings": list(passage.headings),
            "x-stand-in": PROVENANCE,
        },
    }


ROUTES: tuple[tuple[str, re.Pattern[str], str, Handler], ...] = (
    ("POST", _RETRIEVE, "knowledge_base", retrieve),
    ("PUT", _JOBS, "knowledge_base", start_ingestion_job),
    ("GET", _JOB, "knowledge_base", get_ingestion_job),
)
"""Method, path, service and what answers."""
