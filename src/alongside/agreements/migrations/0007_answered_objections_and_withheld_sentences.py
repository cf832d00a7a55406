"""The letter that brings an answer to an objection; and rulings on public sentences, which change
for nobody."""

import django.db.models.deletion
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION statementruling_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'statementruling_is_append_only: add a new record instead';
END $$;
CREATE TRIGGER statementruling_is_append_only
  BEFORE UPDATE OR DELETE ON agreements_statementruling
  FOR EACH ROW EXECUTE FUNCTION statementruling_is_append_only();
"""

BACKWARD = """
DROP TRIGGER statementruling_is_append_only ON agreements_statementruling;
DROP FUNCTION statementruling_is_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0006_notices'),
        ('bodies', '0005_bodies_are_sorted_by_name_key'),
    ]

    operations = [
        migrations.CreateModel(
            name='StatementRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_withheld', models.BooleanField()),
                ('reason', models.CharField(max_length=300)),
                ('ruled_by', models.CharField(max_length=150)),
                ('ruled_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='objection',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='agreements.objection'),
        ),
        migrations.AddField(
            model_name='objection',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.contact'),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('ask', 'Ask'), ('remind', 'Remind'), ('fresh_link', 'Fresh link'), ('notice', 'Notice'), ('objection', 'Objection')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('objection', None), models.Q(('kind', 'objection'), ('request', None)), _connector='OR'), name='letter_is_about_one_thing'),
        ),
        migrations.AddField(
            model_name='statementruling',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.body'),
        ),
        migrations.AddField(
            model_name='statementruling',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='agreements.statement'),
        ),
        migrations.AddConstraint(
            model_name='statementruling',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='statement_ruling_has_reason'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
