"""Forums that stand already get the words by which they are found, and the size they sort by."""

from django.db import migrations

_PARTING = "!\"#$%&()*+,-./:;<=>?@[\\]^_{|}~¡¦§«»¿·‐‑‒–—―“”„•…€£¥×÷©®™"
_DROPPED = "".join(map(chr, range(0x300, 0x370))) + "’‘ʼ`´"


def _plain(expression):
    parted = "øłđħıŧæœ" + _PARTING + _DROPPED + "''"
    into = "oldhitao" + " " * len(_PARTING)
    return f"translate(lower(normalize({expression}, NFKD)), '{parted}', '{into}')"


_NAMES = r"""concat_ws(' ', forum.name,
    regexp_replace(forum.name, '([[:lower:]])([[:upper:]])', '\1 \2', 'g'),
    (SELECT string_agg(value, ' ') FROM jsonb_array_elements_text(forum.other_names)))"""
_TOGETHER = f"replace({_plain('forum.name')}, ' ', '')"
_HOST = r"substring(forum.address FROM '^\w+://(?:www\.)?([^/:]+)')"
_SUBJECT = """concat_ws(' ', forum.subject, forum.area,
    (SELECT string_agg(label, ' ') FROM forums_forumtopic WHERE forum_id = forum.id))"""
_REST = """concat_ws(' ', forum.description, forum.operator_name,
    (SELECT string_agg(name, ' ') FROM forums_board WHERE forum_id = forum.id))"""
_REMITS = """coalesce((
    SELECT string_agg(concat_ws(' ', body.name, body.acronym, body.remit,
      (SELECT string_agg(label, ' ') FROM bodies_remittopic WHERE body_id = body.id)), ' ')
    FROM forums_listing AS listing JOIN bodies_body AS body ON body.id = listing.body_id
    WHERE listing.forum_id = forum.id AND listing.delisted_on IS NULL
      AND body.is_practice = forum.is_practice), '')"""
_FILL_WORDS = f"""
UPDATE forums_forum AS forum SET search =
  setweight(to_tsvector('english',
    concat_ws(' ', {_plain(_NAMES)}, {_TOGETHER}, {_plain(_HOST)})), 'A') ||
  setweight(to_tsvector('english', {_plain(_SUBJECT)}), 'B') ||
  setweight(to_tsvector('english', {_plain(_REST)}), 'C') ||
  setweight(to_tsvector('english', {_plain(_REMITS)}), 'D')
"""
# Of the figures that count people, the newest of the strongest kind.
_FILL_SIZE = """
UPDATE forums_forum AS forum SET size = strongest.value
FROM (
  SELECT DISTINCT ON (forum_id) forum_id, value FROM forums_measure
  WHERE kind IN ('registered users', 'members', 'unique visitors', 'visitors')
  ORDER BY forum_id,
    array_position(
      ARRAY['registered users', 'members', 'unique visitors', 'visitors'], kind::text),
    dated DESC, value DESC
) AS strongest
WHERE strongest.forum_id = forum.id
"""


def forward(apps, schema_editor):
    cursor = schema_editor.connection.cursor()
    cursor.execute(_FILL_WORDS)
    cursor.execute(_FILL_SIZE)


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0003_addresses_are_aliases"),
        ("bodies", "0004_bodies_have_words"),
    ]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
