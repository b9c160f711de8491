"""Forms of markup that hides or fetches, of addresses that carry something out, and of commands.

Every repetition is bounded, as in the forms of chats.
"""

from commander.domain.injection.forms_of_chats import Form

_DESTRUCTIVE = (
    r"(?:\brm -[rf]{1,3}\b|\bkubectl (?:delete|drain|scale|exec)\b|\bterraform destroy\b"
    r"|\bdrop (?:table|database|schema)\b|\baws [a-z0-9-]{2,20} (?:delete|terminate|stop|deregister|put|rb|rm)\b|\bmkfs"
    r"|\bshutdown -|\bgit push --force|\bdd if=|\bchmod -?r? ?777|\bhelm (?:uninstall|delete))"
)
_QUERY = r"(?:https?:)?//[^\s\"'<>)]{1,200}?[?&][\w-]{1,30}="

PAGES: tuple[Form, ...] = (
    (
        "</",
        "ends",
        "markup",
        "a mark that ends the part that is data",
        r"</\s?(?:untrusted|evidence|facts?|telemetry|context|documents?|user_?input"
        r"|log_?data|logs?|data|input|external)[\w-]{0,30}\s?>",
    ),
    (
        "end |end_|end-|close",
        "ends",
        "markup",
        "a line that ends the part that is data",
        r"(?:^|\n)\W{0,8}(?:end|close)[ _-]{1,2}(?:of[ _-])?(?:the[ _-])?(?:untrusted|user|log|logs|data|evidence"
        r"|context|telemetry|input|document|system prompt|instructions?)[ _-]?(?:data|block|section|input|lines)?"
        r"\W{2,12}(?:\n|$)",
    ),
    ("<script", "page", "markup", "a script", r"<script[\s>/]"),
    (
        "<iframe|<object|<embed|<svg|<meta|<base|<link|onerror|onload|onclick|onmouse|onfocus|ontoggle",
        "page",
        "markup",
        "an element that loads something",
        r"<(?:iframe|object|embed|svg|meta http-equiv|base href|link rel)[\s/][^<>]{0,200}"
        r"(?:src|href|data|onload|content|srcdoc)\s?="
        r"|\son(?:error|load|click|mouseover|focus|toggle)\s?=\s?[\"']?[a-z]",
    ),
    ("script:", "page", "markup", "a script", r"(?:java|vb)script\s?:"),
    (
        "data:",
        "page",
        "markup",
        "a document within an address",
        r"data:(?:text/(?:html|javascript|plain)|image/svg\+xml|application/[a-z-]{1,30})[;,]",
    ),
    (
        "style",
        "hidden",
        "markup",
        "words in a hidden element",
        r"<\w{1,12}\s[^<>]{0,200}(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|opacity\s?:\s?0(?!\.)"
        r"|(?<!-)color\s?:\s?(?:white|transparent)|(?:left|top|text-indent)\s?:\s?-\d{3,})",
    ),
    (
        "hidden",
        "hidden",
        "markup",
        "words in a hidden element",
        r"<(?:div|span|p|section|details|template|noscript)\s(?:[^<>]{0,100}\s)?(?:hidden|aria-hidden\s?=\s?[\"']?true)[\s>=]",
    ),
    (
        "<noscript|<desc|<title|title=|alt=",
        "hidden",
        "markup",
        "words where few look",
        r"<(?:noscript|desc|title)[\s>]|\s(?:title|alt)\s?=\s?[\"']",
    ),
    ("[//]", "hidden", "markup", "a comment that is not shown", r"\[//\]:\s?#\s?[(\"']"),
    ("[note]|[comment]", "hidden", "markup", "a comment that is not shown", r"\[(?:comment|note)\]:\s?(?:#|<>)"),
)
LEAKS: tuple[Form, ...] = (
    (
        "secret|token|password|_key|api",
        "leak",
        "exfiltration",
        "a name with a place for what is to be sent",
        r"(?:<|\{\{?|\$\{?)[\w .-]{0,30}(?:secret|token|key|password)[\w .-]{0,20}[>}]{1,2}"
        r"\.[a-z0-9-]{1,60}\.[a-z]{2,12}",
    ),
    (
        ">.|}.|).",
        "leak",
        "exfiltration",
        "a name with a place for what is to be sent",
        r"(?:<[^<>\n]{2,80}>|\{\{[^{}\n]{2,80}\}\})\.[a-z0-9-]{1,60}\.[a-z]{2,12}",
    ),
    (
        "$(",
        "leak",
        "exfiltration",
        "a name made of what a command prints",
        r"\$\((?:cat|env|printenv|base64|whoami|aws|id|hostname)\b[^)\n]{0,120}\)(?:\.\$\([\w -]{1,40}\))?"
        r"\.[a-z0-9-]{1,60}\.[a-z]{2,12}",
    ),
    (
        "![",
        "image",
        "exfiltration",
        "an image whose address takes something along",
        rf"!\[[^\]\n]{{0,200}}\]\(\s?<?{_QUERY}",
    ),
    (
        "<img",
        "image",
        "exfiltration",
        "an image whose address takes something along",
        rf"<img\s[^<>]{{0,200}}src\s?=\s?[\"']?{_QUERY}",
    ),
    (
        "?|&",
        "slot",
        "exfiltration",
        "an address that is to be completed",
        r"https?://[^\s\"'<>]{1,200}[?&][\w-]{1,30}=(?:[\s\"')]|$|[<{$])",
    ),
    (
        "curl|wget|nc ",
        "leak",
        "exfiltration",
        "a command that sends files or settings",
        r"\b(?:curl|wget|nc)\s[^\n]{0,200}(?:-\w{0,2}\s?[\"']?@[/.\w~]|--data[\w-]{0,12}[\s=][\"']?[@$`]|-d\s?[\"']?[@$`]"
        r"|[?&/=]\$\(|[?&=]`|[?&=]\$\{?[a-z_]{0,30}(?:key|secret|token|password))",
    ),
    (
        "rm -|kubectl|terraform|drop |aws |mkfs|shutdown -|push --force|dd if|chmod|helm ",
        "command",
        "direct_order",
        "an order to run a destructive command",
        rf"(?:run|execute|exec|issue|type|paste|enter|invoke|perform|do)\b[^\n]{{0,60}}?{_DESTRUCTIVE}",
    ),
    (
        "curl|wget",
        "command",
        "direct_order",
        "an order to run what is fetched",
        r"(?:curl|wget)\s[^\n|]{1,200}\|\s?(?:sudo )?(?:ba|z)?sh\b",
    ),
    (
        "base64",
        "command",
        "direct_order",
        "an order to run what is decoded",
        r"base64\s(?:-d|--decode|-D)[^\n|]{0,40}\|\s?(?:sudo )?(?:ba|z)?sh\b",
    ),
)
