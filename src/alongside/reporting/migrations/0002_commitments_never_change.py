"""A commitment, its end and what stood on its day never change, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION commitment_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'commitment_never_changes: add a new record instead';
END $$;
CREATE TRIGGER commitment_never_changes BEFORE UPDATE OR DELETE ON reporting_commitment
  FOR EACH ROW EXECUTE FUNCTION commitment_never_changes();
CREATE TRIGGER commitment_never_changes BEFORE UPDATE OR DELETE ON reporting_commitmentend
  FOR EACH ROW EXECUTE FUNCTION commitment_never_changes();
CREATE TRIGGER commitment_never_changes BEFORE UPDATE OR DELETE ON reporting_commitmentresult
  FOR EACH ROW EXECUTE FUNCTION commitment_never_changes();
"""

BACKWARD = """
DROP TRIGGER commitment_never_changes ON reporting_commitment;
DROP TRIGGER commitment_never_changes ON reporting_commitmentend;
DROP TRIGGER commitment_never_changes ON reporting_commitmentresult;
DROP FUNCTION commitment_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_commitments")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
