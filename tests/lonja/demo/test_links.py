"""Whoever follows the links of the demo comes to a page: none is dead, refused or broken."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from lonja.accounts.models import User
from lonja.base.models import RateCount
from lonja.events.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
PAGES_PER_VIEW = 2
# Signing out ends the walk.
LEFT_OUT = {"account_logout"}


class Links(HTMLParser):
    """The addresses on a page that lead to other pages of this site."""

    def __init__(self, address, body):
        super().__init__()
        self.address, self.found = address, []
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href", "") if tag in ("a", "link") else ""
        target = urldefrag(urljoin(self.address, href))[0]
        parts = urlsplit(target)
        if href and not parts.scheme and not parts.path.startswith("/static/"):
            self.found.append(target)


def view_at(address):
    """The name of what answers at an address, in the language of that address."""
    path = urlsplit(address).path
    with override("es" if path.startswith("/es/") else "en"):
        return resolve(path).view_name


def walk(client, start):
    """(views seen, dead links): two pages of each view, over whatever links lead there."""
    waiting, known, views, dead = deque((each, "") for each in start), set(start), Counter(), []
    while waiting:
        address, page = waiting.popleft()
        view = view_at(address)
        if views[view] == PAGES_PER_VIEW or view in LEFT_OUT:
            continue
        views[view] += 1
        RateCount.objects.all().delete()
        answer = client.get(address)
        if answer.status_code in (301, 302, 303):
            found = [answer["Location"]]
        elif answer.status_code != 200:
            dead.append((answer.status_code, address, page))
            continue
        else:
            is_page = answer["Content-Type"].startswith("text/html")
            found = Links(address, answer.content.decode()).found if is_page else []
        waiting.extend((each, address) for each in found if each not in known)
        known.update(found)
    return views, dead


@pytest.mark.parametrize(
    ("who", "language", "at_least"),
    [(None, "", 60), ("participant@example.org", "/es", 80), ("organiser@example.org", "", 120)],
)
def test_no_link_that_is_shown_is_dead(who, language, at_least):
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(User.objects.get(email=who))
    editions = Edition.objects.select_related("event").exclude(state="draft")

    views, dead = walk(client, [f"{language}/", *(language + each.get_absolute_url() for each in editions)])

    assert dead == []
    assert len(views) >= at_least
