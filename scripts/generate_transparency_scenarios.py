"""Makes the files of /transparency: a real run of the five agents over each of the seven scenarios.

    PYTHONPATH=.:layers/commander/python python scripts/generate_transparency_scenarios.py [--local] [--only ID]

Without --local the AI services of an AWS account are asked, with its credentials, and paid for. See
docs/guides/transparency.md.
"""

import sys

from scripts.transparency.command import main

if __name__ == "__main__":
    sys.exit(main())
