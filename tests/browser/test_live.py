"""/ops on the deployed application: a service really breaks; a person watches, approves, and sees it heal."""

import io
import re
import threading
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from local.endpoints import Endpoints, Role
from local.gameday.play import find_play, perform, set_stage
from local.progress import Progress
from tests.browser.looking import barriers, requests_of

pytestmark = [pytest.mark.browser, pytest.mark.e2e, pytest.mark.xdist_group("driving")]

OPENED_MS = 120_000
HEALED_MS = 180_000


def enter(page: Page, app: Endpoints, role: Role) -> None:
    """Signs in as the user with that role."""
    page.goto(f"{app.dashboards_url.rstrip('/')}/ops/")
    page.get_by_label("User name").fill(app.users[role].username)
    page.get_by_label("Password").fill(app.users[role].password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-standing=live]")).to_contain_text(re.compile(r"Live \d+ ms"), timeout=30_000)


class GameDay(threading.Thread):
    """A game day that leaves the decision to whoever watches."""

    def __init__(self, app: Endpoints) -> None:
        super().__init__(daemon=True)
        self._app = app
        self.incident: dict[str, Any] = {}
        self.error: BaseException | None = None

    def run(self) -> None:
        """Plays it; an unexpected ending is kept for the test to raise."""
        try:
            stage = set_stage(self._app.endpoint_url)
            self.incident = perform(find_play("bad-deploy"), stage, self._app, Progress(io.StringIO()), "manual")
        except BaseException as error:  # noqa: BLE001 - raised again by ended()
            self.error = error

    def ended(self) -> dict[str, Any]:
        """The incident as the API tells it in the end."""
        self.join(timeout=120)
        if self.error is not None:
            raise self.error
        assert self.incident, "the game day has not ended"
        return self.incident


def test_an_incident_is_watched_live_approved_and_seen_resolved(
    app: Endpoints, page: Page, complaints: list[str]
) -> None:
    enter(page, app, "responder")
    before = page.locator(".to-incident").count()
    game_day = GameDay(app)
    game_day.start()
    arrived = page.locator("button.new").or_(page.get_by_text("needs approval"))
    expect(arrived.first).to_be_visible(timeout=OPENED_MS)
    if page.locator("button.new").count():
        page.locator("button.new").click()
    expect(page.locator(".to-incident")).to_have_count(before + 1)
    page.locator(".to-incident").first.click()
    page.get_by_role("button", name=re.compile("^Approve roll back…")).click()
    dialog = page.get_by_role("dialog", name=re.compile("^Approve: Roll back"))
    expect(dialog.locator(".hash code").last).to_have_text(re.compile("^[0-9a-f]{64}$"))
    dialog.get_by_role("button", name="Approve roll back", exact=True).click()
    expect(page.locator(".phases")).to_contain_text(re.compile("carrying out|watching the signal"), timeout=30_000)
    expect(page.locator(".incident-head")).to_contain_text("resolved: fixed", timeout=HEALED_MS)
    expect(page.get_by_text("fix verified on the incident's own signal")).to_be_visible()
    expect(page.get_by_role("heading", name="Postmortem draft")).to_be_visible()
    incident = game_day.ended()
    assert incident["actions"][0]["decided_by"] == app.users["responder"].username
    # What it taught is noted after its end.
    expect(
        page.get_by_text(re.compile(rf"newest first, ({incident['seq']}|{incident['seq'] + 1}) events"))
    ).to_be_visible()
    assert barriers(page) == []
    assert complaints == []


def test_a_viewer_watches_and_is_offered_nothing_else(app: Endpoints, page: Page) -> None:
    enter(page, app, "viewer")
    expect(page.get_by_role("button", name="Open an incident…")).to_be_disabled()
    expect(page.get_by_role("button", name="Reset…")).to_have_count(0)


@pytest.mark.parametrize("name", ["demo", "transparency"])
def test_a_recorded_page_of_the_deployed_site_talks_to_nobody(name: str, app: Endpoints, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        with requests_of(page) as made:
            page.goto(f"{app.dashboards_url.rstrip('/')}/{name}/")
            page.locator("h1").wait_for()
            page.wait_for_timeout(500)
        site = app.dashboards_url.rstrip("/")
        assert {request.resource_type for request in made} <= {"document", "script", "stylesheet"}
        assert all(request.url.startswith((f"{site}/", "data:")) for request in made)
