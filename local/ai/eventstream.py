"""The framing of AWS event streams (application/vnd.amazon.eventstream): messages with headers and two checksums."""

import json
import struct
from collections.abc import Mapping
from typing import Any
from zlib import crc32

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7
"""The type of a header whose value is text."""


def event(name: str, document: Mapping[str, Any]) -> bytes:
    """One event of the stream, its payload as JSON."""
    headers = {":event-type": name, ":content-type": "application/json", ":message-type": "event"}
    return message(headers, json.dumps(document).encode())


def exception(name: str, text: str) -> bytes:
    """An error that ends a stream which began well. Its name begins with a small letter, as members of a shape do."""
    headers = {":exception-type": name, ":content-type": "application/json", ":message-type": "exception"}
    return message(headers, json.dumps({"message": text}).encode())


def message(headers: Mapping[str, str], payload: bytes) -> bytes:
    """One message. The first checksum covers the two lengths, the last one everything before it."""
    packed = b"".join(_header(name, value) for name, value in headers.items())
    prelude = struct.pack("!II", 16 + len(packed) + len(payload), len(packed))
    before = prelude + struct.pack("!I", crc32(prelude)) + packed + payload
    return before + struct.pack("!I", crc32(before))


def _header(name: str, value: str) -> bytes:
    named, said = name.encode(), value.encode()
    return struct.pack("!B", len(named)) + named + struct.pack("!BH", _STRING, len(said)) + said
