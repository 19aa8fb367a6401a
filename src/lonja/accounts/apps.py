"""Answers to events of the sign-in library (a library speaks by signals; our domains do not)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lonja.accounts"
    verbose_name = _("Accounts")

    def ready(self):
        # The library's signals can be imported only when the apps are loaded.
        from allauth.account import signals as entrance
        from allauth.mfa import signals as second_step

        from lonja.accounts import traces
        from lonja.accounts.sessions import change_session_after_step_up, forget_password_of_a_stranger

        entrance.authentication_step_completed.connect(change_session_after_step_up)
        entrance.email_confirmed.connect(forget_password_of_a_stranger)
        for signal in (entrance.password_set, entrance.password_changed, entrance.password_reset):
            signal.connect(traces.password_changed)
        entrance.email_changed.connect(traces.email_changed)
        second_step.authenticator_added.connect(traces.key_added)
        second_step.authenticator_removed.connect(traces.key_removed)
        second_step.authenticator_reset.connect(traces.key_added)
