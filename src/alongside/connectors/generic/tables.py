"""Where the cells of a page's tables stand, and what their columns are called."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from alongside.connectors.generic.outline import Outline

_FIGURE = re.compile(r"\d[\d.,'’\u00a0\u202f]*[kKmM]?")
_DEEPEST_IN_ROW = 8  # elements around one, up to its row
_LONGEST_NAME = 30
_FEWEST_COLUMNS = 3
_MOST_SPANNED = 60
_CELLS = frozenset({"dd", "div", "li", "span"})
_MOST_CELLS = 8
_MOST_ABOVE = 3  # rows in which a table's head is looked for


def places_in_tables(page: Outline) -> tuple[list[int], list[int]]:
    """Of each element the table that it stands in, and the column; -1 for none.

    Cells that reach down into later rows push the cells of these to the right.
    """
    tables, columns = [-1] * len(page), [-1] * len(page)
    taken: dict[int, dict[int, int]] = defaultdict(dict)  # by table: columns and rows still held
    at: dict[int, int] = {}  # by row: where its next cell begins
    for element, tag in enumerate(page.tags):
        parent = page.parents[element]
        if parent >= 0:
            tables[element], columns[element] = tables[parent], columns[parent]
        table = tables[element]
        if tag == "table":
            tables[element] = element
        elif tag == "tr" and table >= 0:
            taken[table] = {column: rows - 1 for column, rows in taken[table].items() if rows > 1}
            at[element] = 0
        elif tag in ("td", "th") and parent in at:
            column = at[parent]
            while column in taken[table]:
                column += 1
            columns[element] = column
            at[parent] = column + _spanned(page, element, "colspan")
            if (rows := _spanned(page, element, "rowspan")) > 1:
                for held in range(column, at[parent]):
                    taken[table][held] = rows
    return tables, columns


def table_around(page: Outline, element: int) -> int:
    """The table in whose rows an element stands; -1 for none, and for one in a row of one cell."""
    cell = -1
    while element >= 0 and page.tags[element] != "table":
        if (
            page.tags[element] == "tr"
            and page.last[cell] == page.last[element] == page.last[element + 1]
        ):
            return -1
        cell, element = element, page.parents[element]
    return element


def column_names(page: Outline) -> dict[int, str]:
    """The name of the column for each cell that has one, by the first row of its table.

    A row of one cell above that is the table's own name.
    """
    tables, columns = places_in_tables(page)
    rows: dict[int, list[list[int]]] = defaultdict(list)
    for element, tag in enumerate(page.tags):
        if tables[element] < 0:
            continue
        if tag == "tr":
            rows[tables[element]].append([])
        elif tag in ("td", "th") and rows[tables[element]]:
            rows[tables[element]][-1].append(element)
    names: dict[int, str] = {}
    for table in rows.values():
        top = next((at for at, row in enumerate(table[:_MOST_ABOVE]) if len(row) > 1), 0)
        head = _head(page, columns, table[top])
        names |= {
            cell: head[columns[cell]]
            for row in table[top + 1 :]
            for cell in row
            if columns[cell] in head
        }
    return names or _names_in_lists(page)


def _names_in_lists(page: Outline) -> dict[int, str]:
    """The same where a list is laid out like a table: what its rows hold is called as what its head
    holds."""
    rows: dict[int, list[int]] = defaultdict(list)
    for element, attributes in enumerate(page.attributes):
        if attributes.get("class") and page.tags[element] in _CELLS:
            rows[page.parents[element]].append(element)
    heads: dict[tuple[str, ...], dict[str, str]] = {}
    names: dict[int, str] = {}
    for row in rows.values():
        if not _FEWEST_COLUMNS <= len(row) <= _MOST_CELLS:
            continue
        called = tuple(page.attributes[cell].get("class") or "" for cell in row)
        if called in heads:
            names |= {
                cell: heads[called][own]
                for cell, own in zip(row, called, strict=True)
                if own in heads[called]
            }
        elif len(set(called)) == len(called):
            head = {own: _name_of(page, cell) for cell, own in zip(row, called, strict=True)}
            if all(head.values()):
                heads[called] = head
    return names


def _name_of(page: Outline, cell: int) -> str:
    """What may be the name of a column; "" for what is none."""
    words = page.words(cell)
    return "" if len(words) > _LONGEST_NAME or any(map(str.isdigit, words)) else words


def rows_counting(page: Outline, what: re.Pattern[str]) -> set[int]:
    """The rows that hold a figure in a column of such a name."""
    return {
        page.parents[cell]
        for cell, name in column_names(page).items()
        if what.fullmatch(name)
        and page.text_to[cell] - page.text_from[cell] == 1
        and _FIGURE.fullmatch(page.texts[page.text_from[cell]])
    }


def share_within(page: Outline, elements: Sequence[int], rows: Collection[int]) -> float:
    """The share of elements that stand in one of these rows."""
    if not rows:
        return 0.0
    within = 0
    for element in elements:
        for _ in range(_DEEPEST_IN_ROW):
            if element < 0 or element in rows:
                break
            element = page.parents[element]
        within += element in rows
    return within / len(elements)


def _spanned(page: Outline, cell: int, name: str) -> int:
    value = page.attributes[cell].get(name) or "1"
    if not (value.isascii() and value.isdecimal()):
        return 1
    return max(1, min(int(value[:4]), _MOST_SPANNED))


def _head(page: Outline, columns: list[int], row: list[int]) -> dict[int, str]:
    """The names of a first row by their column; none if it is no head."""
    head: dict[int, str] = {}
    for cell in row:
        words = page.words(cell)
        if len(words) > _LONGEST_NAME or any(map(str.isdigit, words)):
            return {}
        for column in range(columns[cell], columns[cell] + _spanned(page, cell, "colspan")):
            if words:
                head.setdefault(column, words)
    return head if len(set(head.values())) >= _FEWEST_COLUMNS else {}
