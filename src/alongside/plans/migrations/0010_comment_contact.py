"""Of an operator's comment it is kept from which mailbox it came, and that does not change."""

import django.db.models.deletion
from django.db import migrations, models

_FUNCTION = """
CREATE OR REPLACE FUNCTION comment_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.withheld_at IS NOT NULL OR NEW.withheld_at IS NULL
    OR (OLD.public_id, OLD.consultation_id, OLD.section, OLD.forum_id, OLD.made_at{old})
      IS DISTINCT FROM
      (NEW.public_id, NEW.consultation_id, NEW.section, NEW.forum_id, NEW.made_at{new})
    OR EXISTS (
      SELECT 1 FROM plans_consultation WHERE id = OLD.consultation_id AND version_id IS NOT NULL
    )
  THEN
    RAISE EXCEPTION 'comment_is_frozen: answer it, or withhold its words';
  END IF;
  RETURN NEW;
END $$;
"""
FORWARD = _FUNCTION.format(old=", OLD.contact_id", new=", NEW.contact_id")
BACKWARD = _FUNCTION.format(old="", new="")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_by_whose_link"),
        ("plans", "0009_consultation_outcome"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.contact",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
