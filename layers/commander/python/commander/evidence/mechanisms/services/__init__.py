"""Which one of many services is at fault, from metrics alone."""

from commander.evidence.mechanisms.services import localising

MECHANISMS = (localising.argue,)
