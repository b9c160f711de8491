"""A process that its host's supervisor reports as failed: a unit of systemd, a Windows service, a supervised program.

Predicts: it failed about when the trouble began, and whoever calls its host misses it. Contradicted by: it failed long
before, which many units of a host do that nobody misses.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.values import first_text
from commander.evidence.mechanisms.proximity import connection
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.moments import parse_maybe
from commander.evidence.sentences import short

_KINDS = (
    "systemd_unit",
    "systemd_service",
    "unit",
    "service_unit",
    "windows_service",
    "supervisor_program",
    "supervised_program",
    "process",
)
_STATES = ("active", "active_state", "sub_state", "state", "status")
_FAILED = ("failed", "fatal", "backoff", "crashed", "activating (auto-restart)", "auto-restart")
_NAMES = ("unit", "name", "service", "program")
_TIMES = ("since", "failed_at", "inactive_since", "state_change", "changed_at", "exited_at")
_RESULTS = {
    "oom-kill": "compute.memory_saturation",
    "resources": "compute.memory_saturation",
    "exec-condition": "app.config.value_invalid",
}
"""What systemd calls the way in which a unit ended, where that says more than that its program failed."""
_BEFORE_S, _AFTER_S = 900.0, 300.0


def argue(case: Case) -> Iterator[Argument]:
    """One argument per process that failed about when the trouble began."""
    for item in case.items(*_KINDS):
        state = first_text(item.attributes, *_STATES)
        if state is not None and state.lower().startswith(_FAILED) and _is_near(case, item):
            yield _argument(case, item, state)


def _argument(case: Case, item: State, state: str) -> Argument:
    result = first_text(item.attributes, "result") or ""
    unit = first_text(item.attributes, *_NAMES) or short(item.entity)
    cause = _RESULTS.get(result.lower(), "code.unhandled_error")
    argument = Argument(cause, item.entity, f"{unit} of {short(item.entity)} failed.")
    how = f" ({result})" if result else ""
    argument.back(case.fact_of_state(item, f"{unit} of {short(item.entity)} is {state}{how}."), 3.0)
    connection(case, argument)
    weigh_symptom(case, item.entity, argument)
    for pattern in [one for one in case.errors(item.entity) if case.is_new(one)][:1]:
        argument.back(case.fact_of_pattern(pattern), 0.8)
    argument.lack(f"what {unit} wrote before it failed")
    argument.direct = True
    return argument


def _is_near(case: Case, item: State) -> bool:
    since = parse_maybe(first_text(item.attributes, *_TIMES))
    if since is None or case.onset is None:
        return False
    return case.onset.start - _BEFORE_S <= since <= case.onset.end + _AFTER_S
