"""Forms that no ordinary text of operations has: turns of a chat, calls of tools, markup that hides or fetches."""

import re
from functools import cache

from commander.domain.injection.suspicion import Technique

_PLACE = r"(?:\{\{?|\$\{?\(?|<|\[|%7b|%24)"
_HELD = r"(?:[\w .-]{0,40}(?:secret|token|prompt|content|data|summary|key|password|passwd|env|credential|history|context|evidence|report|base64|encoded|config|logs)[\w .-]{0,40})"
_TOOL = r"tool_?use|tool_?calls?|function_?calls?|tool_?name|invoke|tool_?input|tool_?result|tool_?code|action_?input|antml:\w{1,20}"
_DOES = r"(?:approve|execute|propose|reject|resolve|close|skip|bypass|grant|confirm|force|undo|disable)"
_OBJECT = (
    r"(?:all_?)?(?:pending_?|proposed_?|remediation_?|incident_?|auto_?|human_?|final_?)?"
    r"(?:plan|action|runbook|incident|approval|remediation|rollback|guardrail|verification|escalation)s?"
)

_FORMS: tuple[tuple[str, Technique, str, str], ...] = (
    ("<", "tool_call", "the marks of a chat's turns", r"<\|\s?(?:im_start|im_end|im_sep|system|user|assistant|end|endoftext|eot_id|start_header_id|begin_of_text|tool|channel|message|start)\w{0,20}\s?\|>"),
    ("inst]|<<|<inst|<sys|</sys|</inst", "tool_call", "the marks of a chat's turns", r"\[/?inst\]|<</?sys>>|</?(?:inst|sys)>"),
    ("tool_|function_|<invoke|</invoke|antml|_of_turn|assistant|<sys|</sys|instruction|prompt|<function|<parameter|<thinking|scratchpad|toolu|tooln|toolc|tooli|toolr", "tool_call", "a turn or a call of a tool as tags", rf"</?(?:{_TOOL}|start_of_turn|end_of_turn|assistant|system_?prompt|system-\w{{1,20}}|instructions?|prompt|function|parameter name|thinking|scratchpad)(?:[\s=:][^<>]{{0,200}})?/?>"),
    ("</", "markup", "a mark that ends the part that is data", r"</\s?(?:untrusted|evidence|facts?|telemetry|context|documents?|user_?input|log_?data|input|external)[\w-]{0,30}\s?>"),
    ("#", "tool_call", "a heading of instructions", r"(?:^|\n)#{1,6}\s{0,3}(?:(?:new|updated|system|real|hidden|additional|override)\s)?(?:system|instructions?|assistant|prompt|response|human|user)\s{0,3}:?\s{0,3}(?:\n|$)"),
    ("ssistant", "tool_call", "a line that speaks as the assistant", r"(?:^|\n|\\n)\W{0,6}(?:ai |the )?assistant\W{0,4}:\s"),
    ("human:|user:|assistant:|model:|ai:", "tool_call", "a line that opens a turn of a chat", r"\n\s{0,4}(?:human|user|ai|model)\s{0,2}:\s[^\n]{0,2000}\n\s{0,4}(?:assistant|ai|model|human)\s{0,2}:"),
    ("role", "tool_call", "a turn of a chat as JSON", r"\"role\\?\"\s{0,3}:\s{0,3}\\?\"(?:system|assistant|developer|tool)\\?\"[^{}]{0,80}\\?\"(?:content|text|parts)\\?\""),
    ("\"role|\\\"role", "tool_call", "a turn of a chat as JSON", r"\"content\\?\"\s{0,3}:[^{}]{0,400}\"role\\?\"\s{0,3}:\s{0,3}\\?\"(?:system|assistant|developer|tool)\\?\""),
    ("tool|function|action_input|actioninput|invoke|antml", "tool_call", "a call of a tool as JSON", rf"\"(?:{_TOOL})\\?\"\s{{0,3}}:\s{{0,3}}[\[{{\"\\]"),
    ("\"arg|\"param|input\"|\"input|\"kwargs|input\\|\"tool", "tool_call", "a call of a tool as JSON", r"\\?\"(?:tool|function|action|command|name|recipient_name)\\?\"\s{0,3}:\s{0,3}\\?\"[\w.:-]{1,80}\\?\"\s{0,3},\s{0,3}\\?\"(?:arguments|args|parameters|params|input|tool_?input|action_?input|kwargs)\\?\"\s{0,3}:"),
    ("thought|action:|tool:|observation", "tool_call", "a call of a tool in the steps of an agent", r"(?:^|\n|\. |\\n)\s{0,4}(?:thought|action|tool|observation)\s{0,2}:[^\n]{1,400}(?:\n|\\n|\s)\s{0,4}(?:action|action input|action_input|tool input|arguments|input|observation|final answer)\s{0,2}:"),
    ("to=", "tool_call", "a call of a tool", r"\bto=(?:functions?|tools?)\."),
    ("tool_", "tool_call", "a call of a tool", r"\[/?tool_?(?:call|use|result)s?\]"),
    ("secret|token|password|_key|api", "exfiltration", "a name with a place for what is to be sent", r"(?:<|\{\{?|\$\{?)[\w .-]{0,30}(?:secret|token|key|password)[\w .-]{0,20}[>}]{1,2}\.[a-z0-9-]{1,60}\.[a-z]{2,12}"),
    ("$(", "exfiltration", "a name made of what a command prints", r"\$\((?:cat|env|printenv|base64|whoami|aws|id|hostname)\b[^)\n]{0,120}\)\.[a-z0-9-]{1,60}\.[a-z]{2,12}"),
    ("final answer", "tool_call", "a final answer of an agent", r"(?:^|\n|\. )\s{0,4}final answer\s{0,2}:"),
    ("plan|action|runbook|incident|approv|remediation|rollback|verdict|confidence|severity|hypothes|finding|command|guardrail|tool|verification|escalat|function|agent.|api.", "tool_call", "a call of a function of the product", rf"(?<![\w.]){_DOES}_?{_OBJECT}\(|(?:tools|functions|commander|default_api)\.[a-z_]{{3,40}}\([^)\n]{{0,200}}(?:=|\"|\{{)"),
    ("verdict", "tool_call", "a finding as JSON", r"\"verdict\\?\"\s{0,3}:[^\n]{0,400}\"(?:confidence|root_?cause|recommended_action|hypotheses|approved|cause|requires_approval)\\?\"\s{0,3}:"),
    ("approv", "tool_call", "an approval as JSON", r"\"(?:approved|auto_?approved?|requires_approval|approval_required|human_approval|skip_approval|bypass_approval)\\?\"\s{0,3}:\s{0,3}\\?\"?(?:true|false|yes|no|1)\b"),
    ("```", "tool_call", "a block of code for a tool", r"```\s{0,2}(?:tool|tool_code|tool_call|system|prompt|function|assistant|instructions?)\b"),
    ("/approve|/execute|/resolve|/run|/override|/system|/admin|/sudo|/close|/rollback", "tool_call", "a command of a chat", r"(?:^|\n)\s{0,4}/(?:approve|execute|resolve|run|override|system|admin|sudo|close|rollback)\s(?:all|plan|action|runbook|act|inc|incident|now|remediation)\b"),
    # Markup
    ("<script", "markup", "a script", r"<script[\s>/]"),
    ("<iframe|<object|<embed|<svg|<meta|<base|<link|onerror|onload|onclick|onmouse|onfocus|ontoggle", "markup", "an element that loads something", r"<(?:iframe|object|embed|svg|meta http-equiv|base href|link rel)[\s/][^<>]{0,400}(?:src|href|data|onload|content|srcdoc)\s?=|\son(?:error|load|click|mouseover|focus|toggle)\s?=\s?[\"']?[a-z]"),
    ("script:", "markup", "a script", r"(?:java|vb)script\s?:"),
    ("data:", "markup", "a document within an address", r"data:(?:text/(?:html|javascript|plain)|image/svg\+xml|application/[a-z-]{1,30})[;,]"),
    ("![", "exfiltration", "an image whose address takes something along", r"!\[[^\]\n]{0,200}\]\(\s?<?(?:https?:)?//[^\s)]{1,300}?(?:[{$]|[?&](?!(?:branch|badge|style|logo|label|color|version|maxage|event|cache|v|raw|sanitize|svg|service|job|width|height|w|h|size|x-amz|response-|jwt|ref|t|theme|query|url|flag|workflow|project|metric|package|s|name)[\w-]{0,20}=))"),
    ("<img", "exfiltration", "an image whose address takes something along", r"<img\s[^<>]{0,300}src\s?=\s?[\"']?(?:https?:)?//[^\s\"'<>]{1,300}?(?:[{$]|[?&](?!(?:branch|badge|style|logo|label|color|version|maxage|event|cache|v|raw|sanitize|svg|service|job|width|height|w|h|size|x-amz|response-|jwt|ref|t|theme|query|url|flag|workflow|project|metric|package|s|name)[\w-]{0,20}=))"),
    ("style", "markup", "words in a hidden element", r"<\w{1,12}\s[^<>]{0,200}(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|opacity\s?:\s?0(?!\.)|color\s?:\s?(?:#?fff(?:fff)?\b|white|transparent)|(?:left|top|text-indent)\s?:\s?-\d{3,})"),
    ("hidden", "markup", "words in a hidden element", r"<(?:div|span|p|section|details|template|noscript)\s(?:[^<>]{0,100}\s)?(?:hidden|aria-hidden\s?=\s?[\"']?true)[\s>=]"),
    ("[//]", "markup", "a comment that is not shown", r"\[//\]:\s?#\s?[(\"']"),
    ("[comment]", "markup", "a comment that is not shown", r"\[comment\]:\s?(?:#|<>)"),
    # Out of the house
    ("curl|wget|nc ", "exfiltration", "a command that sends files or settings", r"\b(?:curl|wget|nc)\s[^\n]{0,300}(?:-\w{0,2}\s?[\"']?@[/.\w~]|--data[\w-]{0,12}[\s=][\"']?[@$`]|-d\s?[\"']?[@$`]|[?&/=]\$\(|[?&=]`|[?&=]\$\{?[A-Za-z_]{0,30}(?:key|secret|token|password))"),
    # Commands
    ("rm -|kubectl|terraform|drop |aws |mkfs|shutdown -|push --force|dd if|chmod|helm ", "direct_order", "an order to run a destructive command", r"(?:run|execute|exec|issue|type|paste|enter|invoke|perform|do)\b[^\n]{0,60}?(?:\brm -[rf]{1,3}\b|\bkubectl (?:delete|drain|scale|exec)\b|\bterraform destroy\b|\bdrop (?:table|database|schema)\b|\baws [a-z0-9-]{2,20} (?:delete|terminate|stop|deregister|put|rb|rm)\b|\bmkfs|\bshutdown -|\bgit push --force|\bdd if=|\bchmod -?r? ?777|\bhelm (?:uninstall|delete))"),
    ("curl|wget", "direct_order", "an order to run what is fetched", r"(?:curl|wget)\s[^\n|]{1,300}\|\s?(?:sudo )?(?:ba|z)?sh\b"),
    ("base64", "direct_order", "an order to run what is decoded", r"base64\s(?:-d|--decode|-D)[^\n|]{0,40}\|\s?(?:sudo )?(?:ba|z)?sh\b"),
    # Instructions that say so
    ("instruction|directive|prompt", "direct_order", "instructions that call themselves new", r"(?:^|[\n.!?\]>*#=-]\s{0,3})(?:new|updated|revised|real|actual|additional|hidden|secret|priority|urgent|special|system|override|important) (?:system )?(?:instructions?|directives?|prompt)\W{0,4}:"),
    ("end |end_|end-|close", "markup", "a line that ends the part that is data", r"(?:^|\n)\W{0,8}(?:end|close)[ _-]{1,2}(?:of[ _-])?(?:the[ _-])?(?:untrusted|user|log|logs|data|evidence|context|telemetry|input|document|system prompt|instructions?)[ _-]?(?:data|block|section|input|lines)?\W{2,12}(?:\n|$)[^\n]{0,40}(?:instruction|system|you\b|assistant|now\b|prompt)"),
)


@cache
def _compiled() -> tuple[tuple[tuple[str, ...], Technique, str, str], ...]:
    return tuple((tuple(needs.split("|")), technique, says, pattern) for needs, technique, says, pattern in _FORMS)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form)


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:https?|hxxps?|ftp|wss?)://[^\s\"'`]{1,400}(?:\s?[\w.-]{1,40}[}>\])]{1,2})?")


@cache
def _place_for() -> re.Pattern[str]:
    return re.compile(f"(?:[?&/=.]|//){_PLACE}{{1,2}}{_HELD}")


def _sends(text: str) -> bool:
    """Whether an address has a place for what is to be sent, `https://…?d={secrets}`."""
    return any(_place_for().search(found[0]) for found in _address().finditer(text))


def forms_in(text: str) -> list[tuple[Technique, str]]:
    """The forms in a folded text, each with what it is. What a whole page of HTML always has is none."""
    found: dict[tuple[Technique, str], None] = {}
    if not _signs().search(text):
        return []
    page = "<" in text and _whole_page().search(text) is not None
    for needs, technique, says, form in _compiled():
        if (page and technique == "markup") or (technique, says) in found:
            continue
        if any(need in text for need in needs) and _pattern(form).search(text):
            found[technique, says] = None
    if "://" in text and _sends(text):
        found["exfiltration", "an address with a place for what is to be sent"] = None
    return list(found)


@cache
def _signs() -> re.Pattern[str]:
    """Every form has one of these signs."""
    return re.compile(r"[<{(#`]|: |:\n|:$|\[[/i]|\]\(|\[comm|\\?\" ?:|://|/[aer]|[|]| -|data:|script|drop ")


@cache
def _whole_page() -> re.Pattern[str]:
    return re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<head>")


def comments_in(text: str) -> str:
    """What a text says where nobody sees it: within comments of HTML and style sheets."""
    told = []
    for opening, closing in (("<!--", "-->"), ("/*", "*/")):
        at = text.find(opening)
        while at >= 0:
            end = text.find(closing, at)
            told.append(text[at + len(opening) : end if end > 0 else len(text)])
            at = text.find(opening, end) if end > 0 else -1
    return " .\n".join(told)
