from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("forums", "0010_duplicate_check_is_frozen"),
    ]

    operations = [
        migrations.AddField(
            model_name="officialaccount",
            name="language",
            field=models.CharField(blank=True, max_length=35),
        ),
    ]
