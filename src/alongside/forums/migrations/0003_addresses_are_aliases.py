"""Forums that stand already get their own address as an alias, so that one place is one forum."""

from urllib.parse import urlsplit

from django.db import migrations


def _place(address):
    parts = urlsplit(address.strip().lower())
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    host = host.removesuffix(":443") if parts.scheme == "https" else host.removesuffix(":80")
    return f"{host.rstrip('.')}{parts.path.rstrip('/')}"


def forward(apps, schema_editor):
    aliases = apps.get_model("forums", "ForumAlias")
    taken = set()
    for forum in apps.get_model("forums", "Forum").objects.exclude(address="").order_by("pk"):
        place = _place(forum.address)
        if place not in taken:
            taken.add(place)
            aliases.objects.create(
                forum=forum, place=place, address=forum.address, kind="own",
                noted_at=forum.added_at,
            )


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_register_in_full")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
