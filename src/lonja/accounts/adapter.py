"""Where the sign-in library does things our way."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from lonja.accounts import mails
from lonja.accounts.models import User
from lonja.base import audit, limits, outbox


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, signing up, and the mails about it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or it is too old."),
        "incorrect_password": _("This password is not right."),
        "same_as_current": _("This is your address already."),
        "duplicate_email": _("This is your address already."),
        "email_taken": _("This address cannot be used."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    }

    def send_mail(self, template_prefix, email, context):
        """Put our own text into the outbox, in the language of the person when we know them."""
        person = User.objects.filter(email=email.lower()).only("language").first()
        language = person.language if person else get_language()
        outbox.send(mails.compose(template_prefix, to=email, language=language, context=context))

    def save_user(self, request, user, form, commit=True):
        """Keep the name and the language with the new account, and say so in the audit."""
        user.name = form.cleaned_data["name"]
        user.language = form.cleaned_data["language"]
        with transaction.atomic():
            user = super().save_user(request, user, form, commit)
            audit.record(user, "account.opened", user)
        return user

    def get_client_ip(self, request):
        """The address that limits count and that the list of sessions shows."""
        return limits.address(request) or "0.0.0.0"  # noqa: S104  a socket of the machine itself has none

    def is_safe_url(self, url):
        """Only addresses of this very site, and none without TLS on a site that has it."""
        request = current.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_login_redirect_url(self, request):
        """The front page, in the language of the person."""
        with override(request.user.language):
            return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_signup_redirect_url(self, request):
        """A new person comes first to the page of their account."""
        with override(request.user.language):
            return resolve_url("account")

    def get_password_change_redirect_url(self, request):
        return resolve_url("mfa_index")

    def get_reauthentication_methods(self, user):
        """The library's ways to show once more who one is, in our words."""
        words = {
            "reauthenticate": gettext("Type the password"),
            "mfa_reauthenticate": gettext("Use the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey or security key"),
        }
        return [way | {"description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step; its secrets lie encrypted in the database and its backups."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Switch the second step off before you change the address."),
        "cannot_delete_authenticator": _("The second step of this account cannot be switched off."),
        "cannot_generate_recovery_codes": _("Recovery codes need a second step: switch one on first."),
        "incorrect_code": _("This code is not right, or it is too old."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):
        """A name for the next key, which the person may change."""
        return gettext("Key of %(day)s") % {"day": date_format(localdate(), "DATE_FORMAT")}

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": "Lonja"}


def _box():
    """Encrypts with the installation's key; reads what former keys have written."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + key.encode()).digest()))
            for key in keys
        ]
    )
