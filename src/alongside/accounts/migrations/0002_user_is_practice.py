from django.db import migrations, models


def mark_people_of_practice(apps, schema_editor):
    """Those who were loaded before there was a mark; the domain is reserved (RFC 2606)."""
    people = apps.get_model("accounts", "User").objects.filter(email__endswith="@aldmere.example")
    people.update(is_practice=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_practice",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_people_of_practice, migrations.RunPython.noop),
    ]
