"""`python -m local.ai` as a process."""

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import local.ai


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_the_process_prints_its_port_serves_and_ends_when_asked(asked: signal.Signals) -> None:
    root = Path(local.ai.__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-m", "local.ai", "--port", "0"], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stand-in/health", timeout=5) as answer:
                assert answer.status == 200
            process.send_signal(asked)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()


def test_nothing_of_the_product_is_imported() -> None:
    modules = sorted(Path(local.ai.__file__).parent.glob("*.py"))
    assert modules
    for module in modules:
        assert not re.search(r"^\s*(?:from|import) commander", module.read_text(encoding="utf-8"), re.MULTILINE)
