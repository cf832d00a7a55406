"""Personal details: what a draft must not hold, and what an excerpt must not keep. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from stdnum.gb import nhs, utr

# Two prefix letters, six digits, a suffix A to D; prefixes after HMRC's manual NIM39110.
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}[ -]?[A-D]\b",
    re.I,
)
# HMRC's own example number uses the prefix QQ, which is never issued; people paste it all the same.
EXAMPLE_NATIONAL_INSURANCE = re.compile(r"\bQQ(?:[ -]?\d\d){3}[ -]?[A-D]\b", re.I)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
SORT_CODE = re.compile(r"\b\d\d-\d\d-\d\d\b")
TEN_DIGITS = re.compile(r"(?<![\d/.=-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d/])")
ACCOUNT_NUMBER = re.compile(r"\baccount (?:number|no\.?)\D{0,12}\d{8}\b", re.I)
BIRTH_DATE = re.compile(
    r"\b(?:born on|date of birth|dob|d\.o\.b\.)\b\D{0,8}\d{1,2}[ ./-]\w{1,9}[ ./-]\d{2,4}", re.I
)
# Mobile numbers by their shape: those that Ofcom keeps for fiction, and typing mistakes, are not
# valid to the library that finds all the others.
MOBILE = re.compile(r"(?<!\d)(?:\+44 ?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)")
# Numbers that organisations publish, without the leading zero: UK-wide numbers (03) and freephone.
# Ofcom, National Telephone Numbering Plan. Three-digit services are not taken for numbers at all.
PUBLISHED_LINES = ("3", "800", "808")


@dataclass(frozen=True, slots=True)
class PersonalDetail:
    """Something that points to one person: its kind, and the words as they were written."""

    kind: str
    words: str


def personal_details(
    text: str, *, official_domains: frozenset[str] = frozenset()
) -> Iterator[PersonalDetail]:
    """Identifiers, postcodes, telephone numbers and e-mails in the text; not those of bodies."""
    for pattern in (NATIONAL_INSURANCE, EXAMPLE_NATIONAL_INSURANCE):
        for match in pattern.finditer(text):
            yield PersonalDetail("National Insurance number", match[0])
    for match in TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if digits.startswith("0"):
            continue  # a telephone number, looked at below
        if nhs.is_valid(digits):
            yield PersonalDetail("NHS number", match[0])
        elif utr.is_valid(digits):
            yield PersonalDetail("tax reference", match[0])
    for kind, pattern in (
        ("sort code", SORT_CODE),
        ("bank account number", ACCOUNT_NUMBER),
        ("postcode", POSTCODE),
        ("date of birth", BIRTH_DATE),
    ):
        for match in pattern.finditer(text):
            yield PersonalDetail(kind, match[0])
    for match in EMAIL.finditer(text):
        if not is_official(match[1], official_domains):
            yield PersonalDetail("e-mail address", match[0])
    for number in _private_numbers(text):
        yield PersonalDetail("telephone number", number)


def masked(text: str) -> str:
    """The text with each personal detail replaced by its kind: what may be kept of a question.

    Law 4: what is stored of a member's words points to nobody.
    """
    details = sorted(personal_details(text), key=lambda detail: len(detail.words), reverse=True)
    for detail in details:
        text = text.replace(detail.words, f"[{detail.kind} left out]")
    return text


def is_official(host: str, domains: frozenset[str]) -> bool:
    """Whether the host is one of the domains or below one."""
    host = host.lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _private_numbers(text: str) -> list[str]:
    """Telephone numbers that no organisation publishes, as they were written."""
    numbers = [match[0] for match in MOBILE.finditer(text)]
    for number in phonenumbers.PhoneNumberMatcher(text, "GB"):
        national = str(number.number.national_number)
        published = number.number.country_code == 44 and national.startswith(PUBLISHED_LINES)
        if not published and number.raw_string not in numbers:
            numbers.append(number.raw_string)
    return numbers
