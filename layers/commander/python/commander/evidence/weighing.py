"""What the arguments of all mechanisms say of each other, in the order in which it must be asked."""

from commander.evidence.argument import Argument
from commander.evidence.below import leave_open
from commander.evidence.bystanders import bystanders
from commander.evidence.case import Case
from commander.evidence.corroboration import doubt_wording, name_hearsay
from commander.evidence.explaining import explain_away, let_go
from commander.evidence.mechanisms import excuse_loads


def weigh(case: Case, arguments: list[Argument]) -> list[Argument]:
    """The arguments with what others take from them, what only one writer says and what was not looked at, and those
    of loud bystanders."""
    for argument in arguments:
        name_hearsay(case, argument)
        if (who := argument.hearsay) is not None:
            argument.lack(f"anything besides the wording of {who}'s log lines that shows it")
    excuse_loads(case, arguments)
    doubt_wording(case, arguments)
    explain_away(case, arguments)
    let_go(case, arguments)
    leave_open(case, arguments)
    return arguments + bystanders(case, arguments)
