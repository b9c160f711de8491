"""The files: what a file in a folder is worth, and how a new one takes its place."""

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from commander.contract.transparency import MadeFrom, ScenarioId, TransparencyScenario
from commander.domain.chain import first_break

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "recordings" / "transparency"
"""Beside the recordings of game days, from where the dashboards' build takes what was really run; in a folder of their
own, since /demo carries everything in the folder above."""

Worth = Literal["current", "outdated", "absent"]

_BY_AWS = re.compile(r'"generated_with_real_aws"\s*:\s*true|"provenance"\s*:\s*"aws"')


def path_of(folder: Path, scenario: ScenarioId) -> Path:
    """Where a scenario's file is."""
    return folder / f"{scenario}.json"


def read(path: Path) -> TransparencyScenario | None:
    """The file as a document; None where there is none, or it is not whole."""
    try:
        document = TransparencyScenario.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return document if first_break(document.timeline) is None else None


def worth(path: Path, wanted: MadeFrom) -> Worth:
    """Whether a file is there, whole, and made from what a new one would be made from."""
    if not path.exists():
        return "absent"
    document = read(path)
    return "current" if document is not None and document.made_from == wanted else "outdated"


def made_with_aws(folder: Path, scenarios: Iterable[ScenarioId]) -> list[Path]:
    """The files of these scenarios in which AWS answered anything, be they damaged or of an earlier form."""
    paths = [path_of(folder, one) for one in scenarios]
    return [one for one in paths if one.exists() and _BY_AWS.search(one.read_text("utf-8", errors="replace"))]


def write(path: Path, document: TransparencyScenario) -> None:
    """Puts the whole file in its place at once: whoever is interrupted leaves the one that was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(document.model_dump_json(indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
