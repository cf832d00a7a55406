"""What was looked for and found never changes; once decided, nothing does. Whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION duplicate_check_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'duplicate_check_is_frozen: a record stays';
  END IF;
  IF OLD.decision <> 'open' THEN
    RAISE EXCEPTION 'duplicate_check_is_frozen: it was decided; make a new record instead';
  END IF;
  IF (NEW.public_id, NEW.body_id, NEW.need, NEW.found, NEW.looked_at)
    IS DISTINCT FROM (OLD.public_id, OLD.body_id, OLD.need, OLD.found, OLD.looked_at)
  THEN
    RAISE EXCEPTION 'duplicate_check_is_frozen: what was looked for and found stays as it was';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duplicate_check_is_frozen BEFORE UPDATE OR DELETE ON forums_duplicatecheck
  FOR EACH ROW EXECUTE FUNCTION duplicate_check_is_frozen();
"""

BACKWARD = """
DROP TRIGGER duplicate_check_is_frozen ON forums_duplicatecheck;
DROP FUNCTION duplicate_check_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0005_visits_and_withdrawn_figures")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
