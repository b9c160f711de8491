"""What Lambda reports at the end of every invocation: how much of its memory it used.

Predicts, where memory is what ends invocations: those that fail used all there is. Contradicted by: a good part of it
was left in all of them. That an invocation used all alone says little: the runtime may just keep it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.sentences import short

_CAUSE = "lambda.out_of_memory"
_REPORT = r"^REPORT RequestId:.{0,400}?Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB"
_ENDED = r"signal: killed|Runtime\.ExitError|OutOfMemory|Runtime\.ExitCode|heap out of memory|MemoryError|heap space"
_ALL, _MUCH = 0.98, 0.9
_LEAST = 2
_CITED = 20


@dataclass(frozen=True, slots=True)
class _Report:
    id: str
    moment: float | None
    size: int
    used: int

    @property
    def full(self) -> bool:
        return self.used >= _ALL * self.size


def argue(case: Case) -> Iterator[Argument]:
    """One argument per function whose invocations end in a way that a lack of memory may cause."""
    reports: dict[str, list[_Report]] = {}
    for line in case.bundle.logs:
        found = wording(_REPORT).search(line.message) if line.message.startswith("REPORT") else None
        if found is not None and line.entity is not None:
            told = _Report(line.id, moments.parse_maybe(line.t), int(found[1]), int(found[2]))
            reports.setdefault(line.entity, []).append(told)
    for entity in sorted(reports):
        several = sorted(reports[entity], key=lambda one: (one.moment or 0.0, one.id))
        ended = [one for one in case.errors(entity) if any(_ends(line.message) for line in one.shown)]
        if not ended or not all(one.size for one in several):
            continue
        argument = Argument(_CAUSE, entity, f"Invocations of {short(entity)} use up their memory.")
        full = [one for one in several if one.full]
        if len(full) >= _LEAST:
            said = f"{len(full)} of {len(several)} invocations of {short(entity)} used all of their {full[0].size} MB."
            argument.back(case.stated("log", entity, said, [one.id for one in several[:_CITED]]), 2.5)
            argument.direct = True
        elif len(several) >= _LEAST and max(one.used / one.size for one in several) < _MUCH:
            most = max(one.used for one in several)
            said = f"No invocation of {short(entity)} used more than {most} of {several[0].size} MB."
            argument.oppose(case.stated("log", entity, said, [one.id for one in several[:_CITED]]), 2.5)
        else:
            continue
        yield argument


def _ends(message: str) -> bool:
    return wording(_ENDED).search(message) is not None
