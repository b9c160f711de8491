"""Plays a game day from the healthy baseline to the checked ending, telling it as it unfolds."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from local import paths
from local.endpoints import Endpoints
from local.failures import LaunchFailure
from local.gameday import alarms
from local.gameday.baseline import wait_for_baseline
from local.gameday.load import Load
from local.gameday.plays import PLAYS, Broken, Play
from local.gameday.product import LiveView, Product, follow
from local.gameday.recording import save
from local.gameday.story import Story
from local.gameday.victim import Victim, new_victim
from local.progress import Progress

Json = dict[str, Any]
Approval = Literal["rest", "manual"]
ENDS = {"incident.resolved", "incident.escalated", "incident.failed"}
PAUSE_SECONDS = 6.0
NOTICE_SECONDS = 60.0
RUN_SECONDS = 600.0
MANUAL_SECONDS = 3600.0
# After its end an incident is still told: communication writes the updates and the postmortem.
EPILOGUE_SECONDS = 20.0
CATCH_UP_SECONDS = 5.0


@dataclass
class Stage:
    """The service and its customers, ready for a game day."""

    victim: Victim
    load: Load
    healthy_version: str

    def close(self) -> None:
        """Send the customers home and take the alarms down."""
        self.load.stop()
        alarms.remove_alarms(self.victim)


def find_play(name: str) -> Play:
    """The game day of that name."""
    try:
        return PLAYS[name]
    except KeyError:
        raise LaunchFailure(f"there is no game day {name}", f"Choose one of: {', '.join(PLAYS)}, none") from None


def set_stage(endpoint_url: str) -> Stage:
    """Deploy the healthy service and let customers in, so that the baseline builds up while other things are done."""
    victim = new_victim(endpoint_url)
    healthy = victim.set_up()
    return Stage(victim, Load(victim.buy).start(), healthy)


def perform(
    play: Play,
    stage: Stage,
    endpoints: Endpoints,
    progress: Progress,
    approval: Approval = "rest",
    recording: Path | None = None,
) -> Json:
    """Play it and return the incident as it ended; a wrong ending is a LaunchFailure that lists what is wrong."""
    story = Story(progress)
    story.chapter(f"Game day {play.name}: {play.title}")
    wait_for_baseline(stage.load, progress)
    product = Product(endpoints)
    live = LiveView(product).start()
    try:
        began = datetime.now(UTC)
        broken = play.arrange(stage.victim, endpoints.signals_topic_arn, stage.healthy_version)
        story.say("!", broken.said)
        row = _await_incident(product, live, began, broken, endpoints)
        events = _watch(play, product, live, row["incident_id"], story, approval)
        live.catch_up(row["incident_id"], events[-1]["seq"], CATCH_UP_SECONDS)
        incident = product.incident(row["incident_id"])
    finally:
        live.stop()
        stage.close()
    if approval == "manual" and _refused(incident):
        story.say("✓", "You did not approve it: nothing was changed, and the incident is yours.")
        return incident
    _check(play, incident, broken, stage, story)
    if recording is not None:
        save(recording, play.name, incident, events, live.of(row["incident_id"]))
        story.say("●", f"recorded in {recording.relative_to(paths.ROOT)}")
    return incident


def _await_incident(product: Product, live: LiveView, began: datetime, broken: Broken, endpoints: Endpoints) -> Json:
    deadline = time.monotonic() + NOTICE_SECONDS
    while time.monotonic() < deadline:
        live.arrived.clear()
        opened = product.incidents_since(began)
        if opened:
            return opened[0]
        live.arrived.wait(timeout=1.0)
    raise LaunchFailure(
        f"no incident was opened within {NOTICE_SECONDS:.0f} s; alarm {broken.alarm} is "
        f"{alarms.state(endpoints.endpoint_url, broken.alarm)}",
        "If the alarm is in ALARM, look at the signals function's log; if not, at the checkout function's metrics.",
    )


def _watch(
    play: Play, product: Product, live: LiveView, incident_id: str, story: Story, approval: Approval
) -> list[Json]:
    limit = MANUAL_SECONDS if approval == "manual" else RUN_SECONDS
    deadline = time.monotonic() + limit
    ended_at = float("inf")
    told_at = float("inf")
    events: list[Json] = []

    def patience() -> bool:
        now = time.monotonic()
        return now < deadline and now < ended_at + EPILOGUE_SECONDS and now < told_at

    for event in follow(product, live, incident_id, patience):
        events.append(event)
        story.tell(event)
        if event["type"] == "action.proposed" and play.decides:
            _decide(product, event, story, approval)
        if event["type"] in ENDS:
            ended_at = time.monotonic()
        if ended_at < float("inf") and _communicated(events):
            told_at = time.monotonic()
    if ended_at == float("inf"):
        raise LaunchFailure(
            f"incident {incident_id} did not end within {limit:.0f} s",
            "Its timeline above shows where it stopped; its Step Functions execution is named after it.",
        )
    return events


def _communicated(events: list[Json]) -> bool:
    kinds = {(event["type"], event.get("agent")) for event in events}
    concluded = ("agent.completed", "communication") in kinds or ("agent.failed", "communication") in kinds
    return concluded and sum(event["type"] == "update.sent" for event in events) >= _updates(events)


def _updates(events: list[Json]) -> int:
    written = [event for event in events if event["type"] == "agent.completed" and event["agent"] == "communication"]
    return len(written[-1]["finding"]["updates"]) if written else 0


def _decide(product: Product, proposed: Json, story: Story, approval: Approval) -> None:
    if approval == "manual":
        story.say("…", "Waiting for you: approve or reject it in /ops, or by POST /incidents/{id}/decision.")
        return
    story.say("…", f"a responder reads the plan for {PAUSE_SECONDS:.0f} s")
    time.sleep(PAUSE_SECONDS)
    product.approve(
        proposed["incident_id"], proposed["action_id"], proposed["plan_hash"], "Matches the release we just made."
    )


def _refused(incident: Json) -> bool:
    return any(action["status"] in ("rejected", "expired") for action in incident["actions"])


def _check(play: Play, incident: Json, broken: Broken, stage: Stage, story: Story) -> None:
    faults = play.faults(incident, broken, stage.victim.live_version())
    if faults:
        raise LaunchFailure(
            f"game day {play.name} ended wrongly: " + "; ".join(faults),
            f"The incident's timeline is above; GET /incidents/{incident['incident_id']} has all of it.",
        )
    took = incident["total_processing_time_ms"]
    story.say(
        "✓",
        f"Game day {play.name} ended as it should" + (f", {took / 1000:.0f} s after it was opened." if took else "."),
    )
