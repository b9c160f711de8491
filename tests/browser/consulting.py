"""Agents that also consult AI services, which answer, fail and object as written here: for the pages' tests."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from commander.agents.agent import Agent
from commander.contract import events as ev
from commander.contract.catalogue import Model, catalogue
from commander.contract.problems import CommanderError, ServiceThrottled, ServiceTimedOut
from commander.contract.services import Intervention, ServiceCall
from commander.domain.routing import Task
from commander.ports.consultation import Consultation, Prompt
from commander.ports.services import Checked, ModelAnswer, ModelRequest, Passage, Reply, Span, Tone, Usage
from commander.runtime.notes import TimelineNotes
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from tests.making import HandClock, World
from tests.runtime.services.test_calling import Books

_Turn = tuple[int, int, int] | CommanderError
"""Milliseconds, tokens in and tokens out; or what went wrong."""

TASKS: dict[str, Task] = {
    "detection": Task("classify", facts=6, characters=900, hypotheses=0, severity="high"),
    "diagnosis": Task("reason", facts=40, characters=9000, hypotheses=4, severity="high"),
    "prediction": Task("narrate", facts=20, characters=6000, hypotheses=2, severity="high"),
}
_TURNS: dict[str, list[_Turn]] = {
    "detection": [(212, 1240, 64)],
    "diagnosis": [ServiceThrottled("Too many tokens, please wait"), (2310, 9120, 488)],
    "prediction": [*(ServiceTimedOut("no answer within 12 s") for _ in range(3)), (1640, 5210, 301)],
}


class _Services:
    """Every service at once. Time passes while they work."""

    def __init__(self, agent: str, clock: HandClock) -> None:
        self._turns, self._clock = list(_TURNS.get(agent, [])), clock

    def converse(self, model: Model, request: ModelRequest, timeout_s: float) -> Reply[ModelAnswer]:
        turn = self._turns.pop(0)
        if isinstance(turn, CommanderError):
            self._clock.moment += timedelta(milliseconds=37)
            raise turn
        return Reply(ModelAnswer({"said": "so"}, "tool_use"), self._used(turn[0], turn[1], turn[2]))

    def holds_personal_data(self, text: str, timeout_s: float) -> Reply[bool]:
        return Reply(False, self._used(23, units={"comprehend_contains_unit": 3}))

    def personal_data(self, text: str, timeout_s: float) -> Reply[list[Span]]:
        return Reply([], self._used(41, units={"comprehend_unit": 3}))

    def retrieve(self, query: str, most: int, timeout_s: float) -> Reply[list[Passage]]:
        return Reply([], self._used(88, units={"embedding_token": 12}))

    def check(self, text: str, source: str, grounding: str | None, timeout_s: float) -> Reply[Checked]:
        masked = Intervention(kind="pii", name="EMAIL", blocks=False)
        return Reply(Checked(text, (masked,)), self._used(64, units={"guardrail_content": 1, "guardrail_sensitive": 1}))

    def tone(self, text: str, timeout_s: float) -> Reply[Tone]:
        return Reply(Tone("NEUTRAL", 0.9), self._used(30, units={"comprehend_unit": 3}))

    def ingest(self, timeout_s: float) -> Reply[str]:
        raise ServiceTimedOut("not asked for here")

    def _used(self, took_ms: int, read: int = 0, written: int = 0, **more: Any) -> Usage:
        self._clock.moment += timedelta(milliseconds=took_ms)
        return Usage("local stand-in", "stand-in-7f3a", input_tokens=read, output_tokens=written, **more)


@dataclass
class _Notes(TimelineNotes):
    """Calls get ids that are the same whenever the samples are written."""

    made: int = 0

    def called(self, call: ServiceCall) -> None:
        self.made += 1
        super().called(call.model_copy(update={"call_id": f"{self.agent}-{self.made}"}))


class _Timer:
    """Shows the world's clock without moving it."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    def seconds(self) -> float:
        return self._clock.moment.timestamp()

    def now(self) -> Any:
        return self._clock.moment

    def wait(self, seconds: float) -> None:
        self._clock.moment += timedelta(seconds=seconds)

    def chance(self) -> float:
        return 0.5


def consulting(agent: Agent[Any], world: World) -> Agent[Any]:
    """The agent; it consults the services before it gathers."""

    def gather(incident: Any, ports: Any, services: Consultation, tell: Any) -> Any:
        notes = _Notes(incident.incident_id, agent.name, world.clock, world.timelines)
        timer, every = _Timer(world.clock), _Services(agent.name, world.clock)
        calling = Calling(catalogue(), Books(), timer, _unmetered, "local stand-in")
        adapters = Adapters(models=every, language=every, knowledge=every, guard=every)
        own = OwnMeans(lambda query, most: [], lambda query, most: [], lambda text: text)
        consultation = ServiceConsultations(catalogue(), calling, timer, adapters, own).consult(
            incident, agent.name, notes
        )
        if agent.name in TASKS:
            consultation.ask(TASKS[agent.name], Prompt("p", "1", "Say so.", "facts", {}, 200, lambda said: said))
        if agent.name == "detection":
            world.timelines.append(_injection(incident.incident_id, world))
        if agent.name == "diagnosis":
            consultation.passages("errors of shop")
            consultation.lessons("errors of shop")
        if agent.name == "resolution":
            consultation.check_plan("roll back")
        notes.close()
        world.services.calls = list(consultation.calls)
        return agent.gather(incident, ports, services, tell)

    return replace(agent, gather=gather)


def _injection(incident_id: str, world: World) -> ev.SecurityDetected:
    return ev.SecurityDetected(
        incident_id=incident_id,
        event_id="security.detected/l3",
        at=world.clock.now(),
        actor=ev.Actor(kind="agent", name="detection"),
        agent="detection",
        kind="prompt_injection",
        channel="log_lines",
        technique="authority_claim",
        statement="A log line gives orders to whoever reads it; it was treated as data.",
        refs=["l3", "l9"],
    )


def _unmetered(call: ServiceCall, problem: CommanderError) -> None:
    raise AssertionError(f"{call.call_id} was not metered: {problem}")
