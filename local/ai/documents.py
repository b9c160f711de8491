"""Documents in a bucket of the local cloud: what a deployed application gave its knowledge base to take in.

The S3 is the one that AWS_ENDPOINT_URL_S3 names, opened with the local cloud's own root key: without one nothing is
read, and never anything of AWS. A knowledge base reads with its role's rights; this stand-in cannot.
"""

import os
from typing import Any

S3_ENDPOINT = "AWS_ENDPOINT_URL_S3"
_CREDENTIAL = "test"


class Unreadable(Exception):
    """The bucket cannot be read, and why."""


def read_bucket(bucket: str) -> dict[str, str]:
    """The Markdown documents of a bucket by their keys. Raises Unreadable."""
    endpoint = os.environ.get(S3_ENDPOINT)
    if not endpoint:
        raise Unreadable(f"no S3 to read from: {S3_ENDPOINT} names none")
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    # A session of its own: the default one is not made for being asked by several threads at once.
    session: Any = boto3.session.Session(_CREDENTIAL, _CREDENTIAL, region_name="us-east-1")
    patience = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 2}, proxies={})
    try:
        s3 = session.client("s3", endpoint_url=endpoint, config=patience)
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        keys = [found["Key"] for page in pages for found in page.get("Contents", []) if found["Key"].endswith(".md")]
        return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode(errors="replace") for key in keys}
    except (BotoCoreError, ClientError) as error:
        raise Unreadable(str(error)) from error
