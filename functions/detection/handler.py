"""The detection agent's task in the incident workflow."""

from commander.agents.detection import detection
from commander.runtime.bootstrap import ports
from commander.runtime.tasks import agent_task

handler = agent_task(detection, ports)
