"""Writes cases as files: `python -m scenarios.generate [FOLDER]`.

Without a folder the examples in this folder are written again; with one every hand-written case goes there. A case is
one folder with `bundle.json` (what was collected) and `expected.json` (what a careful engineer concludes from it).
Nothing of the engine is imported.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from scenarios.cases import CASES, functions
from scenarios.cases.building import Case, Item

HERE = Path(__file__).parent


def written(cases: Iterable[Case] = functions.CASES) -> dict[str, str]:
    """The text of every file, by its path within the folder."""
    files: dict[str, str] = {}
    for scenario in cases:
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


def main(arguments: list[str]) -> None:
    """Write the examples here, or every case to the folder named."""
    folder, cases = (Path(arguments[0]), CASES) if arguments else (HERE, functions.CASES)
    for name, text in written(cases).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
