"""A setting that a workload needs is absent or unusable, and its process dies of it.

Predicts: a container that ends soon after its start, with last words that name the setting; the variable is not among
those of the container, or has a value of the wrong kind. Contradicted by: the variable being there and fit.
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.values import whole
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.crashes import Crash
from commander.evidence.mechanisms.cluster.sayings import limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.sentences import short

MISSING, INVALID = "app.config.env_missing", "app.config.value_invalid"
_NAME = re.compile(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b")
_PORT = re.compile(r"(?:^|_)PORT$")
_SENSELESS = re.compile(
    r"pars|invalid|convert|format|unsupported|malformed|unknown|not a (?:valid|number)", re.IGNORECASE
)
_QUOTED = re.compile(r"\"([^\"]{1,80})\"|'([^']{1,80})'|: (\S{1,80})$")
_NUMERIC = re.compile(r"(?:^|_)(?:TIMEOUT(?:_MS|_SECONDS)?|REPLICAS|WORKERS|THREADS|POOL_SIZE|MAX_CONNECTIONS)$")


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload that dies of a setting."""
    arguments = []
    for entity, several in case.reading(crashes.by_workload).items():
        crash = several[0]
        container, item = crashes.declared(case, crash)
        words = [one for one in crashes.last_words(case, entity) if one.signature is not None]
        for cause in (MISSING, INVALID):
            said = [one for one in words if one.signature is not None and one.signature.cause == cause]
            argument = _spoken(case, entity, cause, crash, (container, item), said) if said else None
            if argument is None and cause == INVALID:
                argument = _echoed(case, entity, crash, (container, item))
            if argument is None and cause == INVALID:
                argument = _unusable(case, entity, crash, (container, item))
            if argument is not None:
                weigh_standing(case, argument, restarts=True)
                arguments.append(argument)
    yield from limited(arguments)


def _spoken(
    case: Case, entity: str, cause: str, crash: Crash, told: tuple[Container, State | None], said: list[Pattern]
) -> Argument:
    what = "lacks a setting that it needs" if cause == MISSING else "has a setting that it cannot use"
    argument = Argument(cause, entity, f'{short(entity)} {what}: "{said[0].text[:100]}".', direct=True)
    for pattern in said[:2]:
        argument.back(case.fact_of_pattern(pattern), 3.0)
    argument.back(crash.fact(case), 1.5)
    if crash.out_of_memory:
        argument.oppose(crash.fact(case), 2.0)
    named = next((found[1] for one in said if (found := _NAME.search(one.text)) is not None), None)
    container, item = told
    if named is None or not container.env or item is None:
        return argument
    value = container.env.get(named)
    if cause == MISSING and not value:
        sets = "sets no" if value is None else "sets an empty"
        argument.back(case.fact_of_state(item, f"{crashes.who(crash)} {sets} {named}."), 1.5)
    elif cause == MISSING and not value_is_reference(value):
        argument.oppose(case.fact_of_state(item, f"{crashes.who(crash)} sets {named}."), 1.0)
    elif cause == INVALID and value:
        argument.back(case.fact_of_state(item, f"{crashes.who(crash)} sets {named}."), 0.5)
    return argument


def value_is_reference(value: str | None) -> bool:
    """Whether a variable's text only says where its value comes from."""
    return value is not None and value.startswith("<")


def _echoed(case: Case, entity: str, crash: Crash, told: tuple[Container, State | None]) -> Argument | None:
    """Last words that cannot make sense of a text which is the value of one of the container's variables."""
    container, item = told
    if item is None or crash.out_of_memory:
        return None
    values = {value: name for name, value in sorted(container.env.items()) if value and not value_is_reference(value)}
    for pattern in crashes.last_words(case, entity):
        if pattern.signature is not None or not _SENSELESS.search(pattern.text):
            continue
        quoted = [part for parts in _QUOTED.findall(pattern.text) for part in parts if part]
        named = next((values[part] for part in quoted if part in values), None)
        if named is not None:
            argument = Argument(INVALID, entity, f"{short(entity)} cannot use its value of {named}.", direct=True)
            argument.back(case.fact_of_pattern(pattern), 3.0)
            sets = f'{crashes.who(crash)} sets {named} to "{container.env[named][:60]}".'
            argument.back(case.fact_of_state(item, sets), 2.0)
            argument.back(crash.fact(case), 1.0)
            return argument
    return None


def _unusable(case: Case, entity: str, crash: Crash, told: tuple[Container, State | None]) -> Argument | None:
    """A number's place that holds none, in a container that does not stay."""
    container, item = told
    if crash.out_of_memory or not crash.looping or item is None:
        return None
    for name in sorted(container.env):
        value = container.env[name].strip()
        if not value or value_is_reference(value) or "$(" in value:
            continue
        number = whole(value)
        port = _PORT.search(name) is not None and not value.startswith(("tcp://", "udp://"))
        bad = (port and (number is None or not 0 < number < 65536)) or (
            _NUMERIC.search(name) is not None and not re.search(r"\d", value)
        )
        if bad:
            argument = Argument(INVALID, entity, f"{short(entity)} has an unusable value for {name}.")
            argument.back(case.fact_of_state(item, f'{crashes.who(crash)} sets {name} to "{value[:60]}".'), 2.5)
            argument.back(crash.fact(case), 1.5)
            argument.lack(f"the last words of {short(entity)}", 0.3)
            return argument
    return None
