"""`python -m scripts.costs`: which task went to which model or service, and what it cost; and what incidents cost.

    PYTHONPATH=layers/commander/python python -m scripts.costs TIMELINE.json …      timelines, recordings or scenarios
    PYTHONPATH=layers/commander/python python -m scripts.costs --table NAME --day 2026-11-21 [--day …]
    PYTHONPATH=layers/commander/python python -m scripts.costs --write | --check    docs/costs.md, made anew or compared

The first two print a Markdown table, or with `--json` one JSON object a line. A timeline is any JSON document with
`events`, or with `timeline.events`. Figures are those of the calls' own records; a document without calls is told and
counts for nothing. The third runs the agents against the stand-ins and takes about a minute.
"""

import argparse
import difflib
import logging
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from commander.domain.spending import spending
from commander.runtime.logging import logger
from scripts.costs.folder import ROOT
from scripts.costs.spent import calls_of_files, calls_of_table, lines, table

DOCUMENT = ROOT / "docs" / "costs.md"
_SHOWN = 40
"""So many lines of a difference are shown."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 1 where `--check` finds that the document has drifted."""
    parser = argparse.ArgumentParser(
        prog="scripts.costs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("timelines", nargs="*", type=Path)
    parser.add_argument("--table", help="the metrics table, read with the credentials of the environment")
    parser.add_argument("--day", action="append", type=date.fromisoformat, default=[], help="a day in UTC")
    parser.add_argument("--json", action="store_true", help="JSON lines")
    parser.add_argument("--write", action="store_true", help="make docs/costs.md anew")
    parser.add_argument("--check", action="store_true", help="fail where docs/costs.md has drifted")
    options = parser.parse_args(arguments)
    wanted = [bool(options.timelines), bool(options.table and options.day), options.write, options.check]
    if sum(wanted) != 1:
        parser.error("name timelines, or --table and --day, or say --write or --check")
    if options.write or options.check:
        return _document(compare=options.check)
    calls = calls_of_files(options.timelines) if options.timelines else calls_of_table(options.table, options.day)
    rows = spending(calls)
    print("\n".join(lines(rows)) if options.json else table(rows))
    return 0


def _document(*, compare: bool) -> int:
    from scripts.costs.document import written
    from scripts.costs.reckoning import reckon

    logger.setLevel(logging.CRITICAL)
    new = written(reckon(lambda what: print(what, file=sys.stderr)))
    if not compare:
        DOCUMENT.write_text(new, encoding="utf-8")
        return 0
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if old == new:
        return 0
    changed = difflib.unified_diff(old.splitlines(), new.splitlines(), "committed", "as it is now", lineterm="", n=0)
    print("\n".join(list(changed)[:_SHOWN]))
    print("docs/costs.md has drifted: python -m scripts.costs --write, and commit what changed")
    return 1
