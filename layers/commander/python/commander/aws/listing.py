"""The lists of incidents: `LIST#<facet>` holds one row an incident, so that each list is one Query, newest first."""

import base64
import binascii
import json

from commander.aws.table import Item, Table
from commander.contract.incidents import IncidentPage, IncidentSummary
from commander.contract.problems import FieldError, InvalidRequest
from commander.contract.values import IncidentStatus, Severity, iso
from commander.domain.incident import Incident, summary

_ROWS_READ = 50
"""At least so many rows are read at a time: some may be filtered out."""


class DynamoIncidentList:
    """`ports.IncidentList`."""

    def __init__(self, table: str) -> None:
        self._table = Table(table)

    def page(
        self,
        status: IncidentStatus | None,
        severity: Severity | None,
        service: str | None,
        limit: int,
        cursor: str | None,
    ) -> IncidentPage:
        """See ports.IncidentList. The narrowest facet is queried, the other filters are applied to its rows."""
        facet = _narrowest(status, severity, service)
        before = decode_cursor(cursor, facet)
        rows: list[IncidentSummary] = []
        while len(rows) <= limit:
            items, before = self._table.newest(facet, before, max(limit + 1, _ROWS_READ))
            found = (IncidentSummary.model_validate_json(item["summary"]["S"]) for item in items)
            rows += [row for row in found if _matches(row, status, severity, service)]
            if before is None:
                break
        shown = rows[:limit]
        more = len(rows) > limit
        return IncidentPage(incidents=shown, next_cursor=encode_cursor(facet, _row_key(shown[-1])) if more else None)


def row_changes(table: Table, before: Incident | None, after: Incident) -> list[Item]:
    """What an incident's new state changes in the rows of the lists."""
    row = summary(after)
    changes = []
    if before is not None and before.status != after.status:
        changes.append(table.gone(f"LIST#status#{before.status}", _row_key(row)))
    attributes = {"summary": {"S": row.model_dump_json()}}
    return changes + [table.any(facet, _row_key(row), attributes) for facet in _facets(row)]


def _row_key(row: IncidentSummary) -> str:
    return f"{iso(row.opened_at)}#{row.incident_id}"


def _facets(row: IncidentSummary) -> list[str]:
    services = dict.fromkeys(row.affected_services)
    return [
        "LIST#all",
        f"LIST#status#{row.status}",
        f"LIST#severity#{row.severity}",
        *(f"LIST#service#{service}" for service in services),
    ]


def _narrowest(status: str | None, severity: str | None, service: str | None) -> str:
    if service is not None:
        return f"LIST#service#{service}"
    if status is not None:
        return f"LIST#status#{status}"
    return f"LIST#severity#{severity}" if severity is not None else "LIST#all"


def _matches(row: IncidentSummary, status: str | None, severity: str | None, service: str | None) -> bool:
    return (
        (status is None or row.status == status)
        and (severity is None or row.severity == severity)
        and (service is None or service in row.affected_services)
    )


def encode_cursor(facet: str, row_key: str) -> str:
    """A cursor that goes on after this row of this list."""
    return base64.urlsafe_b64encode(json.dumps([facet, row_key]).encode()).decode()


def decode_cursor(cursor: str | None, facet: str) -> str | None:
    """The row after which a cursor goes on. Raises InvalidRequest for a cursor that was not made for this list."""
    if cursor is None:
        return None
    try:
        given, row_key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError, TypeError) as error:
        field = FieldError(field="cursor", reason="unreadable")
        raise InvalidRequest("the cursor is not one of ours", [field]) from error
    if given != facet or not isinstance(row_key, str):
        field = FieldError(field="cursor", reason="made with other filters")
        raise InvalidRequest("the cursor belongs to another list", [field])
    return row_key
