"""Installs what the application needs, and skips what is already up to date.

Only the standard library: this runs on the system's Python before the virtual environment exists. Being up to date is
decided by a hash of the files that say what to install, kept beside the result, so that editing a pin is enough.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

from local import paths
from local.commands import log_file, run_logged
from local.failures import LaunchFailure
from local.progress import Progress

OLDEST_NODE = 20
BUILD_INPUTS_SKIPPED = {"node_modules", "dist", "build", "coverage", ".vite", "test-results"}


def install_python(progress: Progress) -> Path:
    """Make `.venv` match the requirement files and return its interpreter."""
    python = paths.VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = _hash_files([*paths.ROOT.glob("requirements*.txt"), *paths.ROOT.glob("layers/*/requirements.txt")])
    wanted += f" python {sys.version_info.major}.{sys.version_info.minor}"
    stamp = paths.VENV / ".requirements-stamp"
    if python.exists() and _stamped(stamp, wanted):
        return python
    with progress.step("Installing the Python packages into .venv") as step:
        log = log_file("install-python")
        if not python.exists():
            _create_venv()
        run_logged(
            [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-r", "requirements-dev.txt"],
            log,
            step,
            "pip could not install the Python packages",
            "Check the network connection (or pip's index settings) and run the same command again.",
        )
        stamp.write_text(wanted, encoding="utf-8")
    return python


def _create_venv() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=paths.VENV.exists()).create(paths.VENV)
    except subprocess.CalledProcessError as error:
        raise LaunchFailure(
            f"the virtual environment could not be made: {error}",
            "Debian and Ubuntu keep what it needs in a package of its own: apt-get install python3-venv",
        ) from error


def install_node(progress: Progress) -> None:
    """Make `node_modules` match the lock file: the pinned CDK command line."""
    require_node()
    _npm_install(paths.ROOT, "Installing the CDK command line", progress)


def build_dashboards(progress: Progress) -> bool:
    """Build the dashboards when their sources changed since the last build; False where there are none to build."""
    if not (paths.DASHBOARDS / "package.json").exists():
        return False
    _npm_install(paths.DASHBOARDS, "Installing the dashboards' packages", progress)
    wanted = _hash_files(_dashboard_sources())
    stamp = paths.STAMPS / "dashboards"
    if dashboards_output().exists() and _stamped(stamp, wanted):
        return True
    with progress.step("Building the dashboards") as step:
        run_logged(
            ["npm", "run", "build"],
            log_file("build-dashboards"),
            step,
            "the dashboards did not build",
            "Read the errors above, fix the sources under dashboards/ and run the same command again.",
            folder=paths.DASHBOARDS,
        )
        _write_stamp(stamp, wanted)
    return True


def dashboards_output() -> Path:
    """The folder that `npm run build` writes."""
    return paths.DASHBOARDS / "dist"


def require_node() -> None:
    """Say clearly when Node is missing or too old, before anything depends on it."""
    remedy = f"Install Node.js {OLDEST_NODE} or newer (https://nodejs.org/ or your package manager) and run again."
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise LaunchFailure("Node.js was not found: the CDK command line and the dashboards need it", remedy)
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = re.match(r"v(\d+)\.", found)
    if major is None or int(major[1]) < OLDEST_NODE:
        raise LaunchFailure(f"Node.js {found or 'of an unknown version'} is too old", remedy)


def _npm_install(folder: Path, name: str, progress: Progress) -> None:
    wanted = _hash_files([folder / "package.json", folder / "package-lock.json"])
    stamp = folder / "node_modules" / ".install-stamp"
    if _stamped(stamp, wanted):
        return
    with progress.step(name) as step:
        # Scripts of dependencies are not run: nothing here needs them, and they are the usual way in for a bad package.
        run_logged(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            log_file(f"install-{folder.name}"),
            step,
            f"npm could not install the packages of {folder.relative_to(paths.ROOT.parent)}",
            "Check the network connection (or npm's registry settings) and run the same command again.",
            folder=folder,
        )
        _write_stamp(stamp, wanted)


def _dashboard_sources() -> list[Path]:
    found: list[Path] = []
    for directory, folders, files in os.walk(paths.DASHBOARDS):
        folders[:] = sorted(name for name in folders if name not in BUILD_INPUTS_SKIPPED)
        found += [Path(directory) / name for name in sorted(files)]
    # The demonstration pages show recorded runs, which the build copies from here.
    recordings = paths.ROOT / "scenarios"
    return found + (sorted(path for path in recordings.rglob("*.json")) if recordings.exists() else [])


def _hash_files(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(paths.ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"absent")
    return digest.hexdigest()


def _stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def _write_stamp(stamp: Path, wanted: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="utf-8")
