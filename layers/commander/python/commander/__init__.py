"""Incident Commander: from alert to verified fix, with the evidence shown."""
