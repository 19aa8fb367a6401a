"""Somebody leaves an edition: her place goes on, and so does whatever higher domains had planned with her.

A higher domain says what follows in a module `leaving` (`@leaving.follower`), so that nothing points upwards.
"""

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from lonja.events.services import registrations

_followers = []


def follower(function):
    """Register a function `(participation, *, now)` for what follows in the same transaction."""
    _followers.append(function)
    return function


@transaction.atomic
def leave(participation, *, actor, now):
    """Take somebody off the list, with everything that hangs on her coming.

    Raises:
        Refused: as `registrations.cancel` does.
    """
    autodiscover_modules("leaving")
    one = registrations.cancel(participation, actor=actor)
    for follow in _followers:
        follow(one, now=now)
    return one
