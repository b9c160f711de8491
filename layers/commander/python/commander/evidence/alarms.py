"""The incident's own alarm: which one it is, which series it watches, and when that series crossed the line."""

import re
from dataclasses import dataclass

from commander.contract.evidence import Alert, Bundle
from commander.evidence import moments
from commander.evidence.roles import Role
from commander.evidence.series import Series
from commander.evidence.spelling import plain, plain_names

_WORD = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_STATES = ("alarm", "warning", "ok", "insufficient_data")
_WORD_S = 3
_ANOTHERS_S = 6 * 3600.0
"""An alarm that went off so long before an incident began, about something else, is not what opened it."""


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """An alarm and the series it watches. `crossings` are indices of points beyond the threshold."""

    alert: Alert | None
    series: Series
    threshold: float | None
    below: bool
    crossings: tuple[int, ...]

    @property
    def bad_direction(self) -> int:
        """The direction that the alarm calls bad; the role's own where no alarm says."""
        if self.threshold is None:
            return self.series.role.bad_direction
        return -1 if self.below else 1

    @property
    def at_the_end(self) -> int:
        """How many points in a row are beyond the threshold at the end of the series."""
        crossed, place = set(self.crossings), len(self.series.values) - 1
        while place in crossed:
            place -= 1
        return len(self.series.values) - 1 - place

    @property
    def always(self) -> bool:
        """Whether most of the series is beyond the threshold: then crossing it is nothing new."""
        return 2 * len(self.crossings) > len(self.series.values) and bool(self.crossings) and self.crossings[0] <= 1

    @property
    def since(self) -> int:
        """How many points follow the last one beyond the threshold."""
        return len(self.series.values) - 1 - self.crossings[-1] if self.crossings else len(self.series.values)


def own_alert(bundle: Bundle) -> Alert | None:
    """The alert that the incident is about: by name, then by entity; another firing one where neither fits."""
    incident = bundle.incident

    def fit(alert: Alert) -> tuple[int, int, int, str, str]:
        named = alert.name == incident.title
        placed = alert.entity is not None and alert.entity == incident.resource
        return (-(2 * named + placed), -(alert.metric is not None), _STATES.index(alert.state), alert.name, alert.id)

    best = min(bundle.alerts, key=fit, default=None)
    if best is not None:
        best = _newest(best, bundle)
    if best is None or fit(best)[0] < 0:
        return best
    return best if best.state in ("alarm", "warning") and not _older(best, bundle) else None


def _newest(alert: Alert, bundle: Bundle) -> Alert:
    """The newest record of an alarm: several of them are its history, and the last tells how it stands."""
    alike = [one for one in bundle.alerts if (one.name, one.entity) == (alert.name, alert.entity)]
    times = {one.id: moments.parse_maybe(one.t) for one in alike}
    if len(alike) < 2 or any(moment is None for moment in times.values()):
        return alert
    return max(alike, key=lambda one: (times[one.id] or 0.0, one is alert, one.id))


def _older(alert: Alert, bundle: Bundle) -> bool:
    """Whether an alarm about something else than the incident's resource went off long before the incident began."""
    fired = moments.parse_maybe(alert.t)
    told = moments.parse_maybe(bundle.incident.started_at)
    began = told if told is not None else moments.parse_maybe(bundle.incident.collected_at)
    elsewhere = bundle.incident.resource is not None and alert.entity != bundle.incident.resource
    return elsewhere and fired is not None and began is not None and fired < began - _ANOTHERS_S


def watch(bundle: Bundle, alert: Alert | None, series: list[Series]) -> Watch | None:
    """The series that the incident is about with its crossings, or None where it is not among those collected."""
    told = (alert.entity if alert else None) or bundle.incident.resource
    named = [one for one in series if one.values and _is_named(one, alert, bundle)]
    if not named:
        return None
    about = told or _mentioned(bundle, named)
    if about is None and len({one.entity for one in named}) > 1 and not bundle.incident.service:
        return None  # which of them is meant is not said
    own = min(named, key=lambda one: (one.entity != about, -len(one.values), one.name, one.entity or "", one.id))
    if about is not None and own.entity not in (about, None) and not (alert and alert.metric):
        return None
    if about is not None and own.entity is not None and _strangers(bundle, about, own.entity):
        return None  # a series of that name, of something else
    threshold = alert.threshold if alert and alert.metric and plain(alert.metric) == plain(own.name) else None
    below = _fires_below(alert, own)
    including = "equal" in (alert.comparison or "").lower() or "=" in (alert.comparison or "") if alert else False
    crossings = (
        ()
        if threshold is None
        else tuple(
            place
            for place, value in enumerate(own.values)
            if (value < threshold if below else value > threshold) or (including and value == threshold)
        )
    )
    return Watch(alert, own, threshold, below, crossings)


def _strangers(bundle: Bundle, one: str, other: str) -> bool:
    """Whether the topology knows a thing and nothing that leads from it to another, whose name is another as well."""
    if one == other or _named_alike(one, other):
        return False
    joined: dict[str, set[str]] = {}
    for edge in bundle.topology:
        joined.setdefault(edge.from_, set()).add(edge.to)
        joined.setdefault(edge.to, set()).add(edge.from_)
    reached, left = {one}, [one]
    while left:
        new = joined.get(left.pop(), set()) - reached
        reached |= new
        left += new
    return one in joined and not any(each == other or _named_alike(each, other) for each in reached)


def _named_alike(one: str, other: str) -> bool:
    """Whether two things have a word of their names in common, as the parts of one service have."""
    words = [
        {word for word in re.split(r"[^a-z0-9]+", name.partition("/")[2].lower()) if len(word) >= _WORD_S}
        for name in (one, other)
    ]
    return not words[0].isdisjoint(words[1])


def _fires_below(alert: Alert | None, series: Series) -> bool:
    """Whether the alarm fires for low values. Nobody is woken because too much succeeds, whatever the source writes."""
    said = (alert.comparison or "").lower().strip() if alert else ""
    if "<" in said or said in ("lt", "lte", "le") or any(word in said for word in ("less", "below", "lower", "under")):
        return True
    return series.role is Role.SUCCESS


def _mentioned(bundle: Bundle, named: list[Series]) -> str | None:
    """The one thing among those measured that the incident's title names."""
    title = f" {' '.join(_WORD.findall(bundle.incident.title.lower()))} "
    found = {one.entity for one in named if one.entity and f" {one.entity.partition('/')[2].lower()} " in title}
    return found.pop() if len(found) == 1 else None


def _is_named(series: Series, alert: Alert | None, bundle: Bundle) -> bool:
    if alert is not None and alert.metric:
        return series.name == alert.metric or plain(series.name) == plain(alert.metric)
    said = f"{bundle.incident.title} {bundle.incident.description or ''}".lower()
    return len(series.name) > 3 and (series.name.lower() in said or plain(series.name) in plain_names(said))
