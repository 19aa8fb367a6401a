"""Asking for a membership, and the manager's side of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import Membership, MembershipKind


class ApplyForm(forms.Form):
    """In the name of which organisation, and why."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=None, empty_label=None)
    note = forms.CharField(
        label=_("A word to the cluster"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you would like to join. Only the cluster's managers and your own people read it."),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class AddMemberForm(forms.Form):
    """An organisation that the manager enters."""

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("Its name as the directory shows it, or the last part of its page's address."),
        widget=forms.TextInput(attrs={"list": "organisation-names", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=MembershipKind, initial=MembershipKind.MEMBER)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(status, status.label) for status in (MembershipStatus.ACTIVE, MembershipStatus.PROSPECT)],
    )
    joined_on = forms.DateField(
        label=_("Joined on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = organisations

    def clean_organisation(self):
        typed = self.cleaned_data["organisation"].strip()
        found = list(self.organisations.named(typed)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(
                _("Several organisations have this name. Write the last part of its page's address instead.")
            )
        raise forms.ValidationError(
            _("The directory has no organisation of this name. Enter it first, or import it.")
        )


class MembershipForm(forms.ModelForm):
    """The facts of a membership; its status moves by buttons."""

    class Meta:
        model = Membership
        fields = ["kind", "joined_on", "note"]
        widgets = {
            "joined_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }


class ModerateForm(forms.Form):
    """Why a member's page may not stay public."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The organisation's administrators get it by e-mail."),
    )
