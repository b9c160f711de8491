"""The embedded local cloud: MiniStack as a child process, with IAM enforced and API calls recorded."""
