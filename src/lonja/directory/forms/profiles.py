"""Profiles of organisations, clusters and people, in sections as the page shows them."""

import copy

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory import vat
from lonja.directory.forms.fields import TermsForm, TextsForm, country_choices, language_choices
from lonja.directory.models import Organisation, Person

_SUMMARY = (gettext_lazy("In one sentence"), gettext_lazy("Lists and cards show it."))
_MARKDOWN = gettext_lazy("An empty line begins a paragraph; # makes a heading, - a list, ** makes bold.")
_DATE_HELP = gettext_lazy("As exactly as you know: 2007, 2007-11 or 2007-11-30.")
_FIELDS = {
    "sectors": ("sectoral_industries", gettext_lazy("Sectoral industries")),
    "technologies": ("een_technologies", gettext_lazy("Technology fields")),
    "s3": ("s3_priorities", gettext_lazy("Smart specialisation priorities")),
    "emerging": ("emerging_industries", gettext_lazy("Emerging industries")),
}


class ProfileForm(TermsForm):
    """What the forms of organisations and clusters have in common."""

    term_fields = _FIELDS
    sections_of = ()

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Working languages"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, instance=None, **kwargs):
        # A model form writes into its instance while it checks; the page still shows the old one.
        super().__init__(*args, instance=copy.copy(instance) if instance else None, **kwargs)

    def sections(self):
        """(heading, hint, fields) in the order of the page."""
        for heading, hint, names in self.sections_of:
            yield heading, hint, [self[name] for name in names]

    def text_sections(self):
        """The fields of the translated texts, column by column."""
        return [self[f"{column}_{code}"] for column in self.texts for code, _name in settings.LANGUAGES]

    def term_sections(self):
        """(field, branches) of each list of choices."""
        return [(self[name], self.branches(name)) for name in self.term_fields]


class OrganisationForm(ProfileForm):
    """An organisation's own profile."""

    parent_country = forms.ChoiceField(
        label=gettext_lazy("Country of the parent company"), choices=country_choices, required=False
    )
    texts = {
        "summary": _SUMMARY,
        "description": (gettext_lazy("Description"), _MARKDOWN),
    }
    single_terms = {"actor_type": "actor_types", "region": "regions"}
    sections_of = (
        (
            gettext_lazy("What it is"),
            "",
            [
                "name",
                "short_name",
                "legal_name",
                "actor_type",
                "size",
                "founded",
                "founded_precision",
                "website",
                "parent_name",
                "parent_country",
            ],
        ),
        (
            gettext_lazy("Where it is"),
            "",
            ["country", "region", "city", "street", "postcode"],
        ),
        (
            gettext_lazy("Kept private"),
            gettext_lazy("Only the people of this organisation see this."),
            ["vat_number"],
        ),
    )

    class Meta:
        model = Organisation
        fields = [
            *("name", "short_name", "legal_name", "size", "founded", "founded_precision", "website"),
            *("country", "city", "street", "postcode", "vat_number", "languages"),
            *("parent_name", "parent_country"),
        ]
        help_texts = {"founded": _DATE_HELP}

    def clean_vat_number(self):
        number = self.cleaned_data["vat_number"].replace(" ", "").upper()
        if fault := vat.fault_of(number):
            raise forms.ValidationError(fault)
        others = Organisation.objects.exclude(pk=self.instance.pk)
        if number and others.filter(vat_number=number).exists():
            raise forms.ValidationError(
                _("Another organisation in the directory has this VAT number already. Check the number.")
            )
        return number


class PersonForm(TextsForm):
    """How somebody wishes to be seen."""

    texts = {
        "headline": (gettext_lazy("Headline"), gettext_lazy("What you do, in a few words.")),
        "bio": (gettext_lazy("About you"), _MARKDOWN),
    }
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you speak"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Person
        fields = ["name", "languages", "is_public"]
        labels = {"is_public": gettext_lazy("Everybody may see my profile")}
        help_texts = {
            "is_public": gettext_lazy(
                "Your contacts stay hidden until you choose otherwise for each of them."
            )
        }

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=copy.copy(instance) if instance else None, **kwargs)

    def first_fields(self):
        """Name and texts, in the order of the page; languages and the choice to be seen come after."""
        return [
            self["name"],
            *(self[f"{column}_{code}"] for column in self.texts for code, _name in settings.LANGUAGES),
        ]
