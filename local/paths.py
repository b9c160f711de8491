"""Where things are on disk. Only the standard library, because it is imported before the virtual environment exists."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Elsewhere only for tests, which must not disturb an application that is up.
STATE = Path(os.environ.get("INCIDENT_COMMANDER_STATE", ROOT / ".local"))
LOGS = STATE / "logs"
STAMPS = ROOT / ".local" / "stamps"
RUNS = STATE / "runs"
CLOUD_RECORD = STATE / "cloud.json"
ENDPOINTS = STATE / "endpoints.json"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
DASHBOARDS = ROOT / "dashboards"
RECORDINGS = ROOT / "scenarios" / "recordings"
