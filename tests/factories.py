"""Plain functions that make rows for tests, with no surprises in them."""

import itertools

from lonja.accounts.models import User

_number = itertools.count(1)


def make_user(email="", *, password="a-good-long-password", **fields):
    """An account with a checked address."""
    return User.objects.create_user(email or f"person{next(_number)}@example.org", password, **fields)
