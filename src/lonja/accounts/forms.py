"""The shape of what people type about their account.

Most of these are the forms of the sign-in library in our own words: the label says what
to type, the help says why, and nothing hides in a placeholder that vanishes.
"""

from allauth.account import forms as library
from allauth.core import context as current
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import AuditEntry

LONGEST_ADDRESS = User._meta.get_field("email").max_length
LEAST_LETTERS = next(
    rule["OPTIONS"]["min_length"]
    for rule in settings.AUTH_PASSWORD_VALIDATORS
    if rule["NAME"].endswith("MinimumLengthValidator")
)
PASSWORD_RULES = format_lazy(
    _("At least {least} characters; not one that many people use, and not your name or address."),
    least=LEAST_LETTERS,
)


class InOurWords:
    """Gives the fields of a library form our labels and helps, and takes the placeholders away."""

    labels = {}
    helps = {}
    attrs = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.update(self.attrs.get(name, {}))
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(LONGEST_ADDRESS))


class CodeForm(InOurWords):
    """A code from a mail; the address in the mail brings it along, the person still sends it."""

    labels = {"code": _("Code")}
    attrs = {"code": {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].initial = current.request.GET.get("code", "")[:20]


class SignInForm(InOurWords, library.LoginForm):
    labels = {"login": _("E-mail address"), "password": _("Password")}
    attrs = {"login": {"autocomplete": "username webauthn"}}


class SignUpForm(InOurWords, library.SignupForm):
    labels = {"email": _("E-mail address"), "password1": _("Password (you may leave it empty)")}
    helps = {
        "email": _("We send a code there to see that it is yours. Nobody else sees it unless you say so."),
        "password1": format_lazy(
            _("Without one you sign in by a code that we send to you. {rules}"), rules=PASSWORD_RULES
        ),
    }
    field_order = ["name", "email", "language", "password1"]

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of our messages to you"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def try_save(self, request):
        """As the library does, and as slowly for an address that has an account already."""
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1") or None)
        return super().try_save(request)


class AskForCodeForm(InOurWords, library.RequestLoginCodeForm):
    labels = {"email": _("E-mail address")}
    attrs = {"email": {"autocomplete": "username"}}


class SignInCodeForm(CodeForm, library.ConfirmLoginCodeForm):
    pass


class EmailCodeForm(CodeForm, library.ConfirmEmailVerificationCodeForm):
    pass


class AskForResetForm(InOurWords, library.ResetPasswordForm):
    labels = {"email": _("E-mail address")}
    attrs = {"email": {"autocomplete": "username"}}


class ResetCodeForm(CodeForm, library.ConfirmPasswordResetCodeForm):
    pass


class NewPasswordForm(InOurWords):
    """A new password, once: browsers show it on demand, and a code replaces a forgotten one."""

    labels = {"password1": _("New password"), "oldpassword": _("Present password")}
    helps = {"password1": PASSWORD_RULES}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ResetPasswordForm(NewPasswordForm, library.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPasswordForm, library.ChangePasswordForm):
    pass


class SetPasswordForm(NewPasswordForm, library.SetPasswordForm):
    pass


class ConfirmPasswordForm(InOurWords, library.ReauthenticateForm):
    labels = {"password": _("Password")}


class ChangeEmailForm(InOurWords, library.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    helps = {"email": _("We send a code there. Until you type it in, your present address stays.")}


class SecondFactorForm(InOurWords, second_step.AuthenticateForm):
    labels = {"code": _("Code of the app, or a recovery code")}
    attrs = {"code": {"autocomplete": "one-time-code", "inputmode": "numeric"}}


class ConfirmSecondFactorForm(InOurWords, second_step.ReauthenticateForm):
    labels = SecondFactorForm.labels
    attrs = SecondFactorForm.attrs


class ActivateAppForm(InOurWords, totp.ActivateTOTPForm):
    labels = {"code": _("The six digits that the app shows now")}
    attrs = {"code": {"autocomplete": "one-time-code", "inputmode": "numeric"}}


class AddKeyForm(InOurWords, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone (a passkey)")}
    helps = {
        "name": _("So that you tell your keys apart, such as the device it lives on."),
        "passwordless": _(
            "The device then asks for your finger, your face or its code, and you need no password. "
            "Otherwise the key is your second step after the password."
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameKeyForm(InOurWords, webauthn.EditWebAuthnForm):
    labels = {"name": AddKeyForm.labels["name"]}
    helps = {"name": AddKeyForm.helps["name"]}


class FirstPasskeyForm(InOurWords, webauthn.SignupWebAuthnForm):
    labels = {"name": AddKeyForm.labels["name"]}
    helps = {"name": AddKeyForm.helps["name"]}


class ProfileForm(forms.ModelForm):
    """How a person is called here, and in which language we speak to them."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("The language of our messages to you, and of the pages after you sign in."),
    )

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class AuditFilterForm(forms.Form):
    """Which entries of the audit to show."""

    object_type = forms.ChoiceField(label=_("Kind of object"), required=False)
    action = forms.CharField(label=_("Act begins with"), required=False, max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = AuditEntry.objects.order_by("object_type").values_list("object_type", flat=True).distinct()
        named = sorted(((kind, kind_name(kind)) for kind in kinds), key=lambda pair: pair[1])
        self.fields["object_type"].choices = [("", _("All kinds")), *named]


def kind_name(object_type):
    """The word for a kind of object; the name of its table when the house does not know it any more."""
    try:
        return capfirst(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type
