"""The communication agent's task: the last phase of every incident, whatever came before."""

from commander.runtime.bootstrap import ports
from commander.runtime.tasks import closing_task

handler = closing_task(ports)
