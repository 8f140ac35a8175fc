import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('people', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='${name}Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extra', models.JSONField(blank=True, default=dict)),
                ('project_name', models.CharField(blank=True, default='', max_length=60, verbose_name='项目名称')),
                ('district', models.CharField(blank=True, default='', max_length=12, verbose_name='所在区代码')),
                ('revenue_wan', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='最近一年营业收入（万元）')),
                ('summary', models.TextField(blank=True, default='', verbose_name='项目说明')),
                ('declare_truth', models.BooleanField(blank=True, null=True, verbose_name='真实性承诺')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_dossier', to='applications.application')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.enterprise')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name': '申报表',
                'constraints': [models.CheckConstraint(condition=models.Q(('revenue_wan__gte', '0'), ('revenue_wan__lte', '100000000')), name='${slug}_revenue_wan')],
            },
        ),
    ]
