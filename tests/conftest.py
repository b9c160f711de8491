"""What end-to-end and browser tests share: the application, deployed once per test run on a local cloud of its own."""

from collections.abc import Iterator

import pytest

from local.application import Application, launch
from local.cloud.process import endpoint_at, free_port, start_cloud
from local.install import build_dashboards, install_node
from local.progress import Progress
from local.stand_ins import addresses, start_stand_ins

# Short, so that a test can wait for nobody deciding; long enough for a game day's pause and a person's click.
APPROVAL_SECONDS = 30


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The whole application, IAM enforced, on a port and in a folder of its own, so that `make run` may be up too."""
    folder = tmp_path_factory.mktemp("application")
    with (folder / "progress.log").open("w", encoding="utf-8") as log:
        progress = Progress(log)
        install_node(progress)
        build_dashboards(progress)
        port = free_port()
        stand_ins = start_stand_ins(folder / "ai.log", endpoint_at(port))
        try:
            elsewhere = addresses(stand_ins.url)
            cloud = start_cloud(port, folder / "cloud", folder / "cloud.log", services_elsewhere=elsewhere)
            try:
                yield launch(cloud, folder / "deployment", progress, {"approval_timeout_s": str(APPROVAL_SECONDS)})
            finally:
                cloud.stop()
        finally:
            stand_ins.stop()
