"""What is found by its words, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commander.domain.retrieval import Ranking, sections, words

PAGE = """# Roll back an alias

Why one would.

## By hand

1. `aws lambda update-alias`
2. Watch the signal.

```json runbook
# not a heading
{"secretWord": "machine"}
```

After the block.

## Empty
"""


def places(texts: list[str], query: str, most: int = 10) -> list[int]:
    return [place for place, _ in Ranking(texts).best(query, most)]


def test_the_text_with_the_rarer_word_comes_first() -> None:
    texts = ["the queue is slow", "the database is slow", "the alias is slow"]
    assert places(texts, "slow alias") == [2, 0, 1]


def test_of_two_texts_that_mention_a_word_the_shorter_comes_first() -> None:
    assert places(["alias " + "of many other things " * 20, "alias"], "alias") == [1, 0]


def test_equals_keep_their_order() -> None:
    assert places(["alias a1", "alias a2", "alias a3"], "alias") == [0, 1, 2]


def test_what_shares_no_word_is_not_found() -> None:
    assert places(["queue", "database"], "certificate") == []
    assert places(["queue"], "of the and") == []
    assert places([], "queue") == []
    assert places(["", ""], "queue") == []


def test_no_more_than_asked_for_are_found() -> None:
    texts = [f"alias {number}" for number in range(9)]
    assert len(places(texts, "alias", 3)) == 3
    assert places(texts, "alias", 0) == []


def test_names_are_found_by_the_words_inside_them() -> None:
    texts = ["lambda/shop-api fails", "ReplicaLag of rds/orders", "HTTPCode_Target_5XX_Count"]
    assert places(texts, "shop") == [0]
    assert places(texts, "replica lag") == [1]
    assert places(texts, "HTTP target") == [2]
    assert places(texts, "replicalag") == [1]


def test_other_scripts_widths_and_numbers_are_words() -> None:
    assert places(["データベース 障害", "réplicas añadidas"], "データベース") == [0]
    assert words("ＱＵＥＵＥＳ") == words("queues") == words("Queue") == ["queue"]
    assert words("🚒") == []


def test_a_question_as_long_as_a_log_counts_by_its_beginning() -> None:
    query = "alias " + " ".join(f"word{number}" for number in range(5_000))
    assert places(["alias", "word4999"], query) == [0]


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=60))
def test_scores_are_shares_and_fall(texts: list[str], query: str) -> None:
    found = Ranking(texts).best(query, 20)
    scores = [score for _, score in found]
    assert all(0 < score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert len({place for place, _ in found}) == len(found)


def test_a_page_is_cut_at_headings_and_what_is_for_machines_left_out() -> None:
    found = sections(PAGE)
    assert [(one.headings, one.text.split("\n")[0]) for one in found] == [
        (("Roll back an alias",), "Why one would."),
        (("Roll back an alias", "By hand"), "1. `aws lambda update-alias`"),
    ]
    assert "After the block." in found[1].text
    assert not any("machine" in one.text for one in found)


def test_a_long_section_is_cut_at_blank_lines_and_nothing_is_lost() -> None:
    paragraphs = [f"paragraph {number} " + "x" * 700 for number in range(6)]
    found = sections("# Long\n\n" + "\n\n".join(paragraphs))
    assert len(found) > 1
    assert all(len(one.text) <= 1_500 for one in found)
    assert "\n\n".join(one.text for one in found) == "\n\n".join(paragraphs)


@pytest.mark.parametrize("page", ["", "\n\n", "# Only a heading", "```\nnever closed"])
def test_a_page_without_text_has_no_passages(page: str) -> None:
    assert sections(page) == []
