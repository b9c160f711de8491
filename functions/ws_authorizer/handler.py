"""Lets a WebSocket connection in on a one-time ticket."""

from commander.runtime.bootstrap import tickets
from commander.runtime.gateway import ticket_authorizer

handler = ticket_authorizer(tickets)
