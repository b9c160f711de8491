"""The diagnosis agent's task in the incident workflow."""

from commander.agents.diagnosis import diagnosis
from commander.runtime.bootstrap import ports
from commander.runtime.tasks import agent_task

handler = agent_task(diagnosis, ports)
