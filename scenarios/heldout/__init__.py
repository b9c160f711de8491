"""Cases that the engine is only measured on.

What it says of one of them is not looked at; only their figures are shown. A case that has been looked at belongs among
the others.
"""

from scenarios.heldout import aws, cluster, services

CASES = (*cluster.CASES, *aws.CASES, *services.CASES)
