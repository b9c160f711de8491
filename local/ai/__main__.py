"""`python -m local.ai --port N`: prints the port and serves until it is told to stop."""

import argparse
import logging
import os
import signal
import threading
from pathlib import Path
from types import FrameType

from local.ai import knowledge, llm
from local.ai.server import serve
from local.parents import end_with_parent


def main() -> None:
    """Serves until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.ai", description="Stand-ins for the AI services.")
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; the loopback by default")
    parser.add_argument("--knowledge", type=Path, default=knowledge.FOLDER, help="the folder of documents")
    parser.add_argument(
        "--llm-url",
        default=os.environ.get("LLM_URL", ""),
        help="an OpenAI-compatible server of models",
    )
    parser.add_argument("--llm-model", default=os.environ.get("LLM_MODEL", ""), help="the model's name there")
    parser.add_argument("--with-parent", action="store_true", help="end when the parent process has ended")
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    knowledge.use(wanted.knowledge)
    if wanted.llm_url:
        llm.use(llm.Server(wanted.llm_url, wanted.llm_model))
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    if wanted.with_parent:
        end_with_parent()
    server = serve(wanted.port, wanted.host)
    print(server.port, flush=True)
    stop.wait()
    server.close()


if __name__ == "__main__":
    main()
