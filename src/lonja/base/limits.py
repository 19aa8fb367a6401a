"""How often something may be asked: counted in the database, alike on every web process.

Keys are hashed with the site's secret, so no network address is kept.
"""

import functools
import hmac
import ipaddress
import math
import time

from django.conf import settings
from django.db import connection
from django.shortcuts import render

from lonja.base.models import RateCount

# One statement, so that two requests at the same moment are both counted.
COUNT = """
INSERT INTO base_ratecount (key, period, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN base_ratecount.period = excluded.period THEN base_ratecount.count + 1 ELSE 1 END,
  period = excluded.period
RETURNING count
"""


def allow(key, times, per_seconds, *, now=None):
    """Count one more and say whether it is still within `times` in this period."""
    now = int(time.time() if now is None else now)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_hashed(f"{key}|{per_seconds}"), now - now % per_seconds])
        return cursor.fetchone()[0] <= times


def limited(name, times, *, per, methods=("GET", "HEAD", "POST")):
    """Answer 429 to somebody (an account, else an address) who asks a view too often."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method in methods and not allow(f"{name}|{who(request)}", times, per):
                seconds = math.ceil(per - time.time() % per)
                response = render(request, "base/too_many.html", {"seconds": seconds}, status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def who(request):
    """The account, else the network address, of whoever asks."""
    user = getattr(request, "user", None)
    return f"user {user.pk}" if user is not None and user.is_authenticated else f"address {address(request)}"


def address(request):
    """The network address of the connection itself.

    Forwarding headers can be forged by anybody, so they count only when the connection comes
    from a proxy that the setting `TRUSTED_PROXIES` names; then its last entry is taken.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    if _is_ours(remote):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        return forwarded or remote
    return remote


def _is_ours(remote):
    """Whether a connection comes from one of the site's own proxies."""
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:  # a socket of the machine itself has no address
        return False
    return any(address in ipaddress.ip_network(one) for one in settings.TRUSTED_PROXIES)


def sweep(*, now=None):
    """Forget the counts of past days."""
    now = int(time.time() if now is None else now)
    return RateCount.objects.filter(period__lt=now - 2 * 86_400).delete()[0]


def _hashed(key):
    return hmac.new(settings.SECRET_KEY.encode(), key.encode(), "sha256").hexdigest()
