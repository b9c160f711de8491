"""The CDK application: `cdk deploy --all -c env=dev`. Everything that differs between environments is in cdk.json."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "layers" / "commander" / "python"))  # for the contract and the names of the settings

import aws_cdk as cdk  # noqa: E402

from stacks.application import build  # noqa: E402
from stacks.environment import chosen_environment  # noqa: E402

app = cdk.App()
build(app, chosen_environment(app.node))
app.synth()
