"""When a board was last read, apart from when it was last visited in vain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listening", "0002_boards_are_caught_up_with")]

    operations = [
        migrations.AddField(
            model_name="boardreading",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            "UPDATE listening_boardreading SET read_at = visited_at WHERE problem = ''",
            migrations.RunSQL.noop,
        ),
    ]
