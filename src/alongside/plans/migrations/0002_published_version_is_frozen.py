"""A published plan is frozen: neither it nor its objectives change, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION plan_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.number IS NOT NULL THEN
    RAISE EXCEPTION 'plan_version_is_frozen: publish the next version instead';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_version_is_frozen BEFORE UPDATE OR DELETE ON plans_planversion
  FOR EACH ROW EXECUTE FUNCTION plan_version_is_frozen();
CREATE FUNCTION plan_objective_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Both ends of a move count; of an insertion OLD is null, of a deletion NEW is.
  IF EXISTS (
    SELECT 1 FROM plans_planversion
    WHERE id IN (OLD.version_id, NEW.version_id) AND number IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'plan_version_is_frozen: publish the next version instead';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_objective_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_objective
  FOR EACH ROW EXECUTE FUNCTION plan_objective_is_frozen();
"""

BACKWARD = """
DROP TRIGGER plan_objective_is_frozen ON plans_objective;
DROP FUNCTION plan_objective_is_frozen();
DROP TRIGGER plan_version_is_frozen ON plans_planversion;
DROP FUNCTION plan_version_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
