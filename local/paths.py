"""Where things are on disk. Only the standard library, because it is imported before the virtual environment exists."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".local"
LOGS = STATE / "logs"
STAMPS = STATE / "stamps"
RUNS = STATE / "runs"
CLOUD_RECORD = STATE / "cloud.json"
ENDPOINTS = STATE / "endpoints.json"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
DASHBOARDS = ROOT / "dashboards"
RECORDINGS = ROOT / "scenarios" / "recordings"
