"""One practice forum for all tests of this folder, and the line set up against it."""

from collections.abc import Iterator

import pytest

from tests.engine.practice_forum import ROOT, PracticeForum, running_forum
from tests.environment import DATABASE_URL


@pytest.fixture(scope="session")
def practice_forum() -> Iterator[PracticeForum]:
    with running_forum(DATABASE_URL, ROOT / "var" / "tests" / "practice") as forum:
        yield forum
