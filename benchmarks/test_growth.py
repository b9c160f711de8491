"""How the cost of a verdict grows with each section of a bundle: every shape at one, two and four times a size.

The columns that are printed are CPU seconds, the ratios of one size to the one before, and the last beside `json.loads`
of the same text. Twice is linear; the first size holds what every verdict costs, so it reads as less.
"""

import json
import time
from itertools import pairwise

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.shapes import SHAPES
from benchmarks.shapes.texts import FIELDS, HOSTILE, repeated
from benchmarks.test_evidence import pedantic
from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate

_SIZE, _TIMES = 250, (1, 2, 4)
_LENGTH = 2500


def seconds(bundle: Bundle, rounds: int = 3) -> float:
    """The CPU seconds of a verdict, the least of some rounds."""
    return min(_once(bundle) for _ in range(rounds))


def _once(bundle: Bundle) -> float:
    start = time.process_time()
    investigate(bundle)
    return time.process_time() - start


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """The first case of a process loads the mechanisms, which is not what is measured here."""
    investigate(Bundle.model_validate(SHAPES["all_of"](1)))


@pytest.mark.parametrize("shape", SHAPES)
def test_growth_of_a_section(benchmark: BenchmarkFixture, shape: str) -> None:
    texts = [json.dumps(SHAPES[shape](_SIZE * times)) for times in _TIMES]
    bundles = [Bundle.model_validate_json(text) for text in texts]
    found: list[float] = []
    benchmark.group = "growth"
    pedantic(benchmark, lambda: found.extend(seconds(bundle) for bundle in bundles), rounds=1)
    start = time.process_time()
    json.loads(texts[-1])
    plain = time.process_time() - start
    ratios = [round(later / earlier, 1) for earlier, later in pairwise(found)]
    benchmark.extra_info.update(seconds=[round(one, 3) for one in found], ratios=ratios)
    columns = " ".join(f"{one:8.3f}" for one in found)
    print(f"\n{shape:40} {columns}  x {ratios}  {found[-1] / plain:6.0f} x json.loads")


def test_growth_of_a_text(benchmark: BenchmarkFixture) -> None:
    """The slowest pieces, each repeated in a free field; texts are cut after ten thousand characters."""
    told: list[tuple[float, float, str, str]] = []

    def measure() -> None:
        for name, field in FIELDS.items():
            for piece in HOSTILE:
                short, long = (Bundle.model_validate(field(repeated(piece, times * _LENGTH))) for times in (1, 4))
                told.append((_once(long), _once(short), name, piece))

    benchmark.group = "growth"
    pedantic(benchmark, measure, rounds=1)
    for long, short, name, piece in sorted(told, reverse=True)[:10]:
        print(f"\n{name:24} {piece!r:24} {1000 * long:8.1f} ms  x {long / short:5.1f} of a quarter", end="")
