from django.db import migrations

from cms.blocks import html_text

SOURCE = "长城办发〔2020〕13号"
TARGETS = (
    ("diversified", 2020, 70),
    ("diversified", 2021, 90),
    ("other_channels", 2020, 50),
)
WRITTEN = (
    "background", "objectives", "main_points", "measures", "scope", "cautions",
)


def fill(apps, schema_editor):
    target = apps.get_model("interpretations", "CoverageTarget")
    for measure, year, percent in TARGETS:
        target.objects.get_or_create(
            measure=measure,
            from_year=year,
            defaults={"percent": percent, "source": SOURCE},
        )
    pages = apps.get_model("interpretations", "InterpretationPage").objects
    batch = []
    for page in pages.iterator(chunk_size=500):
        kinds = {block["type"] for block in page.content.raw_data}
        page.element_count = (
            sum(bool(html_text(getattr(page, name)).strip()) for name in WRITTEN)
            + len(kinds & {"key_terms", "differences"})
            + (page.interpreting_body_id is not None)
        )
        batch.append(page)
        if len(batch) == 500:
            pages.bulk_update(batch, ["element_count"])
            batch = []
    pages.bulk_update(batch, ["element_count"])


class Migration(migrations.Migration):
    dependencies = [("interpretations", "0007_targets_and_elements")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
