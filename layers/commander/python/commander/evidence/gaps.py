"""What would close a gap of a bundle."""

from commander.evidence.case import Case


def grant(case: Case, section: str, entity: str) -> str:
    """The permission that is missing in a section about a thing, else why it could not be looked at; in brackets."""
    gaps = [gap for gap in case.bundle.gaps or [] if gap.section == section and gap.entity in (None, entity)]
    permissions = sorted(gap.permission for gap in gaps if gap.permission)
    if permissions:
        return f" (grant {permissions[0]})"
    return f" ({min(gap.reason for gap in gaps)})" if gaps else ""
