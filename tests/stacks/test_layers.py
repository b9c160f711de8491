"""How the layers are built."""

import subprocess
from pathlib import Path

import pytest

import stacks.layers
from stacks.layers import code_directory


def test_the_code_layer_has_the_product_and_its_runbooks_and_nothing_compiled() -> None:
    directory = code_directory()
    assert (directory / "python" / "commander" / "runtime" / "bootstrap.py").exists()
    assert list((directory / "python" / "knowledge" / "runbooks").glob("*.md"))
    assert not list(directory.rglob("*.pyc"))


def test_the_code_layer_is_made_once_for_the_same_sources() -> None:
    assert code_directory() == code_directory()


def test_dependencies_that_cannot_be_downloaded_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "no route to the index")

    monkeypatch.setattr(stacks.layers, "BUILD", tmp_path)
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(RuntimeError, match="no route to the index"):
        stacks.layers._built("dependencies-test", stacks.layers._install)
    assert list(tmp_path.iterdir()) == []
