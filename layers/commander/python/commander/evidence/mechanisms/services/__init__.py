"""Which one of many services is at fault, from metrics alone."""

from commander.evidence.mechanisms.services import climbs, instances, localising, siblings

MECHANISMS = (localising.argue, climbs.argue, siblings.argue, instances.argue)
