import pytest

from tests.apps.bodies.lists import Lists


@pytest.fixture
def lists(tmp_path):
    return Lists(tmp_path)
