"""A run of a scheduled job failed, and later runs of the same schedule did their work: the fault is over.

The object of a failed run stays until somebody deletes it, and alarms about it go on firing. Predicts: a newer run of
the same schedule completed. Contradicted by: the newest run that ended failed too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import conditions
from commander.evidence.cluster.values import text, whole
from commander.evidence.sentences import short

_RECOVERED = "healthy.recovered"
_RUN = re.compile(r"^(?P<schedule>.+)-(?P<number>\d{6,12})$")
"""A CronJob names its jobs by the minute for which they are due."""
_COUNTED = re.compile(r"(?<!\d)(\d++)\s++(active|running|succeeded|failed)", re.IGNORECASE)
_FAULTS = ("code.unhandled_error", "deployment.bad_release", "dependency.errors")


@dataclass(frozen=True, slots=True)
class _Run:
    item: State
    schedule: str
    number: int
    succeeded: bool | None


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument, where the incident is about a scheduled job."""
    place = case.resource
    if place is None or place.partition("/")[0] not in ("job", "cronjob", "pod"):
        return
    name = short(place).rpartition("/")[2]
    runs = [run for item in case.items("job") if (run := _run(item)) is not None]
    schedules = {run.schedule for run in runs if name in (run.schedule, f"{run.schedule}-{run.number}")}
    own = sorted((run for run in runs if run.schedule in schedules), key=lambda run: run.number)
    ended = [run for run in own if run.succeeded is not None]
    failed = [run for run in ended if run.succeeded is False]
    if not failed or ended[-1].succeeded is not True:
        return
    later = [run for run in ended if run.number > failed[-1].number]
    argument = Argument(
        _RECOVERED,
        place,
        f"{short(failed[-1].item.entity)} failed; the runs of {failed[-1].schedule} after it went well.",
    )
    names = ", ".join(short(run.item.entity) for run in later[-4:])
    fact = case.fact_of_state(later[-1].item, f"Completed after it: {names}.", *(run.item for run in later[-4:-1]))
    argument.back(fact, 4.0 if len(later) > 1 else 3.0)
    done = case.events(later[-1].item.entity, "Completed", "SuccessfulCreate")
    for event in done[-1:]:
        argument.back(case.fact_of_event(event), 0.5)
    argument.direct = True
    yield argument
    for cause in _FAULTS:
        past = Argument(cause, place, f"{short(place)} fails.")
        past.oppose(fact, 3.0)
        yield past


def _run(item: State) -> _Run | None:
    found = _RUN.match(item.entity.rpartition("/")[2])
    if found is None:
        return None
    told = conditions(item.attributes.get("conditions"))
    counts = {word.lower(): int(number) for number, word in _COUNTED.findall(text(item.attributes.get("pods")) or "")}
    for key in ("succeeded", "failed", "active"):
        counts.setdefault(key, whole(item.attributes.get(key)) or 0)
    succeeded = None
    if (told.get("Complete") is not None and told["Complete"].status == "True") or counts["succeeded"]:
        succeeded = True
    elif (told.get("Failed") is not None and told["Failed"].status == "True") or (
        counts["failed"] and not counts["active"]
    ):
        succeeded = False
    return _Run(item, found["schedule"], int(found["number"]), succeeded)
