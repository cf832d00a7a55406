"""Topics of a forum weigh as its boards do: they tell less than what its subject says in words."""

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
_SUBJECT = "concat_ws(' ', forum.subject, forum.area)"
_REST = """concat_ws(' ', forum.description, forum.operator_name,
    (SELECT string_agg(name, ' ') FROM forums_board WHERE forum_id = forum.id),
    (SELECT string_agg(label, ' ') FROM forums_forumtopic WHERE forum_id = forum.id))"""
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


def forward(apps, schema_editor):
    schema_editor.connection.cursor().execute(_FILL_WORDS)


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0014_keys_are_checked"),
        ("bodies", "0007_lists_leave_bodies_out"),
    ]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
