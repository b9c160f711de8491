"""Writes the cases of this folder: `python -m scenarios.generate`.

Each is one folder with `bundle.json` (what was collected) and `expected.json` (what a careful engineer concludes from
it). Nothing of the engine is imported.
"""

import json
from pathlib import Path

from scenarios.cases import CASES
from scenarios.cases.building import Item

HERE = Path(__file__).parent


def written() -> dict[str, str]:
    """The text of every file, by its path within this folder."""
    files: dict[str, str] = {}
    for scenario in CASES:
        document, expected = scenario()
        folder = document["case_id"]
        files[f"{folder}/bundle.json"] = _bundle_text(document)
        files[f"{folder}/expected.json"] = json.dumps({"story": scenario.__doc__, **expected}, indent=1) + "\n"
    return files


def _bundle_text(document: Item) -> str:
    """One item a line: small, and still readable in a diff."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list) and value:
            value_text = "[\n  " + ",\n  ".join(json.dumps(item) for item in value) + "\n ]"
        else:
            value_text = json.dumps(value)
        parts.append(f' "{key}": {value_text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    for name, text in written().items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")
