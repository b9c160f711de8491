"""The server that answers as told, and clients that are made anew for every test."""

from collections.abc import Iterator

import pytest

from commander.aws.ai import attempts
from tests.aws.ai.answering import Answering, answering


@pytest.fixture
def server() -> Iterator[Answering]:
    attempts.forget()
    with answering() as running:
        yield running
    attempts.forget()
