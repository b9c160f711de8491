"""One step of carrying out an approved action."""

from commander.runtime.bootstrap import ports, settings
from commander.runtime.tasks import remediation_task

handler = remediation_task(ports, settings)
