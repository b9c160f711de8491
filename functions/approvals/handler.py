"""Puts a plan before people and holds the task token until one of them decides, or nobody does."""

from commander.runtime.bootstrap import approvals, intake, settings
from commander.runtime.tasks import approval_task

handler = approval_task(intake, approvals, settings)
