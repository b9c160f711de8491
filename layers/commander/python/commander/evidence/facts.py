"""A fact: one checkable sentence about one thing, and the items of the bundle it rests on."""

from dataclasses import dataclass, field

from commander.contract.evidence import EvidenceItem, EvidenceKind


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed statement. `start` and `end` are seconds since 1970; `value` is the number the statement is about.

    `free`: it rests on a writer's free text alone.
    """

    id: str
    kind: EvidenceKind
    entity: str | None
    statement: str
    source_ref: tuple[str, ...]
    start: float | None = None
    end: float | None = None
    value: float | None = None
    free: bool = False

    def as_evidence(self) -> EvidenceItem:
        """The fact as an item of the verdict."""
        return EvidenceItem(
            id=self.id, kind=self.kind, entity=self.entity, statement=self.statement, source_ref=list(self.source_ref)
        )


@dataclass
class Ledger:
    """The facts of one case in the order in which they were found; saying the same again gives the same fact."""

    facts: list[Fact] = field(default_factory=list)
    _known: dict[tuple[str, str | None, str], Fact] = field(default_factory=dict)

    def state(
        self,
        kind: EvidenceKind,
        entity: str | None,
        statement: str,
        source_ref: tuple[str, ...],
        *,
        start: float | None = None,
        end: float | None = None,
        value: float | None = None,
        free: bool = False,
    ) -> Fact:
        """Records a fact and gives it an id."""
        key = (kind, entity, statement)
        if key not in self._known:
            fact = Fact(f"v{len(self.facts) + 1}", kind, entity, statement, source_ref, start, end, value, free)
            self.facts.append(fact)
            self._known[key] = fact
        return self._known[key]
