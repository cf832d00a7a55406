from django.db import migrations, models
from django.utils import timezone

# Until now these were read only: whatever was entered for them was never sent and never checked.
NEWLY_SPOKEN_WITH = ('discourse', 'flarum', 'invision', 'lemmy', 'nodebb', 'vanilla', 'xenforo')


def check_keys_that_are_held(apps, schema_editor):
    accounts = apps.get_model('forums', 'OfficialAccount').objects.exclude(sealed_secret='')
    accounts.filter(forum__engine__in=NEWLY_SPOKEN_WITH).update(secret_due_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0013_forums_are_sorted_by_name_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='officialaccount',
            name='secret_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='officialaccount',
            name='secret_problem',
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.RunPython(check_keys_that_are_held, migrations.RunPython.noop),
    ]
