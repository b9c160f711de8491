"""What one collector found: items of the bundle's sections without ids, gaps, and things that lie next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commander.aws.collecting.budget import OutOfBudget
from commander.aws.collecting.things import Thing
from commander.contract.evidence import Section
from commander.contract.problems import CommanderError, Missing, ServiceDenied, ServiceUnavailable
from commander.contract.values import iso

_LONGEST_REASON = 500
UNREADABLE = (AttributeError, KeyError, IndexError, TypeError, ValueError)
"""A service that answers in another form than expected costs its own part of the evidence, not all of it."""


@dataclass(frozen=True)
class Window:
    """The time that is looked at."""

    start: datetime
    end: datetime


@dataclass
class Findings:
    """Written to by one collector as it goes, so that what it had found when its time was up is not lost."""

    items: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    neighbours: list[Thing] = field(default_factory=list)
    better_known: list[Thing] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    traced: list[bool] = field(default_factory=list)

    def copy(self) -> "Findings":
        """What was found up to now; what is found later does not come into it."""
        return Findings(
            list(self.items), list(self.neighbours), list(self.better_known), list(self.groups), list(self.traced)
        )

    def take(self, other: "Findings") -> None:
        """Adds what another one found."""
        self.items += other.items
        self.neighbours += other.neighbours
        self.better_known += other.better_known
        self.groups += other.groups
        self.traced += other.traced

    def add(self, section: Section, **item: Any) -> None:
        """One item of a section; what is None is left out."""
        told = {name: iso(value) if isinstance(value, datetime) else value for name, value in item.items()}
        self.items.append((section, {name: value for name, value in told.items() if value is not None}))

    def state(self, thing: Thing, kind: str, attributes: dict[str, Any], at: datetime | None = None) -> None:
        """A snapshot. Attributes that are not known are left out; what is known to be empty is told as empty."""
        told = {name: value for name, value in attributes.items() if value is not None and value != ""}
        self.add("state", entity=thing.entity, kind=kind, attributes=told, t=at)

    def event(self, thing: Thing, kind: str, at: datetime | None, reason: str, message: str, level: str) -> None:
        """Something that the platform reported. `level`: normal, info, warning, error."""
        self.add(
            "events",
            t=at,
            kind=kind,
            source=kind,
            entity=thing.entity,
            type=level,
            reason=reason,
            message=message,
        )

    def edge(self, from_: Thing, to: Thing, kind: str) -> None:
        """Two things and what one is to the other; the other one is a neighbour."""
        self.link(from_, to, kind)
        self.neighbours.append(to)

    def link(self, from_: Thing, to: Thing, kind: str) -> None:
        """Two things and what one is to the other."""
        if from_ != to:
            self.items.append(("topology", {"from": from_.entity, "to": to.entity, "kind": kind}))

    def gap(self, section: Section, entity: str | None, error: CommanderError | str) -> None:
        """Something that could not be looked at, and why."""
        reason = error if isinstance(error, str) else error.detail
        permission = error.permission if isinstance(error, ServiceDenied) else None
        gap = {"section": section, "entity": entity, "reason": reason[:_LONGEST_REASON], "permission": permission}
        self.items.append(("gaps", {name: value for name, value in gap.items() if value is not None}))

    @contextmanager
    def trying(self, section: Section, entity: str | None) -> Iterator[None]:
        """What goes wrong in here becomes a gap of the section; the end of the budget goes on to end the collector."""
        try:
            yield
        except OutOfBudget:
            raise
        except CommanderError as error:
            self.gap(section, entity, error)
        except UNREADABLE as error:
            self.gap(section, entity, unreadable(error))


def unreadable(error: Exception) -> CommanderError:
    """An answer of another form than expected."""
    return ServiceUnavailable(f"the answer could not be read: {type(error).__name__}: {error}")


def absent(thing: Thing) -> Missing:
    """The thing is not there."""
    return Missing(f"no {thing.entity} in this account and region")
