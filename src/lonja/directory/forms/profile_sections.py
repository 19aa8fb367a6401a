"""The profile of a cluster in sections: one short form each."""

import copy
from dataclasses import dataclass, field

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory.forms.contacts import ContactFormSet
from lonja.directory.forms.fields import (
    MOST_LETTERS,
    Lists,
    TermsForm,
    TextsForm,
    country_choices,
    language_choices,
)
from lonja.directory.forms.profile_rows import hushed, rearranged, statement_lines, team_lines
from lonja.directory.models import Cluster, Scope, StatementKind, Term
from lonja.directory.places import countries, country_name, folded
from lonja.directory.services.profile_changes import ProfileChange

__all__ = ["MOST_LETTERS", "SECTIONS", "SectionEdit", "section_of"]
_MARKDOWN = gettext_lazy("An empty line begins a paragraph; # makes a heading, - a list, ** makes bold.")
_ACTIVITIES = "internationalisation_activities"


class SectionForm(TextsForm):
    """The plain fields of one section; a subclass names its columns, texts and lists."""

    single_terms = {}  # column → scheme
    term_fields = {}  # field → (scheme, label, scope)
    target_fields = {}  # field → (label, scope)

    class Meta:
        model = Cluster
        fields = []

    def __init__(self, data=None, *, instance):
        # A model form writes into its instance while it checks; the page still shows the old one.
        super().__init__(data, instance=copy.copy(instance))
        links = list(instance.described_by.select_related("term")) if self.term_fields else []
        keep = {link.term_id for link in links}
        keep |= {getattr(instance, f"{name}_id") for name in self.single_terms}
        schemes = {scheme for scheme, _label, _scope in self.term_fields.values()}
        self.lists = Lists(*schemes, *self.single_terms.values(), keep=keep)
        self._add_single_terms(instance)
        self._add_term_fields(links)
        self._add_target_fields(instance)

    def _add_single_terms(self, instance):
        for name, scheme in self.single_terms.items():
            above = getattr(instance, name)
            self.fields[name] = forms.ChoiceField(
                label=capfirst(Cluster._meta.get_field(name).verbose_name),
                choices=[("", "–"), *self.lists.choices(scheme, with_code=scheme == "regions")],
                required=False,
                initial=above.code if above else "",
            )

    def _add_term_fields(self, links):
        for name, (scheme, label, scope) in self.term_fields.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=self.lists.choices(scheme),
                required=False,
                initial=[
                    link.term.code for link in links if (link.term.scheme_id, link.scope) == (scheme, scope)
                ],
                widget=forms.CheckboxSelectMultiple,
            )

    def _add_target_fields(self, instance):
        targets = list(instance.targets.all()) if self.target_fields else []
        for name, (label, scope) in self.target_fields.items():
            chosen = [country_name(target.country) for target in targets if target.scope == scope]
            self.fields[name] = CountriesField(
                label=label,
                required=False,
                initial="; ".join(chosen),
                help_text=gettext_lazy("Names of countries with semicolons between them."),
            )

    branches = TermsForm.branches

    def short_fields(self):
        """The fields that stand side by side: all but the long lists."""
        return [self[name] for name in self.fields if name not in {*self.term_fields, "languages", "nace"}]

    def late_fields(self):
        """What belongs below the long lists."""
        return [self[name] for name in self.fields if name == "nace"]

    def term_sections(self):
        """(field, branches) of each long list."""
        return [(self[name], self.branches(name)) for name in self.term_fields]

    def write_into(self, change):
        """Add what was typed to a `ProfileChange`."""
        change.facts |= self.facts()
        for name, scheme in self.single_terms.items():
            change.facts[name] = self.lists.terms.get((scheme, self.cleaned_data[name]))
        for name, (scheme, _label, scope) in self.term_fields.items():
            change.terms[scheme, scope] = [self.lists.terms[scheme, code] for code in self.cleaned_data[name]]
        for name, (_label, scope) in self.target_fields.items():
            change.targets[scope] = self.cleaned_data[name]


class CountriesField(forms.CharField):
    """Countries by name, in the reader's language, or by code."""

    def clean(self, value):
        text = super().clean(value)
        known = {folded(name): code for code, name in countries().items()}
        known |= {code.lower(): code for code in countries()}
        codes, unknown = [], []
        for name in filter(None, map(str.strip, text.replace(",", ";").split(";"))):
            (codes if folded(name) in known else unknown).append(known.get(folded(name), name))
        if unknown:
            raise forms.ValidationError(
                _("These are no names of countries: %(names)s.") % {"names": ", ".join(unknown)}
            )
        return list(dict.fromkeys(codes))


class IdentityForm(SectionForm):
    """Name, age and place."""

    single_terms = {"region": "regions"}
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Working languages"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        *("name", "acronym", "established", "established_precision", "website", "accent"),
        *("country", "region", "city", "languages"),
    )

    class Meta(SectionForm.Meta):
        fields = [
            *("name", "acronym", "established", "established_precision", "website", "accent"),
            *("country", "city", "languages"),
        ]
        help_texts = {"established": gettext_lazy("As exactly as you know: 2007, 2007-11 or 2007-11-30.")}


class WordsForm(SectionForm):
    """What the cluster says of itself."""

    texts = {
        "summary": (gettext_lazy("In one sentence"), gettext_lazy("Lists and cards show it.")),
        "mission": (gettext_lazy("Mission"), _MARKDOWN),
        "description": (gettext_lazy("Description"), _MARKDOWN),
    }


class TeamForm(SectionForm):
    """How many run the cluster; who they are stands in the lines below."""

    class Meta(SectionForm.Meta):
        fields = ["staff"]
        help_texts = {"staff": gettext_lazy("In full-time posts; a half post is 0.5.")}


class LabelsForm(SectionForm):
    """What the cluster is registered as."""

    class Meta(SectionForm.Meta):
        fields = ["label"]
        help_texts = {
            "label": gettext_lazy(
                "In your own words; labels with issuer and evidence have a page of their own."
            )
        }


class FocusForm(SectionForm):
    """The five classifications side by side, and economic activities."""

    term_fields = {
        "sectors": ("sectoral_industries", gettext_lazy("Sectoral industries"), ""),
        "technologies": ("een_technologies", gettext_lazy("Technology fields"), ""),
        "s3": ("s3_priorities", gettext_lazy("Smart specialisation priorities"), ""),
        "emerging": ("emerging_industries", gettext_lazy("Emerging industries"), ""),
        "ecosystems": ("industrial_ecosystems", gettext_lazy("Industrial ecosystems"), ""),
    }
    nace = forms.CharField(
        label=gettext_lazy("Economic activities (NACE codes)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Codes with commas between them: 62.10, 71.20. The data dictionary lists them."
        ),
    )
    clean_nace = TermsForm.clean_nace

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance)
        codes = Term.objects.filter(clusters=instance, scheme="nace").values_list("code", flat=True)
        self.fields["nace"].initial = ", ".join(codes)

    def write_into(self, change):
        super().write_into(change)
        change.terms["nace", ""] = self.cleaned_data["nace"]


class CompositionForm(SectionForm):
    """What the cluster declares of its members, beside what the register counts."""

    class Meta(SectionForm.Meta):
        fields = [
            name
            for column in ("members", "smes", "large", "research", "others")
            for name in (f"declared_{column}", f"declared_{column}_qualifier")
        ]
        labels = {
            "declared_members_qualifier": gettext_lazy("How the number of members is meant"),
            "declared_smes_qualifier": gettext_lazy("How the number of SMEs is meant"),
            "declared_large_qualifier": gettext_lazy("How the number of large companies is meant"),
            "declared_research_qualifier": gettext_lazy("How the number of research organisations is meant"),
            "declared_others_qualifier": gettext_lazy("How the number of other members is meant"),
        }


class StrategyForm(SectionForm):
    """The strategy and what is said about it."""

    texts = {"strategy": (gettext_lazy("Strategy"), _MARKDOWN)}

    class Meta(SectionForm.Meta):
        fields = ["has_formal_strategy", "looks_abroad"]


class ServicesForm(SectionForm):
    """Support services from the list."""

    term_fields = {"services": ("support_services", gettext_lazy("Support services"), "")}


class CooperationForm(SectionForm):
    """Cooperation beyond Europe and within it, kept apart."""

    target_fields = {
        "countries_international": (gettext_lazy("Target countries outside Europe"), Scope.INTERNATIONAL),
        "countries_european": (gettext_lazy("Target countries in Europe"), Scope.EUROPEAN),
    }
    term_fields = {
        "activities_international": (
            _ACTIVITIES,
            gettext_lazy("Activities outside Europe"),
            Scope.INTERNATIONAL,
        ),
        "activities_european": (_ACTIVITIES, gettext_lazy("Activities in Europe"), Scope.EUROPEAN),
    }


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the editor: a form, and lists of headed texts below it."""

    slug: str
    label: str
    hint: str = ""
    form: type | None = None
    lists: tuple = ()
    has_team: bool = False
    parts: tuple = field(default=())  # parts of the profile document that it writes


SECTIONS = [
    Section(
        "identity", gettext_lazy("Name and place"), "", IdentityForm,
        parts=("name", "acronym", "established", "website", "place", "languages"),
    ),
    Section(
        "words", gettext_lazy("In its own words"),
        gettext_lazy(
            "Write in one language or in several. Readers of another language see what there is, and that "
            "it is not translated yet."
        ),
        WordsForm, parts=("texts.summary", "texts.mission", "texts.description"),
    ),
    Section(
        "team", gettext_lazy("Team and contacts"),
        gettext_lazy("Nobody outside sees a name, a number or an address until you choose so."),
        TeamForm, has_team=True, parts=("staff", "team", "contacts"),
    ),
    Section(
        "labels", gettext_lazy("Labels and networks"), "", LabelsForm,
        (StatementKind.LABEL, StatementKind.NETWORK), parts=("label", "other_labels", "networks"),
    ),
    Section(
        "focus", gettext_lazy("Fields of activity"),
        gettext_lazy("Five lists stand side by side: each partner and programme asks for another one."),
        FocusForm, (StatementKind.AREA,), parts=("terms", "tags"),
    ),
    Section(
        "composition", gettext_lazy("Composition"),
        gettext_lazy("The register of members counts by itself; the declared numbers stand beside it."),
        CompositionForm, (StatementKind.FACILITY, StatementKind.PLAYER),
        parts=("declared", "facilities", "major_players"),
    ),
    Section(
        "strategy", gettext_lazy("Strategy and goals"), "", StrategyForm, (StatementKind.GOAL,),
        parts=("texts.strategy", "formal_strategy", "looks_abroad", "goals"),
    ),
    Section(
        "services", gettext_lazy("Support services"), "", ServicesForm, (StatementKind.SERVICE,),
        parts=("terms.support_services", "service_details"),
    ),
    Section(
        "cooperation", gettext_lazy("Cooperation"), "", CooperationForm, parts=("cooperation",),
    ),
    Section(
        "programmes", gettext_lazy("Support programmes"),
        gettext_lazy("Those that run, were won, are under evaluation or were rejected."),
        None, (StatementKind.PROGRAMME,), parts=("programmes",),
    ),
    Section(
        "strengths", gettext_lazy("Reasons to choose this cluster"),
        gettext_lazy("Why should partners work with you? The first ones are read most."),
        None, (StatementKind.STRENGTH,), parts=("strengths",),
    ),
]  # fmt: skip


def section_of(slug):
    """The section of that address, or None."""
    return next((section for section in SECTIONS if section.slug == slug), None)


class SectionEdit:
    """One section while somebody edits it: its form, its lists, and what becomes of the profile."""

    def __init__(self, section, cluster, data=None, *, button=""):
        self.section, self.cluster = section, cluster
        self.is_bound = data is not None
        data = rearranged(data, button) if button else data
        statements = list(cluster.statements.filter(kind__in=section.lists)) if section.lists else []
        self.before = {kind: [row for row in statements if row.kind == kind] for kind in section.lists}
        self.form = section.form(data, instance=cluster) if section.form else None
        self.lists = [statement_lines(data, kind, self.before[kind]) for kind in section.lists]
        self.roles = list(cluster.team.prefetch_related("contacts")) if section.has_team else []
        self.team = team_lines(data, self.roles) if section.has_team else None
        self.contacts = ContactFormSet(data, owner=cluster) if section.has_team else None
        if button:
            self._hush()

    def _hush(self):
        if self.form:
            hushed(self.form)
        for lines in self._lines():
            lines.hush()
        if self.contacts is not None:
            for form in self.contacts.forms:
                hushed(form)
            self.contacts._errors, self.contacts._non_form_errors = [], []

    def _lines(self):
        return [*self.lists, *([self.team] if self.team else [])]

    def is_valid(self):
        """Whether everything typed can be kept."""
        checks = [lines.is_valid() for lines in self._lines()]
        checks += [self.form.is_valid()] if self.form else []
        checks += [self.contacts.is_valid()] if self.contacts is not None else []
        return all(checks)

    def titled_lists(self):
        """(lines, kind) of each list of headed texts."""
        return list(zip(self.lists, self.section.lists, strict=True))

    def change(self):
        """What was typed, as the service takes it."""
        change = ProfileChange()
        if self.form:
            self.form.write_into(change)
        for kind, lines in zip(self.section.lists, self.lists, strict=True):
            change.statements[kind] = [form.line(self.before[kind]) for form in lines.kept()]
        if self.team:
            change.team = [form.line(self.roles) for form in self.team.kept()]
            change.contacts = self.contacts.lines()
        return change

    def faulty_fields(self):
        """The fields with errors, in the order of the page, for the summary above the form."""
        found = [field for field in self.form if field.errors] if self.form else []
        for lines in self._lines():
            for form in lines:
                found += [field for field in form if field.errors]
                found += [field for each in getattr(form, "contacts", ()) for field in each if field.errors]
        for form in self.contacts or ():
            found += [field for field in form if field.errors]
        return found
