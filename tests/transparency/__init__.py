"""The files of /transparency and how they are made."""
