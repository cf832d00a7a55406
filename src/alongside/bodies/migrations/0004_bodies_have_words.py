"""Bodies that stand already get the words by which they are found."""

from django.db import migrations

_PARTING = "!\"#$%&()*+,-./:;<=>?@[\\]^_{|}~¡¦§«»¿·‐‑‒–—―“”„•…€£¥×÷©®™"
_DROPPED = "".join(map(chr, range(0x300, 0x370))) + "’‘ʼ`´"


def _plain(expression):
    parted = "øłđħıŧæœ" + _PARTING + _DROPPED + "''"
    into = "oldhitao" + " " * len(_PARTING)
    return f"translate(lower(normalize({expression}, NFKD)), '{parted}', '{into}')"


_NAMES = """concat_ws(' ', body.name, body.acronym,
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(body.other_names)))"""
_HOST = r"substring(body.website FROM '^\w+://(?:www\.)?([^/:]+)')"
_TOPICS = """coalesce(
    (SELECT string_agg(label, ' ') FROM bodies_remittopic WHERE body_id = body.id), '')"""
_FILL = f"""
UPDATE bodies_body AS body SET search =
  setweight(to_tsvector('english', {_plain(_NAMES)}), 'A') ||
  setweight(to_tsvector('english', {_plain(_TOPICS)}), 'B') ||
  setweight(to_tsvector('english', {_plain("body.remit")}), 'C') ||
  setweight(to_tsvector('english', coalesce({_plain(_HOST)}, '')), 'D')
"""


def forward(apps, schema_editor):
    schema_editor.connection.cursor().execute(_FILL)


class Migration(migrations.Migration):
    dependencies = [("bodies", "0003_source_records")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
