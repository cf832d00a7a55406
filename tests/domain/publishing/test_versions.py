"""How releases are named."""

from datetime import date

import pytest

from alongside.publishing.domain.versions import next_version

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("taken", "version"),
    [
        ([], "2026-11-22"),
        (["2026-11-21", "2026-11-21.2"], "2026-11-22"),
        (["2026-11-22"], "2026-11-22.2"),
        (["2026-11-22.2", "2026-11-22"], "2026-11-22.3"),
        (["2026-11-22", "2026-11-22.9", "2026-11-22.10"], "2026-11-22.11"),
    ],
)
def test_a_release_is_named_by_its_day_and_the_next_of_the_day_by_a_number(taken, version):
    assert next_version(DAY, taken) == version
