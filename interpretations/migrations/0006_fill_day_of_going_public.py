from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate


def fill(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    went_live = Page.objects.filter(pk=OuterRef("pk")).values(
        day=TruncDate("first_published_at")
    )
    apps.get_model("interpretations", "InterpretationPage").objects.update(
        public_on=Coalesce(F("published_on"), Subquery(went_live))
    )


class Migration(migrations.Migration):
    """After the columns are there: PostgreSQL does not do both in one transaction."""

    dependencies = [("interpretations", "0005_day_of_going_public")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
