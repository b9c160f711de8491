"""Locks as a database's own log and its clients tell of them, where nobody could look at what its sessions wait for.

A client that gave up waiting says that there are locks; the database's log says who has held them for how long. Both
together are the mechanism seen at work.
"""

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.platform_events import wording

_HELD = (
    r"\btransaction \d+, active \d+ sec\b.*\b(?:row lock|lock struct)|process holding the lock|holds the lock|"
    r"still waiting for \w+ ?lock on|blocked.process.report|blocking.session|holds .{0,20}(?:x|exclusive) lock|"
    r"waiting for table metadata lock|ora-00060|enq: t[xm]"
)
_WAITED = (
    r"lock wait timeout|lock request time ?out|lock timeout|could not obtain lock|deadlock (?:found|detected)|"
    r"\b(?:1205|1222|55p03|40p01|ora-00054|ora-30006)\b"
)


def weigh_lines(case: Case, database: Database, argument: Argument) -> bool:
    """Backs waits for locks by new lines that tell of them; whether the database and a client both do."""
    own = [one for one in case.patterns if one.entity == database.entity and _is(case, one, _HELD)]
    clients = [one for one in case.patterns if _is(case, one, _WAITED) and _uses(case, one, database)]
    if not own or not clients:
        return False
    argument.back(case.fact_of_pattern(own[0]), 2.0)
    argument.back(case.fact_of_pattern(clients[0]), 2.5)
    return True


def _is(case: Case, pattern: Pattern, text: str) -> bool:
    said = " ".join([pattern.text, *(line.message[:400] for line in pattern.shown[:1])])
    return not pattern.ended and case.is_new(pattern) is not False and wording(text).search(said) is not None


def _uses(case: Case, pattern: Pattern, database: Database) -> bool:
    if pattern.entity is None or pattern.entity == database.entity:
        return False
    needed = [one for one in case.topology.needs(pattern.entity) if one in databases(case)]
    return needed == [database.entity] or (not needed and len(databases(case)) == 1)
