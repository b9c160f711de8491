"""Simulated applications whose services call one another, one of them perhaps at fault; seen as a collector would.

A seed gives an application, a fault (or none), and a vendor whose spelling the telemetry has. Nothing is stored: a seed
gives the same case on every machine. Nothing of the engine is imported.
"""

from scenarios.simulator.cases import simulated

__all__ = ["simulated"]
