from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_migrate, post_save, pre_delete, pre_save


class InterpretationsConfig(AppConfig):
    name = "interpretations"
    verbose_name = "政策解读"

    def ready(self) -> None:
        from wagtail.actions.move_page import MovePageAction
        from wagtail.admin.panels import ObjectList
        from wagtail.models import PageViewRestriction, Revision
        from wagtail.signals import pre_page_move

        from interpretations import database_guard, guard, pairing
        from interpretations.panels import InterpretationsPanel
        from policies.models import PolicyPage
        from policies.publication import Rule, register_rule

        # The policy's editor belongs to a lower app, which knows of no interpretation.
        tabs = PolicyPage.edit_handler.children
        after = [tab.heading for tab in tabs].index("有效性与关系") + 1
        tabs.insert(after, ObjectList([InterpretationsPanel()], heading="解读"))

        for find in (pairing.behind_restriction, pairing.missing_interpretation):
            register_rule("policies.policypage", Rule(find, always=True))

        pre_save.connect(guard.before_save)
        post_save.connect(guard.after_save)
        pre_delete.connect(guard.before_delete)
        pre_save.connect(guard.before_schedule, sender=Revision)
        pre_save.connect(guard.before_restriction, sender=PageViewRestriction)
        pre_page_move.connect(guard.before_move)
        # Wagtail writes these after the signal, in another transaction or in none: a
        # publication could come between what the guard saw and what is written.
        PageViewRestriction.save = transaction.atomic(PageViewRestriction.save)
        MovePageAction.execute = transaction.atomic(MovePageAction.execute)
        post_migrate.connect(database_guard.install, sender=self)
