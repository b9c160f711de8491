"""The two Lambda layers: the product's own code, and what it depends on, built for Lambda without Docker."""

import contextlib
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacks.environment import Environment

ROOT = Path(__file__).parents[1]
BUILD = ROOT / ".build"
REQUIREMENTS = ROOT / "layers" / "dependencies" / "requirements.txt"
RUNTIME = lambda_.Runtime.PYTHON_3_14
ARCHITECTURE = lambda_.Architecture.ARM_64
_PYTHON, _PLATFORM = "3.14", "manylinux2014_aarch64"
_SOURCES = (ROOT / "layers" / "commander" / "python" / "commander", ROOT / "knowledge")
"""The product, and the runbooks that it reads as a package of their own."""


class Layers(Construct):
    """The layers a stack's functions run on.

    Each stack has its own versions: a layer shared by an export could never be replaced while another stack uses it.
    """

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, "Layers")
        self.versions: Sequence[lambda_.ILayerVersion] = [self._layer("Commander", code_directory())]
        if environment.dependencies_layer:
            self.versions = [*self.versions, self._layer("Dependencies", dependencies_directory())]

    def _layer(self, name: str, directory: Path) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            code=lambda_.Code.from_asset(str(directory)),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARCHITECTURE],
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )


def code_directory() -> Path:
    """A layer directory with the product's packages as they are now."""
    files = sorted(
        path for source in _SOURCES for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")

    def copy(directory: Path) -> None:
        for source in _SOURCES:
            shutil.copytree(
                source, directory / "python" / source.name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
            )

    return _built(f"commander-{digest.hexdigest()[:16]}", copy)


def dependencies_directory() -> Path:
    """A layer directory with the third-party packages. Raises RuntimeError where they cannot be downloaded."""
    key = hashlib.sha256(f"{_PYTHON} {_PLATFORM} {REQUIREMENTS.read_text()}".encode()).hexdigest()[:16]
    return _built(f"dependencies-{key}", _install)


def _install(directory: Path) -> None:
    install = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-compile",
            "--platform",
            _PLATFORM,
            "--python-version",
            _PYTHON,
            "--implementation",
            "cp",
            "--only-binary=:all:",
            "--requirement",
            str(REQUIREMENTS),
            "--target",
            str(directory / "python"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if install.returncode:
        raise RuntimeError(f"the dependencies layer could not be built from {REQUIREMENTS.name}:\n{install.stderr}")


def _built(name: str, build: Callable[[Path], None]) -> Path:
    """The directory of this name, built at most once and seen by nobody before it is complete."""
    target = BUILD / name
    if target.exists():
        return target
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as unfinished:
        directory = Path(unfinished) / name
        directory.mkdir()
        build(directory)
        with contextlib.suppress(OSError):  # another process was as fast: its directory has the same content
            directory.rename(target)
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{dependencies_directory()}\n")
