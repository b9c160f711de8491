"""The AI services behind the agents: every call goes one way, whoever makes it and whatever becomes of it."""
