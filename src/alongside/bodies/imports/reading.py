"""The bytes of a list, from a file or an address, and the rows in them. Everything has a limit."""

import csv
import gzip
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings

from alongside.bodies.imports.records import ImportRefused, LineFault
from alongside.fetching.client import Client
from alongside.fetching.errors import FetchingError, Unreachable
from alongside.fetching.keeping import kept_in
from alongside.fetching.messages import Conversation, Request
from alongside.fetching.policy import FetchingPolicy

MOST_BYTES = 50_000_000  # of a file once it is unpacked, and of all pages of an address together
MOST_RECORDS = 100_000
MOST_COLUMNS = 500
MOST_PAGES = 250
MOST_IN_A_CELL = 100_000  # letters; more is a file whose quotation marks went wrong
MOST_LINES_TOLD = 20
MOST_COLUMNS_NAMED = 10
# An interface made for programs may be asked faster than a forum's pages, and pages are large.
_SECONDS_BETWEEN_PAGES = 1.0
_SECONDS_FOR_A_PAGE = 120.0

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """An object or row of the list, and where it stands."""

    place: str
    value: Any


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its columns in small letters, and its rows by them.

    `faults` are of rows that are broken, which `rows` leaves out; the other rows can be judged all
    the same. `unread` are the cells of broken rows: what they name may well be in the file.
    `was_kept` as in Objects.
    """

    columns: tuple[str, ...]
    rows: list[Placed]
    faults: list[LineFault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    was_kept: bool = False


@dataclass(frozen=True, slots=True)
class Objects:
    """A JSON list, JSON lines, or the pages of an interface.

    `was_kept`: of a list with an address a page or more are from the last time it was fetched.
    """

    rows: list[Placed]
    is_part: bool = False  # one page of several
    faults: list[LineFault] = field(default_factory=list)  # of lines that are left out
    was_kept: bool = False


def read(source: str) -> Table | Objects:
    """The rows of a file or an https address. Raises ImportRefused with all that is at fault."""
    if source.startswith(("https://", "http://")):
        return _from_address(source)
    return rows_of(_bytes_of(Path(source)))


def rows_of(data: bytes) -> Table | Objects:
    """The rows in the bytes of a file. Raises ImportRefused."""
    text = _text_of(data)
    start = text.lstrip()
    if not start:
        _refuse("", "The list is empty.")
    if start[0] in "[{":
        return _objects_in(text)
    return _table_in(text)


def read_table(
    path: Path, *, most_bytes: int = MOST_BYTES, most_records: int = MOST_RECORDS
) -> Table:
    """The rows of a CSV file, also of one packed by gzip. Raises ImportRefused."""
    text = _text_of(_bytes_of(path, most_bytes))
    if not text.strip():
        _refuse("", "The list is empty.")
    return _table_in(text, most_records)


def _bytes_of(path: Path, most: int = MOST_BYTES) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        _refuse("", f"There is no file {path}.")
    except OSError as exc:
        _refuse("", f"{path} cannot be read: {exc.strerror}.")
    except ValueError:
        _refuse("", "The name of the file holds a NUL character.")
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as unpacked:
                data = unpacked.read(most + 1)
        except (OSError, EOFError, zlib.error):
            _refuse("", f"{path} is packed by gzip, and broken. Get it again.")
    if len(data) > most:
        _too_large(most)
    return data


def _from_address(address: str) -> Table | Objects:
    policy = FetchingPolicy(
        contact=settings.ALONGSIDE_CONTACT,
        loopback_origins=frozenset(settings.ALONGSIDE_LOOPBACK_FORUMS),
        minimum_interval_seconds=_SECONDS_BETWEEN_PAGES,
        total_seconds=_SECONDS_FOR_A_PAGE,
        max_body_bytes=MOST_BYTES,
        max_requests=MOST_PAGES,
    )
    if address.startswith("http://") and not any(
        address.startswith(f"{origin}/") for origin in policy.loopback_origins
    ):
        _refuse("", "Give an address that begins with https://, or a file.")
    try:
        # Shown first and written then, a list need not be fetched twice, and is the same.
        storage = kept_in(settings.ALONGSIDE_LISTS_FOLDER / "fetched.sqlite")
        return Client(policy, storage=storage).carry_out(pages_of(address), robots=True)
    except Unreachable:
        _refuse(
            "",
            f"{_origin(address)} could not be reached from this machine. Look at its connection to "
            "the internet, and try again; or save the list as a file, and give that.",
        )
    except FetchingError as exc:
        _refuse("", f"The list could not be fetched. {exc}")


def pages_of(address: str) -> Conversation[Table | Objects]:
    """Reads the list at the address, with the pages that follow it on the same site."""
    rows: list[Placed] = []
    seen: set[str] = set()
    size = 0
    was_kept = False
    page = address
    while page not in seen:
        seen.add(page)
        if len(seen) > MOST_PAGES:
            _refuse("", f"The list has more than {MOST_PAGES} pages.")
        response = yield Request(
            "GET",
            page,
            headers={"Accept": "application/json, text/csv"},
            may_leave=True,  # publishers keep their files on hosts of other names
            keeps=True,
        )
        if response.status != 200:
            _refuse("", f"{page} answered with status {response.status}.")
        was_kept = was_kept or response.is_kept
        size += len(response.body)
        if size > MOST_BYTES:
            _too_large(MOST_BYTES)
        following = _next_page(response.body)
        found = rows_of(response.body)
        if isinstance(found, Objects) and found.faults:
            raise ImportRefused(found.faults)
        if isinstance(found, Table) or (following is None and not rows):
            return replace(found, was_kept=was_kept)
        rows += [
            Placed(f"record {len(rows) + number}", row.value)
            for number, row in enumerate(found.rows, start=1)
        ]
        if following is None:
            return Objects(rows, was_kept=was_kept)
        if not following.startswith(f"{_origin(address)}/"):
            _refuse("", f"The list’s next page stands on another site: {following[:200]}")
        page = following
    _refuse("", f"The list’s pages run in a circle: {page} is named twice.")


def _next_page(body: bytes) -> str | None:
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        return None  # `rows_of` says what is wrong with it
    following = page.get("next_page_url") if isinstance(page, dict) else None
    return following if isinstance(following, str) and following else None


def _origin(address: str) -> str:
    return "/".join(address.split("/", 3)[:3])


def _text_of(data: bytes) -> str:
    if _is_wide(data):
        _refuse("", "The list is written in UTF-16 or UTF-32. Save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse_lines(
            (number for number, line in enumerate(data.split(b"\n"), start=1) if _is_foreign(line)),
            "There are letters here that are not UTF-8. Save the file as UTF-8.",
        )
    if "\x00" in text:
        _refuse_lines(
            (number for number, line in enumerate(text.split("\n"), start=1) if "\x00" in line),
            "There is a NUL character here. The file is broken, or no text.",
        )
    return text


def _is_wide(data: bytes) -> bool:
    """Whether two or four bytes make a letter: it says so, or nearly every second one is NUL."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    start = data[:1000]
    return len(start) > 8 and start.count(0) >= 0.4 * len(start)


def _is_foreign(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return True
    return False


def _objects_in(text: str) -> Objects:
    lines = text.strip().split("\n")
    if text.lstrip()[0] == "{" and len(lines) > 1 and _is_whole(lines[0]):
        return _lines_in(text.split("\n"))
    try:
        whole = _parsed(text)
    except ValueError as exc:
        _refuse(_line_of(exc), f"The list is no JSON: {exc}.")
    found, is_part = _listed(whole)
    return Objects(
        [Placed(f"record {number}", value) for number, value in enumerate(found, start=1)],
        is_part=is_part,
    )


def _lines_in(lines: list[str]) -> Objects:
    rows: list[Placed] = []
    faults: list[LineFault] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found, _ = _listed(_parsed(line), alone=True)
        except ValueError as exc:
            faults.append(LineFault(f"line {number}", "", f"This line is no JSON: {exc}."))
            continue
        rows += [Placed(f"line {number}", value) for value in found]
        if len(rows) > MOST_RECORDS:
            _too_many(MOST_RECORDS)
    return Objects(rows, faults=faults)


def _is_whole(line: str) -> bool:
    try:
        return isinstance(_parsed(line), dict)
    except ValueError:
        return False


def _parsed(text: str) -> Any:
    """The value written in JSON. Raises ValueError with a short reason."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as exc:
        short = exc.msg[:1].lower() + exc.msg[1:]
        raise _NoJson(f"{short}, column {exc.colno}", exc.lineno) from None
    except ValueError as exc:
        if "digits" in str(exc):  # Python reads no number of more than 4,300
            raise ValueError("a number in it is too long") from None
        raise


class _NoJson(ValueError):
    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def _line_of(exc: ValueError) -> str:
    return f"line {exc.line}" if isinstance(exc, _NoJson) else ""


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _listed(whole: Any, *, alone: bool = False) -> tuple[list[Any], bool]:
    """The records in a parsed document, and whether it is one page of several."""
    if isinstance(whole, dict) and isinstance(whole.get("results"), list):
        pages = whole.get("pages")
        found, is_part = whole["results"], isinstance(pages, int) and pages > 1
    elif isinstance(whole, list):
        found, is_part = whole, False
    elif alone or isinstance(whole, dict):
        found, is_part = [whole], False
    else:
        raise ValueError("a list of bodies was expected")
    if len(found) > MOST_RECORDS:
        _too_many(MOST_RECORDS)
    return found, is_part


def _table_in(text: str, most: int = MOST_RECORDS) -> Table:
    """The rows of a table. What is broken is a fault of its line, and the others are read on."""
    lines = list(io.StringIO(text, newline=""))
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    table: Table | None = None
    start = 0  # how many lines were read
    while start < len(lines):
        reader = csv.reader(iter(lines[start:]), delimiter=delimiter, strict=True)
        before = start
        try:
            for cells in reader:
                number, before = before + 1, start + reader.line_num
                if table is None and not any(cell.strip() for cell in cells):
                    continue
                if table is None:
                    table = Table(_columns_of(cells), [])
                else:
                    _take(table, f"line {number}", cells)
                    if len(table.rows) > most:
                        _too_many(most)
            break
        except csv.Error as exc:
            opened = _opening_of(lines[before : start + reader.line_num], delimiter)
            place, stopped = before + 1 + opened, start + reader.line_num
            fault = LineFault(f"line {place}", "", _broken(exc, is_closed=stopped == place))
            if table is None:
                raise ImportRefused([fault]) from None
            table.faults.append(fault)
            # A quotation mark that is missing spoils its own line: go on with the next one.
            start = place
            table.unread.update(cell.strip(' "') for cell in lines[start - 1].split(delimiter))
    if table is None:
        _refuse("", "The list is empty.")
    return table


def _columns_of(cells: list[str]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        _refuse("line 1", f"There are {len(cells):,} columns; at most {MOST_COLUMNS:,} are read.")
    columns = tuple(" ".join(cell.split()).lower() for cell in cells)
    twice = sorted(name for name, times in Counter(columns).items() if name and times > 1)
    if twice:
        _refuse("line 1", f"The column {twice[0]} stands there twice.")
    return columns


def columns_unread(names: Iterable[str]) -> str:
    """A sentence about columns that nothing is taken from; the first ten are named."""
    unread = sorted(names)
    named, more = ", ".join(unread[:MOST_COLUMNS_NAMED]), len(unread) - MOST_COLUMNS_NAMED
    return f"Columns that are not read: {named}{f' and {more:,} more' if more > 0 else ''}."


def _take(table: Table, place: str, cells: list[str]) -> None:
    if not any(cell.strip() for cell in cells):
        return
    fault = ""
    if len(cells) != len(table.columns):
        fault = f"{_cells(len(cells))} here, and {len(table.columns)} columns above."
    elif max(map(len, cells)) > MOST_IN_A_CELL:  # the reader's own limit is any library's to set
        fault = f"This is no CSV: a cell has more than {MOST_IN_A_CELL:,} letters."
    if fault:
        table.faults.append(LineFault(place, "", fault))
        table.unread.update(cell.strip() for cell in cells)
    else:
        table.rows.append(Placed(place, dict(zip(table.columns, cells, strict=True))))


def _cells(count: int) -> str:
    return "There is 1 cell" if count == 1 else f"There are {count} cells"


def _broken(exc: csv.Error, *, is_closed: bool) -> str:
    """What the reader of CSV means. `is_closed`: it stopped in the line of the quotation mark."""
    if not is_closed or "end of data" in str(exc):
        return (
            "This is no CSV: a quotation mark opens here and is not closed. Close it, or write it "
            "twice if it belongs to the text."
        )
    if "limit" in str(exc):
        return f"This is no CSV: a cell has more than {MOST_IN_A_CELL:,} letters."
    return (
        "This is no CSV: something stands behind a closing quotation mark. Write the mark twice if "
        "it belongs to the text."
    )


def _opening_of(lines: list[str], delimiter: str) -> int:
    """In which of the lines of one broken row the last quotation mark opens, counted from 0."""
    opened, is_quoted, is_start = 0, False, True
    for number, line in enumerate(lines):
        place = 0
        while place < len(line):
            letter = line[place]
            if is_quoted:
                if letter == '"' and line[place + 1 : place + 2] == '"':
                    place += 1
                elif letter == '"':
                    is_quoted = False
            elif letter == '"' and is_start:
                is_quoted, opened = True, number
            is_start = not is_quoted and letter in (delimiter, "\n", "\r")
            place += 1
    return opened


def _refuse(place: str, sentence: str) -> NoReturn:
    raise ImportRefused([LineFault(place, "", sentence)])


def _refuse_lines(numbers: Iterator[int], sentence: str) -> NoReturn:
    found = list(numbers)
    told = [LineFault(f"line {number}", "", sentence) for number in found[:MOST_LINES_TOLD]]
    if len(found) > MOST_LINES_TOLD:
        told.append(
            LineFault("", "", f"{len(found) - MOST_LINES_TOLD:,} more lines are like this.")
        )
    raise ImportRefused(told)


def _too_large(most: int) -> NoReturn:
    _refuse("", f"The list is larger than {most // 1_000_000} MB. Split it.")


def _too_many(most: int) -> NoReturn:
    _refuse("", f"The list has more than {most:,} records. Split it.")
