"""The resolution agent's task in the incident workflow."""

from commander.agents.resolution import resolution
from commander.runtime.bootstrap import ports
from commander.runtime.tasks import agent_task

handler = agent_task(resolution, ports)
