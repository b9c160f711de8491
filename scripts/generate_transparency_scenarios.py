"""Makes the files of /transparency: a real run of the five agents over each of the seven scenarios.

    .venv/bin/python scripts/generate_transparency_scenarios.py [--local] [--only ID]

Without --local the AI services of an AWS account are asked, with its credentials, and paid for. See
docs/guides/transparency.md.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """The command line, from wherever it is called."""
    sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "commander" / "python")]
    from scripts.transparency.command import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
