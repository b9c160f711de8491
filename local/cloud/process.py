"""Starts and stops the local cloud as a child process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local import paths
from local.cloud import decisions
from local.cloud.record import CloudRecord, Process
from local.failures import LaunchFailure
from local.proxies import bypass_proxies_for_this_machine

REGION = "us-east-1"
ACCOUNT = "000000000000"
# The root credentials of the embedded cloud. They open nothing anywhere else.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
START_SECONDS = 40.0
STOP_SECONDS = 10.0
# A game day makes some ten API calls a second; the recording must still hold its beginning at its end.
RECORDED_CALLS = 20_000


@dataclass
class Cloud:
    """A running local cloud."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    log: Path
    record: Path | None
    services_elsewhere: Mapping[str, str] = field(default_factory=dict)
    """boto3's variables for the services that are not this cloud's."""

    @property
    def endpoint(self) -> str:
        """Where AWS clients find it."""
        return endpoint_at(self.port)

    def client_environment(self) -> dict[str, str]:
        """What the CDK command line and boto3 need to talk to this cloud and to no other."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            **_certificates(),
            **CREDENTIALS,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ENDPOINT_URL_S3": self.endpoint,
            **self.services_elsewhere,
            "CDK_DEFAULT_ACCOUNT": ACCOUNT,
            "CDK_DEFAULT_REGION": REGION,
        }

    def stop(self) -> None:
        """Ask it to end, insist after a while, and remove what it kept on disk."""
        end(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.record is not None:
            self.record.unlink(missing_ok=True)


def endpoint_at(port: int) -> str:
    """Where AWS clients find a cloud on this port."""
    return f"http://localhost:{port}"


def start_cloud(
    port: int,
    folder: Path,
    log: Path,
    record: Path | None = None,
    services_elsewhere: Mapping[str, str] | None = None,
) -> Cloud:
    """Start the cloud on `port` and return once it answers; `record` says where to leave word of it.

    `services_elsewhere` is what boto3 needs to find services of other servers, in the functions and in the deployment.
    """
    elsewhere = services_elsewhere or {}
    bypass_proxies_for_this_machine()
    if _answers(port):
        raise LaunchFailure(
            f"port {port} is in use by another program",
            f"Stop that program, or choose another port: make run PORT={port + 10}",
        )
    folder.mkdir(parents=True, exist_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.cloud.server"],
            cwd=paths.ROOT,
            env={**_server_environment(port, folder), **elsewhere},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            # Its own session, so that Ctrl-C reaches the launcher alone, which then stops things in order.
            start_new_session=True,
        )
    cloud = Cloud(process, port, folder, log, record, elsewhere)
    try:
        _wait_until_healthy(cloud)
        if record is not None:
            CloudRecord(Process.of(os.getpid()), Process.of(process.pid), port, str(folder)).write(record)
    except BaseException:
        cloud.stop()
        raise
    return cloud


def stop_abandoned_cloud(record: Path) -> str | None:
    """Clear what a killed launcher left: returns what was found, or None; a run that is still alive is an error."""
    left = CloudRecord.read(record)
    if left is None:
        record.unlink(missing_ok=True)
        return None
    if left.launcher.alive():
        raise LaunchFailure(
            f"Incident Commander is already running here (process {left.launcher.pid}, port {left.port})",
            "Use it as it is (make token, make gameday), or stop it with Ctrl-C in its terminal "
            f"(or: kill {left.launcher.pid}) and run again.",
        )
    found = "an earlier run was killed"
    if left.cloud.alive():
        _end_by_id(left.cloud)
        found += f"; its local cloud (process {left.cloud.pid}) was still up and has been stopped"
    shutil.rmtree(left.folder, ignore_errors=True)
    record.unlink(missing_ok=True)
    return found


def free_port() -> int:
    """A port nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _server_environment(port: int, folder: Path) -> dict[str, str]:
    for name in ("tmp", "state", "s3"):
        (folder / name).mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **inherited,
        **_certificates(),
        **CREDENTIALS,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "CLOUDTRAIL_RECORDING": "1",
        "CLOUDTRAIL_MAX_EVENTS": str(RECORDED_CALLS),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(folder / "tmp"),
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "LOCAL_CLOUD_DECISIONS": str(folder / decisions.FILE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _certificates() -> dict[str, str]:
    bundle = os.environ.get("AWS_CA_BUNDLE")
    return {"AWS_CA_BUNDLE": bundle} if bundle else {}


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until_healthy(cloud: Cloud) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if cloud.process.poll() is not None:
            raise LaunchFailure("the local cloud ended as soon as it started", "See the log above.", cloud.log)
        try:
            with urllib.request.urlopen(f"{cloud.endpoint}/_ministack/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise LaunchFailure(
        f"the local cloud did not answer within {START_SECONDS:.0f} s",
        "Is the machine very busy? Run again; the log above says how far it came.",
        cloud.log,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a child process to end, and insist after a while."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_by_id(process: Process) -> None:
    os.kill(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while process.alive() and time.monotonic() < deadline:
        time.sleep(0.1)
    if process.alive():
        os.kill(process.pid, signal.SIGKILL)
