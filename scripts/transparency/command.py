"""The command line: which scenarios are made, against whom, and where their files go."""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from commander.aws.ai.converse import Guardrail
from commander.contract.services import Provenance
from commander.contract.transparency import SCENARIO_IDS, ScenarioId, TransparencyScenario
from commander.runtime.logging import logger
from local.ai.knowledge import FOLDER as KNOWLEDGE
from local.progress import Progress, Step
from scripts.transparency.consulting import Asked, Ids, NoCredentials, aws, stand_ins
from scripts.transparency.document import made, made_from
from scripts.transparency.files import FOLDER, made_with_aws, path_of, worth, write
from scripts.transparency.running import Busy

DONE, REFUSED, INTERRUPTED = 0, 2, 130

Make = Callable[[ScenarioId, Asked, Busy], TransparencyScenario]

_WIDTH = 14


def main(arguments: Sequence[str] | None = None, make: Make = made, progress: Progress | None = None) -> int:
    """Makes the files. Returns 0, 2 where it was refused and nothing was written, 130 where it was interrupted."""
    given = _parser().parse_args(arguments)
    logger.setLevel(logging.CRITICAL)
    progress = progress or Progress()
    provenance: Provenance = "local stand-in" if given.local else "aws"
    wanted = list(given.only or SCENARIO_IDS)
    protected = made_with_aws(given.out, wanted) if given.local else []
    if protected:
        names = ", ".join(path.name for path in protected)
        return _refused(f"{names} in {given.out} came from AWS, and stand-ins must not take their place: use --out")
    due = [
        one for one in wanted if given.again or worth(path_of(given.out, one), made_from(one, provenance)) != "current"
    ]
    for one in wanted:
        if one not in due:
            progress.say(f"= {one}  is current")
    if not due:
        return DONE
    try:
        with _asked(given) as asked:
            _make_all(due, asked, given.out, make, progress)
    except NoCredentials as error:
        return _refused(f"AWS cannot be asked ({error}). Sign in to an account, or use --local for the stand-ins")
    except KeyboardInterrupt:
        progress.say("Interrupted: the files that were finished are kept, and the next call goes on from here.")
        return INTERRUPTED
    return DONE


def _make_all(due: Sequence[ScenarioId], asked: Asked, folder: Path, make: Make, progress: Progress) -> None:
    for place, scenario in enumerate(due):
        with progress.step(f"{_bar(place, len(due))} {scenario}") as step:
            document = make(scenario, asked, _busy(step))
            write(path_of(folder, scenario), document)
            step.note = _note(document)
    progress.say(f"{_bar(len(due), len(due))} {folder}")


def _busy(step: Step) -> Busy:
    def busy(what: str) -> None:
        step.detail = what

    return busy


def _note(document: TransparencyScenario) -> str:
    sure = "" if document.confidence is None else f" {document.confidence:.2f}"
    calls = len(document.service_calls)
    return f"{document.verdict}{sure}, {document.status}, {calls} calls, ${document.total_cost_usd:.4f}"


def _bar(done: int, of: int) -> str:
    filled = _WIDTH * done // of
    return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{of}"


@contextmanager
def _asked(given: argparse.Namespace) -> Iterator[Asked]:
    if given.local:
        with stand_ins(given.knowledge) as asked:
            yield asked
    else:
        yield aws(_ids(given))


def _ids(given: argparse.Namespace) -> Ids:
    guardrail = None
    if given.guardrail is not None:
        identifier, _, version = given.guardrail.rpartition(":")
        guardrail = Guardrail(identifier, version)
    return Ids(guardrail, given.knowledge_base, given.memory, given.q_business)


def _guardrail(text: str) -> str:
    identifier, _, version = text.rpartition(":")
    if not identifier or not version.isdigit():
        raise argparse.ArgumentTypeError("say ID:VERSION, with the number of a version")
    return text


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="generate_transparency_scenarios",
        description="Runs the five agents over the seven scenarios of /transparency and keeps what happened.",
    )
    parser.add_argument(
        "--local", action="store_true", help="ask the local stand-ins; without it AWS is asked and paid"
    )
    parser.add_argument(
        "--only", action="append", choices=SCENARIO_IDS, metavar="ID", help="one scenario; may be repeated"
    )
    parser.add_argument("--again", action="store_true", help="make files anew that are whole and current")
    parser.add_argument(
        "--out", type=Path, default=FOLDER, metavar="FOLDER", help=f"by default {FOLDER.name} of the recordings"
    )
    parser.add_argument(
        "--knowledge", type=Path, default=KNOWLEDGE, metavar="FOLDER", help="what the stand-ins retrieve from"
    )
    parser.add_argument("--guardrail", type=_guardrail, metavar="ID:VERSION", help="AWS: the guardrail and its version")
    parser.add_argument("--knowledge-base", metavar="ID", help="AWS: the knowledge base")
    parser.add_argument("--memory", metavar="ID", help="AWS: the AgentCore memory")
    parser.add_argument("--q-business", metavar="ID", help="AWS: the Q Business application")
    return parser
