"""Q Business: answers a question with the passages that fit it, and says that it understood nothing."""

import re
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from local.ai import knowledge
from local.ai.passages import Passage
from local.ai.shapes import invalid, not_found, path_parts
from local.ai.wire import Answer, Handler, Request, answered

LONGEST = 2_048
"""Characters of a system message, and of what an attribution quotes."""
QUOTED = 400
"""Characters of a passage that the message itself repeats."""
MOST_SOURCES = 3
MODES = frozenset({"RETRIEVAL_MODE", "CREATOR_MODE"})

_CHAT = re.compile(r"/applications/([^/]+)/conversations")
_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-]{35}")


@dataclass
class Desk:
    """The conversations held, by application and id, each with the ids of its system messages."""

    known: Collection[str] | None = None
    conversations: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    answers: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


_desk = Desk()


def use(known: Collection[str] | None = None) -> None:
    """Starts with no conversation. `known` are the applications that exist; None: all."""
    global _desk
    _desk = Desk(known)


def chat_sync(request: Request) -> Answer:
    """One turn of a conversation: a new one, or one that goes on from a message of this application."""
    (application,) = path_parts(_CHAT, request)
    desk, document = _desk, request.document()
    if not _ID.fullmatch(application):
        raise invalid("applicationId has 36 letters, digits and hyphens.")
    if desk.known is not None and application not in desk.known:
        raise not_found(f"Application {application} is not found.")
    text = document.get("userMessage")
    if not isinstance(text, str) or not text.strip():
        raise invalid("userMessage is needed and is not blank.")
    if str(document.get("chatMode") or "RETRIEVAL_MODE") not in MODES:
        raise invalid("Stand-in: plugins are not supported.")
    if document.get("attributeFilter") or document.get("attachments"):
        # An answer that ignores them would be wrong without a sign of it.
        raise invalid("Stand-in: filters and attachments are not supported.")
    token = (application, str(document.get("clientToken") or uuid4()))
    with desk.lock:
        if token not in desk.answers:
            conversation, messages = _conversation(desk, application, document)
            # A creator answers from itself, without the index: there is nothing here it could answer from.
            retrieving = document.get("chatMode") != "CREATOR_MODE"
            found = knowledge.library().search(text, MOST_SOURCES) if retrieving else []
            message, sources = _written([passage for passage, _ in found])
            desk.answers[token] = {
                "conversationId": conversation,
                "systemMessage": message,
                "systemMessageId": str(uuid4()),
                "userMessageId": str(uuid4()),
                "sourceAttributions": sources,
                "failedAttachments": [],
            }
            messages.add(desk.answers[token]["systemMessageId"])
        return answered(desk.answers[token])


def _conversation(desk: Desk, application: str, document: dict[str, Any]) -> tuple[str, set[str]]:
    conversation, parent = document.get("conversationId"), document.get("parentMessageId")
    if conversation is None:
        if parent is not None:
            raise invalid("A parentMessageId needs its conversationId.")
        conversation = str(uuid4())
        return conversation, desk.conversations.setdefault((application, conversation), set())
    messages = desk.conversations.get((application, str(conversation)))
    if messages is None:
        raise not_found(f"Conversation {conversation} is not found.")
    if str(parent) not in messages:
        raise invalid("parentMessageId is the id of a system message of the conversation.")
    return str(conversation), messages


def _written(passages: list[Passage]) -> tuple[str, list[dict[str, Any]]]:
    """The message and its sources; each source says which characters of the message are its own."""
    if not passages:
        return "Stand-in: no passage fits the question.", []
    message = "Stand-in: these passages share words with the question; none was read with understanding."
    sources = []
    for number, passage in enumerate(passages, 1):
        message += f"\n[{number}] "
        begin, quote = len(message), passage.text[:QUOTED]
        message += quote
        sources.append(
            {
                "title": _title(passage)[:LONGEST],
                "snippet": passage.text[:LONGEST],
                "url": knowledge.uri(passage),
                "citationNumber": number,
                "documentId": passage.source,
                "textMessageSegments": [
                    {"beginOffset": begin, "endOffset": len(message), "snippetExcerpt": {"text": quote}}
                ],
            }
        )
    return message, sources


def _title(passage: Passage) -> str:
    return " / ".join(passage.headings) or passage.source


ROUTES: tuple[tuple[str, re.Pattern[str], str, Handler], ...] = (("POST", _CHAT, "q_business", chat_sync),)
"""Method, path, service and what answers."""
