"""Parts that several forms of the directory share: texts per language, choices from lists."""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lonja.base.texts import worded
from lonja.directory.models import Term
from lonja.directory.places import countries, language_name

# Languages that somebody in Europe or its neighbourhood is likely to work in.
WORKING_LANGUAGES = [
    *(
        "ar",
        "bg",
        "bs",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fi",
        "fr",
        "ga",
        "gl",
        "hr",
        "hu",
    ),
    *(
        "is",
        "it",
        "ja",
        "ko",
        "lt",
        "lv",
        "mk",
        "mt",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sq",
        "sr",
    ),
    *("sv", "tr", "uk", "zh"),
]
MOST_LETTERS = {"summary": 300, "headline": 150}


def country_choices():
    """Countries in the reader's language."""
    return [("", "–"), *countries().items()]


def language_choices():
    """Working languages in the reader's language, sorted by name."""
    return sorted(
        ((code, language_name(code).capitalize()) for code in WORKING_LANGUAGES), key=lambda pair: pair[1]
    )


class TextsForm(forms.ModelForm):
    """A model form whose translated texts have one field for each language of the site."""

    texts = {}  # column → (label, help)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column, (label, help_text) in self.texts.items():
            present = getattr(self.instance, column)
            for code, language in settings.LANGUAGES:
                self.fields[f"{column}_{code}"] = forms.CharField(
                    label=pgettext_lazy("text (language)", "%(label)s (%(language)s)")
                    % {"label": label, "language": language},
                    help_text=help_text,
                    required=False,
                    initial=present.get(code, ""),
                    max_length=MOST_LETTERS.get(column, 10_000),
                    widget=forms.Textarea(attrs={"rows": 2 if column in MOST_LETTERS else 7, "lang": code}),
                )

    def text_facts(self):
        """The texts by column; languages that the site does not speak stay as they were."""
        return {column: self._texts_of(column) for column in self.texts}

    def _texts_of(self, column):
        spoken = {code for code, _language in settings.LANGUAGES}
        typed = {code: self.cleaned_data[f"{column}_{code}"].strip() for code in spoken}
        kept = {code: text for code, text in self.initial_texts(column).items() if code not in spoken}
        return {**kept, **{code: text for code, text in typed.items() if text}}

    def initial_texts(self, column):
        """The texts before this form."""
        return getattr(self.instance, column) or {}

    def facts(self):
        """The columns as the service takes them."""
        return {**{name: self.cleaned_data[name] for name in self._meta.fields}, **self.text_facts()}


@dataclass(frozen=True, slots=True)
class Branch:
    """The choices below one heading of a list, and how many of them are chosen."""

    label: str
    options: list
    chosen: int


class Lists:
    """The values of several controlled lists, read in one query."""

    def __init__(self, *schemes, keep=()):
        rows = Term.objects.filter(scheme__in=schemes).order_by("scheme", "position")
        self.terms = {
            (term.scheme_id, term.code): term for term in rows if not term.is_retired or term.pk in keep
        }
        self.by_scheme = defaultdict(list)
        for (scheme, _code), term in self.terms.items():
            self.by_scheme[scheme].append(term)

    def choices(self, scheme, *, with_code=False):
        """Codes and names of the values that can be chosen."""
        return [
            (term.code, f"{term.code} – {term}" if with_code else str(term))
            for term in self.by_scheme[scheme]
            if term.selectable
        ]

    def headings(self, scheme):
        """For each value its name's path from the top, for grouping."""
        by_pk = {term.pk: term for term in self.by_scheme[scheme]}
        paths = {}
        for term in self.by_scheme[scheme]:
            names, above = [], by_pk.get(term.parent_id)
            while above:
                names.insert(0, str(worded(above.labels)))
                above = by_pk.get(above.parent_id)
            paths[term.code] = " › ".join(names)
        return paths


class TermsForm(TextsForm):
    """A form that also says in which fields of the controlled lists somebody is active."""

    term_fields = {}  # field → (scheme, label)
    single_terms = {}  # column → scheme

    nace = forms.CharField(
        label=gettext_lazy("Economic activities (NACE codes)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Codes with commas between them: 62.10, 71.20. The data dictionary lists them."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        described = self.instance.described_by.select_related("term") if self.instance.pk else []
        described = [row for row in described if not getattr(row, "scope", "")]
        schemes = {scheme for scheme, _label in self.term_fields.values()}
        self.kept = [row.term for row in described if row.term.scheme_id not in {*schemes, "nace"}]
        present = {row.term_id for row in described}
        present |= {getattr(self.instance, f"{name}_id") for name in self.single_terms}
        self.lists = Lists(*schemes, *self.single_terms.values(), keep=present)
        self._add_single_terms()
        chosen = defaultdict(list)
        for row in described:
            chosen[row.term.scheme_id].append(row.term.code)
        self._add_term_fields(chosen)
        self.fields["nace"].initial = ", ".join(chosen["nace"])

    def _add_single_terms(self):
        for name, scheme in self.single_terms.items():
            field = self._meta.model._meta.get_field(name)
            above = getattr(self.instance, name)
            self.fields[name] = forms.ChoiceField(
                label=capfirst(field.verbose_name),
                choices=[("", "–"), *self.lists.choices(scheme, with_code=scheme == "regions")],
                required=False,
                initial=above.code if above else "",
            )

    def _add_term_fields(self, chosen):
        for name, (scheme, label) in self.term_fields.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=self.lists.choices(scheme),
                required=False,
                initial=chosen[scheme],
                widget=forms.CheckboxSelectMultiple,
            )

    def clean_nace(self):
        codes = list(
            dict.fromkeys(
                code.strip().upper() for code in self.cleaned_data["nace"].split(",") if code.strip()
            )
        )
        found = {term.code: term for term in Term.objects.filter(scheme="nace", code__in=codes)}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise forms.ValidationError(
                _("These are no NACE codes: %(codes)s. Look them up in the data dictionary.")
                % {"codes": ", ".join(unknown)}
            )
        return [found[code] for code in codes]

    def chosen_terms(self):
        """Every term that describes the row after this form."""
        picked = [
            self.lists.terms[scheme, code]
            for name, (scheme, _label) in self.term_fields.items()
            for code in self.cleaned_data[name]
        ]
        return [*self.kept, *picked, *self.cleaned_data["nace"]]

    def facts(self):
        """The columns as the service takes them, with terms for codes."""
        single = {
            name: self.lists.terms.get((scheme, self.cleaned_data[name]))
            for name, scheme in self.single_terms.items()
        }
        return {**super().facts(), **single}

    def branches(self, name):
        """The choices of one term field below their headings, for a page without JavaScript."""
        scheme = self.term_fields[name][0]
        chosen = set(self[name].value() or ())
        headings = self.lists.headings(scheme)
        groups = defaultdict(list)
        for place, (code, label) in enumerate(self.lists.choices(scheme)):
            groups[headings[code].split(" › ")[0]].append(
                {"code": code, "label": label, "checked": code in chosen, "id": f"id_{name}_{place}"}
            )
        return [
            Branch(heading, options, sum(option["checked"] for option in options))
            for heading, options in groups.items()
        ]
