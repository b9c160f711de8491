"""The stand-ins behind a port of this machine, for the clients that drive them."""

from collections.abc import Iterator
from contextlib import contextmanager

from local.ai.server import serve


@contextmanager
def served() -> Iterator[str]:
    """The address of a running server of all stand-ins."""
    server = serve(0)
    try:
        yield server.url
    finally:
        server.close()
