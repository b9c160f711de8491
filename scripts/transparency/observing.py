"""The evidence in lines: what a reader needs to check a statement against the items it cites."""

import json
from collections.abc import Iterator
from typing import Any

from commander.contract.evidence import Bundle, Metric
from commander.contract.transparency import Observed

_LONGEST = 600


def observed(bundle: Bundle) -> list[Observed]:
    """Every item of a bundle, in its order."""
    return [
        Observed(id=item.id, section=section, entity=entity, t=t, text=_short(text))
        for section, item, entity, t, text in _items(bundle)
    ]


def _items(bundle: Bundle) -> Iterator[tuple[str, Any, str | None, str | None, str]]:
    for alert in bundle.alerts:
        line = f" {alert.comparison} {alert.threshold:g}" if alert.threshold is not None else ""
        said = f"{alert.name}: {alert.state}" + (f" ({alert.metric}{line})" if alert.metric else "")
        yield "alerts", alert, alert.entity, alert.t, said + (f"; {alert.reason}" if alert.reason else "")
    for metric in bundle.metrics:
        first = metric.points[0][0] if metric.points else None
        yield "metrics", metric, metric.entity, first, _series(metric)
    for log in bundle.logs:
        yield "logs", log, log.entity, log.t, log.message + (f" (x{log.count})" if log.count else "")
    for event in bundle.events:
        yield "events", event, event.entity, event.t, f"{event.reason}: {event.message}"
    for change in bundle.changes:
        by = f" by {change.actor}" if change.actor else ""
        yield "changes", change, change.entity, change.t, f"{change.action}{by} {_json(change.details or {})}"
    for edge in bundle.topology:
        yield "topology", edge, edge.from_, None, f"{edge.from_} {edge.kind} {edge.to}"
    for state in bundle.state:
        yield "state", state, state.entity, state.t, f"{state.kind} {_json(state.attributes)}"
    for gap in bundle.gaps or []:
        grant = f"; grant {gap.permission}" if gap.permission else ""
        yield "gaps", gap, gap.entity, None, f"{gap.section} could not be looked at: {gap.reason}{grant}"


def _series(metric: Metric) -> str:
    values = [value for _, value in metric.points]
    how = " ".join(part for part in (metric.statistic, metric.unit) if part)
    if not values:
        return f"{metric.name} ({how}): no datapoints"
    return (
        f"{metric.name} ({how}): {len(values)} datapoints every {metric.period_s or 0:g} s, from {min(values):g} to "
        f"{max(values):g}, first {values[0]:g}, last {values[-1]:g}"
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
