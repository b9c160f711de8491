"""Whether what the platform reported is over: long ago, done well since, settled, or silent for long at a ready pod."""

import re

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.hosts import words_in
from commander.evidence.cluster.ill import ill, is_strange
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.replaced import is_replaced
from commander.evidence.cluster.workloads import controllers
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.roles import SYMPTOMS, Role

_QUIET_S, _STARTING_S, _WARMING_S = 600.0, 300.0, 60.0
_BAD_REASONS = words_in(
    """
    BackOff CrashLoopBackOff Evicted Failed FailedAttachVolume FailedCreate FailedMount FailedScheduling NodeNotReady
    OOMKilling Preempted ProvisioningFailed SystemOOM TaintManagerEviction Unhealthy
    """
)
_UNDONE_BY = {
    "FailedScheduling": words_in("Scheduled"),
    "FailedMount": words_in("SuccessfulMountVolume Started"),
    "FailedAttachVolume": words_in("SuccessfulAttachVolume Started"),
    "FailedCreate": words_in("SuccessfulCreate"),
    "FailedCreatePodSandBox": words_in("Started"),
    "Failed": words_in("Pulled Started"),
    "ProvisioningFailed": words_in("ProvisioningSucceeded"),
    "NodeNotReady": words_in("NodeReady"),
    "FailedGetResourceMetric": words_in("SuccessfulRescale"),
    "FailedComputeMetricsReplicas": words_in("SuccessfulRescale"),
}
"""A warning is over where the platform reports the success of the same thing after it."""
_SILENCES = 5.0
"""What was reported again and again is over after so many of its usual silences."""
_AT_BOTH_ENDS = words_in(
    "Unhealthy ProbeWarning FailedPreStopHook FailedPostStartHook FailedKillPod ExceededGracePeriod"
)
"""What is reported of a pod as it starts or ends: nothing of the pods that took its place."""
HARMLESS = frozenset({"DNSConfigForming", "NodeNotSchedulable", "Rebooted", "InvalidDiskCapacity", "PolicyViolation"})
_ON_PURPOSE = re.compile(
    r"\bunderutili[sz]|\bconsolidat|\bdrift|\bempty node|\bscal(?:e|ed|ing) ?(?:down|in)\b", re.IGNORECASE
)
"""Why a cluster moves its pods by itself."""
SUCCESS = re.compile(
    r"\b(?:succeeded|SUCCEEDED|recovered|restored|resumed|passed|completed successfully|back to normal|steady state)\b"
)
"""What the platform reports when something is done or works again."""
_MACHINES = frozenset({"node", "instance", "host", "ec2", "vm"})
"""What is gone has no users any more: then all that was looked at tells whether somebody misses it."""
_OLD_ALARM_S = 86400.0
_SUMS_UP = re.compile(r"error ?budget|watchdog|info ?inhibitor|dead ?man|heartbeat", re.IGNORECASE)
"""Alarms that are always on, or sum up what has been."""


def settled(case: Case, moment: float | None) -> bool:
    """Whether what was last seen at a moment is over by all that tells of the present: the incident's alarm is off, no
    other one is newly on, no part of what was collected is ill, and ten minutes have passed."""
    if moment is None or case.now is None or case.now - moment < _QUIET_S:
        return False
    off = (case.alert is not None and case.alert.state == "ok") or case.reading(_went_off)
    answers = case.reading(_answers)
    if case.reading(_alarmed) or answers is False or not (off or answers):
        return False
    return all(is_strange(case, one) for one in case.reading(ill))


def all_over(case: Case) -> Fact | None:
    """What says that the trouble is over where it has settled: the alarm that is off, or a count of answers."""
    if case.alert is not None and case.alert.state == "ok":
        return case.fact_of_alert(case.alert)
    answers = [one for one in case.of_role(Role.FAILURES, Role.SUCCESS) if _is_near(case, one.series.entity)]
    told = [one for one in answers if one.series.values] or case.of_role(Role.LATENCY)
    told.sort(key=lambda one: (one.series.entity or "", one.series.name, one.series.id))
    return case.fact(told[0]) if told else None


def has_settled(case: Case, pattern: Pattern) -> bool:
    """Whether errors in logs are over in the same way, and their writer wrote other things for long since."""
    logged = case.logged_of(pattern.entity)
    goes_on = logged is not None and pattern.last is not None and logged[1] - pattern.last >= _QUIET_S
    return goes_on and settled(case, pattern.last)


def _answers(case: Case) -> bool | None:
    """Whether answers of the incident's place, or of what is around it, were counted until the evidence was collected
    and are as ever; False where any symptom of these is worse, None where nothing tells."""
    felt = [one for one in case.of_role(*SYMPTOMS) if one.series.values and _is_near(case, one.series.entity)]
    if any(case.is_troubled(one) and not one.slight for one in felt):
        return False
    if any(gap.section == "metrics" and _is_near(case, gap.entity) for gap in case.bundle.gaps or []):
        return None
    now = case.now or 0.0
    lately = [one for one in felt if one.series.times[-1] >= now - max(_QUIET_S, 3 * one.series.period)]
    return any(one.series.role in (Role.FAILURES, Role.SUCCESS) for one in lately) or None


def _is_near(case: Case, entity: str | None) -> bool:
    if entity is None or case.resource is None or case.resource not in case.entities:
        return True
    users = case.topology.dependents_of(case.resource)
    alone = case.resource.partition("/")[0] in _MACHINES and len(users) < 2 and not case.topology.needs(case.resource)
    return alone or case.concerns(entity) or entity in users


def _went_off(case: Case) -> bool:
    """Whether an alarm about what the incident's place is or needs went off again within the last day."""
    return case.alert is None and any(
        one.state == "ok"
        and one.entity is not None
        and case.distance(one.entity) not in (None, -1)
        and case.now is not None
        and case.now - _time(one.t) < _OLD_ALARM_S
        for one in case.bundle.alerts
    )


def _alarmed(case: Case) -> bool:
    """Whether an alarm about anything that concerns the incident went on within the last day and is not off again."""
    newest = {(one.name, one.entity): one for one in sorted(case.bundle.alerts, key=lambda one: _time(one.t))}
    return any(
        one.state in ("alarm", "warning")
        and case.concerns(one.entity)
        and not _SUMS_UP.search(one.name)
        and (case.now is None or one.t is None or case.now - _time(one.t) < _OLD_ALARM_S)
        for one in newest.values()
    )


def _time(told: str | None) -> float:
    return moments.parse_maybe(told) or 0.0


def is_bad(event: PlatformEvent) -> bool:
    """Whether an event reports something that is wrong, and not what the cluster does by itself."""
    if event.reason in HARMLESS or _ON_PURPOSE.search(event.message):
        return False
    return event.type in ("warning", "error") or event.reason in _BAD_REASONS


def is_over(case: Case, event: PlatformEvent) -> bool:
    """Whether what an event reports is over: long ago, done well since, or silent for long at a pod that is ready."""
    last = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
    if last is None or case.now is None:
        return False
    if case.is_over(last) or settled(case, last) or case.now - last > 6 * _QUIET_S or _undone(case, event, last):
        return True
    pod = case.reading(_by_entity).get(event.entity or "")
    if pod is None and (is_replaced(case, event) or _was_a_moment(case, event, last)):
        return True
    if pod is None or pod.is_ready is not True:
        return False
    if event.reason == "FailedScheduling":
        return True  # it was placed since
    if case.now - last >= max(_QUIET_S, _SILENCES * _spacing(event, last)):
        return True
    if pod.started_at is None:
        return False
    within = last - pod.started_at <= _STARTING_S
    return within and event.reason == "Unhealthy" and case.now - last >= _WARMING_S


def _was_a_moment(case: Case, event: PlatformEvent, last: float) -> bool:
    """Whether a probe or a hook failed for a moment at a workload that has all of its pods since."""
    if event.reason not in _AT_BOTH_ENDS or case.now is None or case.now - last < _QUIET_S:
        return False
    whole = [one for one in controllers(case) if one.entity == event.entity]
    return bool(whole) and all(one.short_of == 0 for one in whole)


def _undone(case: Case, event: PlatformEvent, last: float) -> bool:
    """Whether the platform reported the success of the same thing later."""
    if event.entity is None:
        return False
    if case.reading(_successes).get(case.kin(event.entity), last) > last:
        return True
    newest = case.reading(_newest_of)
    return any(newest.get((event.entity, reason), -1.0) >= last for reason in _UNDONE_BY.get(event.reason, ()))


def _successes(case: Case) -> dict[str, float]:
    """When it was last reported of each workload that something was done, or works again."""
    found: dict[str, float] = {}
    for one in case.events():
        if one.entity is not None and _is_success(one):
            kin = case.kin(one.entity)
            found[kin] = max(found.get(kin, 0.0), _time(one.t))
    return found


def _newest_of(case: Case) -> dict[tuple[str | None, str], float]:
    """When each thing was last reported on with each reason."""
    found: dict[tuple[str | None, str], float] = {}
    for one in case.events():
        key = one.entity, one.reason
        found[key] = max(found.get(key, 0.0), _time(one.t))
    return found


def _is_success(event: PlatformEvent) -> bool:
    """Whether an event reports that something was done, or works again."""
    return event.type not in ("warning", "error") and SUCCESS.search(f"{event.reason} {event.message}") is not None


def _spacing(event: PlatformEvent, last: float) -> float:
    """How long it usually was from one report to the next."""
    begun = moments.parse_maybe(event.first_t)
    times = (event.count or 1) - 1
    return 0.0 if begun is None or times < 1 else (last - begun) / times


def _by_entity(case: Case) -> dict[str, Pod]:
    return {one.entity: one for one in case.reading(pods)}
