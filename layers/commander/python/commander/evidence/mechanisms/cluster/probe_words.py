"""What the failures of a probe say: refused, malformed, timed out, or a status code."""

import re

from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster.listening import listening
from commander.evidence.mechanisms.cluster.probed import ENDPOINT, IMPATIENT, PORT, PROTOCOL, WORDS, Probed, Votes
from commander.evidence.mechanisms.cluster.reports import Report, lines_of, wording
from commander.evidence.mechanisms.cluster.sayings import back_all

_FOREIGN_WORDS = (
    r"TLS handshake error from .{0,60}(?:first record does not look like|EOF|unsupported)|"
    r"client sent an HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port|"
    r"bogus greeting from client|possible security attack detected|sending POST or Host: commands|"
    r"got packets out of order|invalid (?:length of startup packet|request line|http (?:method|request|version))|"
    r"bad request (?:line|version|syntax)|HTTP2? preface|invalid method (?:received )?(?:in|while)|"
    r"unexpected (?:http|preface|message type)|malformed packet|"
    r"combination of host and port requires TLS|not an SSL/TLS record|plaintext connection\?|"
    r"(?:ssl3?|tls)_\w+:(?:http request|wrong version number|https proxy request)|"
    r"speaking plain HTTP to an SSL-enabled"
)
_PERSISTENT_S, _PERSISTENT = 600.0, 20
_AT = re.compile(r"(?:tcp |://)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):(\d{1,5})")


def weigh_words(case: Case, failed: list[Report], declared: list[Probed], votes: Votes, liveness: bool) -> None:
    """Votes by the failures that were reported."""
    by_meaning: dict[str, list[Report]] = {}
    for report in failed:
        how = next((how for how, words in WORDS if wording(words).search(report.message)), None)
        if how is not None:
            by_meaning.setdefault(how, []).append(report)
    for how, several in by_meaning.items():
        spec = declared[0] if len(declared) == 1 else None
        if how == PORT:
            _weigh_refused(case, several, declared, votes, liveness)
        elif how == IMPATIENT:
            tight = spec is not None and (spec.probe.timeout_s or 1.0) <= 1.0
            if liveness:
                back_all(votes.on(IMPATIENT), several, 3.0 if tight else 2.0)
                votes.on(IMPATIENT).direct = tight
            back_all(votes.on(ENDPOINT), several, 1.5 if liveness else 2.5)
        elif how == PROTOCOL:
            reset = all(one.says(r"connection reset by peer|code = Unavailable") for one in several)
            back_all(votes.on(PROTOCOL), several, 2.0 if reset else 4.0)
            votes.on(PROTOCOL).direct = not reset
        else:
            status = next((found[1] for one in several if (found := re.search(r"([45]\d\d)", one.message))), "")
            spoken = [one for one in several if one.says(r"code:? 400") or status in ("415", "426", "505")]
            back_all(votes.on(ENDPOINT), several, 4.0 if not spoken else 2.0)
            votes.on(ENDPOINT).direct = not spoken
            if spoken:
                back_all(votes.on(PROTOCOL), spoken, 2.0)
            if status:
                votes.on(ENDPOINT).summary = votes.on(ENDPOINT).summary[:-1] + f" ({status})."
    _weigh_servers_words(case, declared, votes)
    plain = [one for one in failed if not any(one in several for several in by_meaning.values())]
    if plain and not by_meaning:
        # A command that ran and failed says what it found; the kubelet alone says only that it did.
        asked = any(one.probe.kind == "exec" for one in declared) and any(len(one.message) > 30 for one in plain)
        back_all(votes.on(ENDPOINT), plain, 3.5 if asked else 1.5)
        if liveness and not asked:
            back_all(votes.on(IMPATIENT), plain, 1.0)


def _weigh_servers_words(case: Case, declared: list[Probed], votes: Votes) -> None:
    """What the asked server itself logs when somebody speaks another protocol."""
    if not any(one.probe.kind in ("http", "grpc", "tcp") for one in declared):
        return
    for pattern in lines_of(case, votes.entity):
        if wording(_FOREIGN_WORDS).search(pattern.text):
            votes.on(PROTOCOL).back(case.fact_of_pattern(pattern), 2.5)
            return


def _weigh_refused(case: Case, several: list[Report], declared: list[Probed], votes: Votes, liveness: bool) -> None:
    """Refused: nothing listens there yet (too early), or ever (the wrong port); or the process is not up at all."""
    entity = several[0].entity
    at = next((int(found[1]) for one in several if (found := _AT.search(one.message))), None)
    candidates: list[Probed | None] = [*declared]
    for one in candidates or [None]:
        number, heard = at, None
        if one is not None:
            heard = listening(case, entity, one.container)
            number = at or heard.number(one.probe)
            if at is not None and heard.number(one.probe) not in (None, at) and len(declared) > 1:
                continue
        elsewhere = heard is not None and number is not None and heard.only_elsewhere(number)
        there = heard is not None and number is not None and not elsewhere and (number in heard.declared)
        back_all(votes.on(PORT), several, 1.5 if there else 3.0 if elsewhere else 2.6)
        votes.on(PORT).direct = votes.on(PORT).direct or elsewhere
        if _persists(several) and not there:
            votes.on(PORT).bias += 0.8
        if number is not None:
            votes.on(PORT).summary = f"{votes.on(PORT).summary[:-1]} ({number})."
        if liveness:
            back_all(votes.on(IMPATIENT), several, 2.0 if there else 0.5)
        else:
            back_all(votes.on(ENDPOINT), several, 1.0 if there else 0.3)


def _persists(several: list[Report]) -> bool:
    """Whether the refusals go on for longer than any start takes."""
    return any(
        one.count >= _PERSISTENT
        or (one.first is not None and one.last is not None and one.last - one.first >= _PERSISTENT_S)
        for one in several
    )
