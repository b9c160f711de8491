"""The local cloud's own process: MiniStack's ASGI application behind a header, and an eye on the launcher.

Started as `python -m local.cloud.server`; its configuration is MiniStack's environment (see `local.cloud.process`).
"""

import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from local.cloud import corrections, decisions
from local.parents import end_with_parent

DECISIONS = "LOCAL_CLOUD_DECISIONS"
Scope = MutableMapping[str, Any]
Application = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]


def behind_tls(application: Application) -> Application:
    """Present each request as one that a TLS listener forwarded.

    The templates deny plain http (`aws:SecureTransport`), as they must on AWS; locally there is no certificate, and
    MiniStack reads this header the way AWS's own load balancers write it.
    """

    async def forwarded(
        scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], (b"x-forwarded-proto", b"https")]}
        await application(scope, receive, send)

    return forwarded


def main() -> None:
    """Serve until told to stop."""
    # Left set, every client inside the server would call the server again through it.
    os.environ.pop("AWS_ENDPOINT_URL", None)
    from ministack import app as ministack

    corrections.apply()
    decisions.write_to(open(os.environ[DECISIONS], "w", encoding="utf-8"))  # noqa: SIM115 - open as long as we serve
    ministack.app = behind_tls(ministack.app)
    end_with_parent()
    # MiniStack parses the command line itself; this one is ours.
    sys.argv = ["ministack"]
    ministack.main()


if __name__ == "__main__":
    main()
