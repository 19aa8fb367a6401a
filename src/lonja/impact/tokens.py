"""Secrets in links: made from a row's random id and the site's key, and kept only as a digest.

Who reads the database cannot make a link, and a reminder can carry the same link again.
"""

import base64
import hashlib
import hmac

from django.conf import settings


def token_of(purpose, uid):
    """The secret of a link for one purpose and one row."""
    sealed = hmac.new(settings.SECRET_KEY.encode(), f"impact|{purpose}|{uid}".encode(), "sha256")
    return base64.urlsafe_b64encode(sealed.digest()[:24]).decode()


def digest(token):
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
