"""A letter kept as evidence, and what an operator said in public, change for nobody."""

from django.db import migrations

TABLES = ("evidencefile", "statement")

FORWARD = "".join(
    f"""
CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{table}_is_append_only: add a new record instead';
END $$;
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON agreements_{table}
  FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
"""
    for table in TABLES
)

BACKWARD = "".join(
    f"""
DROP TRIGGER {table}_is_append_only ON agreements_{table};
DROP FUNCTION {table}_is_append_only();
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_asking_and_the_operators_pages")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
