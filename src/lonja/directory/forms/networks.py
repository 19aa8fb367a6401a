"""Networks and their parties."""

import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory.forms.fields import TextsForm
from lonja.directory.models import Network, PartyRole


class NetworkForm(TextsForm):
    """What a network says of itself.

    Args:
        leads: for a new network, {key: cluster or organisation} that may coordinate it.
    """

    texts = {
        "summary": (_("In one sentence"), _("Lists and cards show it.")),
        "description": (
            _("Description"),
            _("An empty line begins a paragraph; # makes a heading, - a list, ** makes bold."),
        ),
    }

    class Meta:
        model = Network
        fields = ["name", "acronym", "kind", "website", "since", "until"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("since", "until")
        }

    def __init__(self, *args, leads=None, instance=None, **kwargs):
        super().__init__(*args, instance=copy.copy(instance) if instance else None, **kwargs)
        self.leads = leads or {}
        if leads:
            self.fields["lead"] = forms.ChoiceField(
                label=_("Coordinator"),
                choices=[(key, str(row)) for key, row in leads.items()],
                help_text=_("One of the clusters that you manage or the organisations that you administer."),
            )
            self.order_fields(["name", "acronym", "kind", "lead"])

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("A network cannot end before it begins."))
        return cleaned

    def lead(self):
        """The coordinator chosen."""
        return self.leads[self.cleaned_data["lead"]]


class PartyForm(forms.Form):
    """Who else belongs to a network."""

    party = forms.CharField(
        label=_("Cluster, organisation or name"),
        max_length=200,
        help_text=_(
            "A name as the directory shows it, or the last part of its page's address. "
            "Somebody who is not in the directory is kept by name."
        ),
    )
    role = forms.ChoiceField(label=_("Role"), choices=PartyRole)

    def __init__(self, *args, clusters, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = (clusters, organisations)

    def clean_party(self):
        typed = self.cleaned_data["party"].strip()
        found = [row for rows in self.rows for row in rows.named(typed)[:2]]
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several pages have this name. Write the last part of its page's address instead.")
            )
        return found[0] if found else typed
