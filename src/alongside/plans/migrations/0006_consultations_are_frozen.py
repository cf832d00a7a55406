"""What people were asked about, what they said and what was answered change for nobody.

Words that may not be published are emptied, with a reason, until the record is published.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION consultation_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.version_id IS NOT NULL
    OR (OLD.public_id, OLD.body_id, OLD.document, OLD.sha256, OLD.introduction,
        OLD.is_open_to_all, OLD.opened_by, OLD.opened_at)
      IS DISTINCT FROM (NEW.public_id, NEW.body_id, NEW.document, NEW.sha256, NEW.introduction,
        NEW.is_open_to_all, NEW.opened_by, NEW.opened_at)
  THEN
    RAISE EXCEPTION 'consultation_is_frozen: open another one instead';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consultation_is_frozen BEFORE UPDATE OR DELETE ON plans_consultation
  FOR EACH ROW EXECUTE FUNCTION consultation_is_frozen();

CREATE FUNCTION comment_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.withheld_at IS NOT NULL OR NEW.withheld_at IS NULL
    OR (OLD.public_id, OLD.consultation_id, OLD.section, OLD.forum_id, OLD.made_at)
      IS DISTINCT FROM
      (NEW.public_id, NEW.consultation_id, NEW.section, NEW.forum_id, NEW.made_at)
    OR EXISTS (
      SELECT 1 FROM plans_consultation WHERE id = OLD.consultation_id AND version_id IS NOT NULL
    )
  THEN
    RAISE EXCEPTION 'comment_is_frozen: answer it, or withhold its words';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comment_is_frozen BEFORE UPDATE OR DELETE ON plans_comment
  FOR EACH ROW EXECUTE FUNCTION comment_is_frozen();

CREATE FUNCTION comment_comes_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM plans_consultation WHERE id = NEW.consultation_id AND version_id IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'comment_comes_in_time: the record has been published';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comment_comes_in_time BEFORE INSERT ON plans_comment
  FOR EACH ROW EXECUTE FUNCTION comment_comes_in_time();

CREATE FUNCTION commentanswer_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (
      SELECT 1 FROM plans_comment c JOIN plans_consultation k ON k.id = c.consultation_id
      WHERE c.id = NEW.comment_id AND k.version_id IS NOT NULL
    ) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'commentanswer_is_append_only: add a new answer, until the record is published';
END $$;
CREATE TRIGGER commentanswer_is_append_only BEFORE INSERT OR UPDATE OR DELETE
  ON plans_commentanswer FOR EACH ROW EXECUTE FUNCTION commentanswer_is_append_only();
"""

BACKWARD = """
DROP TRIGGER commentanswer_is_append_only ON plans_commentanswer;
DROP FUNCTION commentanswer_is_append_only();
DROP TRIGGER comment_comes_in_time ON plans_comment;
DROP FUNCTION comment_comes_in_time();
DROP TRIGGER comment_is_frozen ON plans_comment;
DROP FUNCTION comment_is_frozen();
DROP TRIGGER consultation_is_frozen ON plans_consultation;
DROP FUNCTION consultation_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_consultations")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
