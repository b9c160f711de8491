"""The laptop side of Incident Commander: the embedded local cloud, the deployment onto it, and the game days.

Nothing in here is part of the product; it starts what AWS would provide and then uses the product from outside.
"""
