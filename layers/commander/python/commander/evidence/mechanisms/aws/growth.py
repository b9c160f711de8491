"""Whether a statement became costly or is only called more often: its calls and its cost, then and now."""

from dataclasses import dataclass

from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database
from commander.evidence.mechanisms.aws.insights import Statement
from commander.evidence.mechanisms.aws.statements import shown
from commander.evidence.sentences import number

_OFTEN, _COSTLY, _SAME = 2.0, 2.0, 1.6


@dataclass(frozen=True, slots=True)
class Growth:
    """How many times the calls and the cost of a call of the other reading a statement has now."""

    calls: float
    cost: float
    before: Statement

    @property
    def often(self) -> bool:
        """Whether it is called more often and each call costs what it did."""
        return self.calls >= _OFTEN and self.cost <= _SAME

    @property
    def costly(self) -> bool:
        """Whether each call costs more and there are not many more of them."""
        return self.cost >= _COSTLY and self.calls <= _SAME

    def told(self, case: Case, database: Database, now: Statement) -> Fact:
        """The two readings side by side, as a fact."""
        newest, earlier = database.load, database.earlier
        items = [one.item.id for one in (newest, earlier) if one is not None]
        said = (
            f'"{shown(now.text)}" ran {number(self.before.calls or 0.0)} times a second with a load of '
            f"{self.before.load:.2f} then, and runs {number(now.calls or 0.0)} times with {now.load:.2f}."
        )
        return case.stated("state", database.entity, said, items)


def grown(database: Database, now: Statement) -> Growth | None:
    """How a statement grew since the other reading; None where calls are not known of both."""
    earlier = database.earlier
    before = earlier.same(now) if earlier is not None else None
    if before is None or not before.calls or not now.calls or not before.seconds_a_call or not now.seconds_a_call:
        return None
    return Growth(now.calls / before.calls, now.seconds_a_call / before.seconds_a_call, before)
