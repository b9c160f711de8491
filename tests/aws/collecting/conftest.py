"""An account in moto's memory."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from commander.aws import clients


@pytest.fixture
def account() -> Iterator[None]:
    with mock_aws():
        clients.forget()
        yield
    clients.forget()
