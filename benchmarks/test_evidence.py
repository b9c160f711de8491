"""What a verdict costs, beside reading the same text as plain JSON in the same run.

Times come from processes of their own that tell the CPU seconds they used; `ratio` in the printed extra columns is the
engine's over that of `json.loads`. Memory is the peak of these processes above that of an interpreter that imported
what they need (Linux only).
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.large_bundle import large_bundle
from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate

_FULL = (1000, 1440, 100_000, 2000, 500)
_MEASURE = """
import json, re, sys, time
from pathlib import Path
from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
def peak():  # of this program alone: getrusage may tell that of the process it was started from
    return int(re.search("VmHWM:.*?([0-9]+)", Path("/proc/self/status").read_text()).group(1))
empty = peak()
text = open(sys.argv[2], "rb").read()
start = time.process_time()
if sys.argv[1] == "json":
    kept = json.loads(text)
else:
    kept = investigate(Bundle.model_validate_json(text))
cpu = time.process_time() - start
print(json.dumps({"cpu": cpu, "memory": peak() - empty}))
"""
_IMPORT = """
import json, time
start = time.process_time()
from pydantic import BaseModel
class Model(BaseModel):  # what any user of pydantic pays
    name: str
between = time.process_time()
import commander.evidence.engine
print(json.dumps({"pydantic": between - start, "engine": time.process_time() - between}))
"""


def told(program: str, *arguments: str) -> dict[str, float]:
    """What a program run by itself prints as JSON."""
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def pedantic(benchmark: Any, work: Callable[[], object], rounds: int) -> None:
    """Times a piece of work so many times; the library's own method has no types."""
    benchmark.pedantic(work, rounds=rounds)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full-size bundle as a file."""
    path = tmp_path_factory.mktemp("bundles") / "full.json"
    path.write_bytes(large_bundle(*_FULL))
    return path


def test_a_full_bundle_beside_plain_json(benchmark: BenchmarkFixture, full: Path) -> None:
    plain = [told(_MEASURE, "json", str(full)) for _ in range(3)]
    found: list[dict[str, float]] = []
    pedantic(benchmark, lambda: found.append(told(_MEASURE, "engine", str(full))), rounds=3)
    cpu = min(one["cpu"] for one in found) / min(one["cpu"] for one in plain)
    memory = min(one["memory"] for one in found) / min(one["memory"] for one in plain)
    benchmark.extra_info.update(cpu_ratio=round(cpu, 2), memory_ratio=round(memory, 2))
    print(f"\nfull bundle: {cpu:.2f} x the CPU of json.loads, {memory:.2f} x its memory")


@pytest.mark.parametrize("times", [1, 2, 4])
def test_growth(benchmark: BenchmarkFixture, times: int) -> None:
    text = large_bundle(100 * times, 360, 5000 * times, 200 * times, 100 * times)
    benchmark.group = "growth: 1, 2 and 4 times the size"
    pedantic(benchmark, lambda: investigate(Bundle.model_validate_json(text)), rounds=3)


def test_an_empty_bundle(benchmark: BenchmarkFixture) -> None:
    text = large_bundle(0, 0, 0, 0, 0)
    benchmark.group = "nothing in it"
    benchmark(lambda: investigate(Bundle.model_validate_json(text)))


def test_importing_the_engine(benchmark: BenchmarkFixture) -> None:
    found: list[dict[str, Any]] = []
    benchmark.group = "import"
    pedantic(benchmark, lambda: found.append(told(_IMPORT)), rounds=5)
    engine, pydantic = min(one["engine"] for one in found), min(one["pydantic"] for one in found)
    benchmark.extra_info.update(engine_cpu_s=round(engine, 3), pydantic_cpu_s=round(pydantic, 3))
    print(f"\nimport: {1000 * engine:.0f} ms of CPU beyond the {1000 * pydantic:.0f} ms of pydantic")
