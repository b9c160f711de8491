"""Structured logs: one JSON line a fact, with the incident's id on every line that is about one."""

from aws_lambda_powertools import Logger

logger = Logger(service="incident-commander", utc=True)
"""The process's logger. Keys that hold for one invocation are appended by the handlers."""
