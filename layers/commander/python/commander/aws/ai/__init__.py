"""Adapters of the AI services: one attempt a call, no retries of their own; the usage leaves with answer and error."""
