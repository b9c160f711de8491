"""Cases of clusters."""

from scenarios.heldout import cluster_a, cluster_b, cluster_c

CASES = (*cluster_a.CASES, *cluster_b.CASES, *cluster_c.CASES)
