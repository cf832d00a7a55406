"""What changed in a table from one release to the next."""

from alongside.publishing.domain.row_changes import RowChanges, Rows, comparable

HEADER = ["id", "name", "area"]


def rows(*cells, header=HEADER, columns=HEADER, key=("id",)):
    table = Rows(header, columns, key)
    for row in cells:
        table.add(row)
    return table


def test_rows_are_recognised_by_their_key():
    before = rows(["1", "a", ""], ["2", "b", ""], ["3", "c", ""])
    now = rows(["3", "c", "x"], ["1", "a", ""], ["4", "d", ""], ["5", "e", ""])

    assert now.since(before) == RowChanges(added=2, removed=1, changed=1)


def test_rows_without_a_key_come_and_go_as_often_as_they_stand_there():
    before = rows(["1", "a", ""], ["1", "a", ""], ["2", "b", ""], key=())
    now = rows(["1", "a", ""], ["2", "b", "x"], ["2", "b", "x"], key=())

    assert now.since(before) == RowChanges(added=2, removed=2, changed=0)


def test_cells_are_not_taken_for_one_another():
    before = rows(["1", "ab", "c"])
    now = rows(["1", "a", "bc"])

    assert now.since(before).changed == 1


def test_a_column_that_came_new_is_no_change_of_every_row():
    columns = comparable(["id", "kind", "name"], HEADER, ["id"])
    before = rows(["1", "a", "x"], columns=columns)
    now = rows(["1", "forum", "a"], header=["id", "kind", "name"], columns=columns)

    assert columns == ["id", "name"]
    assert now.since(before) == RowChanges(added=0, removed=0, changed=0)


def test_tables_without_a_common_key_or_column_cannot_be_compared():
    assert comparable(["number", "name"], HEADER, ["number"]) is None
    assert comparable(["number"], HEADER, []) is None
