"""Long work says how far it has come, also where nobody looks at a terminal."""

import io

from rich.console import Console

from alongside.ops.progress import told


def test_where_there_is_no_terminal_a_line_is_printed_now_and_then():
    out, moments = io.StringIO(), iter([0, 1, 11, 12, 22])

    with told(Console(file=out, width=80), "Files", clock=lambda: next(moments)) as progress:
        for done in (1, 1_200, 1_300, 2_400):
            progress(done, 3_700)

    assert out.getvalue().splitlines() == [
        "Files: 1,200 of 3,700 so far, 11 seconds",
        "Files: 2,400 of 3,700 so far, 22 seconds",
    ]


def test_on_a_terminal_there_is_a_bar_and_no_line():
    out = io.StringIO()

    with told(Console(file=out, force_terminal=True, width=80), "Files") as progress:
        progress(1, 2)

    assert "so far" not in out.getvalue()
