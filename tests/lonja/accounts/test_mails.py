"""What we write to people about their account."""

from pathlib import Path

import allauth
import pytest
from django.utils import timezone

from lonja.accounts import mails

NOT_SENT = {
    # Codes take the place of links; addresses are confirmed by code without a further notice.
    "account/email/base",
    "account/email/base_notification",
    "account/email/email_confirm",
    "account/email/password_reset_key",
}
CONTEXT = {
    "code": "BCDF-GHJK",
    "timestamp": timezone.now(),
    "ip": "192.0.2.1",
    "user_agent": "Browser %(code)s",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "gone@example.org",
}


def library_mails():
    """Every message that the sign-in library may want to send."""
    templates = Path(allauth.__file__).parent / "templates"
    found = [*templates.glob("account/email/*_message.txt"), *templates.glob("mfa/email/*_message.txt")]
    return {str(path.relative_to(templates)).removesuffix("_message.txt") for path in found}


def test_every_message_of_the_library_has_a_text_of_ours():
    assert library_mails() - NOT_SENT == set(mails.TEXTS)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("template", mails.TEXTS)
def test_every_text_fills_its_places(template, language, settings):
    settings.SITE_URL = "https://lonja.example.org"

    mail = mails.compose(template, to="ana@example.org", language=language, context=CONTEXT)

    assert mail.language == language
    assert mail.subject.startswith("Lonja: ")
    assert "%(" not in mail.text.replace("Browser %(code)s", "")
    assert mail.text.endswith("https://lonja.example.org\n")
