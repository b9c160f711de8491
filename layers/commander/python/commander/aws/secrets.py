"""Secrets Manager: the secret that senders of signals have to know."""

import time

from commander.aws.clients import client
from commander.aws.errors import calling

_KEPT_S = 300
"""A rotated secret is known after this."""


class WebhookSecret:
    """The webhook secret, read once in a while."""

    def __init__(self, arn: str) -> None:
        self._arn = arn
        self._value, self._read_at = "", float("-inf")

    def webhook_secret(self) -> str:
        """See runtime.api.Secrets."""
        if time.monotonic() - self._read_at > _KEPT_S:
            with calling("secretsmanager:GetSecretValue"):
                self._value = client("secretsmanager").get_secret_value(SecretId=self._arn)["SecretString"]
            self._read_at = time.monotonic()
        return self._value
