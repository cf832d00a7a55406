"""The HTTP API, /api/v1/: reads only."""
