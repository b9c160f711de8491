"""The evidence engine offline: bundles in, verdicts out. Needs nothing but the standard library and pydantic.

    python -m commander.investigate BUNDLE_OR_FOLDER... [--out DIR]

A folder stands for every bundle below it (`bundle.json` and `*.bundle.json`). Without --out the verdicts go to
standard output, one JSON document a line; with it each goes to DIR/<case_id>.verdict.json. What is not a bundle is
named with the reason on standard error, the others are still investigated, and the exit code is 2.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate

NOT_A_BUNDLE = 2


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns its exit code."""
    parser = argparse.ArgumentParser(prog="commander.investigate", description="Verdicts from evidence bundles.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="BUNDLE_OR_FOLDER")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write DIR/<case_id>.verdict.json instead of printing")
    given = parser.parse_args(arguments)
    refused = 0
    for path in given.paths:
        for file in _files(path):
            bundle = _read(file)
            if isinstance(bundle, str):
                print(f"{file}: {bundle}", file=sys.stderr)
                refused += 1
            else:
                _write(investigate(bundle), given.out)
    return NOT_A_BUNDLE if refused else 0


def _files(path: Path) -> Iterator[Path]:
    """The bundle files at a path. A folder without any is passed on, to be refused by its name."""
    found = sorted({*path.rglob("bundle.json"), *path.rglob("*.bundle.json")}) if path.is_dir() else []
    yield from found or [path]


def _read(file: Path) -> Bundle | str:
    """The bundle in a file, or why there is none."""
    if file.is_dir():
        return "no bundle.json or *.bundle.json below this folder"
    try:
        return Bundle.model_validate_json(file.read_bytes())
    except OSError as error:
        return error.strerror or str(error)
    except ValidationError as error:
        return reason(error)


def reason(error: ValidationError) -> str:
    """What is wrong first with a document that is no bundle, and where in it."""
    errors = error.errors(include_url=False, include_input=False)
    first = errors[0]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"not an evidence bundle: {f'{place}: ' if place else ''}{first['msg']}{more}"


def _write(verdict: Verdict, folder: Path | None) -> None:
    if folder is None:
        print(verdict.model_dump_json())
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{verdict.case_id}.verdict.json").write_text(verdict.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
