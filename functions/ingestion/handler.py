"""Puts the runbooks into the knowledge base, when a deployment asks for it."""

from commander.runtime.bootstrap import library
from commander.runtime.ingestion import filling_task

handler = filling_task(library)
