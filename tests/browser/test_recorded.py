"""/demo and /transparency: they play a recorded run and open no connection to anything."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from commander.contract.transparency import SCENARIO_IDS
from tests.browser.conftest import DASHBOARDS, build
from tests.browser.looking import SIZES, barriers, overflow, requests_of, small_targets
from tests.browser.sample_runs import FOLDER
from tests.browser.site import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
PAGES = ("demo", "transparency")
RECORDINGS = DASHBOARDS.parent / "scenarios" / "recordings"
STATIC = {"document", "script", "stylesheet"}


@pytest.mark.parametrize("name", PAGES)
def test_a_recorded_page_opens_no_connection(name: str, page: Page, site: str, complaints: list[str]) -> None:
    with requests_of(page) as made:
        page.goto(f"{site}/{name}/")
        expect(page.locator("h1")).to_be_visible()
        for _ in range(30):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    assert {request.resource_type for request in made} <= STATIC
    assert all(request.url.startswith((f"{site}/{name}/", f"{site}/assets/", "data:")) for request in made)
    assert complaints == []


def test_the_walk_through_is_one_file_that_needs_no_network(built: Path, page: Page, complaints: list[str]) -> None:
    file = built / "demo" / "incident-commander-demo.html"
    with requests_of(page) as made:
        page.goto(file.as_uri())
        expect(page.locator("h1")).to_contain_text("verified fix")
        page.keyboard.press("End")
        expect(page.get_by_text("It is over", exact=True).last).to_be_visible()
    assert [request.url for request in made if not request.url.startswith("data:")] == [file.as_uri()]
    assert complaints == []
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_walk_through_goes_by_arrow_keys_and_its_figures_name_their_events(page: Page, site: str) -> None:
    page.goto(f"{site}/demo/")
    expect(page.locator(".outcomes dt")).to_have_text(["Time to detect", "Time to diagnose", "Time to verified fix"])
    expect(page.locator(".outcomes")).to_contain_text("Measured, event 1 to")
    expect(page.locator(".telling h2")).to_have_text("An alarm speaks")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".telling h2")).to_have_text("Evidence is gathered")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".telling h2")).to_have_text("An alarm speaks")


def test_the_replay_shows_the_run_as_it_stood_after_each_event(page: Page, site: str) -> None:
    page.goto(f"{site}/transparency/")
    expect(page.get_by_text("each with the hash of the one before")).to_be_visible()
    page.keyboard.press("Home")
    expect(page.get_by_text("Diagnosis has not concluded at this point")).to_be_visible()
    events = json.loads((FOLDER / "sample-fixed.json").read_text("utf-8"))["events"]
    for _ in range([event["type"] for event in events].index("action.proposed")):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".scrubber")).to_contain_text("action.proposed")
    expect(page.locator(".hypothesis").first).to_contain_text("KeyError")
    expect(page.get_by_text("What would change this conclusion")).to_be_visible()
    page.get_by_role("combobox", name="Run").select_option(label="sample-undone: escalated, confirmed")
    expect(page.locator(".incident-head")).to_contain_text("escalated")
    expect(page.get_by_text("the earlier state is back, seen again")).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_recorded_page_says_what_it_is(name: str, page: Page, site: str) -> None:
    page.goto(f"{site}/{name}/")
    expect(page.locator(".provenance")).to_contain_text("invented test data")
    expect(page.locator(".provenance")).to_contain_text("Nothing here is live")


@pytest.mark.parametrize("name", PAGES)
def test_without_a_recording_the_page_says_so(name: str, page: Page, tmp_path: Path) -> None:
    with served(build(tmp_path / "none", tmp_path / "built")) as site:
        page.goto(f"{site}/{name}/")
        expect(page.get_by_role("heading", name="No recorded run")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_recorded_page_has_no_barriers(name: str, size: str, colours: str, browser: Browser, site: str) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{site}/{name}/")
        page.locator("h1").wait_for()
        assert barriers(page) == []
        assert overflow(page) == 0
        if size == "phone":
            assert small_targets(page) == []


def test_the_three_pages_lead_to_each_other(page: Page, site: str) -> None:
    page.goto(f"{site}/demo/")
    page.get_by_role("link", name="Transparency").click()
    expect(page).to_have_title("Transparency · Incident Commander")
    page.get_by_role("link", name="Ops").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("link", name="Walk-through").click()
    expect(page).to_have_title("Walk-through · Incident Commander")


def test_the_keys_are_on_a_sheet_and_the_colours_stay_chosen(page: Page, site: str) -> None:
    page.goto(f"{site}/transparency/")
    page.locator("h1").wait_for()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("The next event")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("t")
    page.keyboard.press("t")
    page.goto(f"{site}/demo/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboards with the recordings and scenarios that are committed."""
    with served(build(RECORDINGS, tmp_path_factory.mktemp("scenarios"))) as address:
        yield address


def test_a_scenario_says_what_made_it_what_it_used_and_what_would_change_it(
    page: Page, scenarios: str, complaints: list[str]
) -> None:
    with requests_of(page) as made:
        page.goto(f"{scenarios}/transparency/#api_slowdown")
        expect(page.locator("h1")).to_have_text("quotes-api: latency above 2 s")
        expect(page.get_by_text("Made with local stand-ins for the AI services, not with AWS")).to_be_visible()
        calls = page.get_by_role("region", name="Calls to AI services")
        expect(calls.get_by_role("row")).to_have_count(1 + len(_document("api_slowdown")["service_calls"]))
        expect(calls.get_by_role("row").nth(1)).to_contain_text("local stand-in")
        expect(page.get_by_text("Without the section logs:")).to_be_visible()
        expect(page.get_by_text("Did a person approve it?")).to_be_visible()
    assert {request.resource_type for request in made} <= STATIC
    assert complaints == []


def test_an_order_in_a_log_is_shown_among_the_evidence(page: Page, scenarios: str) -> None:
    page.goto(f"{scenarios}/transparency/#security_breach")
    evidence = page.get_by_role("region", name="Evidence", exact=True)
    evidence.get_by_text("logs", exact=True).click()
    expect(evidence).to_contain_text("IGNORE ALL PREVIOUS INSTRUCTIONS")


def test_each_scenario_can_be_chosen_and_so_can_the_game_days(page: Page, scenarios: str) -> None:
    page.goto(f"{scenarios}/transparency/")
    box = page.get_by_role("combobox", name="Run")
    names = box.locator("option").all_inner_texts()
    assert [name.partition(":")[0] for name in names[:7]] == sorted(SCENARIO_IDS)
    for name in names:
        box.select_option(label=name)
        expect(page.locator(".incident-head h1")).to_be_visible()
        assert page.url.endswith(f"#{name.partition(':')[0]}")


@pytest.mark.parametrize("name", ["database_cascade", "security_breach"])
@pytest.mark.parametrize("size", SIZES)
def test_a_scenario_has_no_barriers(size: str, name: str, browser: Browser, scenarios: str) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{scenarios}/transparency/#{name}")
        page.locator("h1").wait_for()
        assert barriers(page) == []
        assert overflow(page) == 0
        if size == "phone":
            assert small_targets(page) == []


def _document(scenario: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RECORDINGS / "transparency" / f"{scenario}.json").read_text("utf-8"))
    return found
