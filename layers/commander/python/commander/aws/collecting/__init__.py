"""Collects the evidence about one live incident: one module a kind of thing, each within a budget of time and calls.

What could not be looked at becomes a gap of the bundle that names the permission or the reason; it is never silence and
never an error of the collection.
"""
