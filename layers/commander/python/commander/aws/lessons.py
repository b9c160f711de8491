"""What closed incidents taught, in the incidents table, written in the transactions of the events that say so.

`LIST#lessons` holds one row an incident, ordered as the lists of incidents are; `INC#<id>` holds it once more, to be
found by its incident. `CITED#<id>` holds one row for each later incident whose diagnosis cited the lesson: a diagnosis
that is delivered twice, or made again, writes the same row.
"""

from commander.aws.listing import decode_cursor, encode_cursor
from commander.aws.table import Item, Table
from commander.contract import events as ev
from commander.contract.memory import LearnedLesson
from commander.contract.values import iso
from commander.domain.lessons import lessons_cited

_LIST = "LIST#lessons"
_SORT = "LESSON"


class DynamoLessons:
    """`ports.Lessons`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def newest(self, limit: int, cursor: str | None) -> tuple[list[LearnedLesson], str | None]:
        """See ports.Lessons. One Query, which reads one row more than are shown."""
        items, _ = self._table.newest(_LIST, decode_cursor(cursor, _LIST), limit + 1)
        shown = items[:limit]
        more = encode_cursor(_LIST, shown[-1]["sk"]["S"]) if len(items) > limit else None
        return [_read(item) for item in shown], more

    def of(self, incident_id: str) -> LearnedLesson | None:
        """See ports.Lessons."""
        item = self._table.get(f"INC#{incident_id}", _SORT)
        return _read(item) if item else None

    def cited_by(self, incident_id: str, limit: int) -> list[str]:
        """See ports.Lessons."""
        return [item["sk"]["S"] for item in self._table.query(f"CITED#{incident_id}", limit=limit)]


def lesson_changes(table: Table, event: ev.TimelineEvent) -> list[Item]:
    """What an event changes in the lessons: it is one, or it cites some."""
    if isinstance(event, ev.IncidentLearned):
        attributes: Item = {"lesson": {"S": event.lesson.model_dump_json()}}
        row_key = f"{iso(event.lesson.opened_at)}#{event.incident_id}"
        return [table.any(_LIST, row_key, attributes), table.any(f"INC#{event.incident_id}", _SORT, attributes)]
    cited_at: Item = {"at": {"S": iso(event.at)}}
    return [table.any(f"CITED#{cited}", event.incident_id, cited_at) for cited in lessons_cited(event)]


def _read(item: Item) -> LearnedLesson:
    return LearnedLesson.model_validate_json(item["lesson"]["S"])
