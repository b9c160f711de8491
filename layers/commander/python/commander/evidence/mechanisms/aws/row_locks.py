"""Row locks of MySQL that Performance Insights shows as handler calls.

A session that waits for a row lock is inside a call of the storage engine, so its wait is `wait/io/table/sql/handler`
and no lock. That it is one shows elsewhere: errors 1205 and 1213, deadlocks or row lock time that rose, while neither
the processors nor the volume have more to do.
"""

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database
from commander.evidence.mechanisms.aws.levels import fact_of, in_percent, late, level, rose
from commander.evidence.mechanisms.aws.platform_events import wording

LOCK_SERIES = (
    "deadlocks",
    "blockedtransactions",
    "rowlocktime",
    "rowlockwaits",
    "innodbrowlockwaits",
    "innodbrowlocktime",
    "dblocksblockedtransactions",
    "dbtransactionsblockedtransactions",
    "dbconcurrencydeadlocks",
    "blockedsessions",
    "locktimeouts",
)
_HANDLER = r"table/sql/handler|synch/cond/innodb/row|lock_wait"
_SAID = r"lock wait timeout|deadlock found|\b(?:1205|1213)\b.{0,60}(?:lock|transaction)"
_DOMINANT, _BUSY = 0.5, 60.0


def row_locks(case: Case, database: Database) -> Fact | None:
    """What shows that the handler calls of a database are waits for row locks; None where nothing does."""
    load = database.load
    if load is None or not load.waits:
        return None
    handled = sum(one.load for one in load.waits if wording(_HANDLER).search(one.name))
    cpu = database.metric("cpuutilization")
    busy = cpu is not None and in_percent(cpu, level(cpu)) >= _BUSY
    reads = [one for one in database.metrics("readiops", "readthroughput") if rose(one, 1.8)]
    if load.share(handled) < _DOMINANT or busy or reads:
        return None
    series = [one for one in database.metrics(*LOCK_SERIES) if rose(one, 2.0) and not late(case, one)]
    if series:
        return fact_of(case, _first(series))
    for pattern in case.patterns:
        if not pattern.ended and case.is_new(pattern) is not False and wording(_SAID).search(pattern.text):
            return case.fact_of_pattern(pattern)
    return None


def _first(series: list[Behaviour]) -> Behaviour:
    return min(series, key=lambda one: (one.series.name, one.series.id))
