"""The table of paths: every way on which a page can become or cease to be public."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page

from cms.models import HomePage
from interpretations.models import InterpretationPage
from policies.models import AgencyPage, PolicyPage


class Door(StrEnum):
    """Where a path begins."""

    EDITOR = "editor"
    VIEW = "page menu"
    BULK = "bulk action"
    WORKFLOW = "workflow"
    COMMAND = "command"
    API = "admin API"
    CODE = "code"
    SQL = "SQL"


class Outcome(StrEnum):
    """What is seen after somebody has tried a path."""

    REFUSED = "refused in words, nothing changed"
    CANCELLED = "refused, cancelled and logged, the rest of the batch goes on"
    TOGETHER = "done, to both together"
    DONE = "done"
    STOPPED = "refused by the database"
    FOUND = "not stopped, `check_publication` names it"


@dataclass
class World:
    """A small library before somebody tries a path; a start fills in what it has."""

    admin: User
    home: HomePage
    agency_page: AgencyPage
    client: Client | None = None
    policy: PolicyPage | None = None
    interpretation: InterpretationPage | None = None
    second: InterpretationPage | None = None
    other_policy: PolicyPage | None = None
    other_interpretation: InterpretationPage | None = None
    other_agency: AgencyPage | None = None
    alias: InterpretationPage | None = None
    page: object = None
    notes: dict = field(default_factory=dict)

    def as_found(self) -> "World":
        """Return it with every page read anew, and an administrator at the screen."""
        read = {
            each.name: value.specific_class.objects.get(pk=value.pk)
            for each in fields(self)
            if isinstance(value := getattr(self, each.name), Page)
        }
        client = Client(raise_request_exception=False)
        client.force_login(self.admin)
        return replace(self, client=client, notes=dict(self.notes), **read)


@dataclass(frozen=True)
class Path:
    """One row of the table: who comes by which door, from where, and what is seen."""

    drive: Callable[[World], object]
    door: Door
    start: Callable[[World], None]
    outcome: Outcome
    words: str = ""
    page: str = "policy"
    of: tuple[str, ...] = ()
    stopped_by: str = ""

    @property
    def name(self) -> str:
        return self.drive.__doc__.strip()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what tells it from every other row, as the document shows it."""
        subject = self.page.replace("_", " ")
        return (self.name, self.door, subject, self.start.__doc__.strip().rstrip("."))

    @property
    def id(self) -> str:
        return f"{self.drive.__name__}-{self.page}-{self.start.__name__}"

    def expected_on(self, vendor: str) -> Outcome:
        """Return the outcome on that database: a trigger stops what SQL tries."""
        return Outcome.STOPPED if self.stopped_by == vendor else self.outcome


PATHS: list[Path] = []


def path(door: Door, start, outcome: Outcome, words: str = "", **more):
    """Enter a function into the table; its docstring names the path in words.

    May stand several times on one function. `page` says which page of the start it
    is about; `of` names what Wagtail registers and this path drives.
    """

    def enter(drive):
        PATHS.append(Path(drive, door, start, outcome, words, **more))
        return drive

    return enter
