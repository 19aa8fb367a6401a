"""What people type about an alliance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory.models import Cluster, Organisation, Term
from lonja.directory.places import countries
from lonja.partnering.alliances_chains import CHAINS
from lonja.partnering.engine.alliances import Rules
from lonja.partnering.models import CoverLevel


class AllianceForm(forms.Form):
    """Name and aim in two languages, and the rules of the alliance."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120, required=False)
    aim_en = forms.CharField(
        label=_("Aim in English"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    aim_es = forms.CharField(
        label=_("Aim in Spanish"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    countries_wanted = forms.IntegerField(
        label=_("Different countries wanted"), min_value=0, max_value=30, required=False, initial=0
    )
    is_public = forms.BooleanField(
        label=_("Everybody may see the alliance and what its parties cover"), required=False
    )

    @classmethod
    def of(cls, alliance, data=None):
        """The form of an alliance as it stands."""
        texts = {
            f"{field}_{code}": getattr(alliance, field).get(code, "")
            for field in ("name", "aim")
            for code in ("en", "es")
        }
        rest = {"countries_wanted": alliance.countries_wanted, "is_public": alliance.is_public}
        return cls(data, initial=texts | rest)

    def facts(self):
        """What it says, as columns."""
        clean = self.cleaned_data
        return {
            **{
                field: {code: text for code in ("en", "es") if (text := clean[f"{field}_{code}"])}
                for field in ("name", "aim")
            },
            "countries_wanted": clean["countries_wanted"] or 0,
            "is_public": clean["is_public"],
        }


class FoundForm(AllianceForm):
    """A new alliance: also its coordinating cluster and the chain to begin with."""

    coordinator = forms.ModelChoiceField(
        label=_("Coordinating cluster"), queryset=Cluster.objects.none(), to_field_name="slug"
    )
    chain = forms.ChoiceField(
        label=_("Value chain to begin with"),
        choices=[(name, label) for name, (label, _stages) in CHAINS.items()],
    )
    field_order = ["coordinator", "chain"]

    def __init__(self, *args, clusters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = clusters


class StageForm(forms.Form):
    """One stage: its name, how many should cover it, and with which technologies."""

    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=80, required=False)
    need = forms.TypedChoiceField(
        label=_("How many should cover it"),
        coerce=int,
        choices=[(1, _("One")), (2, _("Two, one in reserve"))],
    )
    weight = forms.TypedChoiceField(
        label=_("How much it matters"),
        coerce=int,
        choices=[(1, _("As much as the others")), (2, _("Twice as much")), (3, _("Three times as much"))],
    )
    terms = forms.ModelMultipleChoiceField(
        label=_("Technologies that cover it"),
        queryset=Term.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["terms"].queryset = Term.objects.filter(
            scheme="een_technologies", is_retired=False
        ).order_by("code")

    @classmethod
    def of(cls, stage, data=None):
        """The form of a stage as it stands."""
        return cls(
            data,
            initial={
                "name_en": stage.name.get("en", ""),
                "name_es": stage.name.get("es", ""),
                "need": stage.need,
                "weight": stage.weight,
                "terms": [term.pk for term in stage.terms.all()],
            },
        )

    def facts(self):
        """What it says, as columns."""
        clean = self.cleaned_data
        name = {code: text for code in ("en", "es") if (text := clean[f"name_{code}"])}
        return {"name": name, "need": clean["need"], "weight": clean["weight"]}


class FindForm(forms.Form):
    """The rules for those who should join."""

    kind = forms.ChoiceField(
        label=_("Who should join"),
        choices=[("", _("Anybody")), ("cluster", _("Clusters")), ("organisation", _("Organisations"))],
        required=False,
    )
    countries = forms.MultipleChoiceField(
        label=_("Only from these countries"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    actors = forms.ModelMultipleChoiceField(
        label=_("Only these kinds of actor"),
        queryset=Term.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    different = forms.IntegerField(
        label=_("Different countries in all"), min_value=0, max_value=30, required=False
    )
    trusted = forms.BooleanField(label=_("Only those who have worked with one of us"), required=False)
    most = forms.IntegerField(label=_("Members in all, at most"), min_value=0, max_value=60, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        used = set(Organisation.objects.public().order_by().values_list("country", flat=True).distinct())
        self.fields["countries"].choices = [pair for pair in countries().items() if pair[0] in used]
        self.fields["actors"].queryset = Term.objects.filter(scheme="actor_types").order_by("position")

    def rules(self, *, different):
        """The rules; what makes no sense is left out."""
        clean = self.cleaned_data if self.is_valid() else {}
        return Rules(
            clean.get("kind") or "",
            frozenset(clean.get("countries") or ()),
            frozenset(term.code for term in clean.get("actors") or ()),
            different if clean.get("different") is None else clean["different"],
            bool(clean.get("trusted")),
            clean.get("most") or 0,
        )


class InviteForm(forms.Form):
    """Whom to invite, by kind and short address."""

    kind = forms.ChoiceField(choices=[("cluster", "cluster"), ("organisation", "organisation")])
    slug = forms.SlugField(max_length=120)

    MODELS = {"cluster": Cluster, "organisation": Organisation}


class CoverForm(forms.Form):
    """What a party says of one stage."""

    level = forms.TypedChoiceField(label=_("How well"), coerce=int, choices=CoverLevel)
    note = forms.CharField(label=_("With what"), max_length=200, required=False)


class ActionForm(forms.Form):
    """Something to do together."""

    title = forms.CharField(label=_("What"), max_length=200)
    text = forms.CharField(
        label=_("How"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DocumentForm(forms.Form):
    """A document for the parties."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"))
