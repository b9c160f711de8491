"""`python3 -m local.bootstrap <module> <arguments>`: makes the virtual environment, then becomes that module in it.

Runs on the system's Python with the standard library alone; without a module it only installs.
"""

import os
import sys
import time

OLDEST_PYTHON = (3, 11)


def main() -> int:
    """Install what the command needs and hand over to it."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(f"What failed: Python {found} is too old")
        print("What to do:  Install Python 3.11 or newer, or name the one to use: make PYTHON=python3.12 run")
        return 1
    from local.failures import LaunchFailure
    from local.install import install_python, require_node
    from local.progress import Progress

    os.environ.setdefault("INCIDENT_COMMANDER_BEGAN", str(time.time()))
    # Never on the output, which for `make token` is the token and nothing else.
    progress = Progress(sys.stderr)
    try:
        # Before a minute is spent on packages: most commands go no further without Node.
        if sys.argv[1:2] == ["local"] and "token" not in sys.argv:
            require_node()
        python = install_python(progress)
    except LaunchFailure as failure:
        progress.say("\n".join(failure.lines()))
        return 1
    if len(sys.argv) > 1:
        os.execv(python, [str(python), "-m", *sys.argv[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
