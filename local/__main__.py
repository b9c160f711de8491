"""`python -m local <command>`: what the Makefile's targets call, in the virtual environment."""

import argparse
import os
import sys
import time
from collections.abc import Sequence

from local import paths
from local.cdk import ENVIRONMENTS, run_cdk
from local.checks import run_checks, run_lint
from local.endpoints import ROLES, Endpoints
from local.failures import LaunchFailure
from local.gameday.play import Approval, find_play, perform, set_stage
from local.gameday.plays import PLAYS
from local.progress import Progress
from local.proxies import bypass_proxies_for_this_machine
from local.run import DEFAULT_PORT, NO_GAMEDAY, Options, run
from local.users import sign_in

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked and return the exit code."""
    options = _parser().parse_args(arguments)
    bypass_proxies_for_this_machine()
    progress = Progress(sys.stderr if options.command == "token" else sys.stdout)
    try:
        return _dispatch(options, progress)
    except LaunchFailure as failure:
        progress.say("\n".join(failure.lines()))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(options: argparse.Namespace, progress: Progress) -> int:
    match options.command:
        case "token":
            print(sign_in(Endpoints.read().require_answer(), options.role))
            return 0
        case "gameday":
            return _play(options.name, options.approve, progress)
        case "record":
            for name in [options.name] if options.name else list(PLAYS):
                _play(name, "rest", progress, record=True)
            return 0
        case "test":
            return run_checks(options.pytest_arguments, progress)
        case "lint":
            return run_lint(progress)
        case "cdk":
            return run_cdk(options.action, options.environment, options.cdk_arguments, progress)
    return run(Options(options.port, options.gameday, options.approve, _began(), not options.leave), progress)


def _play(name: str, approval: Approval, progress: Progress, record: bool = False) -> int:
    play = find_play(name)
    endpoints = Endpoints.read().require_answer()
    with progress.step("Deploying the game day's service and letting customers in"):
        stage = set_stage(endpoints.endpoint_url)
    try:
        recording = paths.RECORDINGS / f"{name}.json" if record else None
        perform(play, stage, endpoints, progress, approval, recording)
    finally:
        stage.close()
    return 0


def _began() -> float:
    """When the whole command began: before the virtual environment, if that came first."""
    return float(os.environ.get("INCIDENT_COMMANDER_BEGAN", time.time()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    starting = commands.add_parser("run", help="start, deploy and play; stay up until Ctrl-C")
    starting.add_argument("--port", type=int, default=DEFAULT_PORT)
    starting.add_argument("--gameday", default="bad-deploy", help=f"{', '.join(PLAYS)} or {NO_GAMEDAY}")
    _add_approve(starting)
    starting.add_argument("--leave", action="store_true", help="stop after the game day instead of staying up")
    playing = commands.add_parser("gameday", help="play a game day against the running application")
    playing.add_argument("name", help=", ".join(PLAYS))
    _add_approve(playing)
    recording = commands.add_parser("record", help="play and keep what happened for the dashboards' recorded pages")
    recording.add_argument("name", nargs="?", help=f"one of {', '.join(PLAYS)}; all of them by default")
    token = commands.add_parser("token", help="print a JWT of the user with that role")
    token.add_argument("role", choices=ROLES)
    testing = commands.add_parser("test", help="run everything CI runs")
    testing.add_argument("pytest_arguments", nargs="*", help="passed on to pytest")
    commands.add_parser("lint", help="run the static checks alone")
    cdk = commands.add_parser("cdk", help="synthesise or deploy one environment")
    cdk.add_argument("action", choices=["synth", "deploy"])
    cdk.add_argument("environment", choices=ENVIRONMENTS)
    cdk.add_argument("cdk_arguments", nargs="*", help="passed on to the CDK")
    return parser


def _add_approve(parser: argparse.ArgumentParser) -> None:
    text = "who approves: the game day by REST, or you"
    parser.add_argument("--approve", choices=["rest", "manual"], default="rest", help=text)


if __name__ == "__main__":
    sys.exit(main())
