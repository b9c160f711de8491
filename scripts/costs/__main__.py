"""`python -m scripts.costs`: see `scripts.costs.command`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "commander" / "python")]
    from scripts.costs.command import main

    sys.exit(main())
