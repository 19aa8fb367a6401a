"""The messages about somebody's own account, in the reader's language.

The sign-in library names each message by a template; here stands what we say instead.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lonja.base import outbox

_ENTER = gettext_lazy(
    "Type it into the page that is waiting for it. It works once, for a quarter of an hour."
)
_HERE = gettext_lazy("Or open this address in the browser in which you asked for the code:")
_NOT_YOU = gettext_lazy("If you did not ask for this, ignore this message: nothing happens without the code.")
_UNKNOWN = gettext_lazy(
    "Somebody asked for access with the address %(email)s, but there is no account with this address."
)
_CHANGED = gettext_lazy(
    "If this was not you, sign in, sign all other browsers out and change your password; then write to us."
)
_FROM = gettext_lazy("It was done on %(when)s from the network address %(ip)s with this browser: %(browser)s")


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and paragraphs, with %(places)s that are filled from a fixed list."""

    subject: str
    paragraphs: tuple


def code_text(subject, first):
    """A message that carries a code."""
    return Text(subject, (first, "%(code)s", _ENTER, _HERE, "%(code_url)s", _NOT_YOU))


def notice_text(subject, first):
    """A message after a change that somebody else might have made."""
    return Text(subject, (first, _FROM, _CHANGED))


_CONFIRM = code_text(
    gettext_lazy("Your code to confirm this address"),
    gettext_lazy("This code shows that the address %(email)s is yours:"),
)

TEXTS = {
    "account/email/login_code": code_text(
        gettext_lazy("Your code to sign in"), gettext_lazy("With this code you sign in to Lonja:")
    ),
    "account/email/password_reset_code": code_text(
        gettext_lazy("Your code for a new password"),
        gettext_lazy("With this code you may choose a new password:"),
    ),
    "account/email/email_confirmation": _CONFIRM,
    "account/email/email_confirmation_signup": _CONFIRM,
    "account/email/account_already_exists": Text(
        gettext_lazy("You have an account already"),
        (
            gettext_lazy(
                "Somebody asked for a new account with the address %(email)s, which has one already."
            ),
            gettext_lazy("If it was you, sign in here; without your password, ask for a code:"),
            "%(sign_in_url)s",
            gettext_lazy("If it was not you, ignore this message: nothing was changed."),
        ),
    ),
    "account/email/unknown_account": Text(
        gettext_lazy("No account with this address"),
        (
            _UNKNOWN,
            gettext_lazy(
                "If it was you, perhaps you signed up with another address. You can open an account here:"
            ),
            "%(sign_up_url)s",
            gettext_lazy("If it was not you, ignore this message."),
        ),
    ),
    "account/email/password_changed": notice_text(
        gettext_lazy("Your password was changed"), gettext_lazy("The password of your account was changed.")
    ),
    "account/email/password_set": notice_text(
        gettext_lazy("Your account has a password now"), gettext_lazy("A password was set for your account.")
    ),
    "account/email/password_reset": notice_text(
        gettext_lazy("Your password was replaced"),
        gettext_lazy("The password of your account was replaced with the help of a code."),
    ),
    "account/email/email_changed": notice_text(
        gettext_lazy("Your e-mail address was changed"),
        gettext_lazy("The address of your account was changed from %(from_email)s to %(to_email)s."),
    ),
    "account/email/email_deleted": notice_text(
        gettext_lazy("An e-mail address was removed"),
        gettext_lazy("The address %(deleted_email)s was removed from your account."),
    ),
    "mfa/email/totp_activated": notice_text(
        gettext_lazy("Second step switched on"),
        gettext_lazy("From now on your account asks for a code of your authenticator app as well."),
    ),
    "mfa/email/totp_deactivated": notice_text(
        gettext_lazy("Second step switched off"),
        gettext_lazy("Your account does not ask for a code of your authenticator app any more."),
    ),
    "mfa/email/webauthn_added": notice_text(
        gettext_lazy("New passkey or security key"),
        gettext_lazy("A passkey or security key was added to your account."),
    ),
    "mfa/email/webauthn_removed": notice_text(
        gettext_lazy("Passkey or security key removed"),
        gettext_lazy("A passkey or security key was removed from your account."),
    ),
    "mfa/email/recovery_codes_generated": notice_text(
        gettext_lazy("New recovery codes"),
        gettext_lazy("New recovery codes were made for your account; the old ones stopped working."),
    ),
}

_CODE_PAGES = {
    "account/email/login_code": "account_confirm_login_code",
    "account/email/password_reset_code": "account_confirm_password_reset_code",
    "account/email/email_confirmation": "account_email_verification_sent",
    "account/email/email_confirmation_signup": "account_email_verification_sent",
}


def compose(template, *, to, language, context):
    """The message that the library calls `template`, ready for the outbox."""
    with override(language):
        places = _places(template, to, context)
        text = TEXTS[template]
        paragraphs = [str(paragraph) % places for paragraph in text.paragraphs]
        return outbox.Mail(
            to=[to],
            subject=_("Lonja: %(subject)s") % {"subject": text.subject},
            text="\n\n".join([_("Hello,"), *paragraphs, _("Lonja") + "\n" + settings.SITE_URL]) + "\n",
            purpose="account",
            language=language,
        )


def _places(template, to, context):
    """Every value that a text may name; addresses always lead to the configured site."""
    places = {
        "email": to,
        "code": context.get("code", ""),
        "sign_in_url": settings.SITE_URL + reverse("account_login"),
        "sign_up_url": settings.SITE_URL + reverse("account_signup"),
        "ip": context.get("ip", ""),
        "browser": context.get("user_agent", ""),
        "from_email": context.get("from_email", ""),
        "to_email": context.get("to_email", ""),
        "deleted_email": context.get("deleted_email", ""),
    }
    if "timestamp" in context:
        places["when"] = date_format(localtime(context["timestamp"]), "DATETIME_FORMAT")
    if template in _CODE_PAGES:
        places["code_url"] = f"{settings.SITE_URL}{reverse(_CODE_PAGES[template])}?code={places['code']}"
    return places
