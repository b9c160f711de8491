"""Starts and stops the stand-ins of the AI services as a child process."""

import json
import os
import select
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local import paths
from local.cloud.process import end
from local.failures import LaunchFailure
from local.proxies import bypass_proxies_for_this_machine

SERVICES = (
    "BEDROCK_RUNTIME",
    "BEDROCK_AGENT",
    "BEDROCK_AGENT_RUNTIME",
    "BEDROCK_AGENTCORE",
    "COMPREHEND",
    "TEXTRACT",
    "QBUSINESS",
)
"""By boto3's service ids, as they stand in the names of variables."""
START_SECONDS = 30.0


@dataclass
class StandIns:
    """The running stand-ins."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def url(self) -> str:
        """Where they listen."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Ask them to end, and insist after a while."""
        end(self.process)


def addresses(url: str) -> Mapping[str, str]:
    """The variables by which boto3 finds the stand-ins; everything else is asked where it was."""
    return {f"AWS_ENDPOINT_URL_{service}": url for service in SERVICES}


def tell_bucket(url: str, bucket: str) -> None:
    """Have the stand-ins take in the documents that the deployed application keeps in this bucket."""
    request = urllib.request.Request(
        f"{url}/_stand-in/knowledge", json.dumps({"bucket": bucket}).encode(), method="PUT"
    )
    with urllib.request.urlopen(request, timeout=10):
        return


def start_stand_ins(log: Path, cloud: str, knowledge: Path = paths.ROOT / "knowledge") -> StandIns:
    """Start them on a free port and return once they listen. `cloud` is where the documents are that they are to read.

    `LLM_URL` in the environment names an OpenAI-compatible server that answers in the place of their own models.
    """
    bypass_proxies_for_this_machine()
    log.parent.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.ai", "--port", "0", "--knowledge", str(knowledge), "--with-parent"],
            cwd=paths.ROOT,
            env={**inherited, "AWS_ENDPOINT_URL_S3": cloud},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=out,
            # Its own session, so that Ctrl-C reaches the launcher alone, which then stops things in order.
            start_new_session=True,
        )
    try:
        return StandIns(process, _port(process, log), log)
    except BaseException:
        end(process)
        raise


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """The port, which is the first thing that they print."""
    if process.stdout is None:
        raise RuntimeError("the pipe asked for was not opened")
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    line = process.stdout.readline().strip() if ready else b""
    if not line.isdigit():
        raise LaunchFailure("the stand-ins of the AI services did not start", "The log above says why.", log)
    return int(line)
