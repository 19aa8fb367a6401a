"""Small words for pages: facts as rows, dates as exact as known, contacts as a reader may see them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lonja.directory.models import ContactKind, DatePrecision, Qualifier, Scope
from lonja.directory.places import country_name, language_name


def known_date(written, precision):
    """A date as exact as it is known: “end of 2007”, “November 2019”, “21 March 2014”."""
    if not written:
        return ""
    sentences = {
        DatePrecision.EXACT: "%s",
        DatePrecision.ABOUT: _("about %s"),
        DatePrecision.BEGINNING: _("beginning of %s"),
        DatePrecision.MIDDLE: _("middle of %s"),
        DatePrecision.END: _("end of %s"),
        DatePrecision.BEFORE: _("before %s"),
        DatePrecision.AFTER: _("after %s"),
    }
    return sentences[DatePrecision(precision)] % _written_out(written)


def _written_out(written):
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return written
    try:
        day = date(*parts) if len(parts) == 3 else date(*parts, 1)
    except ValueError:
        return written
    return date_format(day, "DATE_FORMAT" if len(parts) == 3 else "YEAR_MONTH_FORMAT")


def declared(number, qualifier):
    """A declared number with its qualifier: “more than 750”."""
    if number is None:
        return ""
    sentences = {
        Qualifier.EXACT: "%s",
        Qualifier.OVER: _("more than %s"),
        Qualifier.ABOUT: _("about %s"),
        Qualifier.UP_TO: _("up to %s"),
    }
    return sentences[Qualifier(qualifier)] % number


def gap(registered, row):
    """What the register holds beside what was declared, in one sentence; empty when nothing was declared."""
    if row.declared_members is None:
        return ""
    difference = row.declared_members - registered
    if difference == 0:
        return _("The register holds exactly the declared number.")
    if difference > 0:
        return ngettext(
            "%(n)s declared member is not in the register yet.",
            "%(n)s declared members are not in the register yet.",
            difference,
        ) % {"n": difference}
    return ngettext(
        "The register holds %(n)s member more than declared.",
        "The register holds %(n)s members more than declared.",
        -difference,
    ) % {"n": -difference}


def place(row):
    """Town and country in one line."""
    return ", ".join(part for part in (row.city, country_name(row.country) if row.country else "") if part)


def languages(codes):
    """Names of languages in the reader's language, in one line."""
    return ", ".join(sorted(language_name(code) for code in codes))


def by_scheme(links):
    """Terms of a profile below the name of their list, in the order of the lists."""
    groups = {}
    for link in links:
        groups.setdefault(link.term.scheme, []).append(link.term)
    return [
        {"label": str(scheme), "scheme": scheme.slug, "terms": terms}
        for scheme, terms in sorted(groups.items(), key=lambda pair: pair[0].position)
    ]


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A contact as this reader gets it; `reveal` is the address of the page that shows it to a person."""

    kind: str
    label: str
    value: str
    href: str
    reveal: str
    state: str


def contacts(rows, *, actor):
    """Contacts for a page; strangers get e-mail addresses on a page of their own, away from harvesters."""
    return [_contact(row, actor) for row in rows]


def _contact(row, actor):
    label = row.label or row.get_kind_display()
    if row.kind == ContactKind.EMAIL and not actor.is_authenticated:
        return ContactShown(
            row.kind, label, "", "", reverse("directory:contact", args=[row.pk]), row.visibility
        )
    return ContactShown(row.kind, label, row.value, contact_href(row), "", row.visibility)


def contact_href(row):
    """The link behind a contact; empty for a postal address."""
    if row.kind == ContactKind.EMAIL:
        return f"mailto:{row.value}"
    if row.kind == ContactKind.PHONE:
        return "tel:" + "".join(letter for letter in row.value if letter in "+0123456789")
    return row.value if row.kind in (ContactKind.WEB, ContactKind.SOCIAL) else ""


def cooperation(targets, links):
    """Countries and activities of cooperation, outside Europe and within it kept apart."""
    parts = []
    for scope in (Scope.INTERNATIONAL, Scope.EUROPEAN):
        countries = [country_name(target.country) for target in targets if target.scope == scope]
        activities = [link.term for link in links if link.scope == scope]
        if countries or activities:
            parts.append({"label": COOPERATION[scope], "countries": countries, "activities": activities})
    return parts


COOPERATION = {
    Scope.INTERNATIONAL: gettext_lazy("International cooperation"),
    Scope.EUROPEAN: gettext_lazy("Cooperation within Europe"),
}


def yes_or_no(value):
    """Yes, no, or nothing when it is not known."""
    return "" if value is None else _("Yes") if value else _("No")


def number(value):
    """A decimal without needless zeros, in the reader's way of writing."""
    return "" if value is None else localize(value.normalize() if value % 1 else int(value))


def bare_address(url):
    """An address as people say it."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
