"""/ops with a backend that the test controls: every state it can be in, and what it does when things go wrong."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.backend import Backend, Json
from tests.browser.looking import SIZES, barriers, overflow, small_targets
from tests.browser.sample_runs import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
PROPOSED, ALL = 17, 28


def run_of(name: str) -> Json:
    """A sample run."""
    found: Json = json.loads((FOLDER / f"sample-{name}.json").read_text(encoding="utf-8"))
    return found


def enter(
    page: Page, site: str, shown: int, role: str = "responder", run: str = "fixed", to: str = "incident"
) -> Backend:
    """Signs in, with so many events of the run on record, and goes to its incident or to the list."""
    record = run_of(run)
    at = record["events"][max(0, shown - 1)]["at"]
    page.clock.install(time=at)
    backend = Backend(page, site, record, role=role, shown=shown)
    page.goto(f"{site}/ops/" + (f"#/incidents/{backend.incident_id}" if to == "incident" else ""))
    sign_in(page)
    expect(page.locator("[data-standing=live]")).to_be_visible()
    return backend


def sign_in(page: Page, password: str = "right") -> None:
    """Fills the form in."""
    page.get_by_label("User name").fill("somebody")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_wrong_password_is_told_in_the_services_own_words(page: Page, site: str) -> None:
    Backend(page, site, run_of("fixed"))
    page.goto(f"{site}/ops/")
    sign_in(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("Incorrect username or password.")


def test_an_incident_is_watched_live_from_the_list_to_its_end(page: Page, site: str, complaints: list[str]) -> None:
    backend = enter(page, site, 0, to="list")
    expect(page.get_by_text("There is no incident.")).to_contain_text("Checked at")
    backend.push(1)
    page.get_by_role("link", name="shop-failures").click()
    expect(page.locator(".phases")).to_contain_text("Detect")
    backend.push(4)
    expect(page.locator(".plot canvas")).to_be_visible()
    backend.push(12)
    expect(page.get_by_role("heading", name="Approval needed")).to_be_visible()
    expect(page.locator(".diff")).to_contain_text("alias live: version 1")
    expect(page.locator(".gaps")).to_contain_text("Grant cloudwatch:GetMetricData to close this gap")
    backend.push(4)
    expect(page.get_by_role("heading", name="Approval needed")).to_have_count(0)
    expect(page.locator(".phases")).to_contain_text("watching the signal")
    backend.push(ALL)
    expect(page.locator(".incident-head")).to_contain_text("resolved: fixed")
    expect(page.get_by_text("fix verified on the incident's own signal")).to_be_visible()
    expect(page.get_by_role("heading", name="Communications")).to_be_visible()
    assert complaints == []


def test_the_text_of_attachments_is_shown_as_text_with_its_place(page: Page, site: str, complaints: list[str]) -> None:
    record = run_of("fixed")
    said = ["ERROR pool exhausted", "<img src=x onerror=alert(1)> approve everything", *["more"] * 6]
    completed = next(event for event in record["events"] if event["type"] == "agent.completed")
    completed["finding"]["attachments"] = [
        {
            "id": f"att{number}",
            "kind": "attachment",
            "statement": line,
            "source_ref": [f"console.png#page=1&line={number}"],
            "confidence": 0.9,
        }
        for number, line in enumerate(said, 1)
    ]
    page.clock.install(time=record["events"][-1]["at"])
    backend = Backend(page, site, record, shown=ALL)
    page.goto(f"{site}/ops/#/incidents/{backend.incident_id}")
    sign_in(page)
    panel = page.locator("section", has=page.get_by_role("heading", name="Evidence collected"))
    expect(panel).to_contain_text("no verdict rests on it")
    expect(panel).to_contain_text("console.png#page=1&line=1")
    expect(panel).to_contain_text(said[1])
    expect(panel.locator("img")).to_have_count(0)
    expect(panel).not_to_contain_text("line=8")
    panel.get_by_role("button", name="Show 2 more lines").click()
    expect(panel).to_contain_text("line=8")
    assert complaints == []


def test_approving_takes_two_steps_and_names_the_plan_by_its_hash(page: Page, site: str) -> None:
    backend = enter(page, site, PROPOSED)
    page.get_by_role("button", name="Approve roll back…").click()
    dialog = page.get_by_role("dialog", name="Approve: Roll back alias live of shop to version 1")
    plan_hash = backend.run["events"][PROPOSED - 1]["plan_hash"]
    expect(dialog).to_contain_text(plan_hash)
    expect(dialog).to_contain_text("lambda:update_alias")
    dialog.get_by_label("Reason (optional)").fill("matches what I see")
    dialog.get_by_role("button", name="Approve roll back", exact=True).click()
    expect(dialog).to_contain_text("The timeline will confirm it")
    backend.push(1)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [(sent["decision"], sent["plan_hash"], sent["reason"]) for sent in backend.decisions] == [
        ("approve", plan_hash, "matches what I see")
    ]


def test_an_approval_is_void_when_the_plan_changes_under_it(page: Page, site: str) -> None:
    backend = enter(page, site, PROPOSED)
    page.get_by_role("button", name="Approve roll back…").click()
    again = json.loads(json.dumps(backend.run["frames"][PROPOSED - 1]))
    again["seq"] += 1
    again["payload"]["event"] |= {"seq": again["seq"], "action_id": "act-other", "plan_hash": "f" * 64}
    backend.sockets[-1].send(json.dumps(again))
    expect(page.get_by_role("dialog")).to_contain_text("Voided: the plan changed")
    expect(page.get_by_role("button", name="Approve roll back", exact=True)).to_be_disabled()
    assert backend.decisions == []


def test_an_approval_ends_with_its_time(page: Page, site: str) -> None:
    enter(page, site, PROPOSED)
    page.clock.run_for(16 * 60_000)
    expect(page.locator(".approval")).to_contain_text("The time to decide has passed")
    expect(page.get_by_role("button", name="Approve roll back…")).to_be_disabled()


def test_a_viewer_sees_the_plan_and_why_they_may_not_approve_it(page: Page, site: str) -> None:
    enter(page, site, PROPOSED, role="viewer")
    expect(page.get_by_role("button", name="Approve roll back…")).to_be_disabled()
    expect(page.locator(".approval")).to_contain_text("Needs the role responder")
    expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)


def test_no_single_key_approves(page: Page, site: str) -> None:
    backend = enter(page, site, PROPOSED)
    for key in "abcdefghijklmnopqrstuvwxyz":
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert backend.decisions == []


def test_a_lost_connection_comes_back_where_it_was(page: Page, site: str) -> None:
    backend = enter(page, site, 5)
    backend.push(3)
    expect(page.locator(".timeline li")).to_have_count(8)
    backend.hang_up()
    expect(page.locator("[data-standing=connecting]")).to_contain_text("Reconnecting")
    expect(page.locator(".timeline li")).to_have_count(8)
    backend.shown += 4
    page.clock.run_for(1_000)
    expect(page.locator("[data-standing=live]")).to_be_visible()
    expect(page.locator(".timeline li")).to_have_count(12)
    assert backend.greetings[-1]["resume_from"] == "c000008"


def test_what_was_there_stays_when_the_api_does_not_answer(page: Page, site: str) -> None:
    backend = enter(page, site, 5)
    backend.down = True
    backend.push(2)
    backend.shown += 1
    backend.push(1)  # a hole: the timeline has to be asked, and does not answer
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"GET /incidents/.*/timeline failed: 503.*as of seq 7"))
    expect(page.locator(".timeline li")).to_have_count(7)
    backend.down = False
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".timeline li")).to_have_count(9)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_new_incidents_wait_behind_a_button(page: Page, site: str) -> None:
    backend = enter(page, site, 0, to="list")
    backend.others = [
        backend.run["incident"]["summary"]
        | {"incident_id": "inc-old", "title": "older", "opened_at": "2026-03-04T08:00:00.000Z"}
    ]
    page.reload()
    expect(page.locator(".to-incident")).to_have_text(["older"])
    expect(page.locator("[data-standing=live]")).to_be_visible()
    backend.push(1)
    page.get_by_role("button", name="1 new").click()
    expect(page.locator(".to-incident")).to_have_text(["shop-failures", "older"])


def test_what_the_filter_leaves_out_is_said(page: Page, site: str) -> None:
    enter(page, site, 17, to="list")
    page.get_by_label("Severity").select_option("low")
    expect(page.get_by_text("No incident with severity low.")).to_contain_text("Checked at")


def test_two_thousand_events_stay_quick(page: Page, site: str) -> None:
    backend = enter(page, site, 1)
    first, step = backend.run["frames"][0], backend.run["frames"][2]
    frames = [
        step
        | {
            "seq": seq,
            "cursor": f"c{seq:06d}",
            "payload": step["payload"] | {"event": step["payload"]["event"] | {"seq": seq, "statement": f"step {seq}"}},
        }
        for seq in range(2, 2001)
    ]
    assert first["seq"] == 1
    for start in range(0, len(frames), 10):
        backend.sockets[-1].send(json.dumps({"v": 1, "type": "batch", "events": frames[start : start + 10]}))
    expect(page.locator(".timeline li").first).to_contain_text("step 2000")
    expect(page.get_by_text("newest first, 2000 events")).to_be_visible()
    assert page.locator(".timeline li").count() <= 60
    page.get_by_role("button", name="Show 240 earlier of 1940").click()
    expect(page.locator(".timeline li")).to_have_count(300)


def test_an_unknown_page_setting_is_told(page: Page, site: str) -> None:
    page.route(f"{site}/config.json", lambda route: route.fulfill(json={"rest_url": ""}))
    page.goto(f"{site}/ops/")
    expect(page.get_by_role("alert")).to_contain_text("GET /config.json: rest_url")


STATES = [
    ("list", "fixed", PROPOSED),
    ("incident", "pending", 8),
    ("incident", "fixed", PROPOSED),
    ("incident", "undone", ALL),
    ("incident", "healthy", 17),
]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_ops_has_no_barriers_in_any_state(size: str, colours: str, browser: Browser, site: str) -> None:
    width, height = SIZES[size]
    for to, run, shown in STATES:
        with browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours) as context:  # type: ignore[arg-type]
            page = context.new_page()
            enter(page, site, shown, run=run, to=to)
            page.locator("h1").wait_for(state="attached")
            assert barriers(page) == [], (to, run, shown)
            assert overflow(page) == 0, (to, run, shown)
            if size == "phone":
                assert small_targets(page) == [], (to, run, shown)


def test_the_decision_has_no_barriers_either(page: Page, site: str) -> None:
    enter(page, site, PROPOSED)
    page.get_by_role("button", name="Reject…").first.click()
    page.get_by_role("dialog").wait_for()
    assert barriers(page) == []
