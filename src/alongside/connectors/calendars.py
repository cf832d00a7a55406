"""Figures, months and halves of a day in other scripts, and days of the Persian calendar, as ours.

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
# "before noon" and "after noon": Persian, Arabic, Greek, Turkish, Vietnamese.
_BEFORE_NOON = r"ق\.?\s?ظ\.?|قبل\s+از\s+ظهر|صباح[اً]*|ص|π\.?\s?μ\.?|ÖÖ|SA"
_AFTER_NOON = r"ب\.?\s?ظ\.?|بعد\s+از\s+ظهر|مساء[اً]*|م|μ\.?\s?μ\.?|ÖS|CH"
_HALF = re.compile(rf"(?<=\d)\s*(?:({_BEFORE_NOON})|(?:{_AFTER_NOON}))(?!\w)")
_OURS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Thai words bear signs that are no letters to a program.
_THAI = dict(
    zip(
        (
            *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
            *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
            *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
            *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
        ),
        _OURS * 2,
        strict=True,
    )
)
_IN_THAI = re.compile("|".join(map(re.escape, _THAI)))
_VIETNAMESE = {
    name: month
    for names, month in zip(
        (
            *(("giêng", "một", "1", "01"), ("hai", "2", "02"), ("ba", "3", "03")),
            *(("tư", "bốn", "4", "04"), ("năm", "5", "05"), ("sáu", "6", "06")),
            *(("bảy", "bẩy", "7", "07"), ("tám", "8", "08"), ("chín", "9", "09")),
            *(("mười", "10"), ("mười một", "11"), ("mười hai", "chạp", "12")),
        ),
        _OURS,
        strict=True,
    )
    for name in names
}
_IN_VIETNAMESE = re.compile(
    rf"(?:thứ\s\d,?\s+)?tháng\s({'|'.join(sorted(_VIETNAMESE, key=len, reverse=True))})"
    r"(?=,?\s+(?:\d{1,2},?\s+)?(?:19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
# The words of an eastern date in the order of a western one: "6月 04, 2013".
_EASTERN = re.compile(r"(?<!\d)(\d{1,2})[月월]\s+(\d{1,2}),\s+((?:19|20)\d\d)(?!\d)")
_LETTERS = str.maketrans("يك", "یک")  # as Arabic keyboards write them
_BEFORE_THE_FIRST_YEAR = 226_526  # days of our calendar


def in_our_manner(text: str) -> str:
    """A short text with its figures, months and halves of a day as ours, and the first day of the
    Persian calendar in it."""
    if not text.isascii():
        text = _HALF.sub(_half, _plain_figures(text))
        text = _IN_THAI.sub(lambda month: f" {_THAI[month[0]]} ", text)
        text = _IN_VIETNAMESE.sub(lambda month: _VIETNAMESE[month[1].casefold()], text)
        text = _EASTERN.sub(r"\3/\1/\2", text)
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


def _plain_figures(text: str) -> str:
    """Arabic, Devanagari, Thai and full-width figures as ours."""
    if not any(sign.isdecimal() and not sign.isascii() for sign in text):
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _half(found: re.Match[str]) -> str:
    return " am" if found[1] else " pm"


def _day_of(year: int, month: int, day: int) -> date:
    """Six months have 31 days, the others 30; of 33 years eight are longer by a day."""
    leap_days = (year + 11) // 33 * 8 + ((year + 11) % 33 + 3) // 4
    before = min(month - 1, 6) * 31 + max(month - 7, 0) * 30
    return date.fromordinal(365 * year + leap_days + before + day + _BEFORE_THE_FIRST_YEAR)
