"""SimilarIncidents by the ChatSync of an existing Q Business application."""

from typing import Any

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of
from commander.ports.services import Passage, Reply

_PERMISSION = "qbusiness:ChatSync"


class QBusiness:
    """SimilarIncidents. An application open to anybody takes no `user_id`; others need credentials of a person."""

    def __init__(self, application_id: str, user_id: str | None = None, endpoint_url: str | None = None) -> None:
        self._application_id = application_id
        self._user = {} if user_id is None else {"userId": user_id}
        self._endpoint_url = endpoint_url

    def ask(self, question: str, timeout_s: float) -> Reply[list[Passage]]:
        """The documents that the answer rests on, after the answer itself, whose source is its message id.

        Empty where the answer rests on no document: then nobody could check it. The service tells no scores.
        """
        with attempt(_PERMISSION):
            answer = client("qbusiness", timeout_s, self._endpoint_url).chat_sync(
                applicationId=self._application_id, userMessage=question, chatMode="RETRIEVAL_MODE", **self._user
            )
        usage = usage_of(headers_of(answer))
        with reading(_PERMISSION, usage):
            said = Passage("Q Business", str(answer["systemMessage"]), f"q_business:{answer['systemMessageId']}", 0.0)
            sources = [_passage(one) for one in answer.get("sourceAttributions", [])]
            return Reply([said, *sources] if sources else [], usage)


def _passage(attribution: dict[str, Any]) -> Passage:
    title = str(attribution["title"])
    source = str(attribution.get("url") or attribution.get("documentId") or title)
    return Passage(title, str(attribution.get("snippet", "")), source, 0.0)
