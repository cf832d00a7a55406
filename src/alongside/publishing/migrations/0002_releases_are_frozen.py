"""A published release is frozen: neither it nor its files change, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION release_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'release_is_frozen: publish the next release instead';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER release_is_frozen BEFORE UPDATE OR DELETE ON publishing_release
  FOR EACH ROW EXECUTE FUNCTION release_is_frozen();
CREATE FUNCTION release_file_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Both ends of a move count; of an insertion OLD is null, of a deletion NEW is.
  IF EXISTS (
    SELECT 1 FROM publishing_release
    WHERE id IN (OLD.release_id, NEW.release_id) AND published_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'release_is_frozen: publish the next release instead';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER release_file_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON publishing_releasefile
  FOR EACH ROW EXECUTE FUNCTION release_file_is_frozen();
"""

BACKWARD = """
DROP TRIGGER release_file_is_frozen ON publishing_releasefile;
DROP FUNCTION release_file_is_frozen();
DROP TRIGGER release_is_frozen ON publishing_release;
DROP FUNCTION release_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
