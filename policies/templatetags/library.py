"""What lists of policies print of one."""

from django import template

from policies.title_note import title_note

register = template.Library()
register.filter("title_note", title_note)
