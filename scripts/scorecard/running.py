"""Runs the engine on every case, on two processes, and judges what it says."""

import importlib
import json
import multiprocessing
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from commander.contract.evidence import Bundle, Verdict
from commander.contract.schemas import json_schemas
from commander.evidence.engine import investigate
from scenarios.cases import CASES
from scenarios.cases.building import Case, Scenario
from scenarios.heldout import CASES as HELD
from scenarios.heldout import PANELS, SEEN, panels
from scenarios.mutations import MUTATIONS, Mutation, mutated
from scenarios.simulator import simulated
from scripts.scorecard.arguing import Heard, heard
from scripts.scorecard.citations import problems
from scripts.scorecard.expectations import expected_of
from scripts.scorecard.judging import Judgement, judge

AFTER, BEFORE, HELD_OUT, GENERATED = "written after", "written before", "held out", "generated"
MODELS = "models"
"""Not a population: whether models argue over cases."""
STUDIED, UNSEEN = "panels studied", "panels unseen"
"""The two halves of the recordings of whole applications."""
MEASURED = frozenset({HELD_OUT, UNSEEN})
"""Populations of which nothing but figures is shown."""
SEEDS = 180
_ONE_IN = 16
_OFTEN = 4
"""A case is told otherwise in about a quarter of the ways, by chance but always the same ones; `every_way` for all."""


@dataclass(frozen=True)
class Wanted:
    """What to run: how many seeds, which cases by the pattern of their id, further modules of cases, how thoroughly."""

    seeds: int = SEEDS
    pattern: str = "*"
    modules: tuple[str, ...] = ()
    every_way: bool = False
    every_panel: bool = False
    populations: tuple[str, ...] = (AFTER, BEFORE, HELD_OUT, STUDIED, UNSEEN, GENERATED, "mutated", MODELS)


@dataclass(frozen=True)
class Told:
    """A case told otherwise: by which mutation, whether the conclusion is that of the case itself, and whether
    something wrong is asserted that is not asserted of the case itself (`misled`)."""

    mutation: str
    reduces: bool
    same: bool
    misled: bool
    judgement: Judgement


@dataclass(frozen=True)
class Outcome:
    """All about one case."""

    judgement: Judgement
    told: tuple[Told, ...]
    heard: tuple[Heard, ...]
    seconds: float
    seconds_of_json: float


Task = tuple[str, int, Wanted]


def outcomes(wanted: Wanted, workers: int = 2) -> list[Outcome]:
    """The outcomes of all cases, in the order of their ids."""
    tasks: list[Task] = [("written", place, wanted) for place in range(len(_cases(wanted.modules)))]
    if HELD_OUT in wanted.populations:
        tasks += [(HELD_OUT, place, wanted) for place in range(len(HELD))]
    tasks += [("panels", place, wanted) for place in _panels(wanted)]
    if GENERATED in wanted.populations:
        tasks += [("generated", seed, wanted) for seed in range(wanted.seeds)]
    if workers == 1:
        found = [_outcome(task) for task in tasks]
    else:
        with multiprocessing.Pool(workers) as pool:
            found = list(pool.imap_unordered(_outcome, tasks, chunksize=4))
    done = [one for one in found if one is not None]
    return sorted(done, key=lambda one: (one.judgement.population, one.judgement.case_id))


def _panels(wanted: Wanted) -> list[int]:
    """The places of the recordings to build: a third of them unless all are wanted."""
    places = range(len(PANELS)) if wanted.every_panel else panels.DRAWN
    return [place for place in places if _half(place) in wanted.populations]


def _half(place: int) -> str:
    return STUDIED if panels.is_studied(place) else UNSEEN


@cache
def _cases(modules: tuple[str, ...]) -> tuple[Case, ...]:
    """Every written case, and those of further modules that are not among them."""
    cases = [*CASES, *SEEN]
    for name in modules:
        cases += [one for one in importlib.import_module(f"scenarios.cases.{name}").CASES if one not in cases]
    return tuple(cases)


def _scenario(origin: str, place: int, wanted: Wanted) -> Scenario:
    if origin == GENERATED:
        return simulated(place)
    document, fields = _builders(origin, wanted)[place]()
    return document, {key: value for key, value in fields.items() if value is not None}


def _builders(origin: str, wanted: Wanted) -> Sequence[Callable[[], Scenario]]:
    return {HELD_OUT: HELD, "panels": PANELS}.get(origin) or _cases(wanted.modules)


def _outcome(task: Task) -> Outcome | None:
    origin, place, wanted = task
    if origin == "generated" and not fnmatch(f"simulated-{place}", wanted.pattern):
        return None
    document, fields = _scenario(origin, place, wanted)
    case_id = document["case_id"]
    expected = expected_of(fields)
    written = BEFORE if expected.written == "before" else AFTER
    population = _half(place) if origin == "panels" else origin if origin in (GENERATED, HELD_OUT) else written
    if population not in wanted.populations or not fnmatch(case_id, wanted.pattern):
        return None
    text = json.dumps(document)
    began = time.process_time()
    for _ in range(3):
        json.loads(text)
    seconds_of_json = (time.process_time() - began) / 3
    began = time.process_time()
    verdict, raised = _verdict(document)
    seconds = time.process_time() - began
    judgement = judge(case_id, population, verdict, expected)
    invalid = [error.message[:160] for error in _validator().iter_errors(verdict)] + raised
    wrong = problems(document, verdict)
    judgement = replace(judgement, statements=len(verdict["evidence"]), citations=tuple(wrong), invalid=tuple(invalid))
    told = (
        () if origin != "written" or "mutated" not in wanted.populations else _told(document, fields, judgement, wanted)
    )
    argued = (
        tuple(heard(case_id, Bundle.model_validate(document), Verdict.model_validate(verdict), expected))
        if MODELS in wanted.populations and _heard_of(origin, case_id)
        else ()
    )
    return Outcome(judgement, tuple(told), argued, seconds, seconds_of_json)


def _told(document: dict[str, Any], fields: dict[str, Any], original: Judgement, wanted: Wanted) -> Iterator[Told]:
    verdict, cause, entity = original.got
    noted = {**fields, "concluded": {"verdict": verdict, "cause": cause, "entity": entity}}
    for mutation in MUTATIONS:
        if not wanted.every_way and not _drawn(mutation, original.case_id):
            continue
        other = mutated(mutation, (document, noted))
        if other is None:
            continue
        bundle, changed = other
        judgement = judge(original.case_id, mutation.name, _verdict(bundle)[0], expected_of(changed))
        before = changed["concluded"]
        same = judgement.got == (before["verdict"], before["cause"], before["entity"])
        misled = judgement.asserted and not judgement.right and not (original.asserted and not original.right)
        yield Told(mutation.name, mutation.reduces, same, misled, judgement)


def _heard_of(origin: str, case_id: str) -> bool:
    """Whether models argue over a case: about a quarter of those that were written, always the same ones."""
    return origin in ("written", HELD_OUT) and zlib.crc32(f"models {case_id}".encode()) % _OFTEN == 0


def _drawn(mutation: Mutation, case_id: str) -> bool:
    return zlib.crc32(f"{mutation.name} {case_id}".encode()) % _ONE_IN < _OFTEN


def _verdict(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The engine's verdict as a document; where it raises, none at all, and what it raised."""
    bundle = Bundle.model_validate(document)
    try:
        verdict: dict[str, Any] = json.loads(investigate(bundle).model_dump_json())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this case's failure, and the others are judged
        nothing = {"schema": "verdict/1", "case_id": bundle.case_id, "verdict": "inconclusive", "root_cause": None}
        return {**nothing, "hypotheses": [], "evidence": []}, [f"raised {type(error).__name__}: {error}"]
    return verdict, []


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json_schemas()["verdict.schema.json"])


def told_of(found: Sequence[Outcome]) -> list[Told]:
    """All cases told otherwise."""
    return [told for one in found for told in one.told]


def memory(wanted: Wanted) -> float:
    """The most memory that the engine takes for one of the largest bundles, as a multiple of the bundle's text."""
    written = [scenario for case in _cases(wanted.modules) for scenario in [case()[0]]]
    largest = sorted((json.dumps(one) for one in written), key=len)[-3:]
    largest += [json.dumps(simulated(seed)[0]) for seed in range(3)]
    most = 0.0
    for text in largest:
        document = json.loads(text)
        tracemalloc.start()
        _verdict(document)
        most = max(most, tracemalloc.get_traced_memory()[1] / len(text))
        tracemalloc.stop()
    return most
