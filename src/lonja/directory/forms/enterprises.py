"""Figures, holdings and readers as people type them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory.amounts import EurosField
from lonja.directory.models import EnterpriseFigures, OwnerKind, Ownership


class FiguresForm(forms.ModelForm):
    """Staff and amounts of one closed period."""

    turnover_cents = EurosField(label=_("Annual turnover in euros"))
    balance_cents = EurosField(label=_("Balance sheet total in euros"))

    class Meta:
        model = EnterpriseFigures
        fields = ["year", "staff", "turnover_cents", "balance_cents"]
        help_texts = {
            "year": _("Of the closed accounting period. A year that is there already is replaced."),
            "staff": _("Full-time posts of the whole year; half a post, or half a year, is 0.5."),
        }


class HoldingForm(forms.ModelForm):
    """Who holds how much of whom."""

    owns = forms.ChoiceField(
        label=_("Which way"),
        choices=[("no", _("It holds a part of us")), ("yes", _("We hold a part of it"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    other = forms.CharField(
        label=_("The other organisation"),
        max_length=200,
        help_text=_(
            "Its name as the directory shows it, or the last part of its page's address."
            " One that is not there is entered as a private organisation, which you administer."
        ),
    )

    class Meta:
        model = Ownership
        fields = ["share", "owner_kind", "since", "until"]
        help_texts = {"since": _("Empty: from the beginning."), "until": _("Empty: until today.")}

    field_order = ["owns", "other", "share", "owner_kind", "since", "until"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        self.fields["share"].min_value = 0
        self.fields["owner_kind"].choices = OwnerKind.choices

    def clean_owns(self):
        return self.cleaned_data["owns"] == "yes"

    def clean_other(self):
        typed = self.cleaned_data["other"].strip()
        found = list(self.organisations.named(typed)[:2])
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several organisations have this name. Write the last part of its page's address instead.")
            )
        return found[0] if found else typed

    def clean_share(self):
        share = self.cleaned_data["share"]
        if not 0 < share <= 100:
            raise forms.ValidationError(_("Write a share over 0 and up to 100."))
        return share

    def clean(self):
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("It cannot end before it begins."))
        return self.cleaned_data

    def _post_clean(self):
        """The rules of the row are asked above; the row itself is made by the service."""


class ReaderForm(forms.Form):
    """Who may read the figures."""

    reader = forms.CharField(
        label=_("Organisation or cluster"),
        max_length=200,
        help_text=_(
            "Its name, or the last part of its page's address. The administrators of an organisation,"
            " or the managers of a cluster, read your figures and holdings then."
        ),
    )

    def __init__(self, *args, organisations, clusters, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = {"reader": organisations, "cluster": clusters}

    def clean_reader(self):
        typed = self.cleaned_data["reader"].strip()
        found = [{kind: row} for kind, rows in self.choices.items() for row in rows.named(typed)[:2]]
        if len(found) != 1:
            raise forms.ValidationError(
                _("Write the last part of the page's address: we found %(number)s of this name.")
                % {"number": len(found)}
            )
        return found[0]
