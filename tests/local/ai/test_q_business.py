"""What the stand-in of Q Business answers, from which sources, and what it refuses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.ai import knowledge, q_business
from tests.local.ai.driving import client, label
from tests.local.ai.serving import served

KNOWN = "0a1b2c3d-0000-4000-8000-00000000000a"
OTHER = "0a1b2c3d-0000-4000-8000-00000000000b"


@pytest.fixture(scope="module")
def business() -> Iterator[Any]:
    with served() as endpoint:
        yield client("qbusiness", endpoint)


@pytest.fixture(autouse=True)
def passages(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "alias.md").write_text("# Aliases\n\n## Back\n\nPoint the alias back 🚒.\n", "utf-8")
    (tmp_path / "queue.md").write_text("# Queues\n\nAñade consumidores. " + "cola " * 600 + "\n", "utf-8")
    knowledge.use(tmp_path)
    q_business.use(known={KNOWN})
    yield
    knowledge.use(knowledge.FOLDER)
    q_business.use()


def asked(business: Any, text: str, application: str = KNOWN, **more: Any) -> Any:
    return business.chat_sync(applicationId=application, userMessage=text, **more)


def test_an_answer_quotes_the_passage_and_says_that_a_stand_in_answers(business: Any) -> None:
    answer = asked(business, "which alias?")
    assert answer["systemMessage"].startswith("Stand-in:")
    assert "Point the alias back 🚒." in answer["systemMessage"]
    (source,) = answer["sourceAttributions"]
    assert (source["title"], source["citationNumber"]) == ("Aliases / Back", 1)
    assert source["snippet"] == "Point the alias back 🚒."
    assert source["url"] == "s3://stand-in-knowledge/alias.md"
    assert label(answer) == "local stand-in"


def test_each_source_owns_the_characters_of_the_message_it_names(business: Any) -> None:
    answer = asked(business, "alias y consumidores")
    assert len(answer["sourceAttributions"]) == 2
    for source in answer["sourceAttributions"]:
        (segment,) = source["textMessageSegments"]
        own = answer["systemMessage"][segment["beginOffset"] : segment["endOffset"]]
        assert own == segment["snippetExcerpt"]["text"]
        assert source["snippet"].startswith(own)


def test_message_and_snippets_stay_within_the_limits(business: Any) -> None:
    answer = asked(business, "cola alias")
    assert len(answer["systemMessage"]) <= q_business.LONGEST
    assert max(len(source["snippet"]) for source in answer["sourceAttributions"]) == q_business.LONGEST


@pytest.mark.parametrize(("text", "more"), [("zebra 🦓", {}), ("alias", {"chatMode": "CREATOR_MODE"})])
def test_without_a_passage_the_answer_says_so(business: Any, text: str, more: dict[str, Any]) -> None:
    answer = asked(business, text, **more)
    assert answer["systemMessage"] == "Stand-in: no passage fits the question."
    assert answer["sourceAttributions"] == []


def test_a_conversation_goes_on_from_its_last_message(business: Any) -> None:
    first = asked(business, "alias")
    then = asked(business, "queue", conversationId=first["conversationId"], parentMessageId=first["systemMessageId"])
    assert then["conversationId"] == first["conversationId"]
    assert then["systemMessageId"] != first["systemMessageId"]
    assert {len(then[name]) for name in ("conversationId", "systemMessageId", "userMessageId")} == {36}


def test_one_client_token_is_answered_once(business: Any) -> None:
    first, again, other = (asked(business, "alias", clientToken=token) for token in ("a", "a", "b"))
    assert first["systemMessageId"] == again["systemMessageId"] != other["systemMessageId"]


def test_unknown_applications_and_conversations_are_not_found(business: Any) -> None:
    with pytest.raises(business.exceptions.ResourceNotFoundException):
        asked(business, "alias", OTHER)
    with pytest.raises(business.exceptions.ResourceNotFoundException):
        asked(business, "alias", conversationId=OTHER, parentMessageId=OTHER)


def test_every_well_formed_application_is_known_unless_told_otherwise(business: Any) -> None:
    q_business.use()
    assert asked(business, "alias", OTHER)["sourceAttributions"]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", {}),
        (" \n", {}),
        ("alias", {"application": "short"}),
        ("alias", {"parentMessageId": OTHER}),
        ("alias", {"chatMode": "PLUGIN_MODE"}),
        ("alias", {"attributeFilter": {"equalsTo": {"name": "a", "value": {"stringValue": "b"}}}}),
    ],
)
def test_a_malformed_or_unsupported_question_is_refused(business: Any, text: str, more: dict[str, Any]) -> None:
    with pytest.raises(business.exceptions.ValidationException) as refusal:
        asked(business, text, **more)
    assert label(refusal.value.response) == "local stand-in"


def test_a_conversation_does_not_go_on_from_a_strange_message(business: Any) -> None:
    first = asked(business, "alias")
    with pytest.raises(business.exceptions.ValidationException):
        asked(business, "queue", conversationId=first["conversationId"], parentMessageId=OTHER)
