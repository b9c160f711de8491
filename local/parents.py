"""Ends a child process with the launcher that started it. Standard library only."""

import os
import signal
import threading
import time

POLL_SECONDS = 1.0


def end_with_parent() -> None:
    """From now on, this process ends when its parent is gone (killed, or its terminal closed), as if told to stop."""
    threading.Thread(target=_watch, args=(os.getppid(),), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
