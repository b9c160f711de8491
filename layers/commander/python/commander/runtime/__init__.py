"""Where the inside meets AWS: settings, bootstrap, the runner, the handlers."""
