"""What StratML has no element for, as lines of its OtherInformation: "Label: value". Pure.

A value of several lines goes on with two blanks before each, so that it can be read by people and
comes back as it was.
"""

import json
import re
from collections.abc import Container, Mapping
from typing import Any

_GOES_ON = "  "
# What no XML 1.0 document can hold (section 2.2); JSON itself escapes those below the blank.
_NOT_XML = re.compile("[\ufffe\uffff]")


def written(told: Mapping[str, str]) -> str:
    """The lines, in their order; what is empty is left out."""
    return "\n".join(
        f"{label}: {value}".replace("\n", f"\n{_GOES_ON}") for label, value in told.items() if value
    )


def read(other: str, labels: Container[str]) -> tuple[dict[str, str], str]:
    """What lines with these labels say, and the text that is none of them.

    A label that stands twice counts the first time.
    """
    told: dict[str, list[str]] = {}
    rest: list[str] = []
    open_value: list[str] | None = None
    for line in other.split("\n"):
        label, parted, value = line.partition(": ")
        if parted and label in labels and label not in told:
            open_value = told[label] = [value]
        elif open_value is not None and line.startswith(_GOES_ON):
            open_value.append(line.removeprefix(_GOES_ON))
        else:
            open_value = None
            rest.append(line)
    return {label: "\n".join(lines) for label, lines in told.items()}, "\n".join(rest).strip()


def coded(code: str, words: Mapping[Any, str]) -> str:
    """A word of ours with what people call it: "always (Every reply is read …)"."""
    return f"{code} ({words[code]})" if code in words else code


def code_of(value: str, words: Mapping[Any, str]) -> str:
    """The word of ours, by itself or by what people call it; the text where it is neither."""
    said = value.partition(" (")[0].strip()
    return next(
        (str(code) for code, name in words.items() if value.strip().casefold() == name.casefold()),
        said.casefold() if said.casefold() in words else said,
    )


def json_line(values: Mapping[str, Any]) -> str:
    """Values that have no line of their own; empty when there are none."""
    if not values:
        return ""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def of_json_line(line: str) -> dict[str, Any] | None:
    """The values of such a line; None when it is none."""
    try:
        # Numbers that JSON does not know (NaN) have no place in a canonical document.
        values = json.loads(line, parse_constant=_no_number) if line else {}
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _no_number(name: str) -> float:
    raise ValueError(name)
