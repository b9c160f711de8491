"""Forms of the turns and tool calls of a chat with a model, as patterns over folded text.

Every repetition is bounded, so that a pattern looks at no letter more than a constant number of times.
"""

from commander.domain.injection.suspicion import Technique

Form = tuple[str, str, Technique, str, str]
"""Parts one of which the text has to have, the sign it is, technique, what it is, pattern."""

_TOOL = (
    r"tool_?use|tool_?calls?|function_?calls?|tool_?name|invoke|tool_?input|tool_?result|tool_?code|action_?input"
    r"|antml:\w{1,20}|(?:function|action)_?(?:group_?)?invocation_?inputs?|invocation_?inputs"
)
_TAG = (
    rf"{_TOOL}|execute_command|system|start_of_turn|end_of_turn|assistant|system_?prompt|system-\w{{1,20}}|instructions?|prompt|function"
    r"|parameter name|thinking|scratchpad|function=\w{1,40}"
)
_SPEAKER = r"(?:system|assistant|developer|tool)"
_INPUT = r"(?:arguments|args|parameters|params|input|tool_?input|action_?input|kwargs|body)"
_DOES = (
    r"(?:approve|execute|propose|submit|reject|resolve|close|skip|bypass|grant|confirm|force|undo|disable|delete|run|mute|silence"
    r"|suppress|send|post|notify|read|update|set|answer|purge|restart|publish)"
)
_HEADING = r"(?:system|instructions?|assistant|prompt|response|human|user)"

TURNS: tuple[Form, ...] = (
    (
        "<|",
        "marks",
        "tool_call",
        "the marks of a chat's turns",
        r"<\|\s?(?:im_start|im_end|im_sep|system|user|assistant|end|endoftext|eot_id|start_header_id|begin_of_text|tool"
        r"|channel|message|start)\w{0,20}\s?\|>",
    ),
    (
        "inst]|<<|<inst|<sys|</sys|</inst",
        "marks",
        "tool_call",
        "the marks of a chat's turns",
        r"\[/?inst\]|<</?sys>>|</?(?:inst|sys)>",
    ),
    ("to=", "marks", "tool_call", "a call of a tool", r"\bto=(?:functions?|tools?)\."),
    ("tool_", "marks", "tool_call", "a call of a tool", r"\[/?tool_?(?:call|use|result)s?\]"),
    (
        "#",
        "turn",
        "tool_call",
        "a heading of instructions",
        rf"(?:^|\n)#{{1,6}}\s{{0,3}}(?:(?:new|updated|system|real|hidden|additional|override)\s)?{_HEADING}\s{{0,3}}:?\s{{0,3}}(?:\n|$)",
    ),
    (
        "ssistant",
        "turn",
        "tool_call",
        "a line that speaks as the assistant",
        r"(?:^|\n|\\n)\W{0,6}(?:ai |the )?assistant\W{0,4}:\s",
    ),
    (
        "human:|user:|assistant:|model:|ai:",
        "turn",
        "tool_call",
        "a line that opens a turn of a chat",
        r"\n\s{0,4}(?:human|user|ai|model)\s{0,2}:\s[^\n]{0,400}\n\s{0,4}(?:assistant|ai|model|human)\s{0,2}:",
    ),
    (
        "role",
        "turn",
        "tool_call",
        "a turn of a chat in YAML",
        rf"(?:^|\n)\s{{0,4}}role\s?:\s?\"?{_SPEAKER}\"?\s{{0,3}}(?:\n|$)",
    ),
    (
        "role",
        "turn",
        "tool_call",
        "a turn of a chat as JSON",
        rf"\"role\\?\"\s{{0,3}}:\s{{0,3}}\\?\"{_SPEAKER}\\?\"[^{{}}]{{0,80}}\\?\"(?:content|text|parts)\\?\"",
    ),
    (
        "role",
        "turn",
        "tool_call",
        "a turn of a chat as JSON",
        rf"\"content\\?\"\s{{0,3}}:[^{{}}]{{0,200}}\"role\\?\"\s{{0,3}}:\s{{0,3}}\\?\"{_SPEAKER}\\?\"",
    ),
    (
        "instruction|directive|prompt",
        "turn",
        "direct_order",
        "instructions that call themselves new",
        r"(?:^|[\n.!?\]>*#=-]\s{0,3})(?:new|updated|revised|real|actual|additional|hidden|secret|priority|urgent|special"
        r"|override|important) (?:system )?(?:instructions?|directives?|prompt)\W{0,4}:",
    ),
)
CALLS: tuple[Form, ...] = (
    (
        "tool|function|<invoke|</invoke|antml|_of_turn|assistant|instruction|prompt|<execute|<system|<parameter|<thinking|scratchpad",
        "call",
        "tool_call",
        "a turn or a call of a tool as tags",
        rf"</?(?:{_TAG})(?:[\s=:][^<>]{{0,200}})?/?>",
    ),
    (
        "tool|function|action_input|actioninput|invoke|invocation|antml",
        "call",
        "tool_call",
        "a call of a tool as JSON",
        rf"\"(?:{_TOOL})\\?\"\s{{0,3}}:\s{{0,3}}[\[{{\"\\]",
    ),
    (
        "tool|function|action|command|name",
        "call",
        "tool_call",
        "a call of a tool as JSON",
        r"\\?\"(?:tool|function|action|command|name|recipient_name)\\?\"\s{0,3}:\s{0,3}\\?\"[\w.:-]{1,80}\\?\"\s{0,3},"
        rf"[^{{}}]{{0,120}}\\?\"{_INPUT}\\?\"\s{{0,3}}:",
    ),
    (
        "tools/call",
        "call",
        "tool_call",
        "a call of a tool as JSON",
        r"\"method\\?\"\s{0,3}:\s{0,3}\\?\"tools/call\\?\"",
    ),
    (
        "thought|action:|tool:|observation",
        "call",
        "tool_call",
        "a call of a tool in the steps of an agent",
        r"(?:^|\n|\. |\\n)\s{0,4}(?:thought|action|tool|observation)\s{0,2}:[^\n]{1,200}(?:\n|\\n|\s)\s{0,4}"
        r"(?:action|action input|action_input|tool input|arguments|input|observation|final answer)\s{0,2}:",
    ),
    ("final answer", "call", "tool_call", "a final answer of an agent", r"(?:^|\n|\. )\s{0,4}final answer\s{0,2}:"),
    (
        "(",
        "call",
        "tool_call",
        "a call of a function",
        rf"(?<![\w.]){_DOES}(?:_[a-z]{{2,20}}){{0,4}}\((?:[^)\n]{{0,200}}(?:=|\"|\{{)|\d)"
        r"|(?:tools|functions|commander|default_api)\.[a-z_]{3,40}\([^)\n]{0,200}(?:=|\"|\{)|\bcall:[a-z_]{3,40}\(",
    ),
    (
        "verdict",
        "call",
        "tool_call",
        "a finding as JSON",
        r"\"verdict\\?\"\s{0,3}:[^\n]{0,200}\"(?:confidence|root_?cause|recommended_action|hypotheses|approved|cause"
        r"|requires_approval)\\?\"\s{0,3}:",
    ),
    (
        "approv",
        "call",
        "tool_call",
        "an approval as JSON",
        r"\"(?:approved|auto_?approved?|requires_approval|approval_required|human_approval|skip_approval|bypass_approval)"
        r"\\?\"\s{0,3}:\s{0,3}\\?\"?(?:true|false|yes|no|1)\b",
    ),
    (
        "```",
        "call",
        "tool_call",
        "a block of code for a tool",
        r"```\s{0,2}(?:tool|tool_code|tool_call|system|prompt|function|assistant|instructions?)\b",
    ),
    (
        "/approve|/execute|/resolve|/run|/override|/system|/admin|/sudo|/close|/rollback",
        "call",
        "tool_call",
        "a command of a chat",
        r"(?:^|\n)\s{0,4}/(?:approve|execute|resolve|run|override|system|admin|sudo|close|rollback)\s"
        r"(?:all|plan|action|runbook|act|inc|incident|now|remediation)\b",
    ),
)
