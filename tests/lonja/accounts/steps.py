"""What somebody does on the way in, for the tests of this folder."""

import re

from lonja.base.models import OutboxMail

PASSWORD = "a-good-long-password"


def newest_mail(to):
    """The newest message in the outbox for an address."""
    return OutboxMail.objects.filter(to=to).latest("pk")


def code_in(mail):
    """The code that a message carries."""
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.text, re.MULTILINE)[1]


def sign_in(client, user, password=PASSWORD, **where):
    """Sign in by the page, as a person does."""
    return client.post("/account/sign-in/", {"login": user.email, "password": password}, **where)


def is_signed_in(client):
    """Whether the browser may see the page of its account."""
    return client.get("/account/").status_code == 200
