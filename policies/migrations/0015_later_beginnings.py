from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0014_index_disclosure")]

    operations = [
        migrations.AddIndex(
            model_name="policypage",
            index=models.Index(
                condition=models.Q(in_force_from__gt=models.F("public_on")),
                fields=["in_force_from"],
                name="in_force_after_publication",
            ),
        ),
    ]
