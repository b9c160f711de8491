"""Adapters: one module a service. Foreign errors become `contract.problems` at this edge."""
