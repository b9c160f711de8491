"""Numbers and moments that follow from items of a bundle: written in them, counted, measured or compared."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

Item = Mapping[str, Any]

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
_ANY_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
_SCALES = (1.0, 1000.0, 0.001, 1e6, 1e-6, 1e9, 1e-9, 100.0, 0.01, 60.0, 1 / 60, 3600.0, 1 / 3600, 86400.0, 1 / 86400)
_BINARY = tuple(1024.0**power for power in (-3, -2, -1, 1, 2, 3))
_OF_TIME = (1.0, 60.0, 3600.0, 86400.0)


def strings(value: Any) -> Iterator[str]:
    """Every text and field name in it, those of points left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("points", "baseline"):
                yield str(key)
                yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def moments(cited: Sequence[Item]) -> list[datetime]:
    """Every moment in what is cited, in UTC and whole seconds; of a series also the ends of its periods."""
    texts: set[str] = set()
    for item in cited:
        for value in strings(item):
            texts.update(found.group() for found in ISO.finditer(value))
        texts.update(point[0] for point in _points(item))
    moments = {moment for text in texts if (moment := parsed(text)) is not None}
    for item in cited:
        if item.get("points") and isinstance(item.get("period_s"), int | float):
            last = parsed(item["points"][-1][0])
            if last is not None and 0 < item["period_s"] < 1e7:
                moments.add(last + timedelta(seconds=item["period_s"]))
    return sorted(moments)


def _points(item: Item) -> list[list[Any]]:
    baseline = item.get("baseline") or {}
    return [*(item.get("points") or []), *(baseline.get("points") or [])]


def parsed(text: str) -> datetime | None:
    """The moment in UTC and whole seconds; None for a text that names none."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return moment.replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def _clock(time: str) -> set[str]:
    moment = parsed(time)
    return {f"{moment:%H:%M:%S}", f"{moment:%H:%M}"} if moment else set()


def stages(
    cited: Sequence[Item], seen: Sequence[datetime], text: str
) -> Iterator[tuple[Sequence[float], Iterable[float]]]:
    """Numbers that follow, the nearest first, each with the units in which they may be given."""
    written = [float(found) for found in _ANY_NUMBER.findall(text)]
    levels: list[float] = []
    values: list[float] = []
    for item in cited:
        newest = [float(value) for _, value in item.get("points") or []]
        usual = [float(value) for _, value in (item.get("baseline") or {}).get("points") or []]
        values += range(len(newest) + 1)
        for part in (newest, usual):
            values += part
            values += [one / 2 + other / 2 for one, other in pairwise(sorted(part))]
            levels += [part[0], part[-1], min(part), max(part), sum(part) / len(part), sum(part)] if part else []
        levels += _half_medians(newest) + _half_medians(usual)
    yield (1.0,), [*written, *_counts(cited), *values, *levels]
    yield (*_SCALES, *_BINARY), [*written, *levels, *values]
    seconds = [moment.timestamp() for moment in seen]
    seconds = seconds if len(seconds) <= 80 else [*seconds[:30], *seconds[-30:], *seconds[30:-30:4]]
    yield _OF_TIME, (later - earlier for place, earlier in enumerate(seconds) for later in seconds[place:])
    yield (
        (1.0, 100.0, 0.01, *(factor * scale for factor in _BINARY for scale in (1.0, 0.01))),
        _compared(list(dict.fromkeys([*levels, *written]))[:80]),
    )


def means(cited: Sequence[Item], clocks: set[str]) -> Iterator[float]:
    """Means of stretches of a series that begin or end at one of the moments the statement names."""
    for item in cited:
        points = item.get("points") or []
        cuts = [place for place, (time, _) in enumerate(points) if _clock(time) & clocks]
        sums = [0.0, *accumulate(float(value) for _, value in points)]
        for cut in cuts[:6]:
            yield from ((sums[cut] - sums[first]) / (cut - first) for first in range(cut))
            yield from ((sums[last] - sums[cut]) / (last - cut) for last in range(cut + 1, len(sums)))


def _compared(numbers: Sequence[float]) -> Iterator[float]:
    """Differences, ratios and relative differences."""
    for one in numbers:
        for other in numbers:
            yield one - other
            if other:
                yield one / other
                yield (one - other) / other


def _counts(cited: Sequence[Item]) -> Iterator[float]:
    """How many items, how many lines they stand for, how many are in each list; any part of them may be counted."""
    yield from range(len(cited) + 1)
    counts = [max(1, int(item.get("count") or 1)) for item in cited]
    yield sum(counts)
    yield from _lengths(list(cited))
    yield from _sums(list(cited))


def _lengths(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        yield len(value)
        for key, inner in value.items():
            if key not in ("points", "baseline"):
                yield from _lengths(inner)
    elif isinstance(value, list):
        yield from range(min(len(value), 500) + 1)
        for inner in value:
            yield from _lengths(inner)


def _sums(value: Any) -> Iterator[float]:
    """The sums of each field over the objects of a list."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("points", "baseline"):
                yield from _sums(inner)
    elif isinstance(value, list):
        rows = [one for one in value if isinstance(one, Mapping)]
        for key in {key for row in rows for key in row}:
            numbers = [row[key] for row in rows if isinstance(row.get(key), int | float)]
            if len(numbers) > 1:
                yield float(sum(numbers))
        for inner in value:
            yield from _sums(inner)


def _half_medians(values: Sequence[float]) -> list[float]:
    """Medians of the first and last so many points: levels before and after a change."""
    found = []
    for share in (0.2, 0.25, 1 / 3, 0.4, 0.5, 0.6, 2 / 3, 0.75, 0.8, 1.0):
        count = max(1, round(len(values) * share))
        for part in (values[:count], values[-count:]):
            if part:
                found.append(sorted(part)[len(part) // 2])
    return found
