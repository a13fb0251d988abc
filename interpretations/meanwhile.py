"""What others did to a page while its save waited for the pair's lock.

Wagtail saves a page whole, as it was read. A publication that waited would put a moved
page back to its old place and leave both parents' counts wrong, hide a newer draft
behind the older one, bring a deleted page back; and a draft that was read before the
publication would take the page down again.
"""

from wagtail.models import Page

from policies.publication import PublicationRefused

PLACE = ("path", "depth", "url_path")
DRAFT = ("latest_revision_id", "latest_revision_created_at", "draft_title")


def catch_up(page, *, whole: bool) -> None:
    """Let a stored page, about to be saved under the lock, undo nobody's work.

    A save of the whole page takes over its present place and its newest draft. Raises
    PublicationRefused if the page is deleted, or if a draft comes after publication.
    """
    row = (
        Page.objects.filter(pk=page.pk)
        .values("live", "last_published_at", *PLACE, *DRAFT)
        .first()
    )
    if row is None:
        raise PublicationRefused(f"《{page.title}》已被他人删除，本次操作没有生效。")
    if not whole:
        return
    if row["live"] and not page.live and _is_older_draft(page, row):
        raise PublicationRefused(
            f"《{page.title}》刚刚由他人发布，本次保存没有生效，请重新打开后再修改。"
        )
    if page.path != row["path"]:
        _take_over(page, row, PLACE)
    newest, known = row["latest_revision_created_at"], page.latest_revision_created_at
    if newest and (known is None or known < newest):
        _take_over(page, row, DRAFT)
        page.has_unpublished_changes = True


def _is_older_draft(page, row: dict) -> bool:
    """Tell whether the page was read as a draft, and published by others since.

    Somebody who takes down a page has read it as public, or reads base pages only.
    """
    was_draft = getattr(page, "was_live_when_read", None) is False
    return was_draft and page.last_published_at != row["last_published_at"]


def _take_over(page, row: dict, fields: tuple[str, ...]) -> None:
    for field in fields:
        setattr(page, field, row[field])
