"""Profiles side by side: one line for each thing one can say of them, and whether they differ in it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory import facets, presenting
from lonja.directory.models import ClusterTerm, OrganisationTerm, Size
from lonja.directory.places import country_name, language_name


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a cell; `is_shared` when everybody beside it has it too."""

    text: str
    is_shared: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: a list of parts for each profile."""

    label: object
    cells: list
    differs: bool


def organisations(rows, memberships):
    """The lines for organisations; memberships are those that the reader may see, with their clusters."""
    terms = _terms(OrganisationTerm.objects.filter(organisation__in=rows), "organisation_id")
    clusters = {}
    for membership in memberships:
        clusters.setdefault(membership.organisation_id, []).append(membership.cluster)
    return _lines(
        rows,
        [
            (_("In one sentence"), lambda row: str(worded(row.summary))),
            (_("Kind of actor"), lambda row: row.actor_type),
            (_("Size"), lambda row: row.get_size_display() if row.size != Size.UNKNOWN else ""),
            (_("Country"), lambda row: country_name(row.country) if row.country else ""),
            (_("Region"), lambda row: row.region),
            (_("Town or city"), lambda row: row.city),
            (_("Founded"), lambda row: presenting.known_date(row.founded, row.founded_precision)),
            (_("Clusters"), lambda row: clusters.get(row.pk, [])),
            *_classifications(terms),
            (_("Working languages"), lambda row: [language_name(code) for code in row.languages]),
            (_("Website"), _website),
        ],
    )


def clusters(rows):
    """The lines for clusters, which carry the number of their registered members."""
    terms = _terms(ClusterTerm.objects.filter(cluster__in=rows, scope=""), "cluster_id")
    return _lines(
        rows,
        [
            (_("In one sentence"), lambda row: str(worded(row.summary))),
            (_("Registered members"), lambda row: str(row.registered_members)),
            (
                _("Declared members"),
                lambda row: presenting.declared(row.declared_members, row.declared_members_qualifier),
            ),
            (_("Stage of life"), lambda row: row.stage),
            (_("Established"), lambda row: presenting.known_date(row.established, row.established_precision)),
            (_("Country"), lambda row: country_name(row.country) if row.country else ""),
            (_("Region"), lambda row: row.region),
            (_("Town or city"), lambda row: row.city),
            (_("People in the team"), lambda row: presenting.number(row.staff)),
            *_classifications(terms),
            (_("Support services"), lambda row: terms.get((row.pk, "support_services"), [])),
            (_("Working languages"), lambda row: [language_name(code) for code in row.languages]),
            (_("Formal strategy"), lambda row: presenting.yes_or_no(row.has_formal_strategy)),
            (_("Strategy looks abroad"), lambda row: presenting.yes_or_no(row.looks_abroad)),
            (_("Website"), _website),
        ],
    )


def _classifications(terms):
    def read(scheme):
        return lambda row: terms.get((row.pk, scheme), [])

    return [(group.label, read(group.scheme)) for group in facets.CLASSIFICATIONS]


def _terms(links, owner):
    """The terms of each row by (row, list)."""
    found = {}
    for link in links.select_related("term").order_by("term__position"):
        found.setdefault((getattr(link, owner), link.term.scheme_id), []).append(link.term)
    return found


def _website(row):
    return [(presenting.bare_address(row.website), row.website)] if row.website else []


def _lines(rows, readers):
    """One line for each reader that knows something of at least one row."""
    lines = []
    for label, read in readers:
        cells = [_parts(read(row)) for row in rows]
        if any(cells):
            lines.append(_line(label, cells))
    return lines


def _parts(value):
    """A cell as (text, href) pairs."""
    many = value if isinstance(value, list) else [value] if value else []
    return [part if isinstance(part, tuple) else (str(part), _address(part)) for part in many]


def _address(part):
    return part.get_absolute_url() if hasattr(part, "get_absolute_url") else ""


def _line(label, cells):
    shared = set.intersection(*({text for text, _href in cell} for cell in cells))
    differs = any({text for text, _href in cell} != shared for cell in cells)
    return Line(label, [[Part(text, text in shared, href) for text, href in cell] for cell in cells], differs)
