"""Cases that the engine is only measured on.

What it says of one of them is not looked at; only their figures are shown. A case that has been looked at belongs among
the others. Of the recordings in `panels` one half has been looked at, and is counted apart.
"""

from scenarios.heldout import aws, cluster, panels, services

CASES = (*cluster.CASES, *aws.CASES, *services.CASES)
PANELS = panels.CASES
