"""/ops with a backend that the test controls: every state it can be in, and what it does when things go wrong."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.backend import Backend, Json
from tests.browser.looking import SIZES, barriers, overflow, small_targets
from tests.browser.sample_runs import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]


def run_of(name: str) -> Json:
    """A sample run."""
    found: Json = json.loads((FOLDER / f"sample-{name}.json").read_text(encoding="utf-8"))
    return found


def _told(name: str) -> list[str]:
    """What happens in a sample run, one word for each event."""
    return [event["type"] for event in run_of(name)["events"]]


PROPOSED, ALL, CONSULTED = _told("fixed").index("action.proposed") + 1, len(_told("fixed")), len(_told("consulted"))


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
    backend.push(PROPOSED - 5)
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


def test_the_calls_of_a_phase_are_one_line_that_opens_by_click_and_by_keyboard(page: Page, site: str) -> None:
    enter(page, site, CONSULTED, run="consulted")
    line = page.locator(".timeline li.calls > button").filter(has_text="Diagnose")
    expect(line).to_contain_text("5 calls, 0.0012 USD, 2.5 s")
    expect(line).to_contain_text("1 failed")
    expect(line).to_contain_text("local stand-in")
    expect(line).to_have_attribute("aria-expanded", "false")
    line.click()
    calls = page.locator(".timeline li.calls li")
    expect(calls).to_have_count(5)
    expect(calls.filter(has_text="throttled")).to_contain_text("Too many tokens")
    expect(calls.filter(has_text="Claude Haiku: reason, attempt 2, succeeded")).to_contain_text("0.0012 USD")
    expect(calls.filter(has_text="local stand-in")).to_have_count(5)
    line.press("Enter")
    expect(calls).to_have_count(0)
    line.press("Space")
    expect(line).to_have_attribute("aria-expanded", "true")
    calls.first.get_by_role("button").click()
    expect(calls.first.locator("pre")).to_contain_text('"request_id": "stand-in-7f3a"')


def test_fallbacks_and_attacks_stand_out_with_an_icon_and_a_word(page: Page, site: str) -> None:
    enter(page, site, CONSULTED, run="consulted")
    attack = page.locator(".timeline li[data-type='security.detected']")
    expect(attack).to_contain_text("✕")
    expect(attack).to_contain_text("prompt injection in log lines, by authority claim; items l3, l9")
    gone = page.locator(".timeline li[data-type='service.fell_back']")
    expect(gone).to_contain_text("Nova Lite for narrate: timed out; Claude takes over (increased cost)")
    phases = page.locator(".phases li")
    expect(phases.nth(0)).to_contain_text("1 security")
    expect(phases.nth(1)).to_contain_text("5 calls, 0.0012 USD")
    expect(phases.nth(1)).to_contain_text("local stand-in")
    expect(phases.nth(2)).to_contain_text("1 fallback")
    page.get_by_role("button", name="security", exact=True).click()
    expect(page.locator(".timeline li")).to_have_count(2)


def test_the_services_of_an_incident_are_its_own_and_their_health_is_asked_for(page: Page, site: str) -> None:
    backend = enter(page, site, 8, run="consulted")
    panel = page.locator(".ai-services")
    expect(panel).to_contain_text("calls up to seq 8; health by GET /metrics/aws-services")
    claude = panel.locator("tr").filter(has_text="Claude")
    expect(claude.locator("td").first).to_have_text("0")
    backend.health = {"nova_lite": "degraded", "guardrails": "unavailable", "textract": "switched_off"}
    backend.push(CONSULTED)
    expect(claude).to_contain_text("67 % ok")
    expect(claude).to_contain_text("0.0018")
    expect(claude).to_contain_text("local stand-in")
    expect(panel.locator("tr").filter(has_text="Nova Lite")).to_contain_text("degraded")
    expect(panel.locator("tr").filter(has_text="Guardrails")).to_contain_text("unavailable: circuit open")
    expect(panel.locator("tfoot")).to_contain_text("0.0022")
    expect(panel).to_contain_text("Switched off: Textract.")
    expect(panel).to_contain_text("Not configured: Q Business, Nova Pro, Agent memory.")
    assert not re.search(r"\b0\.00\b", panel.inner_text())
    panel.get_by_role("button", name="30 d").click()
    expect(panel).to_contain_text("last 30 d, GET /metrics/aws-services")
    expect(panel).to_contain_text("±5 %")
    assert backend.ranges[-1] == "30d"


def test_without_ai_services_the_panel_says_so(page: Page, site: str) -> None:
    enter(page, site, PROPOSED)
    expect(page.locator(".ai-services")).to_contain_text("No AI service is configured here")
    expect(page.locator(".ai-services")).to_contain_text("Checked at")


def test_services_that_were_not_called_yet_say_so(page: Page, site: str) -> None:
    backend = enter(page, site, 1, to="list")
    backend.health = {"comprehend": "unknown"}
    page.locator(".ai-services").get_by_role("button", name="7 d").click()
    expect(page.locator(".ai-services tbody tr")).to_have_text(re.compile("Comprehend.*not called of late.*0"))
    expect(page.locator(".ai-services")).to_contain_text("No call in the last 7 d.")


def test_services_that_cannot_be_asked_again_stay_with_their_age_and_the_incidents_own_figures(
    page: Page, site: str
) -> None:
    backend = enter(page, site, CONSULTED - 2, run="consulted")
    panel = page.locator(".ai-services")
    expect(panel.locator("tbody tr").first).to_contain_text("healthy")
    backend.services_down = True
    backend.push(1)  # an agent's update: the services are asked for again
    expect(panel).to_contain_text(re.compile(r"GET /metrics/aws-services failed: 503.*What is shown is as of"))
    expect(panel.locator("tbody tr").first).to_contain_text("healthy")
    expect(panel.locator("tfoot")).to_contain_text("0.0022")
    backend.services_down = False
    panel.get_by_role("button", name="Ask again").click()
    expect(panel.locator(".notice")).to_have_count(0)


def test_health_that_was_never_told_is_not_made_up(page: Page, site: str) -> None:
    backend = enter(page, site, CONSULTED, run="consulted")
    backend.services_down = True
    page.reload()
    panel = page.locator(".ai-services")
    expect(panel).to_contain_text("GET /metrics/aws-services failed: 503")
    expect(panel.locator("tbody tr").first).to_contain_text("health not known")
    expect(panel.locator("tfoot")).to_contain_text("0.0022")
    expect(page.get_by_role("alert")).to_have_count(0)


STATES = [
    ("list", "fixed", PROPOSED),
    ("incident", "pending", 8),
    ("incident", "fixed", PROPOSED),
    ("incident", "undone", ALL),
    ("incident", "healthy", 17),
    ("incident", "consulted", CONSULTED),
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
            for folded in page.locator(".timeline li.calls > button").all():
                folded.click()
            assert barriers(page) == [], (to, run, shown)
            assert overflow(page) == 0, (to, run, shown)


def test_the_decision_has_no_barriers_either(page: Page, site: str) -> None:
    enter(page, site, PROPOSED)
    page.get_by_role("button", name="Reject…").first.click()
    page.get_by_role("dialog").wait_for()
    assert barriers(page) == []
