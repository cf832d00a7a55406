"""Text with plain letters, so that "Llyn" finds "Llŷn" and "self employed" finds "self-employed".

The same change is made to what is searched (in SQL) and to what is asked (in Python). PostgreSQL's
own `unaccent` is an extension that a database may lack, so both sides use this one table, after
Unicode's compatibility decomposition (NFKD), which both sides know.
"""

import re
import unicodedata

# Letters that decomposition leaves whole.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "a", "œ": "o"}
# Taken away: combining marks, and apostrophes, so that "jobseeker’s" and "jobseekers" are one word.
_DROPPED = "".join(map(chr, range(0x300, 0x370))) + "'’‘ʼ`´\x00"
# All other punctuation parts words.
_PARTING = '!"#$%&()*+,-./:;<=>?@[\\]^_{|}~¡¦§«»¿·‐‑‒–—―“”„•…€£¥×÷©®™'

_TABLE = str.maketrans(
    "".join(_LETTERS) + _PARTING,
    "".join(_LETTERS.values()) + " " * len(_PARTING),
    _DROPPED,
)
# translate() of PostgreSQL drops the letters of `from` for which `to` has none.
_FROM = ("".join(_LETTERS) + _PARTING + _DROPPED).replace("\x00", "").replace("'", "''")
_TO = "".join(_LETTERS.values()) + " " * len(_PARTING)


def plain(text: str) -> str:
    """The text in lower case with plain letters, words parted by single blanks.

    Halves of surrogate pairs, which PostgreSQL cannot hold, are left out.
    """
    whole = text.encode(errors="ignore").decode()
    return " ".join(unicodedata.normalize("NFKD", whole).lower().translate(_TABLE).split())


def plain_sql(expression: str) -> str:
    """SQL that does the same to a text expression, save that blanks stay as many as they are.

    Per cent signs are doubled, because the statement is run with parameters.
    """
    changed = f"translate(lower(normalize({expression}, NFKD)), '{_FROM}', '{_TO}')"
    return changed.replace("%", "%%")


def name_key(name: str) -> str:
    """By which people look for a name in a list: "AI Board" after "Abberton", "Éire" by its E.

    The same as the columns `name_key` hold (`core.names`).
    """
    return " ".join(_NO_LETTER.sub(" ", _MARKS.sub("", plain(name))).split())


_MARKS = re.compile("[\u0300-\u036f'’]")
_NO_LETTER = re.compile(r"[\W_]+")
