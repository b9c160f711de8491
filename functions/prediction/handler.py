"""The prediction agent's task in the incident workflow."""

from commander.agents.prediction import prediction
from commander.runtime.bootstrap import ports
from commander.runtime.tasks import agent_task

handler = agent_task(prediction, ports)
