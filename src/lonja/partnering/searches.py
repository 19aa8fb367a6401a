"""The one box as a kind of search that a person can keep, and be told of what is new in it."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lonja.directory import saved
from lonja.partnering import search_lines
from lonja.partnering.engine import search
from lonja.partnering.forms.search import SearchForm


def find(query, actor):
    """The keys of everything that the address finds for this person."""
    return search.find(SearchForm(query).query(), actor=actor, language=get_language() or "en").keys


def show(keys, actor):
    """What a mail says of these things."""
    shown = search_lines.load(keys, actor=actor)
    return [
        saved.Hit(shown[key].title, shown[key].href, " · ".join([shown[key].kicker, *shown[key].facts]))
        for key in keys
        if key in shown
    ]


saved.kind("search", label=_("Everything"), route="partnering:search", find=find, show=show)
