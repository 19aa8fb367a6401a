"""The first people of an installation, who cannot be appointed by a page."""

import pytest
from django.core.management import CommandError, call_command

from lonja.accounts.models import Role, User
from lonja.accounts.policies import has_site_role
from lonja.base.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_an_auditor_is_made_and_unmade_from_the_command_line():
    call_command("open_account", "Vera@example.org", name="Vera Auditora", language="es")
    call_command("grant_site_role", "auditor", "vera@example.org")
    vera = User.objects.get(email="vera@example.org")
    assert has_site_role(vera, Role.AUDITOR)

    call_command("grant_site_role", "auditor", "vera@example.org", end=True)

    assert not has_site_role(vera, Role.AUDITOR)
    assert list(AuditEntry.objects.order_by("position").values_list("action", flat=True)) == [
        "account.opened",
        "role.granted",
        "role.revoked",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["open_account", "not an address"], "Enter a valid email address"),
        (["grant_site_role", "auditor", "nobody@example.org"], "There is no account"),
        (["grant_site_role", "auditor", "known@example.org", "--end"], "is not auditor"),
        (
            ["grant_site_role", "auditor", "known@example.org", "--until", "2001-01-31"],
            "must end after it begins",
        ),
        (["open_account", "known@example.org"], "already an account"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words, sentence):
    call_command("open_account", "known@example.org")

    with pytest.raises(CommandError, match=sentence):
        call_command(*words)
