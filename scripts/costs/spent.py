"""What calls that were made cost, as a table: of timelines, or of the metering table."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from commander.contract.services import ServiceCall
from commander.domain.spending import Spending, total


def calls_of_files(paths: Iterable[Path]) -> list[ServiceCall]:
    """The calls of all documents, each once. Raises ValueError for a document that has no events."""
    found: dict[str, ServiceCall] = {}
    for path in paths:
        calls = calls_of(json.loads(path.read_text(encoding="utf-8")))
        if not calls:
            print(f"{path}: no AI service was called", file=sys.stderr)
        found |= {call.call_id: call for call in calls}
    return list(found.values())


def calls_of(document: dict[str, object]) -> list[ServiceCall]:
    """The calls in a document's events. Raises ValueError where it has no events."""
    timeline = document.get("timeline")
    events = document.get("events") or (timeline.get("events") if isinstance(timeline, dict) else timeline)
    if not isinstance(events, list):
        raise ValueError("the document has no events")
    return [ServiceCall.model_validate(event["call"]) for event in events if event.get("type") == "service.called"]


def calls_of_table(name: str, days: Iterable[date]) -> list[ServiceCall]:
    """The calls of these days in a metrics table."""
    from commander.aws.metering import DynamoMetering

    return [call for day in days for call in DynamoMetering(name).calls(day)]


def lines(rows: Iterable[Spending]) -> list[str]:
    """Each row as a JSON object. Money is a string, so that no reader rounds it."""
    return [
        json.dumps(
            {
                "purpose": row.purpose,
                "service": row.service,
                "model": row.model,
                "calls": row.use.calls,
                "succeeded": row.use.succeeded,
                "avg_latency_ms": round(float(row.use.latency_ms / row.use.calls), 1),
                "p95_latency_ms": row.p95_ms,
                "input_tokens": row.use.input_tokens,
                "output_tokens": row.use.output_tokens,
                "cost_usd": f"{row.use.usd:f}",
                "provenance": sorted(row.use.answered),
            }
        )
        for row in rows
    ]


def table(rows: Sequence[Spending]) -> str:
    """The rows as a Markdown table with a total."""
    heads = (
        "task",
        "model or service",
        "calls",
        "succeeded",
        "p95 ms",
        "tokens in",
        "tokens out",
        "USD",
        "answered by",
    )
    cells = [
        (
            row.purpose.replace("_", " "),
            row.model or row.service,
            str(row.use.calls),
            f"{row.use.succeeded / row.use.calls:.0%}",
            f"{row.p95_ms:.0f}",
            str(row.use.input_tokens),
            str(row.use.output_tokens),
            money(row.use.usd),
            ", ".join(sorted(row.use.answered)),
        )
        for row in rows
    ]
    cells.append(("all", "", str(sum(row.use.calls for row in rows)), "", "", "", "", money(total(rows)), ""))
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, ("---",) * len(heads), *cells))


def money(usd: Decimal) -> str:
    """An amount with all its digits, at least two of them behind the point."""
    text = f"{usd:f}".rstrip("0") if usd % 1 else f"{usd:.0f}."
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction:0<2}"
