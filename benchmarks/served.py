"""Settings of the service with one view more; see server.py."""

from alongside.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.served_urls"
