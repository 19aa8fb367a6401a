"""The form of an offer or need: what its type asks for, in the languages of the site."""

from collections import defaultdict

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lonja.base import files
from lonja.directory.forms.fields import Branch, Lists, country_choices
from lonja.partnering import quality
from lonja.partnering.models import Opportunity
from lonja.partnering.rules import KINDS, LABELS, MOST_KEYWORDS, MOST_LETTERS

HELP = {
    "title": gettext_lazy("What it is and what it is good for, in one line."),
    "summary": gettext_lazy("Lists show it: the problem, the solution, the partner."),
    "description": gettext_lazy("What it is, how it works, what was tried. No names, addresses or links."),
    "advantages": gettext_lazy("What is better than what others offer, with numbers where you have them."),
    "technical": gettext_lazy("What the partner must be able to do, or the thing must fulfil."),
    "partner_role": gettext_lazy("What the partner would do, and what you would do."),
    "ipr_notes": gettext_lazy("Patents, licences, know-how: whatever a partner should know beforehand."),
}
ROWS = {"title": 2, "summary": 3, "ipr_notes": 3}
FOLDED_LISTS = ("een_technologies",)
KEYWORD_LISTS = ("een_markets", "een_sector_groups", "sdg")
OPEN_LISTS = ("een_partnership_types", "organisation_sizes", "actor_types")
EVERY_LIST = (*FOLDED_LISTS, *KEYWORD_LISTS, *OPEN_LISTS)
SINGLE = {"stage": "een_development_stages", "trl": "trl", "ipr": "een_ipr_statuses"}
RESEARCH = (
    *("framework_program", "call_identifier", "submission_scheme", "project_title", "budget_eur"),
    *("duration_weeks", "coordinator_required", "interest_until", "call_closes_on", "call_link"),
)


class KindForm(forms.Form):
    """In whose name, and of which type."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=None, empty_label=None, to_field_name="slug"
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class OpportunityForm(forms.Form):
    """An offer or need of one type; a draft may be unfinished, what is missing is said beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the original"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "In this language the mandatory texts must be there; the other one is welcome."
        ),
    )
    target_countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries sought"),
        choices=lambda: country_choices()[1:],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen means all."),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous until we accept an interest"),
        required=False,
        help_text=gettext_lazy("Readers see the country, and nothing else of who you are."),
    )
    open_for_interest = forms.BooleanField(
        label=gettext_lazy("Open for interest"), required=False, initial=True
    )
    video_link = forms.URLField(label=gettext_lazy("Video"), max_length=300, required=False)

    def __init__(self, *args, kind, organisation, instance=None, **kwargs):
        self.kind, self.rules, self.organisation = kind, KINDS[kind], organisation
        self.instance = instance or Opportunity(
            kind=kind, organisation=organisation, country=organisation.country
        )
        super().__init__(*args, initial=self._initial(instance), **kwargs)
        self.described = list(instance.described_by.select_related("term")) if instance else []
        self._add_texts()
        self._add_lists()
        if self.rules.is_research:
            self._add_research()

    def _initial(self, instance):
        if instance is None:
            return {"language": settings.LANGUAGES[0][0], "open_for_interest": True}
        names = ("version", "language", "target_countries", "is_anonymous", "open_for_interest", "video_link")
        return {name: getattr(instance, name) for name in (*names, *RESEARCH)}

    def _add_texts(self):
        for name in self.rules.texts:
            present = getattr(self.instance, name)
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=pgettext_lazy("text (language)", "%(label)s (%(language)s)")
                    % {"label": LABELS[name], "language": language},
                    help_text=HELP[name],
                    required=False,
                    initial=present.get(code, ""),
                    max_length=MOST_LETTERS[name],
                    widget=forms.Textarea(attrs={"rows": ROWS.get(name, 6), "lang": code}),
                )

    def _add_lists(self):
        singles = SINGLE if self.rules.has_technology else {}
        present = {row.term_id for row in self.described}
        self.lists = Lists(*EVERY_LIST, *singles.values(), keep=present)
        chosen = defaultdict(list)
        for row in self.described:
            chosen[row.term.scheme_id].append(row.term.code)
        for scheme in EVERY_LIST:
            most = MOST_KEYWORDS.get(scheme)
            self.fields[scheme] = forms.MultipleChoiceField(
                label=LABELS[scheme],
                choices=self._choices(scheme),
                required=False,
                initial=chosen[scheme],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("At most %(most)s.") % {"most": most} if most else "",
            )
        for name, scheme in singles.items():
            above = getattr(self.instance, name)
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=[("", "–"), *self.lists.choices(scheme, with_code=name == "trl")],
                required=False,
                initial=above.code if above else "",
            )

    def _choices(self, scheme):
        """The values of a list; agreements only as far as the list offers them to this type."""
        choices = self.lists.choices(scheme)
        if scheme != "een_partnership_types":
            return choices
        fits = {
            term.code
            for term in self.lists.by_scheme[scheme]
            if self.kind in str(term.extra.get("profile_types", self.kind)).split()
        }
        return [choice for choice in choices if choice[0] in fits]

    def _add_research(self):
        day = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "required": False}
        self.fields |= {
            "framework_program": forms.CharField(
                label=LABELS["framework_program"], max_length=200, required=False
            ),
            "call_identifier": forms.CharField(
                label=LABELS["call_identifier"], max_length=300, required=False
            ),
            "submission_scheme": forms.CharField(
                label=_("Submission and evaluation scheme"), max_length=300, required=False
            ),
            "project_title": forms.CharField(
                label=_("Project title and acronym"), max_length=300, required=False
            ),
            "budget_eur": forms.IntegerField(
                label=_("Expected budget of the project (EUR)"), min_value=0, max_value=10**12, required=False
            ),
            "duration_weeks": forms.IntegerField(
                label=_("Duration of the project (weeks)"), min_value=1, max_value=1000, required=False
            ),
            "coordinator_required": forms.TypedChoiceField(
                label=_("A coordinator is sought"),
                choices=[("", "–"), ("True", _("Yes")), ("False", _("No"))],
                coerce=lambda value: value == "True",
                empty_value=None,
                required=False,
            ),
            "interest_until": forms.DateField(label=LABELS["interest_until"], **day),
            "call_closes_on": forms.DateField(label=LABELS["call_closes_on"], **day),
            "call_link": forms.URLField(label=_("Page of the call"), max_length=300, required=False),
        }

    def clean(self):
        cleaned = super().clean()
        for scheme, most in MOST_KEYWORDS.items():
            if len(cleaned.get(scheme, ())) > most:
                self.add_error(scheme, _("Choose at most %(most)s.") % {"most": most})
        if not any(cleaned.get(f"title_{code}", "").strip() for code, _name in settings.LANGUAGES):
            self.add_error(
                f"title_{cleaned.get('language') or settings.LANGUAGES[0][0]}", _("Give it a title.")
            )
        closes, until = cleaned.get("call_closes_on"), cleaned.get("interest_until")
        if closes and until and until > closes:
            self.add_error("interest_until", _("This is after the call closes."))
        if closes and closes < timezone.localdate() and "call_closes_on" in self.changed_data:
            self.add_error("call_closes_on", _("This day is in the past."))
        return cleaned

    def texts(self):
        """The texts as typed, by column and language; languages that the site does not speak stay."""
        spoken = [code for code, _name in settings.LANGUAGES]
        found = {}
        for name in self.rules.texts:
            kept = {code: text for code, text in getattr(self.instance, name).items() if code not in spoken}
            typed = {code: self.cleaned_data.get(f"{name}_{code}", "").strip() for code in spoken}
            found[name] = {**kept, **{code: text for code, text in typed.items() if text}}
        return found

    def facts(self):
        """The columns as the service takes them, with terms for codes."""
        names = ["language", "target_countries", "is_anonymous", "open_for_interest", "video_link"]
        names += RESEARCH if self.rules.is_research else ()
        facts = {name: self.cleaned_data.get(name) for name in names}
        if self.rules.has_technology:
            facts |= {
                name: self.lists.terms.get((scheme, self.cleaned_data.get(name)))
                for name, scheme in SINGLE.items()
            }
        return {**facts, **self.texts()}

    def chosen_terms(self):
        """Every keyword after this form."""
        return [
            self.lists.terms[scheme, code]
            for scheme in EVERY_LIST
            for code in self.cleaned_data.get(scheme, ())
        ]

    def draft(self, names):
        """What was typed, as the quality check reads it."""
        facts = self.facts()
        codes = {
            scheme: self.cleaned_data.get(scheme, ())
            for scheme in EVERY_LIST
            if self.cleaned_data.get(scheme)
        }
        return quality.Draft(
            kind=self.kind,
            language=self.cleaned_data.get("language") or settings.LANGUAGES[0][0],
            texts=self.texts(),
            codes=codes,
            facts={
                name: facts.get(name)
                for name in (*SINGLE, *RESEARCH, "target_countries", "video_link")
                if name in facts
            },
            is_anonymous=self.cleaned_data.get("is_anonymous", False),
            country=self.organisation.country,
            names=names,
        )

    def text_sections(self):
        """The fields of the texts, column by column."""
        return [self[f"{name}_{code}"] for name in self.rules.texts for code, _name in settings.LANGUAGES]

    def folded_sections(self):
        """(field, branches) of each long list."""
        return [(self[name], self._branches(name)) for name in FOLDED_LISTS]

    def keyword_sections(self):
        """The fields of the lists that are short enough to show whole."""
        return [self[name] for name in KEYWORD_LISTS]

    def open_sections(self):
        """The fields of the short lists."""
        return [self[name] for name in OPEN_LISTS]

    def single_sections(self):
        """The fields with one choice."""
        return [self[name] for name in SINGLE] if self.rules.has_technology else []

    def research_sections(self):
        """The fields of a call."""
        return [self[name] for name in RESEARCH] if self.rules.is_research else []

    def _branches(self, scheme):
        """The choices of a list below their headings."""
        chosen = set(self[scheme].value() or ())
        headings = self.lists.headings(scheme)
        groups = defaultdict(list)
        for place, (code, label) in enumerate(self.lists.choices(scheme)):
            option = {"code": code, "label": label, "checked": code in chosen, "id": f"id_{scheme}_{place}"}
            groups[headings[code].split(" › ")[0]].append(option)
        return [Branch(head, rows, sum(row["checked"] for row in rows)) for head, rows in groups.items()]


class AnnexForm(forms.Form):
    """A confidential file, for those only to whom it is opened."""

    annex = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, picture or table, up to 10 MB. Only your own people and those whom you choose read it."
        ),
    )

    def clean_annex(self):
        uploaded = self.cleaned_data["annex"]
        if fault := files.fault_of(uploaded):
            raise forms.ValidationError(fault)
        return uploaded
