"""What the names of fields and the words before a quotation tell about whose words follow."""

import re

OWN_KEY = re.compile(
    r"(?i)(?:.*_)?(?:err(?:or|no|msg|ors)?|error[_ ]?(?:message|msg|type|code|string|description|kind)|"
    r"\w*(?:errormessage|errortype|errorstring)|debug_error_string|exception(?:[_.]?\w+)?|exc(?:_info)?|cause(?:d_by)?|"
    r"root_?cause|fault|stack(?:_?trace)?|trace(?:back)?|panic|code|code_?name|errmsg|level|severity|levelname|lvl|"
    r"msg|str|details?|desc|status)"
)
"""Fields in which a logger or a client library puts its own account of what went wrong."""
_RECEIVED = (
    r"notes?|comments?|remarks?|subject|body|payload|descriptions?|captions?|nickname|user[ _-]?agent|ua|referr?er|"
    r"headers?|(?:rejected|submitted|given|entered) values?|form data|free text|message text|display name|statement|"
    r"(?:chat|user|customer|ticket) message"
)
"""What is received from others: wherever it is named, what follows are their words."""
_RECEIVED_THERE = (
    r"reviews?|e-?mails?|mails?|tickets?|query|search(?: term| text| phrase)?|forms?|feedback|posts?|prompts?|"
    r"questions?|answers?|inputs?|contents?|titles?|texts?|messages? from [\w@.-]+|complaints?|repl(?:y|ies)|"
    r"params|parameters|arguments|cookies?|chats?|quer(?:y|ies) string|sql"
)
"""The same, but also what components are called: at the beginning of a line it is the name of who writes."""
RECEIVED = re.compile(
    rf"(?i)(?:\b(?:{_RECEIVED})|(?<=[\w,;)\]}}] )(?:{_RECEIVED_THERE})|\((?:sql)|(?<=[;,] )(?:sql))"
    rf"[\"']?(?P<more>(?: [\w-]+){{0,3}}?)(?P<sign>\s?[:=][ \t]*|\s+\[)"
)
HEARSAY = re.compile(
    r"(?i)\b(?:customers?|users?|visitors?|buyers?|guests?|reviewers?|tickets?|articles?|(?:help )?pages?|"
    r"runbooks?|docs?|"
    r"faqs?|tutorials?|surveys?|chats?|forum posts?)(?: [\w@.#-]+){0,3}? "
    r"(?:about|says?|said|asks?|asked|reports|reported|wrote|writes|mentions?|mentioned|titled|complains?|complained|"
    r"describes?|on how to|on what)\b[ :]+"
)
"""What somebody else says, or what a text is about, told in the writer's own sentence."""
PLATFORM_REASON = re.compile(
    r"(?i)(?:backoff|errimagepull|oomkill|failedscheduling|failedmount|failedcreate|nodenotready|crashloop|"
    r"unhealthy|evicted|containerconfigerror|cannotpull)"
)
"""Words that the platform coined for its own reports."""
ENCLOSED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\)=\()[^\n]*?(?=\) (?:already|is not|is still|conflicts)|$)", re.MULTILINE), "…"),
    (re.compile(r"(?<=row contains \()[^\n]*"), "…"),
    (re.compile(r"(?<==<)[^<>\s]*[ \t][^<>\n]*(?=>)"), "…"),
    (re.compile(r"\{[^{}\n\"]*\|[^{}\n\"]*\}"), "{…}"),
    (
        re.compile(r"(?<![\"'\w])(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [^\s\"]* [^\n\"]{0,2000}?(?= HTTP/\d)"),
        r"\1 …",
    ),
    (
        re.compile(
            r"<(?!(?:\w+:)?(?:error|err|fault\w*|message|msg|code|reason|exception)\b)([\w:-]{1,40})[^<>\n]*>"
            r"[^<>\s]*\s[^<>]*(?=</\1>)",
            re.IGNORECASE,
        ),
        r"<\1>…",
    ),
    (
        re.compile(
            r"((?i:\b(?:records?|events?|messages?|documents?|rows?|items?|objects?|data|requests?|jobs?|payloads?|"
            r"params|parameters))\s?[:=]?\s?)[{\[].*",
            re.DOTALL,
        ),
        r"\1{…}",
    ),
    (
        re.compile(
            r"(?i)(\b(?:invalid|malformed|unsupported|illegal|unrecognized|unknown)(?: [\w-]+){0,2} "
            r"(?:names?|address(?:es)?|numbers?|codes?|coupons?|dates?|phone|usernames?|e-?mails?|filenames?|postcodes?|"
            r"city|cities|nicknames?|tags?|colou?rs?):\s).*",
            re.DOTALL,
        ),
        r"\1…",
    ),
)
"""Where formats put what they were given between marks that are no quotation marks: keys and rows that a database
refuses, fields of mail servers, headers that proxies capture, request lines, XML, dumps of what is processed."""
STATEMENT = re.compile(r"^(?:\S+ ){0,8}?(?:STATEMENT|QUERY):\s", re.MULTILINE)
"""Databases repeat the statement that they were sent under these words."""
FAILING = re.compile(
    r"(?i)\b(?:fail(?:ed|ing|ure|s)?|errors?|could(?:n't| not)|can(?:not|'t| not)|unable|while|when|during|timed? ?out|"
    r"(?:read|writ|send|fetch|load|sav|stor|execut|pars|process|deliver|publish|receiv|runn|encod|decod|insert|updat|"
    r"delet|handl|creat|prepar|lookup|query|post|gett|putt|connect)ing)\b"
)
"""Before a colon these tell what the writer tried and did not manage: what follows is why."""
ECHOES = re.compile(r"(?i)\b(?:reject(?:ed|s|ing)?|invalid|refus(?:ed|es|ing)|malformed|not accepted|spam|ignored)\b")
"""Before a colon these tell what the writer does not accept: what follows is what it was given."""
CONSTRUCTOR = re.compile(r"(?:[A-Z]\w*(?:Error|Exception|Warning|Failure|Timeout|Refused|Fault)|[Ee]rrno)\s*[({\[]\s*$")
"""An exception shown with its arguments: `NewConnectionError('…')`."""
NUMBERED = re.compile(r"[({]\s*-?\d+,\s*b?$")
"""An error shown as number and text: `(1205, 'Lock wait timeout exceeded')`."""
KEY = re.compile(r"""(?:^|[\s,;{(\[&?])["']?(?P<key>[A-Za-z_][\w.-]{0,60})["']?\s?(?P<sign>[:=])\s?b?[\[({]?$""")
"""The name of a field just before its value."""
STATUS_LINE = re.compile(r"^[1-5]\d\d [A-Z][\w'-]+(?: [A-Z][\w'-]+){0,4}$")
REQUEST_LINE = re.compile(r"^(?P<method>[A-Z]{3,10}) (?P<target>\S+)(?P<version> HTTP/[\d.]+)?$")
