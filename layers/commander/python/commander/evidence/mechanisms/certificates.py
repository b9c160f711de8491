"""A certificate whose end was measured: a probe counts down to it, or an object tells the date.

Predicts: the end lies in the past and not long before the trouble; who calls with it is refused from then on. A
certificate that still holds says nothing, and one that ended long before the trouble is not what began it.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.moments import parse_maybe, spell
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import short

_CAUSE = "app.certificate_expired"
_WHOSE = frozenset({"cert", "certs", "certificate", "certificates", "ssl", "tls", "x509"})
_ENDS = frozenset(
    {"expiry", "expire", "expires", "expiration", "after", "notafter", "left", "remaining", "validity", "until", "ttl"}
)
_EPOCH, _MILLIS = 1e9, 1e11
"""Values from which a number is a moment and not a distance; and one in milliseconds."""
_UNITS = (("days", 86400.0), ("day", 86400.0), ("hours", 3600.0), ("hour", 3600.0), ("minutes", 60.0))
_DATES = ("not_after", "notAfter", "NotAfter", "expires_at", "expiry", "expiration", "valid_until", "validTo")
_BEFORE_S = 3600.0
_COLLAPSED = 0.3


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing whose certificate ended shortly before the trouble, or during it."""
    for entity, ended, fact in _ended(case):
        onset = case.onset
        if onset is not None and ended < onset.start - _BEFORE_S:
            continue
        argument = Argument(
            _CAUSE, case.workload(entity), f"The certificate of {short(entity)} ended at {spell(ended)}."
        )
        argument.back(fact, 3.5)
        argument.direct = _weigh_effects(case, entity, argument)
        yield argument


def _weigh_effects(case: Case, entity: str, argument: Argument) -> bool:
    """Whether callers are refused: they ask hardly any more, or the symptom that needs it fails."""
    gone = [one for one in case.of(entity, Role.DEMAND) if one.ratio is not None and one.ratio <= _COLLAPSED]
    for one in gone[:1]:
        argument.back(case.fact(one), 1.5)
    failing = case.concerns(entity) and weigh_symptom(case, entity, argument)
    return bool(gone) or failing


def _ended(case: Case) -> Iterator[tuple[str, float, Fact]]:
    for one in case.behaviours:
        tokens = tokens_of(one.series.name) | tokens_of(one.series.namespace or "")
        if one.series.entity is None or not one.series.values or _WHOSE.isdisjoint(tokens) or _ENDS.isdisjoint(tokens):
            continue
        end = _end(one)
        if end <= one.series.times[-1]:
            said = f"{one.series.name} of {short(one.series.entity)} says that it ended at {spell(end)}."
            yield one.series.entity, end, case.stated("metric", one.series.entity, said, (one.series.id,))
    for item in sorted(case.bundle.state, key=lambda item: (item.entity, item.id)):
        if "cert" not in item.kind.lower() and not item.entity.lower().startswith("cert"):
            continue
        date = next((item.attributes[key] for key in _DATES if isinstance(item.attributes.get(key), str)), None)
        end_told = parse_maybe(date)
        if end_told is not None and case.now is not None and end_told <= case.now:
            yield item.entity, end_told, case.fact_of_state(item, f"{short(item.entity)} was valid until {date}.")


def _end(one: Behaviour) -> float:
    """When a certificate ends by the newest value: the moment itself, or so far from the moment of the value."""
    series = one.series
    value, unit = series.values[-1], (series.unit or "").lower()
    if value >= _EPOCH:
        return value / 1000.0 if value >= _MILLIS else value
    words = tokens_of(series.name) | {unit}
    scale = next((seconds for word, seconds in _UNITS if word in words), 1.0)
    return series.times[-1] + value * scale
