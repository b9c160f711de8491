"""A line names the very address that was refused: a port that the Service of that address does not offer.

The same fault as a wrong setting, where the setting itself was not collected. Predicts: the address in the line is a
Service's, its port is none of the Service's. Contradicted by: the Service offers the port.
"""

import re
from collections.abc import Iterator
from functools import cache

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import backing
from commander.evidence.cluster.directory import directory
from commander.evidence.cluster.hosts import mentions
from commander.evidence.cluster.services import Service
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.complaints import CONNECTING, refuted, relate, weigh_changes, weigh_effects
from commander.evidence.mechanisms.cluster.stores import is_database
from commander.evidence.sentences import short

_ADDRESS = (
    r"(?<![\w.-])(?P<host>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*):(?P<port>\d{2,5})(?![\d.])|"
    r"(?:server at|host(?:name)?|connect(?:ing)? to)[ =]*[\"'](?P<named>[a-z0-9][\w.-]*)[\"'][^\n]{0,60}?"
    r"port[ =:]*(?P<at>\d{2,5})"
)
_MOST = 3


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose lines name a port that a Service does not offer."""
    known = case.reading(directory)
    told = {case.kin(one.carrier) for one in case.reading(mentions)}
    made = 0
    for pattern in case.patterns if known.services else ():
        cause = pattern.signature.cause if pattern.signature is not None else None
        if pattern.ended or pattern.entity is None or cause not in CONNECTING or made >= _MOST:
            continue
        found = _refused(case, pattern)
        if found is None or case.kin(found[0].entity) == case.kin(pattern.entity):
            continue
        made += 1
        argument = _argument(case, pattern, *found, settings_known=case.kin(pattern.entity) in told)
        yield relate(case, argument)
        yield from refuted(case, pattern, next(iter(argument.supporting.values()))[0], argument)


def _refused(case: Case, pattern: Pattern) -> tuple[Service, int] | None:
    """The Service and the port that a line names, where the Service does not offer it."""
    for one in _wording().finditer(pattern.text.lower()):
        host, port = one["host"] or one["named"], int(one["port"] or one["at"])
        service = case.reading(directory).find(host, None).service
        if service is None or service.headless or service.external or not service.ports:
            continue
        offered = {part.port for part in service.ports}
        if None not in offered and port not in offered:
            return service, port
    return None


def _argument(case: Case, pattern: Pattern, service: Service, port: int, *, settings_known: bool) -> Argument:
    writer = case.workload(pattern.entity or "")
    cause = "db.port_wrong" if is_database(case, service) else "app.config.dependency_address_wrong"
    offered = ", ".join(str(one.port) for one in service.ports)
    argument = Argument(cause, writer, f"{short(writer)} calls port {port} of {service.name}, which offers {offered}.")
    late = case.is_new(pattern) is False
    argument.back(case.fact_of_pattern(pattern), 0.5 if late else 2.4)
    argument.back(case.fact_of_state(service.item, f"Service {service.name} offers {offered}."), 1.6)
    answers = backing(case, service).ready
    if answers:
        argument.back(case.fact_of_state(answers[0].item, f"{answers[0].name} is running and ready."), 0.5)
    if not settings_known:
        argument.lack(f"the setting of {short(writer)} that names {service.name}", 0.2)
    weigh_effects(case, writer, argument)
    weigh_changes(case, writer, argument)
    argument.direct = not late
    return argument


@cache
def _wording() -> re.Pattern[str]:
    return re.compile(_ADDRESS)
