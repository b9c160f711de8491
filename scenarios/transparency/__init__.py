"""The seven scenarios of /transparency, each a bundle with what a careful engineer concludes from it.

They stand beside the cases and are not counted with them: /transparency says how often verdicts are right, and would
otherwise count the very verdicts that it shows.
"""

from scenarios.cases.building import Case
from scenarios.transparency.api_overload import api_overload
from scenarios.transparency.api_slowdown import api_slowdown
from scenarios.transparency.database_cascade import database_cascade
from scenarios.transparency.database_outage import database_outage
from scenarios.transparency.memory_leak import memory_leak
from scenarios.transparency.network_partition import network_partition
from scenarios.transparency.security_breach import security_breach

SCENARIOS: dict[str, Case] = {
    "api_overload": api_overload,
    "database_cascade": database_cascade,
    "memory_leak": memory_leak,
    "security_breach": security_breach,
    "database_outage": database_outage,
    "api_slowdown": api_slowdown,
    "network_partition": network_partition,
}
CASES: tuple[Case, ...] = tuple(SCENARIOS.values())
