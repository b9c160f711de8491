"""Who may testify to what: the words of a line that are its writer's own, and who speaks for the platform."""
