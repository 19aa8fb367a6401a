"""What the audit keeps when somebody changes how they sign in: never a secret, never an address."""

from lonja.base import audit


def password_changed(request, user, **kwargs):
    """The password is another one now."""
    audit.record(user, "account.password_changed", user)


def email_changed(request, user, **kwargs):
    """The account stands under another address now."""
    audit.record(user, "account.email_changed", user)


def key_added(request, user, authenticator, **kwargs):
    """A passkey, an app or new recovery codes can open the account."""
    audit.record(user, "account.key_added", user, kind=authenticator.type)


def key_removed(request, user, authenticator, **kwargs):
    """A passkey, an app or recovery codes cannot open the account any more."""
    audit.record(user, "account.key_removed", user, kind=authenticator.type)
