"""Every answer of an operator is a new record; nothing is overwritten, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION agreement_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'agreement_is_append_only: add a new record instead';
END $$;
CREATE TRIGGER agreement_is_append_only BEFORE UPDATE OR DELETE ON agreements_agreement
  FOR EACH ROW EXECUTE FUNCTION agreement_is_append_only();
"""

BACKWARD = """
DROP TRIGGER agreement_is_append_only ON agreements_agreement;
DROP FUNCTION agreement_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
