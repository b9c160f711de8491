"""What is up to date is left alone."""

import io
import shutil
from pathlib import Path

import pytest

from local import install, paths
from local.failures import LaunchFailure
from local.progress import Progress


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with nothing in it but what a test puts there."""
    for name, value in (
        ("ROOT", tmp_path),
        ("DASHBOARDS", tmp_path / "dashboards"),
        ("LOGS", tmp_path / "logs"),
        ("STAMPS", tmp_path / "stamps"),
        ("VENV", tmp_path / ".venv"),
    ):
        monkeypatch.setattr(paths, name, value)
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    ran: list[list[str]] = []

    def run(command: list[str], *rest: object, **named: object) -> None:
        ran.append(command)

    monkeypatch.setattr(install, "run_logged", run)
    return ran


def test_python_packages_are_installed_once_for_the_same_requirements(
    folder: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_venv() -> None:
        (folder / ".venv/bin").mkdir(parents=True)
        (folder / ".venv/bin/python").touch()

    monkeypatch.setattr(install, "_create_venv", make_venv)
    requirements = folder / "requirements-dev.txt"
    requirements.write_text("pytest==1\n")
    progress = Progress(io.StringIO())
    assert install.install_python(progress) == folder / ".venv/bin/python"
    install.install_python(progress)
    assert len(commands) == 1
    requirements.write_text("pytest==2\n")
    install.install_python(progress)
    assert len(commands) == 2


def test_the_dashboards_are_built_again_only_when_a_source_changed(folder: Path, commands: list[list[str]]) -> None:
    source = folder / "dashboards/src/main.ts"
    source.parent.mkdir(parents=True)
    source.write_text("1")
    (folder / "dashboards/package.json").write_text("{}")
    (folder / "dashboards/package-lock.json").write_text("{}")
    progress = Progress(io.StringIO())
    install.build_dashboards(progress)
    (folder / "dashboards/dist").mkdir()
    (folder / "dashboards/dist/index.html").touch()
    install.build_dashboards(progress)
    assert [command[:2] for command in commands] == [["npm", "ci"], ["npm", "run"]]
    source.write_text("2")
    install.build_dashboards(progress)
    assert commands[-1] == ["npm", "run", "build"]
    assert len(commands) == 3


def test_without_dashboards_there_is_nothing_to_build(folder: Path, commands: list[list[str]]) -> None:
    assert not install.build_dashboards(Progress(io.StringIO()))
    assert commands == []


def test_a_missing_node_is_named_with_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(LaunchFailure) as caught:
        install.require_node()
    assert "Node.js was not found" in caught.value.what
    assert "nodejs.org" in caught.value.remedy
