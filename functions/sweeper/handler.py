"""Sweeps up after phases and workflows that could not finish."""

from commander.runtime.bootstrap import intake, ports
from commander.runtime.tasks import sweeping_task

handler = sweeping_task(intake, ports)
