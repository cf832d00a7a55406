"""What the columns of a page's tables are called, by the first row of each."""

from collections import defaultdict

from alongside.connectors.generic.outline import Outline

_LONGEST_NAME = 30
_FEWEST_COLUMNS = 3
_MOST_SPANNED = 20


def column_names(page: Outline) -> dict[int, str]:
    """The name of the column for each cell that has one."""
    tables: dict[int, list[list[tuple[int, int]]]] = defaultdict(list)
    table_of, row_of = [-1] * len(page), [-1] * len(page)
    for element, tag in enumerate(page.tags):
        parent = page.parents[element]
        if parent >= 0:
            table_of[element], row_of[element] = table_of[parent], row_of[parent]
        if tag == "table":
            table_of[element], row_of[element] = element, -1
        elif table_of[element] < 0:
            continue
        elif tag == "tr":
            row_of[element] = element
            tables[table_of[element]].append([])
        elif tag in ("td", "th") and tables[table_of[element]]:
            row = tables[table_of[element]][-1]
            column = row[-1][1] if row else 0
            # A cell, and where the one behind it begins.
            row.append((element, column + _spanned(page, element)))
    names: dict[int, str] = {}
    for rows in tables.values():
        head = _head(page, rows[0])
        if not head:
            continue
        for row in rows[1:]:
            column = 0
            for cell, following in row:
                if column in head:
                    names[cell] = head[column]
                column = following
    return names


def _spanned(page: Outline, cell: int) -> int:
    value = page.attributes[cell].get("colspan") or "1"
    return min(int(value), _MOST_SPANNED) if value.isascii() and value.isdecimal() else 1


def _head(page: Outline, row: list[tuple[int, int]]) -> dict[int, str]:
    """The names of a first row by their column; none if it is no head."""
    head: dict[int, str] = {}
    column = 0
    for cell, following in row:
        words = page.words(cell)
        if len(words) > _LONGEST_NAME or any(map(str.isdigit, words)):
            return {}
        if words:
            head[column] = words
        column = following
    return head if len(head) >= _FEWEST_COLUMNS else {}
