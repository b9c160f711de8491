"""The start command or script cannot run: no such program, not executable, the wrong format, a file that is not there.

Predicts: the runtime's own words, or exit codes 126 to 128, or a shell or interpreter that does not find what it should
run; from the first start on. Contradicted by: the container having run for a while, being killed, or other last words.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.crashes import Crash
from commander.evidence.mechanisms.cluster.reports import saying, troubles_of, wording
from commander.evidence.mechanisms.cluster.sayings import Meaning, argued, heard, limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.sentences import short

CAUSE = "k8s.container.command_invalid"
_MEMORY_OR_MOUNT = r"OOM-killed|memory limit too low|error mounting|not a directory: unknown|MountVolume|cgroup"
MEANINGS = (
    Meaning(
        CAUSE,
        r"executable file not found in \$?PATH|exec: .{1,200}: (?:stat .{1,200}: )?(?:no such file|not found)|"
        r"exec format error|starting container process caused|error during container init|"
        r"(?:failed to create (?:containerd task|shim task)|OCI runtime (?:create|start) failed).{0,300}"
        r"(?:exec|no such file or directory|permission denied|is a directory)|"
        r"no command specified|exec user process caused|fork/exec .{1,200}: (?:no such file|permission denied)",
        "cannot start: its command cannot run.",
        within=rf"^(?!.*(?:{_MEMORY_OR_MOUNT}|probe)).",
    ),
    Meaning(
        CAUSE,
        r"^(?:StartError|ContainerCannotRun|RunContainerError)\b",
        "cannot start: its command cannot run.",
        weight=2.8,
        within=rf"^(?!.*(?:{_MEMORY_OR_MOUNT})).",
    ),
)
_PROGRAM = (
    r"(?:^|\b)(?:/bin/)?(?:ba|da|a|z)?sh: (?:line \d+: |\d+: )?.{1,160}?: (?:command )?not found|"
    r"can't open '?[^\n]{1,160}'?|cannot open [^\n]{1,160}: no such file|cannot execute(?: binary file)?\b|"
    r"exec format error|exec /\S+: no such file|env: [^\n]{1,80}: no such file|"
    r"(?:python\S*: )?can't open file .{1,160}(?:no such file|Errno 2)|no module named \S+$|error while finding module|"
    r"cannot find module '?[/.]?[\w./-]+'?|unable to access jarfile|could not find or load main class|"
    r"could not open input file|no main manifest attribute|unknown (?:shorthand )?(?:flag|command)\b|"
    r"flag provided but not defined|"
    r"unrecognized (?:option|arguments?|command)|invalid option|unknown (?:option|argument)|"
    r"illegal option|no such command|entrypoint\S*: (?:no such|not found|permission denied)"
)
_OFTEN = 3
_CODES = {
    126: (3.0, "the program found cannot be executed"),
    127: (3.0, "the shell or runtime did not find the program"),
    128: (2.8, "the runtime could not start it"),
}


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose containers' command cannot run."""
    found: dict[str, Argument] = {}
    for one in heard(case, MEANINGS):
        argument = argued(case, one)
        argument.direct = any(MEANINGS[0].fits(report) for report in one.reports)
        found[one.entity] = argument
    for entity, several in case.reading(crashes.by_workload).items():
        coded = _from_codes(case, entity, several, found.get(entity))
        if coded is not None:
            found[entity] = coded
    yield from limited(list(found.values()))


def _from_codes(case: Case, entity: str, several: list[Crash], known: Argument | None) -> Argument | None:
    crash = next((one for one in several if one.code in _CODES), several[0])
    if known is None and _ends_well(case, entity, crash):
        argument = Argument(
            CAUSE, entity, f"{short(entity)} does not stay: its command ends at once, without an error."
        )
        argument.back(crash.fact(case), 2.8)
        argument.lack(f"the command that {short(entity)} is meant to run", 0.3)
        weigh_standing(case, argument, restarts=True)
        return argument
    says = [one for one in troubles_of(case, entity) if wording(_PROGRAM).search(one.text)]
    if crash.code not in _CODES and not says:
        return known
    if crash.out_of_memory or (crash.code in (crashes.KILLED, crashes.TERMINATED) and crash.code not in _CODES):
        return known
    argument = known or Argument(CAUSE, entity, f"{short(entity)} cannot start: its command cannot run.")
    if crash.code in _CODES:
        weight, meaning = _CODES[crash.code]
        argument.back(crash.fact(case), 1.5 if known is not None else weight)
        if known is None:
            argument.summary = f"{short(entity)} cannot start: exit code {crash.code}, {meaning}."
    elif says:
        argument.back(crash.fact(case), 1.0)
    for pattern in says[:2]:
        argument.back(case.fact_of_pattern(pattern), 2.5)
        argument.summary = f'{short(entity)} cannot start: "{pattern.text[:100]}".'
    argument.direct = argument.direct or bool(says)
    if known is None:
        weigh_standing(case, argument, restarts=True)
    return argument


def _ends_well(case: Case, entity: str, crash: Crash) -> bool:
    """Whether a process that is meant to serve ends by itself and well, over and over, and no probe makes it."""
    if crash.code != 0 or crash.container.init or crash.restarts < _OFTEN or not crash.looping:
        return False
    container, _ = crashes.declared(case, crash)
    probed = container.liveness or container.startup
    return probed is None and not saying(case, entity, r"failed (?:liveness|startup) probe|liveness probe failed")
