"""The scorecard as a document for readers."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from scripts.scorecard.coverage import table
from scripts.scorecard.figures import POPULATIONS, Figures
from scripts.scorecard.judging import Judgement
from scripts.scorecard.running import AFTER, BEFORE, GENERATED, HELD_OUT, SEEDS, STUDIED, UNSEEN, Outcome

_INTRODUCTION = f"""# Scorecard of the evidence engine

Written by `make scorecard`; `make test` fails when a figure is worse than the ones kept in `scorecard.json`.

Every case is an invented bundle of evidence with what a careful engineer concludes from it (`scenarios/`). Cases
*{AFTER}* were written together with the engine or after looking at what it says. Cases *{BEFORE}* were written before
it knew the mechanism and without looking at it; the wrong ones among them have been studied since, so their present
figures show that nothing was lost and not how the engine does on a case it has not met: the table of first runs does.
Cases *{HELD_OUT}* are only measured: what the engine says of one of them is not looked at.

Recordings of whole applications (`scenarios/heldout/panels`) come from a second simulator, written without looking at
the engine; a third of its 90 are run. *{STUDIED.capitalize()}* is the half that has been looked at since, *{UNSEEN}*
the one that is only measured.

*Generated* cases are {SEEDS} seeds of a simulator (`scenarios/simulator`) in which services call one another, one of
them at fault or none. Nothing here is a recording of a real system, so the figures say how consistent the engine is
with what its authors know, not how it does in the world.

## First runs

What the engine said of each set when it first saw it, in the order in which they were written. Right when asserting is
of faults here. Before estates, stores, wards, harbours and quays the engine was reworked on the sets above them.

| set | cases | faults first | right when asserting | healthy called healthy | false alarms |
| --- | ---: | ---: | ---: | ---: | ---: |
| the first cases written before | 346 | 83 % | 86 % | | |
| the first held out | 121 | 95 % | 96 % | 72 % | 0 % |
| clusters | 48 | 72 % | 75 % | 38 % | 25 % |
| platform | 48 | 61 % | 71 % | 50 % | 7 % |
| databases | 44 | 83 % | 91 % | 75 % | 17 % |
| panels | 90 | 68 % | 76 % | 83 % | 13 % |
| estates | 36 | 76 % | 77 % | 33 % | 11 % |
| accounts | 36 | 91 % | 89 % | 55 % | 9 % |
| ordinary days | 40 | 62 % | 100 % | 29 % | 18 % |
| stores | 44 | 58 % | 68 % | 44 % | 6 % |
| watches | 44 | 57 % | 78 % | 54 % | 4 % |
| meshes | 48 | 87 % | 93 % | 57 % | 29 % |
| wards | 48 | 82 % | 89 % | 91 % | 0 % |
| offices | 44 | 90 % | 100 % | 90 % | 0 % |
| harbours | 56 | 79 % | 95 % | 75 % | 8 % |
| quays | 48 | 95 % | 95 % | 91 % | 0 % |
"""

_NOTES = {
    "verdict right": "the right cause asserted, a healthy system called healthy, or not knowing where nothing decides",
    "verdict's word as expected": "confirmed, likely, inconclusive or healthy is one of those allowed",
    "accuracy at 1": "of faults: cause and place of the first hypothesis are right",
    "accuracy at 3": "of faults: those of one of the first three are",
    "entity first": "of faults: the first hypothesis names the right place",
    "faults asserted": "of faults: confirmed or likely, rightly or not",
    "right when it asserts": "of verdicts confirmed or likely",
    "right when confirmed": "of verdicts confirmed",
    "healthy called healthy": "of healthy systems",
    "false alarms": "of healthy systems: a fault asserted",
    "blind left open": "of cases without the deciding evidence: inconclusive",
    "red herrings taken": "of cases with one: it comes first or is asserted",
    "red herrings argued against": "of cases with one: shown, with what speaks against it or is missing",
    "near misses asserted": "of cases that look like another cause: that one asserted",
    "all else that was asked for": "rivals shown and contradicted, missing permissions named, versions mentioned",
}


def document(found: Sequence[Outcome], kept: Figures, memory: float) -> str:
    """The whole document."""
    judged = [one.judgement for one in found]
    parts = [
        _INTRODUCTION,
        "## In all\n\n" + "\n".join(_overview(kept)),
        "## By category of causes\n\n" + "\n".join(_categories(kept)),
        "## The same cases told otherwise\n\n" + "\n".join(_mutations(kept)),
        "## Poor evidence\n\n" + "\n".join(_poor(kept)),
        "## Confidence\n\n" + "\n".join(_confidence(kept)),
        "## What a model adds or breaks\n\n" + "\n".join(_models(kept)),
        "## Evidence\n\n" + "\n".join(_evidence(kept)),
        "## Cost\n\n" + "\n".join(_cost(found, memory)),
        "## Wrong cases\n\n" + "\n".join(_wrong(judged)),
        "## Cause codes\n\n" + "\n".join(_codes(judged)),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def percent(value: float | None) -> str:
    """A share as text."""
    return "–" if value is None else f"{100 * value:.1f} %"


def _rows(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join(" --- " if place == 0 else " ---: " for place in range(len(head))) + "|"
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"


def _overview(kept: Figures) -> Iterator[str]:
    rows: list[list[object]] = [["cases", *(kept[name]["cases"] for name in POPULATIONS), ""]]
    for key, note in _NOTES.items():
        rows.append([key, *(percent(kept[name][key]) for name in POPULATIONS), note])
    yield from _rows(["", *POPULATIONS, "meaning"], rows)


def _categories(kept: Figures) -> Iterator[str]:
    names = sorted({category for name in POPULATIONS for category in kept["by category"][name]})
    rows: list[list[object]] = []
    for category in names:
        row: list[object] = [category]
        for name in POPULATIONS:
            own = kept["by category"][name].get(category)
            row += [own["cases"], percent(own["accuracy at 1"]), percent(own["accuracy at 3"])] if own else ["", "", ""]
        rows.append(row)
    head = ["category", *(text for name in POPULATIONS for text in (f"{name}: cases", "at 1", "at 3"))]
    yield from _rows(head, rows)


def _mutations(kept: Figures) -> Iterator[str]:
    yield "Where evidence was taken away, not knowing is right as well; where only the spelling changed, the conclusion"
    yield "has to stay. *Only then*: something wrong is asserted that is not asserted of the case itself. Each written"
    yield "case is told in about a quarter of these ways."
    yield ""
    rows = [
        [
            name,
            own["cases"],
            percent(own["right"]),
            percent(own["same conclusion"]) if "same conclusion" in own else "",
            percent(own["asserted wrongly"]),
            percent(own["wrong only then"]),
        ]
        for name, own in kept["mutated"].items()
    ]
    yield from _rows(["told otherwise", "cases", "right", "same conclusion", "asserted wrongly", "only then"], rows)


def _poor(kept: Figures) -> Iterator[str]:
    yield "What is right stays what it is of the whole evidence. *Right first*: of faults, cause and place of the"
    yield "first hypothesis, whatever the verdict; *abstained*: inconclusive; *overlooked*: called healthy. Cases as"
    yield "they came were written with poor evidence, the others lost it by being told otherwise. Hidden levels and"
    yield "titles are not counted together with them."
    yield ""
    columns = ("right first", "right when it asserts", "abstained", "overlooked")
    rows = [
        [name, own["cases"], *(percent(own[key]) for key in columns)] for name, own in kept["poor evidence"].items()
    ]
    yield from _rows(["evidence", "cases", *columns], rows)


def _models(kept: Figures) -> Iterator[str]:
    yield "A rule-based **stand-in** argues over the verdicts of about a quarter of the written and held-out cases,"
    yield "over the product's own adapter and prompts. It understands nothing: this shows what the product does with a"
    yield "model's word, and not what a real model would add. `contrarian` argues for what the engine thinks least of,"
    yield "`garbage` breaks the schema, `hostile` obeys what it finds in the data. *Settled*: confirmed or healthy;"
    yield "*word*: the verdict itself; *refused*: statements that were not used, for each case."
    yield ""
    columns = (
        "read",
        "settled verdicts changed",
        "words changed",
        "reordered or added to",
        "open, first right before",
        "open, first right after",
    )
    rows = [
        [f"`{name}`", own["cases"], *(percent(own[key]) for key in columns), own["refused"]]
        for name, own in kept["models"].items()
    ]
    yield from _rows(["temper", "cases", *columns, "refused"], rows)


def _confidence(kept: Figures) -> Iterator[str]:
    own = kept["calibration"]
    yield "Verdicts that decide (confirmed, likely, healthy) by their confidence, with the 95 % interval (Wilson) of"
    yield f"the share that is right. Expected calibration error: {percent(own['expected calibration error'])}."
    constant = "" if own["confidences differ"] else " **They hardly differ, so they say nothing.**"
    yield f"Standard deviation of all confidences: {own['spread of confidences']:.2f}.{constant}"
    yield ""
    rows = [
        [f"{low:g} to {high:g}", count, f"{mean:.2f}", percent(good), f"{percent(bottom)} to {percent(top)}"]
        for low, high, count, mean, good, bottom, top in own["bins"]
    ]
    yield from _rows(["confidence", "verdicts", "mean", "right", "interval"], rows)


def _evidence(kept: Figures) -> Iterator[str]:
    own = kept["evidence"]
    yield f"Of {own['statements']} statements {percent(own['statements that hold'])} hold: what they cite exists and is"
    yield "about the thing named, and their numbers, moments and quotations follow from it. Verdicts without a flaw of"
    yield f"that kind: {percent(own['verdicts with valid citations'])}. Verdicts that keep to their schema:"
    yield f"{percent(own['verdicts that keep to the schema'])}. Rivals shown with contradicting or missing evidence:"
    yield f"{percent(own['rivals argued against'])}."


def _cost(found: Sequence[Outcome], memory: float) -> Iterator[str]:
    """Rounded up to powers of two, so that the document stays the same from run to run and machine to machine."""
    total = sum(one.seconds for one in found) / max(1e-9, sum(one.seconds_of_json for one in found))
    yield "CPU time of all verdicts, as a multiple of reading the same bundles with `json.loads`: below"
    yield f"{_up(total)}. Memory at its peak, of the largest bundles: below {_up(memory)} times the size of their text."


def _up(value: float) -> int:
    return int(2 ** math.ceil(math.log2(max(1.0, 1.25 * value))))


def _wrong(judged: Sequence[Judgement]) -> Iterator[str]:
    for name in (AFTER, BEFORE, STUDIED, GENERATED):
        own = [one for one in judged if one.population == name and not one.right]
        yield f"### {name.capitalize()}: {len(own)}"
        yield ""
        if own:
            yield from _rows(
                ["case", "expected", "concluded"], [[one.case_id, wanted(one), concluded(one)] for one in own]
            )
            yield ""


def wanted(one: Judgement) -> str:
    """What was expected, in short."""
    return f"{one.expected[0].cause} at {one.expected[0].entity}" if one.expected else one.kind


def concluded(one: Judgement) -> str:
    """What the engine said, in short."""
    verdict, cause, entity = one.got
    return f"{verdict}: {cause} at {entity}" if cause else verdict


def _codes(judged: Sequence[Judgement]) -> Iterator[str]:
    yield "How many cases have the code as their cause (and as an equally right one), how many only look like it, and"
    yield "how often the engine says it in a verdict that decides, rightly and wrongly."
    yield ""
    rows: list[list[Any]] = []
    for code, row in table(judged).items():
        cases = f"{row['cases']} (+{row['also']})" if row["also"] else row["cases"]
        rows.append([f"`{code}`", cases, row["near misses"], row["asserted"], row["wrongly"]])
    yield from _rows(["code", "cases", "near misses", "said rightly", "said wrongly"], rows)
