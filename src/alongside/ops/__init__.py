"""Running the service: command line, workers, supervisor, starter data."""
