"""Asking for a membership, and the manager's side of it."""

import copy

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import Role, User
from lonja.directory.amounts import EurosField
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import ClusterGrant, Membership, MembershipKind


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

    fee_cents = EurosField(label=_("Yearly fee in euros"), required=False, max_digits=11)

    class Meta:
        model = Membership
        fields = [
            *("kind", "joined_on", "fee_cents", "fee_paid_year"),
            *("next_step", "next_step_on", "responsible", "note"),
        ]
        widgets = {
            "joined_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "next_step_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "fee_paid_year": _("The last year for which the fee has come in, such as 2026."),
            "next_step": _("What the cluster does next: a call, a visit, a proposal."),
        }

    def __init__(self, *args, instance, **kwargs):
        # A model form writes into its instance while it checks; the service compares with the old one.
        super().__init__(*args, instance=copy.copy(instance), **kwargs)
        managers = ClusterGrant.objects.in_force().filter(
            cluster=instance.cluster_id, role=Role.CLUSTER_MANAGER
        )
        people = Q(pk__in=managers.values("user")) | Q(pk=instance.responsible_id)
        self.fields["responsible"].queryset = User.objects.filter(people).order_by("name", "pk")
        self.fields["responsible"].empty_label = _("Nobody yet")

    def clean_fee_paid_year(self):
        year = self.cleaned_data["fee_paid_year"]
        if year is not None and not 1900 <= year <= 2200:
            raise forms.ValidationError(_("Write a year with four digits, such as 2026."))
        return year


class ModerateForm(forms.Form):
    """Why a member's page may not stay public."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The organisation's administrators get it by e-mail."),
    )
