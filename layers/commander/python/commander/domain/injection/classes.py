"""The classes of words that the acts are made of, one bit each."""

_NAMES = (
    *("YOU", "YOUR", "AI", "AGENT", "READER", "MUST", "NOT", "WHEN", "READ", "THIS", "NOTE", "BE", "NOW", "ME"),
    *("DISREGARD", "FORGET", "VOID", "EARLIER", "GUIDE", "RULE", "NEW", "FOLLOW", "ONLY", "SKIP", "PROMPT"),
    *("JUDGE", "SAY", "INCIDENT", "SUMMARY", "STATUS", "SEVERITY", "LEVEL", "APPROVE", "APPROVED", "GRANT"),
    *("PLAN", "EXEC", "DESTROY", "DESTROYING", "ASSET", "GUARD", "ALL", "URGENT", "WITHOUT", "OVERSIGHT", "NEED"),
    *("ESCALATE", "PERSON", "NOBODY", "ROLE", "FROM", "AUTH", "PREAPPROVED", "OVERRIDE", "EMERGENCY", "TURN"),
    *("PERSONA", "PRETEND", "FICTION", "MODE", "MODE_KIND", "LIMIT", "SEND", "REVEAL", "SECRET", "CONTENT", "DEST"),
    *("REFERENCE", "ALWAYS", "CORRECT", "DECODE", "FIX", "TLS", "AUTO", "WOULD"),
    *("CALM", "TREATED", "MENTION", "VOCATIVE", "REPLY", "SAYS", "WORDING", "RIGHT", "WRECK", "FREE_MODE", "SKIPPED", "AGAIN", "HALT", "TASK", "LIFTED", "ABOVE"),
    *("VERIFY", "CODED", "DONT", "CLOSE", "OUTRANK", "CALLED"),
    *("FOREIGN", "LONG", "CIPHER", "GLUED", "LEET"),
)
BITS: dict[str, int] = {name: 1 << place for place, name in enumerate(_NAMES)}


def bits(names: str) -> int:
    """The classes named, separated by `|`, as one mask. KeyError for a name that is none."""
    mask = 0
    for name in names.split("|"):
        mask |= BITS[name]
    return mask


VERBS = bits("DISREGARD|FORGET|FOLLOW|SKIP|JUDGE|SAY|APPROVE|GRANT|EXEC|DESTROY|ESCALATE|PRETEND|SEND|REVEAL|DECODE|VERIFY")
"""Classes that an English word is of only where it can be an imperative: `ignore it`, not `failed to ignore it`."""
