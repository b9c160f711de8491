"""Alarms that come through the signals topic."""

from commander.runtime.bootstrap import intake
from commander.runtime.gateway import signals_handler

handler = signals_handler(intake)
