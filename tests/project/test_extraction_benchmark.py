"""The benchmark of extraction compares like with like."""

import pytest

from benchmarks.extraction import CASES, PAGES, Case, agrees, bare_selectolax, by_structure


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_bare_script_finds_all_that_our_reader_finds(case: Case) -> None:
    script = bare_selectolax(case)
    pages = [case.made(seed) for seed in range(1, PAGES + 1)]
    by_structure(pages[0])

    assert all(agrees(case, script, body) for body in pages)
