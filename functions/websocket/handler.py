"""The WebSocket API's routes."""

from commander.runtime.bootstrap import socket
from commander.runtime.gateway import socket_handler

handler = socket_handler(socket)
