"""The game days: how each breaks the service (or does not), and how its incident must end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local.gameday import alarms
from local.gameday.baseline import usual_requests
from local.gameday.victim import ALIAS, Victim

Json = dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """What was done to the service, for telling it and for checking the ending against."""

    said: str
    alarm: str
    healthy_version: str
    released_version: str


@dataclass(frozen=True)
class Play:
    """One game day."""

    name: str
    title: str
    arrange: Callable[[Victim, str, str], Broken]
    faults: Callable[[Json, Broken, str], list[str]]
    decides: bool


def _release(victim: Victim, topic_arn: str, healthy: str) -> Broken:
    alarm = alarms.watch_failures(victim, topic_arn)
    version = victim.release_discounts()
    said = f"Released {victim.name} version {version} (discounts), pointed alias {ALIAS} at it. It fails on most carts."
    return Broken(said, alarm, healthy, version)


def _release_and_clean_up(victim: Victim, topic_arn: str, healthy: str) -> Broken:
    alarm = alarms.watch_failures(victim, topic_arn)
    version = victim.release_discounts_on_new_prices()
    said = (
        f"Released {victim.name} version {version} (discounts, new price table), pointed alias {ALIAS} at it, and "
        f"deleted the old price table. The release fails on most carts, and version {healthy} can never work again."
    )
    return Broken(said, alarm, healthy, version)


def _set_threshold_too_low(victim: Victim, topic_arn: str, healthy: str) -> Broken:
    usual = usual_requests(victim)
    alarm = alarms.watch_traffic(victim, topic_arn, usual / 2)
    said = (
        f"Nothing breaks: alarm {alarm} watches for {usual / 2:.0f} checkouts in a period that usually has {usual:.0f}."
    )
    return Broken(said, alarm, healthy, healthy)


def _fixed(incident: Json, broken: Broken, live: str) -> list[str]:
    return _differences(
        {
            "the incident's status": (incident["status"], "resolved"),
            "its resolution code": (incident["resolution_code"], "fixed"),
            "the version alias live points at": (live, broken.healthy_version),
            "the action's end": (_last_action(incident), "verified"),
        }
    )


def _handed_over(incident: Json, broken: Broken, live: str) -> list[str]:
    return _differences(
        {
            "the incident's status": (incident["status"], "escalated"),
            "the version alias live points at (as before the action)": (live, broken.released_version),
            "the action's end": (_last_action(incident), "undone"),
        }
    )


def _left_alone(incident: Json, broken: Broken, live: str) -> list[str]:
    verdict = incident["verdict"]["verdict"] if incident["verdict"] else None
    return _differences(
        {
            "the verdict": (verdict, "healthy"),
            "the incident's status": (incident["status"], "resolved"),
            "its resolution code": (incident["resolution_code"], "no_fault"),
            "the number of proposed actions": (len(incident["actions"]), 0),
            "the version alias live points at": (live, broken.healthy_version),
        }
    )


def _last_action(incident: Json) -> str | None:
    return str(incident["actions"][-1]["status"]) if incident["actions"] else None


def _differences(pairs: Mapping[str, tuple[object, object]]) -> list[str]:
    return [f"{what} is {found!r}, not {wanted!r}" for what, (found, wanted) in pairs.items() if found != wanted]


PLAYS: Mapping[str, Play] = {
    play.name: play
    for play in (
        Play("bad-deploy", "A release fails and is rolled back", _release, _fixed, decides=True),
        Play(
            "bad-deploy-wrong-fix",
            "A release fails, and so does rolling it back",
            _release_and_clean_up,
            _handed_over,
            decides=True,
        ),
        Play("noisy-alarm", "An alarm goes off and nothing is wrong", _set_threshold_too_low, _left_alone, False),
    )
}
