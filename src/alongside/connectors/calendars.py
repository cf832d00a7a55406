"""Figures of other scripts and days of the Persian calendar, written as ours are.

The Islamic calendar's are left as they are: its days depend on the country.
"""

import re
import unicodedata
from datetime import date

# As the years 1991 to 2033; in these the Islamic calendar's were before the web.
_YEAR = r"(1(?:3[7-9]|40)\d|141[01])"
_YEAR_FIRST = re.compile(rf"(?<![\d/-]){_YEAR}([/-])(\d{{1,2}})\2(\d{{1,2}})(?![\d/-])")
_YEAR_LAST = re.compile(rf"(?<![\d/-])(\d{{1,2}})([/-])(\d{{1,2}})\2{_YEAR}(?![\d/-])")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("فروردین",),
            ("اردیبهشت",),
            ("خرداد",),
            ("تیر",),
            ("مرداد", "امرداد"),
            ("شهریور",),
            ("مهر",),
            ("آبان", "ابان"),
            ("آذر", "اذر"),
            ("دی",),
            ("بهمن",),
            ("اسفند",),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"({'|'.join(_MONTHS)})(?:\s+ماه)?"
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})[\s-]+{_MONTH}[\s،,-]+{_YEAR}(?!\d)")
_MONTH_FIRST = re.compile(rf"(?<!\w){_MONTH}\s+(\d{{1,2}})[\s،,]+{_YEAR}(?!\d)")
_MIGHT_BE_A_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
# "before noon", "after noon"
_HALF = re.compile(r"(ق|ب)\.?\s?ظ\.?(?!\w)|(قبل|بعد)\s+از\s+ظهر")
_LETTERS = str.maketrans("يك", "یک")  # as Arabic keyboards write them
_BEFORE_THE_FIRST_YEAR = 226_526  # days of our calendar


def plain_figures(text: str) -> str:
    """Arabic, Devanagari, Thai and full-width figures as ours."""
    if not any(sign.isdecimal() and not sign.isascii() for sign in text):
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def in_our_calendar(text: str) -> str:
    """A text in plain figures with the first day of the Persian calendar in it as one of ours."""
    if "ظ" in text:
        text = _HALF.sub(lambda half: "am" if (half[1] or half[2])[0] == "ق" else "pm", text)
    if _MIGHT_BE_A_YEAR.search(text) is None:
        return text
    if not text.isascii():
        text = text.translate(_LETTERS)
    if found := _YEAR_FIRST.search(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif found := _YEAR_LAST.search(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif found := _DAY_FIRST.search(text):
        year, month, day = int(found[3]), _MONTHS[found[2]], int(found[1])
    elif found := _MONTH_FIRST.search(text):
        year, month, day = int(found[3]), _MONTHS[found[1]], int(found[2])
    else:
        return text
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return text
    ours = _day_of(year, month, day)
    return f"{text[: found.start()]}{ours:%Y/%m/%d}{text[found.end() :]}"


def _day_of(year: int, month: int, day: int) -> date:
    """Six months have 31 days, the others 30; of 33 years eight are longer by a day."""
    leap_days = (year + 11) // 33 * 8 + ((year + 11) % 33 + 3) // 4
    before = min(month - 1, 6) * 31 + max(month - 7, 0) * 30
    return date.fromordinal(365 * year + leap_days + before + day + _BEFORE_THE_FIRST_YEAR)
