"""Names in the order in which people look for them, on every PostgreSQL.

Collations for people come from ICU, with which the embedded PostgreSQL is not built, and those of
the operating system differ from machine to machine. So a name's letters as they are looked for, in
lower case, without accents and punctuation, stand in a column of their own, which is sorted by its
bytes: the same order everywhere, served by an ordinary index, and held by the database itself.
"""

from django.db.models import Func, GeneratedField, TextField

# `core.letters.name_key` says the same in Python.
_KEY = (
    "btrim(regexp_replace(translate(regexp_replace(lower(normalize(%(expressions)s, NFKD)),"
    r" '[\u0300-\u036F''’‘ʼ`´]', '', 'g'), 'øłđħıŧæœ', 'oldhitao'),"
    " '[^[:alnum:]]+', ' ', 'g'))"
)


class NameKey(Func):
    """The key of a name. Migrations name it: another expression is a class of another name."""

    template = _KEY
    output_field = TextField(db_collation="C")


def name_key_sql(expression: str) -> str:
    """The same of any text expression, in SQL."""
    return _KEY % {"expressions": expression}


def name_key_of(field: str) -> GeneratedField:
    """A column that holds by what the name in this field is sorted."""
    return GeneratedField(
        expression=NameKey(field), output_field=TextField(db_collation="C"), db_persist=True
    )


# Of a name key, in SQL: the letter under which it stands; whatever is no letter stands together.
NO_LETTER = "0–9"


def letter_sql(key: str) -> str:
    """The first letter of a name key in SQL, in upper case; NO_LETTER when it begins with none."""
    first = f"left({key}, 1)"
    return f"CASE WHEN {first} >= 'a' THEN upper({first}) ELSE '{NO_LETTER}' END"


def named_sql(entry: str, *texts: str) -> str:
    """In SQL, whether the parameter `typed`, a name key, is what an entry is called.

    0: its name; 1: another name of it or one of these texts; 2: neither, or nothing was typed.
    """
    others = " OR ".join(f"{name_key_sql(text)} = %(typed)s" for text in texts) or "false"
    return f"""CASE WHEN %(typed)s = '' THEN 2 WHEN {entry}.name_key = %(typed)s THEN 0
      WHEN {others} OR EXISTS (SELECT FROM jsonb_array_elements_text({entry}.other_names) AS called
        WHERE {name_key_sql("called.value")} = %(typed)s) THEN 1 ELSE 2 END"""
