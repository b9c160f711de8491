"""Pushes what was committed to the timelines to everybody who is connected."""

from commander.runtime.bootstrap import live
from commander.runtime.gateway import broadcast_handler

handler = broadcast_handler(live)
