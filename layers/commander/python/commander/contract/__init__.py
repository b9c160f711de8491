"""The shapes that cross a boundary. Knows nothing of AWS, clocks or the environment."""
