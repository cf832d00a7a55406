"""A pytest plugin that runs before Django: settings for tests, and the embedded PostgreSQL.

The tests' server keeps its data under var/tests, so a second run starts in a moment. With
DATABASE_URL set, that server is used, and the tests make a database of their own there.
"""

import os
from pathlib import Path

from alongside.ops import state

ROOT = Path(__file__).resolve().parents[1]

os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
os.environ["ALONGSIDE_STATE"] = str(ROOT / "var" / "tests")
os.environ["ALONGSIDE_ADDRESS"] = "http://testserver"
os.environ["ALONGSIDE_SECOND_FACTOR"] = "no"
os.environ["ALONGSIDE_SHOW_PRACTICE"] = "no"
os.environ.pop("ALONGSIDE_LOOPBACK_FORUMS", None)

# Held for as long as the tests run.
server = state.prepare_environment()
DATABASE_URL = os.environ["DATABASE_URL"]
