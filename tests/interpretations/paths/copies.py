"""Paths that make another page of one: copies, aliases, translations, reversions."""

from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.models import Locale, Page

from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from tests.admin import send
from tests.interpretations.paths import starts
from tests.interpretations.paths.doors import PUBLISH, api, copy_view, send_to, view
from tests.interpretations.paths.records import all_rows
from tests.interpretations.paths.table import Door, Outcome, World, path

REFUSED, TOGETHER, DONE = Outcome.REFUSED, Outcome.TOGETHER, Outcome.DONE
NO_ALIAS = "不能建立别名页"
ONE_PAGE_EACH = "一个机关只设一个专页"


# --- Copies ------------------------------------------------------------------


@path(Door.VIEW, starts.public, DONE, of=("view:copy",))
@path(Door.VIEW, starts.public, DONE, page="interpretation", of=("view:copy",))
@path(Door.VIEW, starts.drafts, DONE, page="interpretation", of=("view:copy",))
def copy_as_draft(world):
    """copy"""
    response = copy_view(world, world.page)
    assert type(world.page).objects.filter(live=False, title="复制的页面").exists()
    return response


@path(Door.VIEW, starts.public, REFUSED, "还没有解读", of=("view:copy",))
@path(Door.VIEW, starts.public, DONE, page="interpretation", of=("view:copy",))
def copy_with_publication(world):
    """copy, “publish copies” ticked"""
    return copy_view(world, world.page, publish_copies="on")


@path(Door.VIEW, starts.public, REFUSED, ONE_PAGE_EACH, page="agency_page")
@path(Door.VIEW, starts.drafts, REFUSED, ONE_PAGE_EACH, page="agency_page")
def copy_section(world):
    """copy a section with all below it"""
    return copy_view(world, world.page, copy_subpages="on")


@path(Door.VIEW, starts.public, REFUSED, ONE_PAGE_EACH, page="agency_page")
def copy_section_with_publication(world):
    """copy a section with all below it, “publish copies” ticked"""
    return copy_view(world, world.page, copy_subpages="on", publish_copies="on")


@path(Door.API, starts.public, REFUSED, "还没有解读", of=("api:copy",))
@path(Door.API, starts.public, DONE, page="interpretation", of=("api:copy",))
@path(Door.API, starts.public, REFUSED, ONE_PAGE_EACH, page="agency_page")
@path(Door.API, starts.public, REFUSED, "", page="home")
def api_copy(world):
    """action `copy`, live as the original"""
    return api(world, "copy", recursive=True)


@path(Door.API, starts.public, DONE, of=("api:copy",))
def api_copy_as_draft(world):
    """action `copy`, `keep_live` false"""
    return api(world, "copy", keep_live=False)


@path(Door.CODE, starts.public, REFUSED, "还没有解读", of=("action:copy",))
@path(Door.CODE, starts.public, DONE, page="interpretation", of=("action:copy",))
def copy_action(world):
    """`CopyPageAction`, live as the original"""
    CopyPageAction(world.page, update_attrs={"slug": "copied"}).execute()


@path(Door.CODE, starts.public, DONE)
def copy_not_live(world):
    """`page.copy(keep_live=False)`"""
    world.page.copy(keep_live=False, update_attrs={"slug": "copied"})


@path(Door.CODE, starts.lone_draft, REFUSED, "还没有解读")
def copy_made_live(world):
    """`page.copy(update_attrs={"live": True})`"""
    world.page.copy(update_attrs={"live": True, "slug": "copied"})


# --- Aliases -----------------------------------------------------------------


@path(Door.VIEW, starts.public, REFUSED, NO_ALIAS, of=("view:copy",))
@path(Door.VIEW, starts.drafts, REFUSED, NO_ALIAS, of=("view:copy",))
@path(Door.VIEW, starts.public, DONE, page="interpretation", of=("view:copy",))
@path(Door.VIEW, starts.drafts, DONE, page="interpretation", of=("view:copy",))
@path(Door.VIEW, starts.public, REFUSED, ONE_PAGE_EACH, page="agency_page")
def copy_as_alias(world):
    """copy as an alias, with all below it"""
    return copy_view(world, world.page, alias="on", copy_subpages="on")


@path(Door.API, starts.public, REFUSED, NO_ALIAS, of=("api:create_alias",))
@path(Door.API, starts.drafts, REFUSED, NO_ALIAS, of=("api:create_alias",))
@path(Door.API, starts.public, DONE, page="interpretation")
@path(Door.API, starts.public, REFUSED, ONE_PAGE_EACH, page="agency_page")
def api_create_alias(world):
    """action `create_alias`, recursive"""
    return api(world, "create_alias", recursive=True, update_slug="alias")


@path(Door.CODE, starts.public, REFUSED, NO_ALIAS, of=("action:create_alias",))
@path(Door.CODE, starts.drafts, REFUSED, NO_ALIAS, of=("action:create_alias",))
@path(Door.CODE, starts.public, DONE, page="interpretation")
def create_alias_action(world):
    """`CreatePageAliasAction`"""
    CreatePageAliasAction(world.page, update_slug="alias").execute()


@path(Door.CODE, starts.lone_draft, REFUSED, NO_ALIAS)
@path(Door.CODE, starts.two_pairs, REFUSED, NO_ALIAS)
def become_alias(world):
    """a policy is saved as the alias of another"""
    world.policy.alias_of = world.other_policy or PolicyPage.objects.get(
        pk=world.policy.pk
    )
    world.policy.save(update_fields=["alias_of"], clean=False)


@path(Door.EDITOR, starts.aliased, DONE, page="interpretation")
def alias_follows(world):
    """Publish button; the alias follows its original"""
    return send(world.client, world.page, interpreter="新的解读人", **PUBLISH)


@path(Door.VIEW, starts.aliased, TOGETHER)
def alias_goes_down(world):
    """unpublish a policy whose interpretation has an alias"""
    response = view(world, "unpublish", world.policy)
    assert not Page.objects.get(pk=world.alias.pk).live
    return response


@path(Door.VIEW, starts.aliased, REFUSED, "唯一的解读", page="interpretation")
@path(Door.VIEW, starts.two_and_alias, DONE, page="interpretation")
def delete_original_of_alias(world):
    """delete the original of an alias"""
    return view(world, "delete", world.page)


@path(Door.VIEW, starts.aliased, DONE, page="alias")
def delete_alias(world):
    """delete an alias"""
    return view(world, "delete", world.page)


@path(Door.VIEW, starts.aliased, DONE, page="alias", of=("view:convert_alias",))
def convert_alias_view(world):
    """convert an alias"""
    return view(world, "convert_alias", world.page)


@path(Door.API, starts.aliased, DONE, page="alias", of=("api:convert_alias",))
@path(Door.API, starts.public, REFUSED, "", of=("api:convert_alias",))
def api_convert_alias(world):
    """action `convert_alias`"""
    return api(world, "convert_alias")


@path(Door.CODE, starts.aliased, DONE, page="alias", of=("action:convert_alias",))
def convert_alias_action(world):
    """`ConvertAliasPageAction`, then the original is deleted"""
    ConvertAliasPageAction(world.page).execute()
    InterpretationPage.objects.get(pk=world.interpretation.pk).delete()


# --- Translations ------------------------------------------------------------


def another_language(world: World) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@path(Door.API, starts.public, REFUSED, "", of=("api:copy_for_translation",))
@path(Door.API, starts.public, REFUSED, "", page="interpretation")
def api_copy_for_translation(world):
    """action `copy_for_translation`"""
    another_language(world)
    return api(world, "copy_for_translation", locale="en", copy_parents=True)


@path(Door.CODE, starts.translated_section, DONE, of=("action:copy_for_translation",))
@path(Door.CODE, starts.translated_section, DONE, page="interpretation")
def copy_for_translation(world):
    """`copy_for_translation()`"""
    CopyPageForTranslationAction(world.page, another_language(world)).execute()


@path(Door.CODE, starts.translated_section, REFUSED, NO_ALIAS)
@path(Door.CODE, starts.translated_section, DONE, page="interpretation")
def alias_for_translation(world):
    """`copy_for_translation(alias=True)`, as the tree is kept in step"""
    world.page.copy_for_translation(another_language(world), alias=True)


# --- Reversions --------------------------------------------------------------


def revert_in_editor(world: World, **more):
    revision = world.notes["revision"]
    address = reverse(
        "wagtailadmin_pages:revisions_revert", args=[world.page.pk, revision.pk]
    )
    return send_to(world, address, revision.as_object(), **more)


@path(Door.EDITOR, starts.older_draft, DONE, of=("view:revisions_revert",))
def revert(world):
    """take an older draft up again"""
    return revert_in_editor(world)


@path(Door.EDITOR, starts.older_draft, TOGETHER)
@path(Door.EDITOR, starts.older_draft_on_request, REFUSED, "只有主动公开的文件才能发布")
@path(
    Door.EDITOR,
    starts.older_draft_names_another,
    REFUSED,
    "唯一的解读",
    page="interpretation",
)
def revert_and_publish(world):
    """take an older draft up again and publish it"""
    return revert_in_editor(world, **PUBLISH)


@path(Door.API, starts.older_draft, DONE, of=("api:revert_to_page_revision",))
@path(Door.API, starts.older_draft_names_another, DONE, page="interpretation")
def api_revert(world):
    """action `revert_to_page_revision`"""
    return api(world, "revert_to_page_revision", revision_id=world.notes["revision"].pk)


@path(
    Door.API,
    starts.older_draft_names_another,
    REFUSED,
    "唯一的解读",
    page="interpretation",
)
@path(Door.API, starts.older_draft_on_request, REFUSED, "只有主动公开的文件才能发布")
def api_revert_and_publish(world):
    """action `revert_to_page_revision`, then `publish`"""
    api_revert(world)
    world.notes["rows"] = all_rows()
    return api(world, "publish")


@path(Door.CODE, starts.older_draft, DONE, of=("action:revert",))
@path(Door.CODE, starts.older_draft_names_another, DONE, page="interpretation")
def revert_action(world):
    """`RevertToPageRevisionAction`"""
    RevertToPageRevisionAction(world.page, world.notes["revision"]).execute()


@path(Door.CODE, starts.older_draft, TOGETHER)
@path(Door.CODE, starts.older_draft_on_request, REFUSED, "只有主动公开的文件才能发布")
@path(
    Door.CODE,
    starts.older_draft_names_another,
    REFUSED,
    "唯一的解读",
    page="interpretation",
)
def publish_older_revision(world):
    """an older revision is published"""
    world.notes["revision"].publish()
