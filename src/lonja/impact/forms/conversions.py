"""What a meeting turns into."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory import policies as directory
from lonja.directory.models import Cluster
from lonja.partnering.models import OpportunityKind
from lonja.partnering.policies import acting


class IdeaForm(forms.Form):
    """A project in a few words."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("The idea"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What you would do together, and what you would need. Both of you and the organiser read it."
        ),
    )


class OpportunityForm(forms.Form):
    """The beginning of an offer or a need; the rest is written on its own page."""

    kind = forms.ChoiceField(label=_("Type"), choices=OpportunityKind)
    organisation = forms.ModelChoiceField(label=_("In the name of"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = acting(actor).order_by("sort_name")


class CollaborationForm(forms.Form):
    """That the two work together; between clusters it becomes a link of the directory."""

    text = forms.CharField(
        label=_("What you do together"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    cluster = forms.ModelChoiceField(
        label=_("For my cluster"),
        queryset=None,
        required=False,
        empty_label=_("No, for my organisation"),
        help_text=_(
            "Then the link stands in the directory, and the managers of the other cluster confirm it."
        ),
    )
    other = forms.ModelChoiceField(label=_("With the cluster"), queryset=None, required=False)

    def __init__(self, *args, actor, counterpart, **kwargs):
        super().__init__(*args, **kwargs)
        mine = directory.managed_clusters(actor).order_by("sort_name")
        theirs = Cluster.objects.filter(
            pk__in=directory.clusters.scope(actor).values("pk"),
            memberships__organisation=counterpart.organisation_id,
            memberships__status="active",
        ).exclude(pk__in=mine.values("pk"))
        self.fields["cluster"].queryset = mine
        self.fields["other"].queryset = theirs.order_by("sort_name").distinct()
        if not mine.exists() or not theirs.exists():
            del self.fields["cluster"], self.fields["other"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("cluster") and not cleaned.get("other"):
            self.add_error("other", _("Choose the cluster with which yours works."))
        return cleaned
