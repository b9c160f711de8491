"""Incidents around databases, caches and the applications in front of them."""

from . import relational_faults
