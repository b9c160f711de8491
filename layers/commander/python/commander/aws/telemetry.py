"""Collects an evidence bundle about a live incident: what CloudWatch, CloudTrail and the service itself say.

Each source is asked on its own. One that cannot be asked becomes a gap that names the permission, never silence.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from commander.aws import cloudtrail, lambda_state, logs, metrics
from commander.contract.actions import Expectation
from commander.contract.incidents import Signal
from commander.contract.problems import CommanderError, Missing, ServiceDenied, ServiceUnavailable
from commander.contract.values import iso
from commander.domain.incident import Incident

LOOK_BACK = timedelta(minutes=45)
"""How much of the past is collected: enough of a normal time to compare with."""
_SAME_MOMENT = timedelta(seconds=5)
_ODD = (KeyError, TypeError, ValueError)
"""A service that answers in another form than expected costs its own part of the evidence, not all of it."""


@dataclass
class _Sections:
    """A bundle in the making. Ids are given as items arrive."""

    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, section: str, prefix: str, found: list[dict[str, Any]]) -> None:
        have = self.items.setdefault(section, [])
        for item in found:
            have.append({"id": f"{prefix}{len(have) + 1}", **item})

    def gap(self, section: str, entity: str | None, error: CommanderError) -> None:
        gap: dict[str, Any] = {"section": section, "reason": error.detail[:500]}
        if entity:
            gap["entity"] = entity
        if isinstance(error, ServiceDenied) and error.permission:
            gap["permission"] = error.permission
        self.add("gaps", "g", [gap])


class AwsTelemetry:
    """`ports.Telemetry` over the account's own services."""

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        signal = incident.opened.signal
        entities = subjects(incident)
        start = min(signal.at if signal else now, incident.opened.at) - LOOK_BACK
        sections = _Sections()
        if signal is not None:
            sections.add("alerts", "a", [_alert(signal)])
        jobs: list[tuple[str, str, str | None, Callable[[], list[dict[str, Any]]]]] = []
        if signal is not None and signal.metric is not None:
            jobs.append(
                ("metrics", "m", signal.entity, partial(metrics.own_series, signal.metric, signal.entity, start, now))
            )
        for entity in entities:
            jobs += [
                ("metrics", "m", entity, partial(metrics.sibling_series, entity, signal, start, now)),
                ("logs", "l", entity, partial(logs.lines, entity, start, now)),
                ("changes", "c", entity, partial(cloudtrail.changes, entity, start, now)),
            ]
        with ThreadPoolExecutor(max_workers=8) as pool:
            running = [(job, pool.submit(job[3])) for job in jobs]
            states = [(entity, pool.submit(lambda_state.describe, entity)) for entity in entities]
            for (section, prefix, about, _), future in running:
                try:
                    sections.add(section, prefix, future.result())
                except CommanderError as error:
                    sections.gap(section, about, error)
                except _ODD as error:
                    sections.gap(section, about, _unreadable(error))
            for entity, described in states:
                try:
                    state, published = described.result()
                    sections.add("state", "s", state)
                    sections.add("changes", "c", _merged(published, sections.items.get("changes", []), start))
                except Missing:
                    sections.gap("state", entity, Missing(f"no {entity} in this account and region"))
                except CommanderError as error:
                    sections.gap("state", entity, error)
                except _ODD as error:
                    sections.gap("state", entity, _unreadable(error))
        if not entities:
            sections.gap("metrics", None, Missing("the incident names nothing that can be looked up in this account"))
        return _bundle(incident, entities, sections, now)

    def watch(
        self, expectation: Expectation, since: datetime, until: datetime
    ) -> dict[str, list[tuple[datetime, float]]]:
        """See ports.Telemetry."""
        return metrics.watch(expectation, since, until)


def subjects(incident: Incident) -> list[str]:
    """The things to look at: what the signal is about, then the affected services, as kind/name.

    A service named without its kind is looked up as a Lambda function: the one kind that is read for its state yet.
    """
    signal = incident.opened.signal
    named = [signal.entity] if signal and signal.entity else []
    named += [name if "/" in name else f"lambda/{name}" for name in incident.opened.affected_services]
    return list(dict.fromkeys(named))


def _merged(published: list[dict[str, Any]], known: list[dict[str, Any]], start: datetime) -> list[dict[str, Any]]:
    """The version history's changes since `start` that CloudTrail did not tell of.

    What CloudTrail did tell is completed in place: it does not know which alias leads to a version.
    """
    untold = []
    for change in published:
        twin = next((one for one in known if _same_release(one, change)), None)
        if twin is not None:
            twin["details"] = {**change["details"], **twin["details"]}
        elif change["t"] >= iso(start):
            untold.append(change)
    return untold


def _unreadable(error: Exception) -> CommanderError:
    return ServiceUnavailable(f"the answer could not be read: {type(error).__name__}: {error}")


def _same_release(told: dict[str, Any], change: dict[str, Any]) -> bool:
    """Whether both are the publishing of the same version; one told without its version is known by its time."""
    if (told["entity"], told["action"]) != (change["entity"], change["action"]):
        return False
    version = told["details"].get("version")
    if version is not None:
        return bool(version == change["details"]["version"])
    return abs(datetime.fromisoformat(told["t"]) - datetime.fromisoformat(change["t"])) <= _SAME_MOMENT


def _alert(signal: Signal) -> dict[str, Any]:
    alert: dict[str, Any] = {"t": iso(signal.at), "name": signal.name, "state": signal.state}
    if signal.entity:
        alert["entity"] = signal.entity
    if signal.metric:
        alert["metric"] = signal.metric.name
    if signal.threshold is not None:
        alert["threshold"] = signal.threshold
    if signal.comparison:
        alert["comparison"] = signal.comparison
    if signal.reason:
        alert["reason"] = signal.reason
    return alert


def _bundle(incident: Incident, entities: list[str], sections: _Sections, now: datetime) -> dict[str, Any]:
    opened, signal = incident.opened, incident.opened.signal
    sections_of = sections.items.get
    return {
        "schema": "evidence-bundle/1",
        "case_id": incident.incident_id,
        "incident": {
            "title": opened.title,
            "description": opened.description or None,
            "severity": opened.severity,
            "source": opened.source,
            "service": opened.affected_services[0] if opened.affected_services else None,
            "resource": entities[0] if entities else None,
            "region": signal.region if signal else None,
            "started_at": iso(signal.at) if signal else None,
            "collected_at": iso(now),
            "labels": {},
        },
        "alerts": sections_of("alerts", []),
        "metrics": sections_of("metrics", []),
        "logs": sections_of("logs", []),
        "events": [],
        "changes": sections_of("changes", []),
        "topology": [],
        "state": sections_of("state", []),
        "gaps": sections_of("gaps", []),
    }
