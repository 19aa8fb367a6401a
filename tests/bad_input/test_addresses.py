"""No address, query or e-mail field brings a page down; the walk grows with the site by itself."""

import random
import re
from urllib.parse import quote, urlencode

import pytest
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, get_resolver, reverse

from lonja.base import imports, outbox
from lonja.base.models import OutboxMail
from tests.bad_input.addresses import EMAILS, PARTS, QUERIES, VALUES
from tests.factories import make_user
from tests.routes import routes

pytestmark = pytest.mark.django_db
# Each route gets a sample of its own of the queries, always the same one; together they get all.
QUERIES_OF_A_ROUTE = 8
PARTS_OF_A_ROUTE = 6
HOLE = re.compile(r"<(?:\w+:)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


def addresses():
    """Every address pattern of ours, with holes where its values go."""
    for route in routes(get_resolver().url_patterns):
        plain = GROUP.sub("<x>", route.address)
        plain = re.sub(r"\\?[\^$]|\\Z|\(\?:|\)\??|\?", "", plain).replace("\\", "")
        yield "/" + plain.lstrip("/")


def filled(address, value):
    return HOLE.sub(lambda _hole: value, address)


def harvested(body):
    """Names that a page's own search forms and links use in queries."""
    names = set()
    for form in re.findall(r"<form\b.*?</form>", body, re.DOTALL):
        if 'method="post"' not in form:
            names |= set(re.findall(r'\bname="([^"]+)"', form))
    return sorted(names | set(re.findall(r'href="[^"]*[?&;]([\w-]+)=', body)))


@pytest.fixture(params=["a stranger", "somebody signed in"])
def visitor(request, client):
    client.raise_request_exception = False
    if request.param == "somebody signed in":
        client.force_login(make_user())
    return client


def broken(client, urls):
    """Addresses that brought the page down, with what it answered."""
    answers = {url: client.get(url).status_code for url in urls}
    return {url: status for url, status in answers.items() if status >= 500}


def test_no_query_brings_a_page_down(visitor):
    chance = random.Random(2026)
    urls = []
    for address in addresses():
        if HOLE.search(address):
            continue
        page = visitor.get(address)
        own = harvested(page.content.decode(errors="replace")) if not page.streaming else []
        templates = [*chance.sample(QUERIES, 4), *(f"{name}={{0}}" for name in own)]
        pairs = [(template, value) for template in templates for value in chance.sample(VALUES, 6)]
        chosen = chance.sample(pairs, min(len(pairs), QUERIES_OF_A_ROUTE + 3 * len(own)))
        urls += [f"{address}?{template.replace('{0}', value)}" for template, value in chosen]

    assert len(urls) > 80
    assert broken(visitor, urls) == {}


def test_no_identifier_brings_a_page_down(visitor):
    chance = random.Random(2026)
    urls = [
        filled(address, part)
        for address in addresses()
        if HOLE.search(address)
        for part in chance.sample(PARTS, PARTS_OF_A_ROUTE)
    ]

    assert len(urls) > 40
    assert broken(visitor, urls) == {}


def test_the_front_page_stands_every_value(client):
    client.raise_request_exception = False
    urls = [
        f"/?{QUERIES[number % len(QUERIES)].replace('{0}', value)}" for number, value in enumerate(VALUES)
    ]

    assert broken(client, urls) == {}


def test_a_query_that_no_database_can_hold_is_answered_as_not_understood(client):
    assert [client.get(f"/?q={value}").status_code for value in ("%00", "a%00b")] == [400, 400]


@pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example", "loc\u00e4l", "[::1", "a b"])
def test_a_forged_host_is_refused(client, host):
    assert client.get("/", headers={"Host": quote(host, safe=":@[] ")}).status_code == 400


@pytest.mark.parametrize("address", EMAILS)
def test_no_address_breaks_the_import_or_the_outbox(address):
    try:
        read = imports.email()(address)
    except (ValidationError, imports.NotUnderstood):
        read = ""
    clean = address.encode("utf-8", "replace").decode().replace("\x00", "")
    outbox.send(outbox.Mail(to=[clean], subject="S", text="T", purpose="test"))
    outbox.deliver_due()

    assert "\n" not in read
    assert OutboxMail.objects.get().state in ("sent", "failed")


@pytest.mark.parametrize("address", EMAILS)
def test_no_address_breaks_signing_in(client, address):
    client.raise_request_exception = False
    statuses = []
    for name in ("account_login", "account_signup", "account_reset_password", "account_request_login_code"):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        names = ("login", "email", "password", "password1", "password2")
        # By hand: the test client itself cannot write half a surrogate pair.
        body = urlencode(dict.fromkeys(names, address), errors="surrogatepass")
        answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
        statuses.append(answer.status_code)

    assert statuses
    assert [status for status in statuses if status >= 500] == []
