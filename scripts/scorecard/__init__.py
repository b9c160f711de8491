"""How good the evidence engine is: every case judged against what a careful engineer concludes from it."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "layers" / "commander" / "python"))
