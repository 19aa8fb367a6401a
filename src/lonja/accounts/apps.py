"""Answers to events of the sign-in library (a library speaks by signals; our domains do not)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lonja.accounts"
    verbose_name = _("Accounts")

    def ready(self):
        # The library's signals can be imported only when the apps are loaded.
        from allauth.account.signals import authentication_step_completed, email_confirmed

        from lonja.accounts.sessions import change_session_after_step_up, forget_password_of_a_stranger

        authentication_step_completed.connect(change_session_after_step_up)
        email_confirmed.connect(forget_password_of_a_stranger)
