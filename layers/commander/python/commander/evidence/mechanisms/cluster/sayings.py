"""Mechanisms that the platform names in its own words: a table of wordings, one argument for each place and cause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster.reports import Report, clients, grouped, reports
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.mechanisms.symptom import weigh_calm
from commander.evidence.sentences import short

WRITTEN = ("log", "client")
"""Sources of reports that are lines of a log."""
_MOST_FACTS = 4
_MOST_REFUTED = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """A wording with the cause it names. `summary` goes on after the workload's name; `weight` is that of the first
    report in these words; `within` is a wording that must be there too; `logs`: whether a line of a log counts, of a
    part of the platform or of a client that was refused;
    `unready`: whether it makes pods unready."""

    cause: str
    words: str
    summary: str
    weight: float = 4.5
    within: str = ""
    logs: bool = False
    direct: bool = True
    unready: bool = True

    def fits(self, report: Report) -> bool:
        """Whether a report says it."""
        if report.source in WRITTEN and not self.logs:
            return False
        return report.says(self.words) and (not self.within or report.says(self.within))


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was said of one workload to one effect, the most telling source first."""

    entity: str
    meaning: Meaning
    reports: tuple[Report, ...]


def heard(case: Case, meanings: Sequence[Meaning]) -> Iterator[Heard]:
    """What was said, by workload and cause. Each report counts for the first meaning that fits it."""
    for entity, several in case.reading(_all_by_workload).items():
        found: dict[str, tuple[Meaning, list[Report]]] = {}
        for report in several:
            meaning = next((one for one in meanings if one.fits(report)), None)
            if meaning is not None:
                found.setdefault(meaning.cause, (meaning, []))[1].append(report)
        for meaning, said in found.values():
            yield Heard(entity, meaning, tuple(said))


def _all_by_workload(case: Case) -> dict[str, list[Report]]:
    return grouped((*case.reading(reports), *case.reading(clients)))


def argued(case: Case, one: Heard, entity: str | None = None) -> Argument:
    """The argument that the reports make, with how the workload stands now."""
    place = entity or one.entity
    argument = Argument(one.meaning.cause, place, f"{short(place)} {one.meaning.summary}")
    argument.direct = one.meaning.direct
    back_all(argument, one.reports, one.meaning.weight)
    weigh_standing(case, argument, [report.first for report in one.reports], unready=one.meaning.unready)
    if all(report.source == "client" for report in one.reports):
        weigh_calm(case, place, argument)
    return argument


def back_all(argument: Argument, several: Sequence[Report], weight: float) -> None:
    """Backs an argument by reports: the first fully, one of another source as corroboration, more of them a little."""
    sources: set[str] = set()
    told: set[str] = set()
    ordered = sorted(several, key=lambda one: (one.source in WRITTEN, one.source != "state", not one.message))
    for report in ordered:
        if len(told) >= _MOST_FACTS or report.text in told:
            continue
        own = weight * (0.75 if report.source in WRITTEN else 1.0)
        argument.back(report.fact(), own if not told else 1.5 if report.source not in sources else 0.3)
        told.add(report.text)
        sources.add(report.source)


def limited(arguments: Sequence[Argument]) -> list[Argument]:
    """All arguments that stand, and a few of those that are refuted."""
    refuted = [one for one in arguments if one.contradicted]
    refuted.sort(key=lambda one: (-one.logit, one.cause, one.entity))
    return [one for one in arguments if not one.contradicted or one in refuted[:_MOST_REFUTED]]


def broken(case: Case, entity: str) -> bool:
    """Whether state shows that the workload lacks pods or has such as do not work."""
    stands = standing(case, entity)
    return bool(stands.broken) or (stands.workload is not None and (stands.workload.short_of or 0) > 0)
