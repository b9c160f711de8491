"""Tells an incident in the terminal, event by event, in words and with the exact figures the product gave."""

import json
import os
import shutil
import sys
import textwrap
import time
from collections.abc import Iterator
from typing import Any

from local.progress import Progress

Json = dict[str, Any]
WIDEST = 112
INDENT = " " * 10
PALE, BOLD, RESET = "\x1b[2m", "\x1b[1m", "\x1b[0m"
MOST_EVIDENCE = 4
MOST_HYPOTHESES = 3


class Story:
    """Prints what happens, each line with the seconds since the story began."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._began = time.monotonic()
        self._width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
        self._colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def chapter(self, title: str) -> None:
        """A heading."""
        self._progress.say()
        self._progress.say(self._in(BOLD, title))

    def say(self, mark: str, text: str, *details: str) -> None:
        """One thing that happened, and what there is to know about it."""
        clock = time.monotonic() - self._began
        first, *rest = textwrap.wrap(text, self._width - len(INDENT) - 2, break_long_words=False) or [""]
        self._progress.say(f"{self._in(PALE, f'{clock:6.1f} s')}  {mark} {first}")
        for line in rest:
            self._progress.say(f"{INDENT}  {line}")
        for detail in details:
            for line in textwrap.wrap(detail, self._width - len(INDENT) - 4, subsequent_indent="  ") or [""]:
                self._progress.say(f"{INDENT}    {self._in(PALE, line)}")

    def tell(self, event: Json) -> None:
        """One event of the timeline."""
        told = _TELLERS.get(event["type"])
        for mark, text, details in told(event) if told else ():
            self.say(mark, text, *details)

    def _in(self, style: str, text: str) -> str:
        return f"{style}{text}{RESET}" if self._colour else text


Told = Iterator[tuple[str, str, list[str]]]


def _opened(event: Json) -> Told:
    services = ", ".join(event["affected_services"]) or "no service named"
    yield "▲", f"Incident {event['incident_id']} opened: {event['title']} ({event['severity']}, {services})", []


def _signal(event: Json) -> Told:
    yield "▲", f"Another signal joined it: {event['signal']['name']} is {event['signal']['state']}", []


def _started(event: Json) -> Told:
    yield "●", f"{event['agent']} is working", []


def _reasoned(event: Json) -> Told:
    yield "·", f"{event['agent']}: {event['statement']}", []


def _completed(event: Json) -> Told:
    update = event["update"]
    evidence = [f"evidence: {line}" for line in update["evidence"][:MOST_EVIDENCE]]
    if len(update["evidence"]) > MOST_EVIDENCE:
        evidence.append(f"… and {len(update['evidence']) - MOST_EVIDENCE} more")
    yield (
        "✓",
        f"{event['agent']} ({update['confidence']:.0%} sure, {update['processing_time_ms']} ms): {update['reasoning']}",
        evidence,
    )
    if event["agent"] == "diagnosis":
        yield from _verdict(event["finding"]["verdict"])
    if event["agent"] == "communication":
        for message in event["finding"]["updates"]:
            yield "✉", f"to {message['audience']}: {message['subject']}", []


def _verdict(verdict: Json) -> Told:
    ranked = [
        f"{hypothesis['rank']}. {hypothesis['score']:.0%} {hypothesis.get('summary') or hypothesis['cause']} "
        f"(for: {len(hypothesis['supporting'])}, against: {len(hypothesis['contradicting'])}, "
        f"missing: {len(hypothesis['missing'])})"
        for hypothesis in verdict["hypotheses"][:MOST_HYPOTHESES]
    ]
    yield "◆", f"verdict {verdict['verdict']}: {verdict.get('summary') or 'no summary'}", ranked


def _skipped(event: Json) -> Told:
    yield "–", f"{event['agent']}: {event['update']['reasoning']}", []


def _agent_failed(event: Json) -> Told:
    yield "✗", f"{event['agent']} failed over ({event['recovery_action']}): {event['error']}", []


def _proposed(event: Json) -> Told:
    plan = event["plan"]
    details = [_call(call) for call in plan["calls"]]
    details += [f"{line['field']}: {line['before']} → {line['after']}" for line in plan["diff"]]
    details += [f"expected: {plan['expected']}", f"undo: {plan['undo']}", f"risk: {plan['risk']}"]
    details += [f"plan {event['plan_hash'][:12]}…, to be decided by {event['expires_at']}"]
    yield "?", f"resolution proposes: {plan['title']}", details


def _approved(event: Json) -> Told:
    yield "✓", f"approved by {event['actor']['name']}: exactly plan {event['plan_hash'][:12]}…", []


def _rejected(event: Json) -> Told:
    yield "✗", f"rejected by {event['actor']['name']}: {event['reason'] or 'no reason given'}", []


def _expired(event: Json) -> Told:
    yield "✗", "nobody decided in time", []


def _action_started(event: Json) -> Told:
    yield (
        "●",
        "remediation begins; recorded first: " + json.dumps(event["pre_state"], default=str),
        list(event["checks"]),
    )


def _executed(event: Json) -> Told:
    yield "►", "executed", [_made(made) for made in event["calls"]]


def _verified(event: Json) -> Told:
    verification = event["verification"]
    mark = {True: "✓", False: "✗", None: "…"}[verification["recovered"]]
    yield mark, f"verification: {verification['statement']}", [f"{verification['datapoints']} fresh datapoints"]


def _undone(event: Json) -> Told:
    yield "↩", f"undone: {event['statement']}", [_made(made) for made in event["calls"]]


def _action_failed(event: Json) -> Told:
    yield "✗", f"the action could not be carried out: {event['reason']}", []


def _acknowledged(event: Json) -> Told:
    yield "✓", f"acknowledged by {event['actor']['name']}", []


def _resolved(event: Json) -> Told:
    yield "■", f"RESOLVED ({event['resolution_code']}): {event['reason']}", []


def _escalated(event: Json) -> Told:
    yield "■", f"ESCALATED to a person: {event['reason']}", []


def _failed(event: Json) -> Told:
    yield "■", f"FAILED: {event['reason']}", []


def _sent(event: Json) -> Told:
    yield "✉", f"update for {event['audience']} through {event['channel']}: {event['outcome'].replace('_', ' ')}", []


def _call(call: Json) -> str:
    parameters = ", ".join(f"{name}={value!r}" for name, value in call["parameters"].items())
    return f"{call['service']}:{call['operation']}({parameters})"


def _made(made: Json) -> str:
    return f"{_call(made['call'])} → {made['outcome']} (request {made['request_id'] or 'unknown'})"


_TELLERS = {
    "incident.opened": _opened,
    "signal.received": _signal,
    "agent.started": _started,
    "agent.reasoned": _reasoned,
    "agent.completed": _completed,
    "agent.skipped": _skipped,
    "agent.failed": _agent_failed,
    "action.proposed": _proposed,
    "action.approved": _approved,
    "action.rejected": _rejected,
    "action.expired": _expired,
    "action.started": _action_started,
    "action.executed": _executed,
    "action.verified": _verified,
    "action.undone": _undone,
    "action.failed": _action_failed,
    "incident.acknowledged": _acknowledged,
    "incident.resolved": _resolved,
    "incident.escalated": _escalated,
    "incident.failed": _failed,
    "update.sent": _sent,
}
