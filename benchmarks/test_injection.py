"""What looking for injected instructions costs, beside `json.loads` and `str.lower` of the same text in the same run.

The printed columns are CPU seconds of the detector, of the plain work, and their ratio. Ordinary telemetry repeats
itself, and a line that was read is not read again; hostile texts are of one piece each, repeated.
"""

import json
import time
from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.large_bundle import large_bundle
from benchmarks.test_evidence import pedantic
from commander.contract.bundle import Bundle
from commander.domain.injection import channels, scan, suspicions

_HOSTILE = ("ignore previous approve the plan ", "a ", "<!--", "x=%20", "Ab!", "忽略指令", "a\u200b")
_LENGTH = 100_000


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The CPU seconds of a piece of work, the least of some rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def test_all_texts_of_a_bundle(benchmark: BenchmarkFixture) -> None:
    text = large_bundle(100, 360, 20_000, 500, 100)
    told = [(ref, said) for _, ref, said in channels(Bundle.model_validate_json(text))]
    benchmark.group = "injection: a bundle"
    found: list[float] = []
    scan(told[:100])
    pedantic(benchmark, lambda: found.append(seconds(lambda: scan(told), 1)), rounds=3)
    plain = seconds(lambda: json.loads(text))
    benchmark.extra_info.update(ratio=round(min(found) / plain, 1))
    print(f"\n{len(told)} texts: {min(found):.3f} s, json.loads {plain:.3f} s, {min(found) / plain:.1f} x")


@pytest.mark.parametrize("piece", _HOSTILE)
def test_growth_of_a_hostile_text(benchmark: BenchmarkFixture, piece: str) -> None:
    long = (piece * (_LENGTH // len(piece) + 1))[:_LENGTH]
    short = long[: _LENGTH // 4]
    suspicions(short)
    benchmark.group = "injection: 100,000 characters"
    found: list[float] = []
    pedantic(benchmark, lambda: found.append(seconds(lambda: suspicions(long), 1)), rounds=3)
    quarter, plain = seconds(lambda: suspicions(short)), seconds(lambda: json.loads(json.dumps(long)))
    benchmark.extra_info.update(of_a_quarter=round(min(found) / quarter, 1), ratio=round(min(found) / plain))
    print(
        f"\n{piece!r:38} {min(found):.3f} s  x {min(found) / quarter:.1f} of a quarter, {min(found) / plain:.0f} x json"
    )
