"""Chromium, the built dashboards, and the application they show."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from local.application import Application
from local.endpoints import Endpoints
from tests.browser.backend import CONFIG
from tests.browser.sample_runs import FOLDER
from tests.browser.site import served

DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards"
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def build(recordings: Path, into: Path) -> Path:
    """Builds the dashboards around the recordings of a folder."""
    environment = os.environ | {"RECORDINGS_DIR": str(recordings), "SINGLE_OUT_DIR": str(into / "demo")}
    vite = str(DASHBOARDS / "node_modules" / ".bin" / "vite")
    for arguments in (["--outDir", str(into)], ["--config", "vite.single.config.ts"]):
        subprocess.run(
            [vite, "build", "--logLevel", "error", *arguments],
            cwd=DASHBOARDS,
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )
    return into


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dashboards with the sample runs in place of recordings."""
    return build(FOLDER, tmp_path_factory.mktemp("dashboards"))


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    """The address of the dashboards."""
    with served(built, CONFIG) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    path = os.environ.get("CHROMIUM") or next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("no Chromium was found: make test installs it, or name one with CHROMIUM=/path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab whose errors fail the test: what the content policy refuses is one of them."""
    return context.new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console complained about."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture(scope="session")
def app(application: Application) -> Endpoints:
    """Where the deployed application is."""
    return application.endpoints
