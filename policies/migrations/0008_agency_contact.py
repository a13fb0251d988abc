from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0007_reason_templates'),
    ]

    operations = [
        migrations.AddField(
            model_name='agencypage',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱'),
        ),
        migrations.AddField(
            model_name='agencypage',
            name='office_address',
            field=models.CharField(blank=True, max_length=200, verbose_name='办公地址'),
        ),
        migrations.AddField(
            model_name='agencypage',
            name='office_hours',
            field=models.CharField(blank=True, max_length=200, verbose_name='办公时间'),
        ),
        migrations.AddField(
            model_name='agencypage',
            name='telephone',
            field=models.CharField(blank=True, max_length=100, verbose_name='联系电话'),
        ),
    ]
