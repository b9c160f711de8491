"""The stand-ins of the AI services, driven by the clients that drive AWS."""
