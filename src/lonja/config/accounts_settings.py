"""Settings of the sign-in library (django-allauth): what a person proves, how often, by what.

LONJA_PROXIES  addresses or networks (10.0.0.0/8) of the proxies of our own that stand before
               the web process, with commas (default: none, so that the header X-Forwarded-For
               is believed of nobody, and limits count the address that the connection comes from)
"""

import os

_MODE = os.environ.get("LONJA_MODE", "development")

# One address for each account; it is its name here, and it is checked before the first entry.
ACCOUNT_ADAPTER = "lonja.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A stranger learns from no page whether an address has an account.
ACCOUNT_PREVENT_ENUMERATION = True

# Everything that comes by mail is a code that belongs to the browser which asked for it:
# a link that is forwarded, or read by a mail scanner, opens nothing.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60

ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "lonja.accounts.forms.SignInForm",
    "signup": "lonja.accounts.forms.SignUpForm",
    "request_login_code": "lonja.accounts.forms.AskForCodeForm",
    "confirm_login_code": "lonja.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "lonja.accounts.forms.EmailCodeForm",
    "reset_password": "lonja.accounts.forms.AskForResetForm",
    "confirm_password_reset_code": "lonja.accounts.forms.ResetCodeForm",
    "reset_password_from_key": "lonja.accounts.forms.ResetPasswordForm",
    "change_password": "lonja.accounts.forms.ChangePasswordForm",
    "set_password": "lonja.accounts.forms.SetPasswordForm",
    "reauthenticate": "lonja.accounts.forms.ConfirmPasswordForm",
    "add_email": "lonja.accounts.forms.ChangeEmailForm",
}

MFA_ADAPTER = "lonja.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Lonja"
MFA_TOTP_TOLERANCE = 1
# Browsers make passkeys without TLS for the name `localhost` only, so that this opens nothing else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _MODE != "production"
MFA_FORMS = {
    "authenticate": "lonja.accounts.forms.SecondFactorForm",
    "reauthenticate": "lonja.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "lonja.accounts.forms.ActivateAppForm",
    "add_webauthn": "lonja.accounts.forms.AddKeyForm",
    "edit_webauthn": "lonja.accounts.forms.RenameKeyForm",
    "signup_webauthn": "lonja.accounts.forms.FirstPasskeyForm",
}

# Whose word about a visitor's address counts; see base.limits.
TRUSTED_PROXIES = [address for address in os.environ.get("LONJA_PROXIES", "").split(",") if address]

# The demo shows its ready-made accounts on the sign-in page: a dotted path to a list of
# mappings with email, password, name and role. No other mode has it.
DEMO_ACCOUNTS = "lonja.demo.accounts.ACCOUNTS" if _MODE == "demo" else ""
