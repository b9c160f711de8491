"""The figures of the AI services on the deployed application."""

import pytest

from commander.contract.metrics import TIME_RANGES, AWSServiceMetrics
from commander.contract.services import SERVICES
from local.endpoints import Endpoints
from tests.e2e.driving import Person

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("driving")]


@pytest.mark.parametrize("time_range", TIME_RANGES)
def test_every_service_is_listed_over_each_time_range(app: Endpoints, time_range: str) -> None:
    rows = Person(app, "viewer").call("GET", f"/metrics/aws-services?time_range={time_range}").json()
    listed = [AWSServiceMetrics.model_validate(row) for row in rows]
    assert [row.service_name for row in listed] == list(SERVICES)
    assert all((row.requests_count == 0) is (row.last_request is None) for row in listed)


def test_who_is_not_signed_in_sees_no_figures(app: Endpoints) -> None:
    assert Person(app, None).call("GET", "/metrics/aws-services").status_code == 401
