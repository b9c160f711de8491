"""`python -m local.ai --port N`: prints the port and serves until it is told to stop."""

import argparse
import logging
import os
import signal
import threading
from types import FrameType

from local.ai.server import serve
from local.ai.textract import S3_ENDPOINT


def main() -> None:
    """Serves until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.ai", description="Stand-ins for the AI services.")
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; the loopback by default")
    parser.add_argument("--s3", help=f"the local cloud's S3, which Textract reads; {S3_ENDPOINT} by default")
    wanted = parser.parse_args()
    if wanted.s3:
        os.environ[S3_ENDPOINT] = wanted.s3
    logging.basicConfig(level=logging.INFO)
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    server = serve(wanted.port, wanted.host)
    print(server.port, flush=True)
    stop.wait()
    server.close()


if __name__ == "__main__":
    main()
