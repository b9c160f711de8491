"""Puts the built dashboards into the site bucket, with the configuration that tells them where the application is."""

import json
import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CONFIGURATION = "config.json"
# Names with a content hash never change; everything else is asked for again.
HASHED = ("assets/",)
FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
# Where the application is changes with every deployment, under a name that does not.
NEVER_KEEP = "no-store"


def upload_site(s3: Any, bucket: str, built: Path, configuration: Mapping[str, str]) -> int:
    """Replace the bucket's content with the built files; returns how many there are. `s3` is a boto3 client."""
    uploaded = {CONFIGURATION}
    s3.put_object(
        Bucket=bucket,
        Key=CONFIGURATION,
        Body=json.dumps(configuration, indent=2).encode(),
        ContentType="application/json",
        CacheControl=NEVER_KEEP,
    )
    for path in _files(built):
        key = path.relative_to(built).as_posix()
        if key == CONFIGURATION:
            continue
        s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=path.read_bytes(),
            ContentType=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            CacheControl=FOREVER if key.startswith(HASHED) else ALWAYS_ASK,
        )
        uploaded.add(key)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for found in page.get("Contents", []):
            if found["Key"] not in uploaded:
                s3.delete_object(Bucket=bucket, Key=found["Key"])
    return len(uploaded)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
