"""What pages and lists print of a policy."""

from django import template

from policies.title_note import title_note
from policies.title_pieces import title_pieces

register = template.Library()
register.filter("title_note", title_note)
register.filter("title_pieces", title_pieces)
