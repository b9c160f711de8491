"""cdk-nag findings that stay, each with the reason why."""

import aws_cdk as cdk
from constructs import IConstruct


def acknowledge(construct: IConstruct, reason: str, *findings: str) -> None:
    """Accepts findings (ids exactly as cdk-nag prints them) on a construct and everything below it."""
    cdk.Validations.of(construct).acknowledge(
        *(cdk.Acknowledgment(id=f"AwsSolutions-{finding}", reason=reason) for finding in findings)
    )
