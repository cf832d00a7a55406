"""Goals and indicators of a published plan do not change either; columns go with their version."""

from django.db import migrations

# The function of 0002 looks at the version only, so it serves every table that has one.
FORWARD = """
CREATE TRIGGER plan_goal_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_goal
  FOR EACH ROW EXECUTE FUNCTION plan_objective_is_frozen();
CREATE TRIGGER plan_indicator_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_planindicator
  FOR EACH ROW EXECUTE FUNCTION plan_objective_is_frozen();
"""

BACKWARD = """
DROP TRIGGER plan_indicator_is_frozen ON plans_planindicator;
DROP TRIGGER plan_goal_is_frozen ON plans_goal;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_goals_standards_and_indicators")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
