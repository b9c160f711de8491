"""Game days: a small service that really runs on the local cloud, really breaks, and is watched through the product."""
