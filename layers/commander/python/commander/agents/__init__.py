"""The five agents. Each is a value of one shape: gather what is needed, conclude from it."""
