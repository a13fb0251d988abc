"""The year in which a policy, notice or interpretation was published."""

from django.db.models.functions import Coalesce, ExtractYear, TruncDate


def with_year(pages):
    """Add `published_year`: of the 发布日期, or else of the day of going live."""
    return pages.annotate(
        published_year=ExtractYear(
            Coalesce("published_on", TruncDate("first_published_at"))
        )
    )


def in_year(pages, year: int):
    """Return the pages that were published in this year."""
    return with_year(pages).filter(published_year=year)
