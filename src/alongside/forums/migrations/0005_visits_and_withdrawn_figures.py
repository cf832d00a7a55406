from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0004_forums_have_words_and_size'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_is_told_once',
        ),
        migrations.AddField(
            model_name='forum',
            name='leads_to',
            field=models.URLField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='forum',
            name='visit_problem',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='forum',
            name='visited_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='withdrawn_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='measure',
            name='bound',
            field=models.CharField(choices=[('exact', 'Exact'), ('over', 'Over'), ('up_to', 'Up to'), ('about', 'About')], default='exact', max_length=8),
        ),
        migrations.AddIndex(
            model_name='forum',
            index=models.Index(models.OrderBy(models.F('visited_at'), nulls_first=True), models.F('id'), condition=models.Q(models.Q(('address', ''), _negated=True), ('merged_into', None)), name='forum_by_visit'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('forum', 'kind', 'source', 'dated', 'period'), name='measure_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='measure_is_withdrawn_with_a_reason'),
        ),
    ]
