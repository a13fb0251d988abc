"""The people who work in the tests, each in the groups of their office."""

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from cms.roles import DISCLOSURE_OFFICE, editors_of, heads_of
from policies.models import AgencyPage


def make_people(agency_page: AgencyPage) -> dict[str, User]:
    """Return `editor`, `head` and `office`; sets up groups and workflow first."""
    call_command("set_up_site")
    groups = {
        "editor": editors_of(agency_page),
        "head": heads_of(agency_page),
        "office": DISCLOSURE_OFFICE,
    }
    users = {}
    for name, group in groups.items():
        users[name] = User.objects.create_user(name, password="password")
        users[name].groups.add(Group.objects.get(name=group))
    return users


def signed_in(user: User) -> Client:
    """Return a browser of their own."""
    client = Client()
    client.force_login(user)
    return client
