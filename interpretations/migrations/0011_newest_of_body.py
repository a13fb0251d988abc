from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interpretations", "0010_sent_digests")]

    operations = [
        migrations.AddIndex(
            model_name="interpretationpage",
            index=models.Index(
                fields=["interpreting_body", "public_on"], name="newest_of_body"
            ),
        ),
    ]
