"""The infrastructure. One module a stack, and the few constructs they share."""
