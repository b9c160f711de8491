"""Keeps a run as it was: what the API answered, and which frames arrived when. Nothing in it is made up."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROVENANCE = "local stand-in"


def save(
    path: Path,
    name: str,
    incident: dict[str, Any],
    events: list[dict[str, Any]],
    frames: list[dict[str, Any]],
) -> None:
    """Write one run's documents to `path`."""
    generated_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    document = {
        "id": name,
        "generated_at": generated_at,
        "provenance": PROVENANCE,
        "environment": "local",
        "incident": incident,
        "events": events,
        "frames": frames,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
