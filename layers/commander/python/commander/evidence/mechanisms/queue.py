"""Messages pile up: their consumer fails, was throttled or switched off, or more came in than it takes.

A backlog is a symptom. Its consumers are known from the edges that read the queue; what stopped them takes their own
logs, metrics and changes to tell.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.unseen import grant
from commander.evidence.roles import Role
from commander.evidence.sentences import short


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about each growing backlog and those who should work it off."""
    for one in case.of_role(Role.BACKLOG):
        entity = one.series.entity
        if entity is None or not one.bad:
            continue
        argument = Argument("dependency.queue_backlog", entity, f"Messages pile up in {short(entity)}.")
        argument.back(case.fact(one), 1.0)
        consumers = [other for other, far in sorted(case.topology.dependents_of(entity).items()) if far == 1]
        argument.lack(f"why {' or '.join(short(other) for other in consumers) or 'its consumer'} does not keep up", 0.5)
        yield argument
        for consumer in consumers:
            yield from _stopped(case, one, consumer)


def _stopped(case: Case, backlog: Behaviour, consumer: str) -> Iterator[Argument]:
    fact = case.fact(backlog)
    failing = Argument("code.unhandled_error", consumer, f"{short(consumer)} fails on what it takes from the queue.")
    failing.back(fact, 0.9)
    if not case.errors(consumer):
        failing.lack(f"errors and logs of {short(consumer)}{grant(case, 'logs', consumer)}", 0.3)
    yield failing
    lost = f"{short(consumer)} lost its concurrency or was switched off."
    scaled = Argument("deployment.scaling_change", consumer, lost)
    scaled.back(fact, 0.7)
    if not any(release.entity == consumer for release in case.releases):
        scaled.lack(f"changes of {short(consumer)}{grant(case, 'changes', consumer)}", 0.3)
    yield scaled
