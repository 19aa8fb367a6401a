"""Signing in, one's own account, and the auditor's page.

The pages of the sign-in library stand at addresses of ours under its own names, and each
says here for whom it is.
"""

from allauth.account import views as library
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path
from django.views.decorators.cache import never_cache

from lonja.accounts import views
from lonja.base.policy import open_to_all, signed_in


def entrance(address, view, name):
    """A page on the way in: nobody is signed in yet."""
    return path(f"account/{address}", open_to_all("on the way in")(of_the_library(view)), name=name)


def own(address, view, name):
    """A page about the person's own account."""
    return path(f"account/{address}", signed_in("the person's own account")(of_the_library(view)), name=name)


def of_the_library(view):
    """Codes and keys stay in no cache, and errors show in the status."""
    return never_cache(views.errors_answer_422(view))


urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/profile/", views.profile, name="account_profile"),
    path("account/roles/", views.roles, name="account_roles"),
    path("account/browsers/", views.sessions, name="usersessions_list"),
    path("account/browsers/others/end/", views.end_other_sessions, name="account_end_other_sessions"),
    path("account/browsers/<int:pk>/end/", views.end_session, name="account_end_session"),
    path("audit/", views.audit_entries, name="audit"),
    path("audit/verification/", views.audit_verification, name="audit_verification"),
    entrance("sign-in/", views.SignInView.as_view(), "account_login"),
    entrance("sign-in/code/", library.request_login_code, "account_request_login_code"),
    entrance("sign-in/code/confirm/", library.confirm_login_code, "account_confirm_login_code"),
    entrance("sign-in/passkey/", keys.login_webauthn, "mfa_login_webauthn"),
    entrance("sign-in/second-step/", second_step.authenticate, "mfa_authenticate"),
    entrance("sign-out/", library.logout, "account_logout"),
    entrance("closed/", library.account_inactive, "account_inactive"),
    entrance("sign-up/", library.signup, "account_signup"),
    entrance("sign-up/passkey/", library.signup_by_passkey, "account_signup_by_passkey"),
    entrance("sign-up/passkey/create/", keys.signup_webauthn, "mfa_signup_webauthn"),
    entrance("email/confirm/", library.email_verification_sent, "account_email_verification_sent"),
    entrance("password/reset/", library.password_reset, "account_reset_password"),
    entrance(
        "password/reset/confirm/", library.confirm_password_reset_code, "account_confirm_password_reset_code"
    ),
    entrance("password/reset/complete/", library.complete_password_reset, "account_complete_password_reset"),
    entrance(
        "password/reset/done/", library.password_reset_from_key_done, "account_password_reset_completed"
    ),
    own("email/", library.email, "account_email"),
    own("password/", library.password_change, "account_change_password"),
    own("password/set/", library.password_set, "account_set_password"),
    own("confirm/", library.reauthenticate, "account_reauthenticate"),
    own("confirm/second-step/", second_step.reauthenticate, "mfa_reauthenticate"),
    own("confirm/passkey/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    own("security/", second_step.index, "mfa_index"),
    own("security/app/", app.activate_totp, "mfa_activate_totp"),
    own("security/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    own("security/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own(
        "security/recovery-codes/new/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"
    ),
    own(
        "security/recovery-codes/file/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"
    ),
    own("security/keys/", keys.list_webauthn, "mfa_list_webauthn"),
    own("security/keys/add/", keys.add_webauthn, "mfa_add_webauthn"),
    own("security/keys/<int:pk>/", keys.edit_webauthn, "mfa_edit_webauthn"),
    own("security/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
]
