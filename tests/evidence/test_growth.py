"""The work of a verdict grows no faster than n log n with any section of its bundle, hostile ones included.

Calls are counted, which neither the machine nor its load changes: four times a section may take little more than four
times the calls. What reads one text is measured in CPU seconds, with a bound that only a pattern that reads a text once
for each of its characters exceeds.
"""

import cProfile
import pstats
import time

import pytest

from benchmarks.shapes import SHAPES
from benchmarks.shapes.texts import FIELDS, HOSTILE, repeated
from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from commander.evidence.reading import read

_SIZE = 80
_MOST = 5.6
"""Four times the calls, and some for logarithms; with a call for each pair it is six to sixteen."""
_LENGTH = 2500
_MOST_SECONDS, _MOST_OF_TEXT = 0.25, 10.0


def calls(bundle: Bundle) -> int:
    """How many calls a verdict takes when the texts that a process remembers are known to it."""
    investigate(bundle)
    profile = cProfile.Profile()
    profile.runcall(investigate, bundle)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """The first case of a process loads the mechanisms."""
    investigate(Bundle.model_validate(SHAPES["all_of"](1)))


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_a_section_takes_little_more_than_four_times_the_calls(shape: str) -> None:
    one, four = (Bundle.model_validate(SHAPES[shape](times * _SIZE)) for times in (1, 4))
    assert calls(four) < _MOST * calls(one)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_free_text_is_read_once_for_each_of_its_characters(piece: str) -> None:
    for name, field in FIELDS.items():
        short, long = (Bundle.model_validate(field(repeated(piece, times * _LENGTH))) for times in (1, 4))
        if _seconds(long) > _MOST_SECONDS:
            assert min(_seconds(long) for _ in range(3)) < _MOST_OF_TEXT * min(_seconds(short) for _ in range(3)), name


def test_a_graph_of_thousands_is_walked_whole_from_few_things_only() -> None:
    topology = read(Bundle.model_validate(SHAPES["chain"](3000))).topology
    reached = [len(topology.needed_from(f"service/s{place}")) for place in range(0, 2000, 5)]
    assert reached[0] == 3001
    assert topology.cut
    assert min(reached) < 300
    assert len(topology.all_dependents_of("service/s3000")) == 3001


def test_a_verdict_says_that_not_all_of_a_large_graph_was_looked_at() -> None:
    verdict = investigate(Bundle.model_validate(SHAPES["changes_of_many_things"](3000)))
    assert "only the nearest" in (verdict.summary or "")


def _seconds(bundle: Bundle) -> float:
    start = time.process_time()
    investigate(bundle)
    return time.process_time() - start
