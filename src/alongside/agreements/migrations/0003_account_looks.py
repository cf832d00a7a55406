import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0002_agreement_is_append_only'),
        ('forums', '0003_addresses_are_aliases'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=600)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forums.officialaccount')),
            ],
            options={
                'indexes': [models.Index(fields=['due_at'], name='account_look_due')],
            },
        ),
    ]
