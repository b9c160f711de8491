"""Takes personal data and secrets out of text, and leaves what tells what is wrong.

Masked are email addresses, phone numbers, payment cards, bank accounts, social security numbers, the tails of public
network addresses (private ones are hosts), passwords, tokens, keys, cookies and signatures. Wordings, host names,
paths, request ids, versions, sizes and times stay. A text that was masked once is not changed by masking it again.

Every pattern takes time in proportion to the text: repetitions are bounded, and none contains another of the same
characters.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_WORDS_FOR_NOTHING = frozenset(
    {
        *("null", "none", "nil", "undefined", "empty", "unset", "missing", "required"),
        *("true", "false", "expired", "invalid", "denied", "revoked", "rejected"),
    }
)
"""What logs write after `password=` and `token=` to say that something is the matter with it: no secret."""
_SECRET_NAMES = (
    r"pass(?:word|wd|phrase)?|pwd|(?:client|app|shared)[_-]?secret|secret(?:[_-]?(?:access)?[_-]?key)?"
    r"|aws_secret_access_key|aws_session_token|(?:access|refresh|id|auth|session|csrf|bearer|security)[_-]?token|token"
    r"|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credentials?"
    r"|x-amz-(?:signature|credential|security-token)|sig|signature|authorization|session_?id|sessionid|jsessionid"
)
_PASSES = 16
"""What stood right behind something that was masked may only then be seen for what it is. One pass is the rule."""
_ADDRESS_TAIL = "x"
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")


@cache
def _rules() -> tuple[tuple[str, _Rule], ...]:
    """The rules in the order in which they apply, each with the character without which it cannot match."""
    compiled = [
        (
            "-----BEGIN",
            r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
            _put("[private key]"),
        ),
        ("eyJ", r"\beyJ[\w-]{8,4096}\.[\w-]{4,8192}(?:\.[\w-]{0,4096})?", _put("[token]")),
        ("://", r"(?<=://)[^\s/@:\[\]\"'<>]{0,256}:[^\s/@\[\]\"'<>]{1,256}@", _put("[credentials]@")),
        (
            ":",
            r"(?i)\b((?:proxy-)?authorization|x-api-key|x-auth-token|x-amz-security-token)(\\?\"?\s{0,3}:\s{0,3}\\?\"?)"
            r"((?:bearer|basic|digest|token|aws4-hmac-sha256)\s{1,3})?([^\s\"',]{1,8192})",
            _header,
        ),
        (
            ":",
            r"(?i)\b((?:set-)?cookie)(\\?\"?\s{0,3}:\s{0,3}\\?\"?)(?!\[)([^\s=\"']{1,256}=[^\r\n\"']{1,8192})",
            lambda found: f"{found[1]}{found[2]}[secret]",
        ),
        ("earer", r"(?i)\b(bearer\s{1,3})(?!\[)[\w.~+/=-]{16,8192}", lambda found: f"{found[1]}[token]"),
        ("asic ", r"\b([Bb]asic )(?!\[)[A-Za-z0-9+/]{12,4096}={0,2}(?![\w])", lambda found: f"{found[1]}[secret]"),
        (
            "=",
            rf"(?i)\b((?:[\w-]{{0,32}}[_.-])?(?:{_SECRET_NAMES}))(\s?=\s?)(\"[^\"\n]{{0,4096}}\"|'[^'\n]{{0,4096}}'|[^\s&;,\"'<>(){{}}]{{1,4096}})",
            _value,
        ),
        (
            '"',
            rf"(?i)(\\?\"(?:[\w-]{{0,32}}[_.-])?(?:{_SECRET_NAMES})\\?\")(\s?:\s?)(\\?\"[^\"\\\n]{{0,4096}}\\?\")",
            _value,
        ),
        ("'", rf"(?i)('(?:[\w-]{{0,32}}[_.-])?(?:{_SECRET_NAMES})')(\s?:\s?)('[^'\n]{{0,4096}}')", _value),
        (
            ": ",
            r"(?i)\b((?:[\w-]{0,32}[_-])?(?:password|passwd|passphrase|pwd|api[_-]?key|access[_-]?token|secret[_-]?key"
            r"|secret[_-]?access[_-]?key))(: )([^\s,;\"'\[\](){}]{6,4096})",
            _looks_secret,
        ),
        ("", r"\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}\b", _put("[access key]")),
        (
            "_",
            r"\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}"
            r"|glpat_[\w-]{16,64})",
            _put("[token]"),
        ),
        ("xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,255}", _put("[token]")),
        ("AIza", r"\bAIza[\w-]{35}", _put("[token]")),
        (
            "@",
            r"(?<![\w.+%-])[A-Za-z0-9_][\w.+%-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}([A-Za-z]{2,24})(?![\w-])",
            _email,
        ),
        (
            "%40",
            r"(?<![\w.+-])[A-Za-z0-9_][\w.+-]{0,63}%40(?:[A-Za-z0-9-]{1,63}\.){1,6}([A-Za-z]{2,24})(?![\w-])",
            _email,
        ),
        (
            "",
            r"(?<![\w-])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![\w-])",
            _bank_account,
        ),
        (
            "",
            r"(?<![\w.:/-])[2-6]\d{3}(?:[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|[ -]?\d{6}[ -]?\d{4,5})(?![\w/-]|[.:]\w)",
            _card,
        ),
        ("-", r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])", _put("[ssn]")),
        ("+", r"(?<![\w+.-])\+[1-9](?:[ .()-]{0,2}\d){8,14}(?!\w|:\w)", _put("[phone]")),
        (
            "",
            r"(?<![\w.:/+-])(?:\([2-9]\d\d\) ?[2-9]\d\d[.-]|[2-9]\d\d([.-])[2-9]\d\d\1)\d{4}(?![\w:.-]\w|\w)",
            _put("[phone]"),
        ),
        (
            "",
            r"(?i)\b((?:tele|mobile[ _-]?|cell[ _-]?)?phone(?:[ _-]?(?:number|no))?|mobile(?:[ _-]?(?:number|no))?"
            r"|msisdn|tel|fax)"
            r"(\\?[\"']?\s?[:=]\s?\\?[\"']?)(\+?\(?\d[\d ()./-]{5,20}\d)",
            lambda found: f"{found[1]}{found[2]}[phone]",
        ),
        (".", r"(?<![\w.:/-])(?<![Vv]ersion )(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\w)", _address_v4),
        (":", r"(?<![\w.:-])(?:[0-9A-Fa-f]{1,4}:{1,2}){2,7}[0-9A-Fa-f]{1,4}(?![\w:.-])", _address_v6),
    ]
    return tuple((needed, (re.compile(pattern), becomes)) for needed, pattern, becomes in compiled)


def redact(text: str) -> str:
    """The text without personal data and secrets."""
    for _ in range(_PASSES):
        before = text
        for needed, (pattern, becomes) in _rules():
            if needed in text:
                text = pattern.sub(becomes, text)
        if text == before:
            break
    return text


def redact_all(value: Any) -> Any:
    """The same JSON value, with every text in it redacted; a text named like a secret is masked whole."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list | tuple):
        return [redact_all(one) for one in value]
    if isinstance(value, dict):
        return {key: _masked(one) if _is_secret(str(key)) else redact_all(one) for key, one in value.items()}
    return value


def redact_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item of an evidence bundle without personal data. Names, entities and times stay: things are found by them."""
    clean = dict(item)
    for name in ("message", "reason", "actor", "title", "description"):
        if isinstance(clean.get(name), str):
            clean[name] = redact(clean[name])
    for name in ("attributes", "details"):
        if name in clean:
            clean[name] = redact_all(clean[name])
    return clean


def redact_bundle(document: Mapping[str, Any]) -> dict[str, Any]:
    """An evidence bundle, as JSON, without personal data in any of its items."""
    clean: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, list):
            clean[name] = [redact_item(item) for item in value]
        else:
            clean[name] = redact_item(value) if isinstance(value, dict) else value
    return clean


def redact_statement(statement: str) -> str:
    """An SQL statement without the values in it: texts and long numbers become `?`, short numbers (limits) stay."""
    return redact(_literals().sub(lambda found: "?", statement))


@cache
def _literals() -> re.Pattern[str]:
    return re.compile(r"'(?:[^']|''){0,20000}(?:'|\Z)|(?<![\w.$@\"`])\d{6,}(?![\w.\"`])")


@cache
def _secret_name() -> re.Pattern[str]:
    return re.compile(
        r"(?i)(?:^|[_.-])(?:pass(?:word|wd|phrase)|pwd|secret|secret_?access_?key|secret_?string|(?:access|refresh|session|auth)_?token"
        r"|api_?key|private_?key)$|(?:password|passwd|secretstring|secretkey|accesstoken|apikey|privatekey)$"
    )


def _is_secret(key: str) -> bool:
    return _secret_name().search(key) is not None


def _masked(value: Any) -> Any:
    return (
        "[secret]"
        if isinstance(value, str) and value.lower() not in _WORDS_FOR_NOTHING and value
        else redact_all(value)
    )


def _put(text: str) -> Callable[[re.Match[str]], str]:
    return lambda found: text


def _value(found: re.Match[str]) -> str:
    """A named value, unless it says that there is none or is masked already. Its quotes stay."""
    value = found[3]
    opening = value[: len(value) - len(value.lstrip("\\\"'"))]
    bare = value.strip("\\\"'")
    if not bare or bare.startswith("[") or bare.strip("*?").lower() in _WORDS_FOR_NOTHING | {""}:
        return found[0]
    return f"{found[1]}{found[2]}{opening}[secret]{opening}"


def _looks_secret(found: re.Match[str]) -> str:
    """After a colon mostly words follow (`password: authentication failed`); a secret has a digit or a sign in it."""
    value = found[3]
    if value.startswith("[") or value.isalpha() or not any(not one.isalpha() for one in value.rstrip(".:!?)-")):
        return found[0]
    return f"{found[1]}{found[2]}[secret]"


def _card(found: re.Match[str]) -> str:
    digits = [int(one) for one in found[0] if one.isdigit()]
    text = "".join(map(str, digits))
    lengths = {"34": 15, "37": 15, "36": 14}
    if len(digits) != lengths.get(text[:2], 16):
        return found[0]
    doubled = [(2 * one - 9 * (one > 4)) if place % 2 else one for place, one in enumerate(reversed(digits))]
    return "[card]" if sum(doubled) % 10 == 0 and len(set(digits)) > 1 else found[0]


def _bank_account(found: re.Match[str]) -> str:
    """Written in fours, a word in capitals may follow it that is no part of it."""
    groups = found[0].split(" ")
    for end in range(len(groups), 0, -1):
        if _is_bank_account("".join(groups[:end])):
            return " ".join(["[iban]", *groups[end:]])
    return found[0]


def _is_bank_account(text: str) -> bool:
    """By the check of ISO 13616: the letters as numbers, the first four characters last, modulo 97."""
    turned = text[4:] + text[:4]
    return 15 <= len(text) <= 34 and int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def _email(found: re.Match[str]) -> str:
    """A login on a private host, and git's, is nobody's address."""
    private = found[1].lower() in ("internal", "local", "localdomain", "lan", "svc")
    return found[0] if private or found[0].startswith("git@") else "[email]"


def _header(found: re.Match[str]) -> str:
    """What follows a scheme is a secret; without one, only what looks like one (`authorization: denied` does not)."""
    name, colon, scheme, value = found.groups()
    long = len(value) >= 12 and any(one.isdigit() for one in value)
    if value.startswith("[") or (scheme is None and not long):
        return found[0]
    return f"{name}{colon}[secret]"


def _address_v4(found: re.Match[str]) -> str:
    """A public address keeps its network of 256: enough to see where traffic comes from, too little to tell who."""
    try:
        address = ipaddress.IPv4Address(found[0])
    except ValueError:
        return found[0]
    return found[0] if not address.is_global else found[0].rpartition(".")[0] + "." + _ADDRESS_TAIL


def _address_v6(found: re.Match[str]) -> str:
    """A public address keeps its first 48 bits, the part that belongs to a site."""
    try:
        address = ipaddress.IPv6Address(found[0])
    except ValueError:
        return found[0]
    if address not in _PUBLIC_V6:
        return found[0]
    return ":".join(group.lstrip("0") or "0" for group in address.exploded.split(":")[:3]) + "::" + _ADDRESS_TAIL
