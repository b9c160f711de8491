"""The stand-ins of the AI services as a child process: where boto3 finds them, what they are given, how they end."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
import pytest

from local import paths
from local.cloud.record import Process
from local.failures import LaunchFailure
from local.stand_ins import addresses, start_stand_ins
from tests.aws.ai.answering import answer, answering

NO_CLOUD = "http://localhost:1"
CLIENTS = (
    "bedrock-runtime",
    "bedrock-agent",
    "bedrock-agent-runtime",
    "bedrock-agentcore",
    "comprehend",
    "textract",
    "qbusiness",
)


def test_every_client_of_an_ai_service_finds_them_and_no_other_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://cloud.example")
    for name, url in addresses("http://127.0.0.1:1").items():
        monkeypatch.setenv(name, url)
    session = boto3.session.Session("id", "secret", region_name="us-east-1")
    assert {session.client(name).meta.endpoint_url for name in CLIENTS} == {"http://127.0.0.1:1"}
    assert {session.client(name).meta.endpoint_url for name in ("dynamodb", "sts", "lambda")} == {
        "http://cloud.example"
    }


def test_they_answer_from_the_folder_they_are_given_and_end_when_told(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "quay.md").write_text("# Quay\n\nThe crane needs oil.")
    running = start_stand_ins(tmp_path / "ai.log", NO_CLOUD, tmp_path / "knowledge")
    try:
        request = urllib.request.Request(
            f"{running.url}/knowledgebases/STANDINKB0/retrieve",
            json.dumps({"retrievalQuery": {"text": "crane"}}).encode(),
        )
        with urllib.request.urlopen(request, timeout=5) as reply:
            found = json.load(reply)["retrievalResults"]
        assert [one["content"]["text"] for one in found] == ["The crane needs oil."]
    finally:
        running.stop()
    assert running.process.poll() == 0


def test_an_llm_url_is_passed_on_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering() as model:
        choice = {"finish_reason": "stop", "message": {"content": "It was the crane."}}
        model.will(answer({"choices": [choice]}))
        monkeypatch.setenv("LLM_URL", model.url)
        monkeypatch.setenv("LLM_MODEL", "llama")
        running = start_stand_ins(tmp_path / "ai.log", NO_CLOUD)
        try:
            said = {"messages": [{"role": "user", "content": [{"text": "What was it?"}]}]}
            request = urllib.request.Request(
                f"{running.url}/model/amazon.nova-micro-v1%3A0/converse", json.dumps(said).encode()
            )
            with urllib.request.urlopen(request, timeout=5) as reply:
                turn = json.load(reply)
        finally:
            running.stop()
    assert turn["output"]["message"]["content"] == [{"text": "It was the crane."}]
    assert model.asked[0].document()["model"] == "llama"


def test_they_end_with_a_launcher_that_is_killed(tmp_path: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(tmp_path / "ai.log")], cwd=paths.ROOT, stdout=subprocess.PIPE
    )
    assert launcher.stdout is not None
    child = Process.of(int(launcher.stdout.readline()))
    assert child.alive()
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    deadline = time.monotonic() + 15
    while child.alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.alive()


def test_where_they_cannot_start_the_log_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "local").mkdir()
    monkeypatch.setattr(paths, "ROOT", tmp_path)  # there is nothing to run here
    monkeypatch.setenv("PYTHONPATH", "")
    with pytest.raises(LaunchFailure, match="did not start") as caught:
        start_stand_ins(tmp_path / "ai.log", NO_CLOUD)
    assert caught.value.log == tmp_path / "ai.log"


LAUNCHER = """
import sys, time
from pathlib import Path
from local.stand_ins import start_stand_ins
running = start_stand_ins(Path(sys.argv[1]), "http://localhost:1")
print(running.process.pid, flush=True)
time.sleep(60)
"""
