"""A bundle as testimony: log lines in their writers' own words, and events that are the platform's."""

import re

from commander.contract.evidence import Bundle, Log, PlatformEvent
from commander.evidence.testimony.platform import applications_of, is_of_platform, writes_for_platform
from commander.evidence.testimony.quotations import own_words

_NUMBER = re.compile(r"\b(?=[A-Za-z_]{0,32}+\d)(?![1-5]\d\d\b)\w++")
"""What tells lines of one kind apart; a number of three digits may be what a server answered."""
_LONGEST = 240


def in_own_words(bundle: Bundle) -> Bundle:
    """The bundle with each log line in its writer's own words; what an application sent as an event is a line of it."""
    names = [item.entity for section in (bundle.logs, bundle.state, bundle.metrics) for item in section]
    names += [end for edge in bundle.topology for end in (edge.from_, edge.to)] + [bundle.incident.resource]
    applications = applications_of(frozenset(name for name in names if name is not None))
    sent = [event for event in bundle.events if not is_of_platform(event, applications)]
    own: set[str] = set()
    logs = [_in_own_words(line, own) for line in (*bundle.logs, *(_line_of(event) for event in sent))]
    if not sent and all(one is other for one, other in zip(logs, bundle.logs, strict=True)):
        return bundle
    events = [event for event in bundle.events if is_of_platform(event, applications)] if sent else bundle.events
    return bundle.model_copy(update={"logs": logs, "events": events})


def _in_own_words(line: Log, own: set[str]) -> Log:
    """`own` collects the kinds of lines that repeat nothing: each kind is read once."""
    if writes_for_platform(line.entity, line.source):
        return line
    message = line.message
    kind = _NUMBER.sub("0", message) if len(message) <= _LONGEST else None
    if kind in own:
        return line
    told = own_words(message)
    if told != message:
        return line.model_copy(update={"message": told})
    if kind is not None:
        own.add(kind)
    return line


def _line_of(event: PlatformEvent) -> Log:
    """What an application sent as an event: a line of its log, and none that reports a failure by itself."""
    said = f"{event.reason}: {event.message}" if event.message.strip() else event.reason
    told = {"t": event.t or event.first_t, "entity": event.entity, "source": event.source, "count": event.count}
    known = {key: value for key, value in told.items() if value is not None}
    return Log.model_validate({"id": event.id, "level": "info", "message": said, **known})
