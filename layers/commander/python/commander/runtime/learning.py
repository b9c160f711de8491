"""What a closed incident leaves behind: a lesson in our own store, in the memory service and in the knowledge base.

An incident is closed before anybody learns from it, and stays closed whatever fails here. All of it is safe to repeat:
the memory service and the bucket know the same thing again, and `incident.learned`, appended last, ends it.
"""

from collections.abc import Sequence

from commander.contract import events as ev
from commander.contract.problems import CommanderError
from commander.domain.incident import Incident, fold
from commander.domain.lessons import lesson_of
from commander.domain.postmortem import account, without_people
from commander.ports import Ports
from commander.ports.services import ClosedIncident, Lesson
from commander.runtime.logging import logger
from commander.runtime.notes import TimelineNotes

_SYSTEM = ev.Actor(kind="system", name="incident-commander")


def learn(incident_id: str, ports: Ports) -> bool:
    """Keeps what the incident taught, once for each way in which it ended. Says whether it was kept by this call.

    Raises nothing for a store or service that fails: the log says so, and the sweeper comes by again.
    """
    try:
        events = ports.timelines.read(incident_id)
        incident = fold(events)
        if is_learned(incident, events):
            return False
        return _keep(incident, events, ports)
    except CommanderError as error:
        logger.error("not learned", incident_id=incident_id, detail=error.detail)
        return False


def is_learned(incident: Incident, events: Sequence[ev.TimelineEvent]) -> bool:
    """Whether what the incident taught when it last ended has been kept."""
    return any(isinstance(event, ev.IncidentLearned) and event.ended == incident.status for event in events)


def _keep(incident: Incident, events: Sequence[ev.TimelineEvent], ports: Ports) -> bool:
    lesson = lesson_of(incident)
    if lesson is None or incident.status not in ("resolved", "escalated"):
        return False
    notes = TimelineNotes(incident.incident_id, "communication", ports.clock, ports.timelines)
    consultation = ports.services.consult(incident, "communication", notes)
    remembered = consultation.remember(Lesson(incident.incident_id, lesson.text, lesson.cause, lesson.entity))
    document = ClosedIncident(incident.incident_id, account(fold(without_people(events))))
    job = consultation.ingest(document)
    ports.timelines.append(
        ev.IncidentLearned(
            incident_id=incident.incident_id,
            event_id=f"incident.learned/{incident.status}",
            at=ports.clock.now(),
            actor=_SYSTEM,
            ended=incident.status,
            lesson=lesson,
            remembered=remembered,
            ingestion_job=job,
        )
    )
    logger.info("incident learned", incident_id=incident.incident_id, remembered=remembered, ingestion_job=job)
    return True
