"""Where callers put what is too large for a request, until an incident takes it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Announced:
    """What will be uploaded: its media type, exactly its size, and a name where it has one."""

    media_type: str
    size_bytes: int
    name: str | None = None


@dataclass(frozen=True)
class Uploaded:
    """What was uploaded. `mark` tells this upload from any other under the same id."""

    upload_id: str
    media_type: str
    size_bytes: int
    name: str | None
    mark: str


class Uploads(Protocol):
    """Uploads of this deployment. An id is as good as the upload: whoever knows it may use it, once."""

    def offer(self, upload_id: str, announced: Announced, valid_s: int) -> tuple[str, Mapping[str, str]]:
        """The URL that takes a PUT of exactly what was announced, once, and the headers it has to have."""

    def look(self, upload_id: str) -> Uploaded | None:
        """What was uploaded under the id; None where nothing was or it is gone."""

    def read(self, uploaded: Uploaded) -> bytes | None:
        """Its bytes; None where it is gone."""

    def keep(self, uploaded: Uploaded, incident_id: str) -> str | None:
        """Copies it to the incident's own files and returns its reference; None where it is gone."""

    def forget(self, uploaded: Uploaded) -> None:
        """Removes it. Removing it again does nothing."""
