"""`make run`: everything from nothing to a deployed, healthy application with a game day played on it."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from local import paths
from local.application import Application, furnish
from local.cloud.process import Cloud, endpoint_at, start_cloud, stop_abandoned_cloud
from local.deployment import Workspace, deploy
from local.endpoints import ROLES, Endpoints
from local.failures import LaunchFailure
from local.gameday.play import Approval, Stage, find_play, perform, set_stage
from local.install import build_dashboards, install_node
from local.progress import Progress
from local.stand_ins import StandIns, addresses, start_stand_ins

DEFAULT_PORT = 4566
NO_GAMEDAY = "none"
MANUAL_APPROVAL_SECONDS = 900


@dataclass(frozen=True)
class Options:
    """What the person asked for."""

    port: int
    gameday: str
    approval: Approval
    began: float
    stay: bool


def run(options: Options, progress: Progress) -> int:
    """Bring it all up, play, and stay until told to stop; returns the exit code."""
    play = None if options.gameday == NO_GAMEDAY else find_play(options.gameday)
    with _interruptible(), ExitStack() as started:
        left = stop_abandoned_cloud(paths.CLOUD_RECORD)
        if left is not None:
            progress.say(f"Note: {left}.")
        install_node(progress)
        stand_ins = _start_stand_ins(options.port, progress, started)
        cloud = _start(options.port, stand_ins, progress, started)
        stage, application = _deploy(cloud, options, progress, started)
        application.endpoints.write()
        started.callback(paths.ENDPOINTS.unlink, missing_ok=True)
        progress.say(f"Deployed and healthy {time.time() - options.began:.0f} s after the start.")
        progress.say(_where(application.endpoints))
        code = 0
        if play is not None and stage is not None:
            code = _play(lambda: perform(play, stage, application.endpoints, progress, options.approval), progress)
            progress.say(_where(application.endpoints))
        if options.stay:
            _stay(cloud, stand_ins, progress)
    return code


def _start_stand_ins(port: int, progress: Progress, started: ExitStack) -> StandIns:
    with progress.step("Starting the stand-ins of the AI services") as step:
        stand_ins = start_stand_ins(paths.LOGS / "ai.log", endpoint_at(port))
        step.note = stand_ins.url
    started.callback(stand_ins.stop)
    model = os.environ.get("LLM_URL")
    progress.say(
        "Note: what AI services say here comes from local stand-ins and is labelled so"
        + (f"; their models' answers come from {model}." if model else ".")
    )
    return stand_ins


def _start(port: int, stand_ins: StandIns, progress: Progress, started: ExitStack) -> Cloud:
    folder = paths.RUNS / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    shutil.rmtree(paths.RUNS, ignore_errors=True)
    with progress.step("Starting the local cloud") as step:
        cloud = start_cloud(port, folder, paths.LOGS / "cloud.log", paths.CLOUD_RECORD, addresses(stand_ins.url))
        step.note = cloud.endpoint
    started.callback(_stop, cloud, progress)
    return cloud


def _stop(cloud: Cloud, progress: Progress) -> None:
    with progress.step("Stopping the local cloud"):
        cloud.stop()


def _deploy(cloud: Cloud, options: Options, progress: Progress, started: ExitStack) -> tuple[Stage | None, Application]:
    """Deploy the application while the dashboards build and, for a game day, its service gets its first customers."""
    # A person who approves by hand gets the time that an environment on AWS gives.
    context = {"approval_timeout_s": str(MANUAL_APPROVAL_SECONDS)} if options.approval == "manual" else {}
    with ThreadPoolExecutor(2) as beside:
        dashboards = beside.submit(build_dashboards, progress)
        setting = beside.submit(_set_stage, cloud, progress) if options.gameday != NO_GAMEDAY else None
        # Whatever becomes of the deployment, the customers are sent home at the end.
        started.callback(_close, setting)
        deployed = deploy(cloud, Workspace(paths.STATE / "deployment"), progress, context)
        if not dashboards.result():
            progress.say("Note: there are no dashboards to build.")
        application = furnish(cloud, deployed, progress)
        return (setting.result() if setting is not None else None), application


def _set_stage(cloud: Cloud, progress: Progress) -> Stage:
    with progress.step("Deploying the game day's service and letting customers in"):
        return set_stage(cloud.endpoint)


def _close(setting: Future[Stage] | None) -> None:
    if setting is not None and setting.exception() is None:
        setting.result().load.stop()


def _play(perform_it: Callable[[], object], progress: Progress) -> int:
    try:
        perform_it()
    except LaunchFailure as failure:
        progress.say("\n".join(failure.lines()))
        return 1
    return 0


def _stay(cloud: Cloud, stand_ins: StandIns, progress: Progress) -> None:
    progress.say("Running. Press Ctrl-C to stop everything.")
    # Being told to stop is how a run ends well.
    with suppress(KeyboardInterrupt):
        while cloud.process.poll() is None and stand_ins.process.poll() is None:
            time.sleep(0.5)
    if stand_ins.process.poll() is not None:
        raise LaunchFailure("the stand-ins of the AI services ended by themselves", "Run again.", stand_ins.log)
    if cloud.process.poll() is None:
        return
    raise LaunchFailure(
        f"the local cloud ended by itself (exit code {cloud.process.returncode})", "Run again.", cloud.log
    )


def _where(endpoints: Endpoints) -> str:
    lines = [
        "",
        f"  Dashboards   {endpoints.dashboards_url}/ops/",
        f"               {endpoints.dashboards_url}/demo/",
        f"               {endpoints.dashboards_url}/transparency/",
        f"  REST API     {endpoints.rest_url}",
        f"  WebSocket    {endpoints.websocket_url}",
        f"  AWS endpoint {endpoints.endpoint_url}",
        f"  AI stand-ins {endpoints.ai_url}",
        "",
    ]
    lines += [f"  {role:<12} {endpoints.users[role].username}  {endpoints.users[role].password}" for role in ROLES]
    return "\n".join([*lines, "", "  A token for curl: make token ROLE=responder", ""])


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a polite kill and a closed terminal end the run as Ctrl-C does: in order.

    Ctrl-C's own signal is among them because a shell without job control starts background jobs with it ignored.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    in_main = threading.current_thread() is threading.main_thread()
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP] if in_main else []
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
