"""Everything that the document is written from: each course at each severity, a spent day, and an idle sweep."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from commander.contract.catalogue import catalogue
from commander.contract.services import FellBack
from commander.contract.values import Severity
from commander.runtime.sweep import learn_late, sweep
from local.ai.knowledge import FOLDER
from scripts.costs.account import account
from scripts.costs.cases import COURSES, SEVERITIES, Course, evidence_of
from scripts.costs.counting import counted
from scripts.costs.running import Ran, run
from scripts.costs.templates import Standing, environment, standing
from scripts.costs.world import World, settings_of
from scripts.transparency.consulting import stand_ins
from stacks.environment import Environment

ENVIRONMENT = "prod"
COUNTED: Severity = "high"
"""The severity at which the calls of AWS are counted: they hardly depend on it."""


@dataclass(frozen=True)
class Reckoning:
    """Runs by course and severity; the run on a day whose budget was spent; the sweeper's calls; the templates."""

    runs: dict[tuple[str, Severity], Ran]
    spent_day: Ran
    sweep: Counter[str]
    standing: Standing

    def counted(self, course: Course) -> Ran:
        """The course's run whose calls of AWS were counted."""
        return self.runs[course.name, COUNTED]

    def fell_back(self) -> list[FellBack]:
        """What took over on the spent day."""
        return [event.fallback for event in self.spent_day.events if event.type == "service.fell_back"]


def reckon(say: Callable[[str], None]) -> Reckoning:
    """Runs everything. `say` hears what is being done."""
    chosen = environment(ENVIRONMENT)
    runs: dict[tuple[str, Severity], Ran] = {}
    with stand_ins(FOLDER) as asked:
        url = str(asked.endpoint_url)
        for course in COURSES:
            for severity in SEVERITIES:
                say(f"{course.name}, {severity}")
                runs[course.name, severity] = run(course, severity, chosen, url, count=severity == COUNTED)
        say("a day whose budget is spent")
        budget = Decimal(str(catalogue().limits.day_budget_usd))
        spent_day = run(COURSES[1], COUNTED, chosen, url, day_spent=budget)
        say("an idle sweep")
        swept = _idle_sweep(chosen, url)
    say("the templates")
    return Reckoning(runs, spent_day, swept, standing(chosen))


def _idle_sweep(chosen: Environment, url: str) -> Counter[str]:
    counts, evidence = Counter[str](), evidence_of(COURSES[0])
    with account(evidence.function) as there:
        world = World(COURSES[0], evidence, there, settings_of(chosen), url, counted=True)
        with counted(counts):
            sweep(world.intake.incidents, world.workflow, world.ports)
            learn_late(world.intake.incidents, world.ports)
    return counts
