"""What a log line says of how it ended: well after all, with a client that left, or by refusing what a client sent."""

import re

_LOOKED_AT = 2000
_ENDED_WELL = re.compile(
    r"\b(?:succeed(?:ed|s)|succe(?:ss|ssful|ssfully)|ok|worked|done|recovered|refreshed|completed|delivered)"
    r"(?: \w{1,20})? (?:on|after|at|in) (?:the )?(?:\d{1,3}(?:st|nd|rd|th)? |second |third |next |another |\w{1,12} )?"
    r"(?:re-?tr(?:y|ies)|attempts?\b|tr(?:y|ies)\b)|"
    r"\b(?:re-?tried|retry|retrying|re-?read|re-?fetched)(?: and retried)?[ :,-]{1,3}"
    r"(?:ok|succeeded|successful(?:ly)?|success|fine|next upstream)\b",
    re.IGNORECASE,
)
_CLIENT_LEFT = re.compile(
    r"\b(?:client|caller|browser|peer|user) (?:closed (?:the )?request|"
    r"went away|has gone away|disconnected|hung up|aborted|cancel?led|left|"
    r"(?:prematurely )?closed (?:the )?connection)\b|\bcancel?led by (?:the )?(?:client|caller|user)\b|"
    r"\btoken (?:has |is )?expired \d{1,3}(?:\.\d{1,6})? ?s(?:ec(?:onds?)?)? ago\b|"
    r"\bwhile (?:sending (?:response )?to|reading (?:response )?(?:from )?) ?client\b|\bwhile reading client request\b|"
    r"java\.io\.IOException: (?:Broken pipe|Connection reset by peer)\s*$|\bNotSslRecordException\b|"
    r"\bTLS handshake error from [\w.:\[\]-]{1,60}: (?:EOF|read tcp|tls: first record does not look like|"
    r"tls: client offered|i/o timeout)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?:->|=>|\bstatus(?: code)?[=: ]{1,2}|\bcode[=: ]{1,2}|\bwith(?: an?)?(?: http)?|\breturn(?:ed|s)?|\bHTTP)\s?"
    r"(?:40[05-9]|41[0-7]|42[1-6]|431)\b|"
    r"\b(?:40[05-9]|41[0-7]|42[1-6]|431)\b[^\n]{0,60}\b(?:rejected|refused|denied|shown to|invalid|too large)\b|"
    r"\b(?:rejected|refused)\b[^\n]{0,40}\b(?:40[05-9]|41[0-7]|42[1-6]|431)\b",
    re.IGNORECASE,
)
"""Answers that tell a client of its own mistake; 401, 403, 404 and 429 may be mistakes of settings and are not here."""
_PRESENTED = re.compile(
    r"\b(?:requests?|calls?|log-?ins?|sign-?ins?|webhooks?|uploads?|attempts?|auth|client cert(?:ificate)?s?) "
    r"(?:from|of) [\"'\[(]?\d{1,3}(?:\.\d{1,3}){3}\b|"
    r"\b(?:rejected|rejecting|refused|refusing|blocked|denied) (?:an? |the )?(?:requests?|calls?|webhooks?|uploads?) "
    r"(?:from|of)\b|"
    r"\b(?:sent|presented|supplied|given|used|provided) by (?:an? |the )?(?:client|caller|browser|visitor|shopper)\b|"
    r"\b(?:tokens?|keys?|licen[sc]es?|subscriptions?|trials?|sessions?|passwords?|accounts?|credentials?|expired)"
    r"(?: expired)? (?:of|for) (?:an? |the )?(?:user|tenant|customer|subscriber|visitor|shopper|member)\b|"
    r"\b(?:user|customer|visitor|shopper|browser)(?:'s)? session\b|"
    r"\bwhile reading client request|\bbadcredentialsexception\b",
    re.IGNORECASE,
)
"""Whose credential it is must be said: what fails for a customer may well fail for want of the writer's own."""


_SAYS_WELL = re.compile(
    r"\b(?:completed|handled|served|finished)\b[^\n]{0,120}?\bstatus(?: code)?[=: ]{1,2}[23]\d\d\b|"
    r"\bhealth(?:[ -]?check)? (?:is )?ok\b",
    re.IGNORECASE,
)
"""Whatever level it is written at."""
_OF_TELEMETRY = re.compile(
    r"\b(?:otel|otlp\w{0,20}|opentelemetry|sentry(?:_sdk)?|ddtrace|dd-trace|statsd|traces export|metrics export|"
    r"span ?exporter)\b[^\n]{0,120}?"
    r"\b(?:dropp(?:ed|ing)|queue full|deadline|timed? ?out|failed to export|unexpected status)",
    re.IGNORECASE,
)
"""What cannot send its telemetry serves its users nevertheless."""


def is_no_failure(text: str) -> bool:
    """Whether a line says that it went well in the end, that only the client had left, or that telemetry was lost."""
    return any(one.search(text) is not None for one in (_ENDED_WELL, _CLIENT_LEFT, _SAYS_WELL, _OF_TELEMETRY))


def is_refusal(text: str) -> bool:
    """Whether a line reports that something a client sent was refused with an answer that says so."""
    return _REFUSED.search(text) is not None


def is_presented(text: str) -> bool:
    """Whether a line says that some client of its writer brought what is spoken of: a credential that somebody else
    tried, a session that ran out. Anybody can have that written, and it says nothing of the writer's own."""
    return _PRESENTED.search(text, 0, _LOOKED_AT) is not None
