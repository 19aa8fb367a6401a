"""The columns of the tables: their headings, what they explain, how they are written and read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lonja.base import imports
from lonja.base.imports import Column, NotUnderstood
from lonja.directory import vat
from lonja.directory.forms.fields import WORKING_LANGUAGES
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.models import DatePrecision, MembershipKind, Organisation, Size, Term
from lonja.directory.places import countries, language_names

TERM_COLUMNS = {
    "sectors": ("sectoral_industries", gettext_lazy("Sectoral industries")),
    "technologies": ("een_technologies", gettext_lazy("Technology fields")),
    "s3": ("s3_priorities", gettext_lazy("Smart specialisation priorities")),
    "emerging": ("emerging_industries", gettext_lazy("Emerging industries")),
    "nace": ("nace", gettext_lazy("Economic activities (NACE)")),
}
TEXT_COLUMNS = {"summary": gettext_lazy("In one sentence"), "description": gettext_lazy("Description")}
SCHEMES = ["actor_types", "regions", *(scheme for scheme, _label in TERM_COLUMNS.values())]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: `write` takes a row of ours and gives a cell, `parse` takes a cell and gives a value."""

    name: str
    label: object
    help: object
    write: Callable
    parse: Callable = imports.text()
    is_required: bool = False

    def column(self):
        """The same for the reader of tables, whose headings may be in any language of the site."""
        return Column(
            self.name, self.label, required=self.is_required, parse=self.parse, aliases=tuple(self.headings())
        )

    def headings(self):
        """The heading in each language of the site."""
        for code, _name in settings.LANGUAGES:
            with override(code):
                yield str(self.label)


class Lists:
    """The controlled lists by what people write: codes, or names in any language."""

    def __init__(self):
        self.by_scheme = {scheme: {} for scheme in SCHEMES}
        terms = list(Term.objects.filter(scheme__in=SCHEMES, is_retired=False, selectable=True))
        for term in terms:
            self.by_scheme[term.scheme_id].update(dict.fromkeys(term.labels.values(), term))
        for term in terms:
            self.by_scheme[term.scheme_id][term.code] = term

    def one(self, scheme):
        """A parser for one value of a list."""
        known = imports.choice(self.by_scheme[scheme])

        def parse(cell):
            try:
                return known(cell)
            except NotUnderstood:
                raise NotUnderstood(
                    _("“%(cell)s” is not in the list “%(list)s” of the data dictionary.")
                    % {"cell": imports.as_text(cell)[:60], "list": scheme}
                ) from None

        return parse

    def many(self, scheme):
        """A parser for several values of a list in one cell."""
        return imports.listed(self.one(scheme))


def checked_by(field_name, most):
    """A parser for a text that the model's own column has rules for."""
    field = Organisation._meta.get_field(field_name)

    def parse(cell):
        value = imports.text(most)(cell)
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise NotUnderstood(" ".join(error.messages)) from None
        return value

    return parse


def vat_number(cell):
    """A VAT number with its country, its form and, for Spain, its check digit looked at."""
    written = re.sub(r"[\s.\-/]", "", imports.as_text(cell)).upper()
    value = checked_by("vat_number", 20)(written)
    fault = vat.fault_of(value)
    if fault:
        raise NotUnderstood(fault)
    return value


def web_address(cell):
    """A web address that fits its column."""
    value = imports.website()(cell)
    if len(value) > 300:
        raise NotUnderstood(_("The web address is too long."))
    return value


@cache
def _country_by_name():
    """A parser that knows each country by its ISO code, and by its name in the languages of the site."""
    options = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            options |= {name: iso for iso, name in countries().items()}
    return imports.choice(options | {iso: iso for iso in countries()})


def known_country(cell):
    """A country by its ISO code, or by its name in a language of the site."""
    written = imports.as_text(cell)
    try:
        return _country_by_name()(written)
    except NotUnderstood:
        raise NotUnderstood(
            _("“%(cell)s” is no country. Write its two letters, such as ES.") % {"cell": written[:60]}
        ) from None


def _choices(enum):
    """Codes and labels, in every language of the site, of a closed choice."""
    options = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            options |= {str(member.label): member.value for member in enum}
    return imports.choice(options | {member.value: member.value for member in enum})


def _working_language():
    options = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            options |= {name: iso for iso, name in language_names().items() if iso in WORKING_LANGUAGES}
    return imports.choice(options | {iso: iso for iso in WORKING_LANGUAGES})


def _codes(scheme):
    def write(organisation):
        links = organisation.described_by.all()
        return "; ".join(link.term.code for link in links if link.term.scheme_id == scheme)

    return write


def _text_in(column, code):
    return lambda organisation: getattr(organisation, column).get(code, "")


def _plain(name):
    return lambda row: getattr(row, name)


def organisation_columns(lists):
    """The columns of an organisation."""
    texts = [
        TableColumn(
            f"{column}_{code}",
            format_lazy("{} ({})", label, language),
            gettext_lazy("Text; Markdown is possible in the description."),
            _text_in(column, code),
            imports.text(300 if column == "summary" else 10_000),
        )
        for column, label in TEXT_COLUMNS.items()
        for code, language in settings.LANGUAGES
    ]
    terms = [
        TableColumn(
            name,
            label,
            gettext_lazy("Codes of the data dictionary, with semicolons between them."),
            _codes(scheme),
            lists.many(scheme),
        )
        for name, (scheme, label) in TERM_COLUMNS.items()
    ]
    return [
        TableColumn(
            "slug",
            gettext_lazy("Short address"),
            gettext_lazy("Leave it empty for a new organisation; keep it to change one that is there."),
            _plain("slug"),
            imports.text(120),
        ),
        TableColumn(
            "name",
            gettext_lazy("Name"),
            gettext_lazy("As people know it."),
            _plain("name"),
            imports.text(200),
            True,
        ),
        TableColumn("legal_name", gettext_lazy("Legal name"), "", _plain("legal_name"), imports.text(250)),
        TableColumn("short_name", gettext_lazy("Short name"), "", _plain("short_name"), imports.text(60)),
        TableColumn(
            "actor_type",
            gettext_lazy("Kind of actor"),
            gettext_lazy("A code or name of the list actor_types, such as SME or UNI."),
            lambda row: row.actor_type.code if row.actor_type else "",
            lists.one("actor_types"),
        ),
        TableColumn(
            "size",
            gettext_lazy("Size"),
            gettext_lazy("micro, small, medium, large or unknown."),
            _plain("size"),
            _choices(Size),
        ),
        TableColumn(
            "parent_name", gettext_lazy("Parent company"), "", _plain("parent_name"), imports.text(200)
        ),
        TableColumn(
            "parent_country",
            gettext_lazy("Country of the parent company"),
            gettext_lazy("Two letters (ES) or the name."),
            _plain("parent_country"),
            known_country,
        ),
        TableColumn(
            "country",
            gettext_lazy("Country"),
            gettext_lazy("Two letters (ES) or the name."),
            _plain("country"),
            known_country,
        ),
        TableColumn(
            "region",
            gettext_lazy("Region"),
            gettext_lazy("A NUTS code, such as ES30."),
            lambda row: row.region.code if row.region else "",
            lists.one("regions"),
        ),
        TableColumn("city", gettext_lazy("Town or city"), "", _plain("city"), imports.text(120)),
        TableColumn("street", gettext_lazy("Street and number"), "", _plain("street"), imports.text(200)),
        TableColumn("postcode", gettext_lazy("Postcode"), "", _plain("postcode"), imports.text(20)),
        TableColumn("website", gettext_lazy("Website"), "", _plain("website"), web_address),
        TableColumn(
            "founded",
            gettext_lazy("Founded"),
            gettext_lazy("As exactly as you know: 2007, 2007-11 or 2007-11-30."),
            _plain("founded"),
            checked_by("founded", 10),
        ),
        TableColumn(
            "founded_precision",
            gettext_lazy("How sure is the founding date"),
            gettext_lazy("exact, about, beginning, middle, end, before or after."),
            _plain("founded_precision"),
            _choices(DatePrecision),
        ),
        *texts,
        TableColumn(
            "languages",
            gettext_lazy("Working languages"),
            gettext_lazy("Two letters each, with semicolons between them: es; en."),
            lambda row: "; ".join(row.languages),
            imports.listed(_working_language()),
        ),
        *terms,
        TableColumn(
            "vat_number",
            gettext_lazy("VAT number"),
            gettext_lazy("Private. With its country: ESB12345674."),
            _plain("vat_number"),
            vat_number,
        ),
        TableColumn(
            "is_public",
            gettext_lazy("Public"),
            gettext_lazy("yes or no; a new organisation is private unless you say yes."),
            _plain("is_public"),
            imports.truth(),
        ),
    ]


def membership_columns():
    """The columns of a membership, beside those of its organisation."""
    return [
        TableColumn(
            "membership_kind",
            gettext_lazy("Kind of membership"),
            gettext_lazy("member, driving, partner, observer or prospective."),
            _plain("kind"),
            _choices(MembershipKind),
        ),
        TableColumn(
            "membership_status",
            gettext_lazy("Status of the membership"),
            gettext_lazy("active or prospect for a new member; the other states follow step by step."),
            _plain("status"),
            _choices(MembershipStatus),
        ),
        TableColumn(
            "joined_on",
            gettext_lazy("Joined on"),
            gettext_lazy("A day: 31/12/2026."),
            _plain("joined_on"),
            imports.day(),
        ),
    ]
