"""What a client's failing writes may come from where the database's own state was not to be had.

Read-only mode and a full volume show in the state and events of the database. Where neither could be collected and the
client does not say what it was told, both stay open.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.gaps import grant
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_OPEN = (("db.read_only", "refuses writes"), ("storage.full", "has no storage left"), ("db.failover", "failed over"))


def argue(case: Case) -> Iterator[Argument]:
    """The open questions about each database that the symptom's place writes to."""
    place = case.resource
    if place is None or any(one.signature is not None for one in case.errors(place)):
        return
    failing = case.troubled(place, Role.FAILURES, Role.SUCCESS)
    written = sorted({edge.to for edge in case.bundle.topology if edge.from_ == place and edge.kind == "writes"})
    for database in written:
        if not failing or not is_database(database, None) or not case.could_not_look("state", database):
            continue
        if any(item.entity == database for item in case.bundle.state):
            continue
        for cause, summary in _OPEN:
            argument = Argument(cause, database, f"{short(database)} {summary}.")
            argument.back(case.fact(failing[0]), 0.8)
            argument.lack(f"state of {short(database)}{grant(case, 'state', database)}")
            yield argument
