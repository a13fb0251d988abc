"""One lock and one order for everybody who changes a policy or its interpretations."""

from wagtail.models import Page


def hold(*policy_ids: int) -> None:
    """Lock these policies' rows until the transaction ends."""
    if policy_ids:
        list(
            Page.objects.select_for_update(no_key=True)
            .filter(pk__in=policy_ids)
            .order_by("pk")
            .values_list("pk")
        )
