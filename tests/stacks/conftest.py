"""Each environment is synthesised once a run, with an empty dependencies layer: a test run downloads nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import stacks.layers
from tests.stacks.synthesis import ENVIRONMENTS, Templates, synthesise

Synthesised = Callable[[str], Templates]


@pytest.fixture(scope="session", autouse=True)
def _no_download(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("dependencies")
    (folder / "python").mkdir()
    (folder / "python" / "empty.py").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stacks.layers, "dependencies_directory", lambda: folder)
        yield


@pytest.fixture(scope="session")
def synthesised(tmp_path_factory: pytest.TempPathFactory) -> Synthesised:
    """An environment's templates, made where first asked for."""
    folder: Path = tmp_path_factory.mktemp("synthesised")
    made: dict[str, Templates] = {}

    def get(name: str) -> Templates:
        if name not in made:
            made[name] = synthesise(name, folder / name)
        return made[name]

    return get


@pytest.fixture(scope="session")
def dev(synthesised: Synthesised) -> Templates:
    """The dev environment, with cdk-nag."""
    return synthesised("dev")


@pytest.fixture(scope="session")
def prod(synthesised: Synthesised) -> Templates:
    """The prod environment, with cdk-nag."""
    return synthesised("prod")


@pytest.fixture(scope="session")
def local(synthesised: Synthesised) -> Templates:
    """The environment of the embedded local cloud."""
    return synthesised("local")


@pytest.fixture(scope="session", params=ENVIRONMENTS)
def every(request: pytest.FixtureRequest, synthesised: Synthesised) -> Templates:
    """Each environment in turn."""
    return synthesised(request.param)
