"""Sentences about what was seen. Every number in them is in the items they cite or follows from these."""

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.alarms import Watch
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.logs import Pattern, times_of
from commander.evidence.moments import spell
from commander.evidence.releases import Release

_UNITS = {"Seconds": "s", "Milliseconds": "ms", "Percent": "percent", "Bytes": "bytes", "Count": "", "None": ""}
_LONGEST_QUOTE = 240


def short(entity: str | None) -> str:
    """The name part of kind/name."""
    return "an unnamed thing" if entity is None else entity.partition("/")[2]


def number(value: float) -> str:
    """A number as a person writes it: whole where it is, else four digits."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.4g}"


def amount(value: float, unit: str | None) -> str:
    """A number with its unit."""
    return f"{number(value)} {_UNITS.get(unit or '', unit or '')}".strip()


def of_behaviour(one: Behaviour) -> str:
    """What a series did."""
    series = one.series
    name, unit = f"{series.name} of {short(series.entity)}", series.unit
    if one.course is Course.EMPTY:
        return f"{name} has no datapoints."
    before, after, peak = amount(one.before, unit), amount(one.after, unit), amount(one.peak, unit)
    if one.course is Course.CHANGED:
        extreme = "at most" if one.direction > 0 else "at least"
        if one.onset is None:
            return f"{name} had a median of {after}, against {before} at a normal time."
        if one.fresh:
            newest = f"The newest datapoint of {name}, of {spell(one.onset)}"
            return f"{newest}, is {after}, against a median of {before} before."
        since = spell(one.onset)
        return f"{name} had a median of {before} before {since} and of {after} from then on, {extreme} {peak}."
    if one.course is Course.CAME_BACK and one.returned is not None:
        if one.onset is None:
            return f"{name} came down from {peak} and had a median of {after} from {spell(one.returned)} on."
        return (
            f"{name} left its median of {before} at {spell(one.onset)}, reached {peak}, "
            f"and was back at a median of {after} from {spell(one.returned)} on."
        )
    return f"{name} {_steadily(one)}"


def _steadily(one: Behaviour) -> str:
    values, unit = one.series.values, one.series.unit
    least, most = min(values), max(values)
    if least == most:
        return f"stayed at {amount(values[0], unit)} in all {len(values)} datapoints."
    if one.excursions:
        worst = max((values[place] for place in one.excursions), key=lambda value: abs(value - one.before))
        last = spell(one.series.times[one.excursions[-1]])
        return (
            f"had a median of {amount(one.before, unit)} and stood out of it in {len(one.excursions)} of {len(values)} "
            f"datapoints, the last of them at {last}, furthest at {amount(worst, unit)}."
        )
    low, high = amount(least, unit), amount(most, unit)
    return f"stayed between {low} and {high} with a median of {amount(one.before, unit)}."


def of_watch(watch: Watch) -> str:
    """How often the alarm's series crossed its threshold."""
    series = watch.series
    side = "below" if watch.below else "above"
    line = amount(watch.threshold or 0.0, series.unit)
    name = f"{series.name} of {short(series.entity)}"
    if not watch.crossings:
        return f"{name} was not {side} {line} in any of {len(series.values)} datapoints."
    last = spell(series.times[watch.crossings[-1]])
    after = f"and {watch.since} datapoints followed" if watch.since else "which is its newest datapoint"
    often = f"in {len(watch.crossings)} of {len(series.values)} datapoints"
    return f"{name} was at or {side} the threshold of {line} {often}, the last of them at {last}, {after}."


def of_pattern(pattern: Pattern) -> str:
    """What was logged, how often and from when."""
    who = short(pattern.entity)
    told = sum(map(times_of, pattern.shown))
    lines = "1 line" if told == 1 else f"{told} lines"
    if told < pattern.count:
        lines = f"More than {told} lines"
    version = f" of version {next(iter(pattern.versions))}" if len(pattern.versions) == 1 else ""
    if len(pattern.versions) > 1:
        version = f" of versions {' and '.join(sorted(pattern.versions))}"
    since = f", the first at {spell(pattern.first)}" if pattern.first is not None else ""
    return f'{lines}{version} in the logs of {who} say "{_quote(pattern.text)}"{since}.'


def _quote(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def of_event(event: PlatformEvent) -> str:
    """What the platform reported, of what, how often and when last."""
    reason = event.reason.strip() or event.kind.strip()
    said = " ".join(event.message.split())
    often = f" ({event.count} times)" if (event.count or 0) > 1 else ""
    moment = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
    when = f" at {spell(moment)}" if moment is not None else ""
    about = f" of {short(event.entity)}" if event.entity else ""
    return f"The platform reported {reason}{about}{often}{when}{f': {_quote(said)}' if said else ''}"


def of_release(release: Release) -> str:
    """What was changed, when and by whom."""
    by = f" by {release.actor}" if release.actor else ""
    calls = ", ".join(action.rpartition(":")[2] for action in release.actions)
    at = f"at {spell(release.start)}"
    if release.end - release.start >= 1:
        at = f"between {spell(release.start)} and {spell(release.end)}"
    if release.kind == "deployment":
        what = f"Version {release.version} of {short(release.entity)}" if release.version else short(release.entity)
        return f"{what} was released {at}{by} ({calls})."
    return f"{short(release.entity)} was changed {at}{by} ({calls})."
