"""`make run` from outside: up, found by others, refused a second time, and gone when told to stop."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import paths
from local.cloud.process import free_port
from local.cloud.record import CloudRecord
from local.endpoints import Endpoints

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("application")]
UP_SECONDS = 180.0
STOP_SECONDS = 30.0


def command(state: Path, *arguments: str) -> "subprocess.Popen[str]":
    """`python -m local` with a state folder of its own, without a terminal and without input."""
    return subprocess.Popen(
        [sys.executable, "-m", "local", *arguments],
        cwd=paths.ROOT,
        env={**os.environ, "INCIDENT_COMMANDER_STATE": str(state)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run under test keeps what it would keep in .local."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def running(state: Path) -> Iterator["subprocess.Popen[str]"]:
    """A run without a game day, up and answering."""
    process = command(state, "run", "--port", str(free_port()), "--gameday", "none")
    deadline = time.monotonic() + UP_SECONDS
    while not (state / "endpoints.json").exists():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline, "make run was not up in time"
        time.sleep(0.2)
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_a_token_carries_the_role_and_is_all_that_is_printed(running: "subprocess.Popen[str]", state: Path) -> None:
    printed = command(state, "token", "admin").communicate(timeout=60)[0]
    assert len(printed.split()) == 1
    payload = printed.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["cognito:groups"] == ["admin"]
    assert claims["token_use"] == "id"


def test_a_second_run_is_refused_with_where_the_first_one_is(running: "subprocess.Popen[str]", state: Path) -> None:
    second = command(state, "run", "--port", str(free_port()), "--gameday", "none")
    said = second.communicate(timeout=60)[0]
    assert second.returncode == 1
    assert f"already running here (process {running.pid}, port" in said


def test_told_to_stop_it_says_what_it_does_and_leaves_nothing_behind(
    running: "subprocess.Popen[str]", state: Path
) -> None:
    record = CloudRecord.read(state / "cloud.json")
    endpoints = Endpoints.read(state / "endpoints.json")
    assert record is not None
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=STOP_SECONDS)[0]
    assert running.returncode == 0
    assert "✓ Deploying the stacks (cdk deploy)" in said
    assert endpoints.dashboards_url in said
    assert endpoints.users["viewer"].password in said
    assert "Deployed and healthy" in said
    assert "what AI services say here comes from local stand-ins" in said
    assert f"AI stand-ins {endpoints.ai_url}" in said
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{endpoints.ai_url}/_stand-in/health", timeout=5)
    assert "✓ Stopping the local cloud" in said
    assert "\x1b" not in said
    assert not record.cloud.alive()
    assert not (state / "endpoints.json").exists()
    assert not (state / "cloud.json").exists()
    assert not Path(record.folder).exists()
