"""The REST API."""

from commander.runtime.bootstrap import api
from commander.runtime.gateway import rest_handler

handler = rest_handler(api)
