"""`python -m scripts.scorecard`: judges the evidence engine on every case and writes or checks the scorecard."""

import argparse
import json
import sys
from collections.abc import Sequence

from scripts.scorecard import ROOT
from scripts.scorecard.document import concluded, document, percent, wanted
from scripts.scorecard.figures import POPULATIONS, Figures, figures, worse
from scripts.scorecard.running import MEASURED, SEEDS, Outcome, Wanted, memory, outcomes

DOCUMENT = ROOT / "docs" / "scorecard.md"
KEPT = ROOT / "docs" / "scorecard.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked and return the exit code."""
    options = _parser().parse_args(arguments)
    asked = Wanted(
        seeds=options.seeds,
        pattern=options.cases,
        modules=_modules(options.modules),
        every_way=options.every_way,
        every_panel=options.every_panel,
        populations=tuple(options.only.split(",")) if options.only else Wanted.populations,
    )
    found = outcomes(asked, options.workers)
    now = figures(found)
    _print(now)
    if options.verbose:
        _print_wrong(found)
    if options.check:
        return _check(now)
    if asked != Wanted():
        print("Only a part was run: nothing was written.")
        return 0
    KEPT.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    DOCUMENT.write_text(document(found, now, memory(asked)), encoding="utf-8")
    print(f"Written: {DOCUMENT.relative_to(ROOT)} and {KEPT.relative_to(ROOT)}")
    return 0


def _modules(text: str) -> tuple[str, ...]:
    names = [name for name in text.split(",") if name]
    if names != ["*"]:
        return tuple(names)
    found = sorted(path.stem for path in (ROOT / "scenarios" / "cases").glob("*.py"))
    return tuple(name for name in found if not name.startswith(("_", "building")))


def _check(now: Figures) -> int:
    """Compare with what is kept; 1 when a figure got worse, each of which is said."""
    if not KEPT.exists():
        print(f"{KEPT.relative_to(ROOT)} does not exist: run make scorecard and commit what it writes.")
        return 1
    kept = json.loads(KEPT.read_text("utf-8"))
    lost = worse(now, kept)
    for name in now["wrong cases"]:
        new = set(now["wrong cases"][name]) - set(kept["wrong cases"][name])
        if lost and new:
            print(f"Wrong now and not before, {name}: {', '.join(sorted(new))}")
    for line in lost:
        print(f"Worse: {line}")
    if not lost and now != kept:
        print("Nothing is worse, but figures have changed: make scorecard writes them down.")
    return int(bool(lost))


def _print(now: Figures) -> None:
    keys = [key for key in now[POPULATIONS[0]] if key not in ("cases", "faults", "healthy", "blind")]
    counts = "   ".join(f"{name}: {now[name]['cases']}" for name in POPULATIONS)
    print(f"{'cases':30} {counts}")
    for key in keys:
        print(f"{key:30} " + "".join(f"{percent(now[name][key]):>16}" for name in POPULATIONS))
    for name, own in now["mutated"].items():
        same = f"  same {percent(own['same conclusion'])}" if "same conclusion" in own else ""
        wrong = f"{percent(own['asserted wrongly'])} (only then {percent(own['wrong only then'])})"
        print(f"{name:30} {own['cases']:5}  right {percent(own['right'])}  asserted wrongly {wrong}{same}")
    for name, own in now["poor evidence"].items():
        said = ", ".join(f"{key} {percent(own[key])}" for key in own if key != "cases")
        print(f"poor: {name:36} {own['cases']:5}  {said}")
    for name, own in now["models"].items():
        print(f"models: {name:36} " + ", ".join(f"{key} {value}" for key, value in own.items()))
    for part in ("calibration", "evidence", "coverage"):
        print(f"{part:30} " + ", ".join(f"{key} {value}" for key, value in now[part].items() if key != "bins"))


def _print_wrong(found: Sequence[Outcome]) -> None:
    for outcome in found:
        one = outcome.judgement
        if one.population in MEASURED:
            continue  # only measured
        if not (one.right and one.allowed) or one.wanting or one.herring_taken:
            words = [*one.wanting, *(["takes the red herring"] if one.herring_taken else [])]
            extra = f" ({'; '.join(words)})" if words else ""
            print(
                f"{one.population} | {one.case_id}: expected {wanted(one)}; {concluded(one)}, {one.confidence:g}{extra}"
            )
        for problem in (*one.invalid, *one.citations):
            print(f"{one.population} | {one.case_id}: {problem}")
        for told in outcome.told:
            judgement = told.judgement
            if told.misled or (one.right and not judgement.right) or not (told.same or told.reduces):
                print(f"{told.mutation} | {one.case_id}: {concluded(one)} became {concluded(judgement)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.scorecard", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a figure is worse than those kept")
    parser.add_argument("--cases", default="*", help="only cases whose id matches this pattern")
    parser.add_argument("--modules", default="", help="further modules of scenarios.cases, by commas; * for all")
    parser.add_argument("--only", default="", help=f"of: {', '.join(Wanted.populations)}; by commas")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many generated cases")
    parser.add_argument("--every-way", action="store_true", help="tell every case in every other way")
    parser.add_argument(
        "--every-panel", action="store_true", help="all recordings of applications, not a third of them"
    )
    parser.add_argument("--workers", type=int, default=2, help="how many processes")
    parser.add_argument("--verbose", action="store_true", help="print every case that is wrong or wants something")
    return parser


if __name__ == "__main__":
    sys.exit(main())
