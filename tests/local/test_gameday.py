"""The game days' own parts: the service that breaks, its customers, the story, the endings."""

import io
import re
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest

from local.cloud.process import Cloud, free_port, start_cloud
from local.failures import LaunchFailure
from local.gameday import alarms
from local.gameday.load import Load, carts
from local.gameday.play import find_play
from local.gameday.plays import PLAYS, Broken
from local.gameday.story import Story
from local.gameday.victim import Victim, new_victim
from local.progress import Progress

BROKEN = Broken("said", "alarm", healthy_version="1", released_version="2")


def test_customers_come_at_the_given_rate_and_leave_when_told() -> None:
    served: list[str] = []

    def buy(cart: dict[str, Any]) -> bool:
        served.append(cart["order_id"])
        return len(served) % 2 == 1

    load = Load(buy, per_second=50).start()
    time.sleep(0.5)
    load.stop()
    count = len(served)
    assert 5 <= count <= 30
    assert load.accepted + load.refused == count
    assert abs(load.accepted - load.refused) <= 1
    time.sleep(0.1)
    assert len(served) == count


def test_two_of_three_carts_have_no_discount() -> None:
    queue = carts()
    first = [next(queue) for _ in range(6)]
    assert ["discount" in cart for cart in first] == [True, False, False] * 2
    assert len({cart["order_id"] for cart in first}) == 6


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    """The service on a cloud of its own."""
    folder = tmp_path_factory.mktemp("victim")
    cloud: Cloud = start_cloud(free_port(), folder / "run", folder / "cloud.log")
    yield Victim(cloud.endpoint)
    cloud.stop()


WITH, WITHOUT = next(carts()), {"order_id": "o", "items": [{"sku": "bagel", "quantity": 1}]}


def test_the_healthy_service_sells_and_the_bad_release_refuses_carts_without_discount(victim: Victim) -> None:
    healthy = victim.set_up()
    assert (victim.buy(WITH), victim.buy(WITHOUT)) == (True, True)
    bad = victim.release_discounts()
    assert victim.live_version() == bad != healthy
    assert (victim.buy(WITH), victim.buy(WITHOUT)) == (True, False)
    victim._point_alias(healthy)
    assert victim.buy(WITHOUT)


def test_after_the_clean_up_the_earlier_version_is_broken_too_until_the_service_is_set_up_again(victim: Victim) -> None:
    healthy = victim.set_up()
    released = victim.release_discounts_on_new_prices()
    assert (victim.buy(WITH), victim.buy(WITHOUT)) == (True, False)
    victim._point_alias(healthy)
    assert (victim.buy(WITH), victim.buy(WITHOUT)) == (False, False)
    victim._point_alias(released)
    victim.set_up()
    assert (victim.buy(WITH), victim.buy(WITHOUT)) == (True, True)


def test_the_alarm_goes_off_by_real_refusals_only(victim: Victim) -> None:
    victim.set_up()
    topic = "arn:aws:sns:us-east-1:000000000000:nobody"
    name = alarms.watch_failures(victim, topic)
    victim.buy(WITHOUT)
    assert alarms.state(victim.endpoint_url, name) != "ALARM"
    victim.release_discounts()
    for _ in range(5):
        victim.buy(WITHOUT)
    assert alarms.state(victim.endpoint_url, name) == "ALARM"
    alarms.remove_alarms(victim)
    assert alarms.state(victim.endpoint_url, name) == "absent"


def test_each_game_day_gets_a_service_of_its_own(victim: Victim) -> None:
    victim.set_up()
    assert new_victim(victim.endpoint_url).name == "checkout-2"


def test_prices_are_quantity_times_unit_price() -> None:
    prices = {"espresso": Decimal("2.20"), "croissant": Decimal("2.60")}
    with mock.patch.dict("os.environ", {"PRICE_TABLE": "t", "AWS_DEFAULT_REGION": "us-east-1"}):
        from local.gameday.checkout import pricing, pricing_with_discounts

        for module, total in ((pricing, Decimal("9.60")), (pricing_with_discounts, Decimal("8.64"))):
            with mock.patch.object(module, "unit_price", prices.__getitem__):
                assert module.total(WITH) == total


def test_an_unknown_game_day_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LaunchFailure, match="there is no game day nonsense") as caught:
        find_play("nonsense")
    assert all(name in caught.value.remedy for name in PLAYS)


def incident(**changed: Any) -> dict[str, Any]:
    """A well ended incident, with changes."""
    usual = {
        "status": "resolved",
        "resolution_code": "fixed",
        "actions": [{"status": "verified"}],
        "verdict": {"verdict": "likely"},
    }
    return {**usual, **changed}


def test_bad_deploy_must_end_fixed_with_the_alias_back() -> None:
    faults = PLAYS["bad-deploy"].faults
    assert faults(incident(), BROKEN, "1") == []
    assert faults(incident(), BROKEN, "2") == ["the version alias live points at is '2', not '1'"]
    assert len(faults(incident(status="escalated", resolution_code=None, actions=[]), BROKEN, "1")) == 3


def test_the_wrong_fix_must_end_escalated_with_the_alias_as_it_was() -> None:
    faults = PLAYS["bad-deploy-wrong-fix"].faults
    assert faults(incident(status="escalated", actions=[{"status": "undone"}]), BROKEN, "2") == []
    assert len(faults(incident(), BROKEN, "1")) == 3


def test_the_noisy_alarm_must_end_with_nothing_proposed() -> None:
    faults = PLAYS["noisy-alarm"].faults
    healthy = incident(resolution_code="no_fault", actions=[], verdict={"verdict": "healthy"})
    assert faults(healthy, BROKEN, "1") == []
    assert len(faults(incident(), BROKEN, "1")) == 3


def test_the_story_gives_the_exact_arguments_and_both_endings() -> None:
    out = io.StringIO()
    story = Story(Progress(out))
    call = {"service": "lambda", "operation": "UpdateAlias", "parameters": {"Name": "live", "FunctionVersion": "1"}}
    plan = {
        "title": "roll back alias live to version 1",
        "calls": [call],
        "diff": [{"field": "version", "before": "2", "after": "1"}],
        "expected": "failures stop",
        "undo": "point it back at 2",
        "risk": "low",
    }
    story.tell(
        {"type": "action.proposed", "plan": plan, "plan_hash": "ab" * 32, "expires_at": "2026-01-01T00:00:00.000Z"}
    )
    made = {"call": call, "outcome": "ok", "request_id": "r-1"}
    story.tell({"type": "action.executed", "calls": [made]})
    story.tell({"type": "incident.resolved", "resolution_code": "fixed", "reason": "the signal recovered"})
    story.tell({"type": "incident.escalated", "reason": "the fix did not help"})
    story.tell({"type": "something.new"})
    told = re.sub(r"\s+", " ", out.getvalue())
    assert "resolution proposes: roll back alias live to version 1" in told
    assert "lambda:UpdateAlias(Name='live', FunctionVersion='1')" in told
    assert "→ ok (request r-1)" in told
    assert "RESOLVED (fixed): the signal recovered" in told
    assert "ESCALATED to a person: the fix did not help" in told
