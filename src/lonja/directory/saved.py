"""The kinds of search that a person can keep; each domain says in its `searches.py` what it offers.

A kind stands for a page with a search in its address. It can find everything that a query
finds for a person (as keys that stay the same), and describe some of it for a mail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

NOT_PART_OF_A_SEARCH = {"page", "sort", "all", "compare"}

_kinds = {}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, as a mail shows it."""

    title: str
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One page that can be searched.

    Attributes:
        name: stands in the row of a saved search; never changes.
        label: what is searched, in the reader's language.
        route: the name of the page's address.
        find: from (QueryDict, actor) to the keys (numbers or texts) of all hits this actor may see.
        show: from (keys, actor) to a list of `Hit`, leaving out what the actor may not see.
    """

    name: str
    label: object
    route: str
    find: Callable
    show: Callable

    def address(self, query):
        """The page with this search."""
        return f"{reverse(self.route)}?{query}" if query else reverse(self.route)

    def keys(self, query, actor):
        """The keys of everything that a saved query finds for an actor."""
        return list(self.find(QueryDict(query), actor))


def kind(name, *, label, route, find, show):
    """Register a kind of search; called from a domain's `searches.py`."""
    _kinds[name] = Kind(name, label, route, find, show)
    return _kinds[name]


def kinds():
    """All kinds by name."""
    _discover()
    return _kinds


@cache
def _discover():
    autodiscover_modules("searches")


def canonical(query):
    """The words and choices of an address in a stable order, without what only pages or sorts.

    >>> canonical(QueryDict("sort=new&size=small&q=agua&page=3&size=large&q="))
    'q=agua&size=large&size=small'
    """
    pairs = {
        (name, value.strip())
        for name, values in query.lists()
        if name not in NOT_PART_OF_A_SEARCH
        for value in values
        if value.strip()
    }
    return urlencode(sorted(pairs))
