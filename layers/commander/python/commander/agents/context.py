"""What earlier incidents and runbooks say: context beside the facts, which it never outweighs."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from commander.agents.suspecting import WITHHELD, withheld
from commander.contract.causes import causes
from commander.contract.evidence import EvidenceItem, Verdict
from commander.domain.incident import Incident
from commander.domain.injection import defused
from commander.domain.redaction import redact
from commander.ports.consultation import Consultation
from commander.ports.services import Lesson, Passage

_LONGEST = 400
_QUERY = 600


def query(incident: Incident, verdict: Verdict) -> str:
    """What to look for: the first hypothesis in words, or what was reported where there is none."""
    if verdict.hypotheses:
        first = verdict.hypotheses[0]
        return f"{first.cause} on {first.entity}: {causes()[first.cause].meaning}"
    opened = incident.opened
    told = [one for one in withheld([opened.title, opened.description]) if one != WITHHELD]
    return defused(". ".join(told) or opened.incident_type)[:_QUERY]


def gathered(services: Consultation, about: str) -> list[EvidenceItem]:
    """Lessons, passages and similar incidents, asked for at the same time; what cannot be had is left out."""
    with ThreadPoolExecutor(max_workers=3, thread_name_prefix="context") as pool:
        lessons = pool.submit(services.lessons, about)
        passages = pool.submit(services.passages, about)
        similar = pool.submit(services.similar_incidents, about)
    return [*remembered(lessons.result()), *documents([*passages.result(), *similar.result()])]


def remembered(lessons: Iterable[Lesson]) -> list[EvidenceItem]:
    """Lessons as evidence, each with the incident that it comes from."""
    return [
        EvidenceItem(
            id=f"m{place + 1}",
            kind="memory",
            entity=None,
            statement=_short(lesson.text),
            source_ref=[f"incident:{lesson.incident_id}"],
        )
        for place, lesson in enumerate(lesson for lesson in lessons if lesson.text.strip())
    ]


def documents(passages: Iterable[Passage]) -> list[EvidenceItem]:
    """Passages as evidence, each source and text once."""
    known = {(passage.source, passage.text): passage for passage in passages if passage.text.strip()}
    return [
        EvidenceItem(
            id=f"d{place + 1}",
            kind="document",
            entity=None,
            statement=_short(f"{passage.title}: {passage.text}"),
            source_ref=[passage.source, *(f"incident:{one}" for one in passage.incident_ids)],
        )
        for place, passage in enumerate(known.values())
    ]


def _short(text: str) -> str:
    """A text as evidence: without personal data and secrets, for whoever wrote it need not have taken them out."""
    text = " ".join(redact(text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
