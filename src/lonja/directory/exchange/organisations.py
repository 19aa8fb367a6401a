"""Bringing organisations along in a table: everything is looked at first, nothing is guessed."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.accounts.policies import is_somebody
from lonja.base import audit, imports
from lonja.base.imports import flow
from lonja.base.imports.book import plain
from lonja.directory import policies
from lonja.directory.exchange.columns import TERM_COLUMNS, TEXT_COLUMNS, Lists, organisation_columns
from lonja.directory.models import Organisation, Size
from lonja.directory.places import folded
from lonja.directory.services import organisations as services

SHEET = gettext_lazy("Organisations")
SHEET_ALIASES = ("organisations", "organizations", "organizaciones")
SINGLE_TERMS = ("actor_type", "region")
_NOT_FACTS = {"slug", "is_public", *TERM_COLUMNS}


@dataclass
class Line:
    """What one row of the table asks for."""

    number: int
    row: Organisation | None  # None: a new one
    facts: dict
    terms: list | None
    is_public: bool | None
    details: list = field(default_factory=list)  # (what, before, after)


class OrganisationImporter(flow.Importer):
    """Organisations: new ones, and changes to those that the person administers."""

    kind = "organisations"
    title = gettext_lazy("Import organisations")
    intro = gettext_lazy(
        "New organisations become yours to administer. Those that are there are changed when their short"
        " address stands in the table and you administer them."
    )

    def allows(self, actor, target):
        return is_somebody(actor) and target == ""

    def check(self, book, *, actor, target):
        return _report(*self._read(book, actor))

    def apply(self, book, *, actor, target):
        lines, problems, notes = self._read(book, actor)
        if not problems:
            _write(lines, actor)
        return _report(lines, problems, notes)

    def template_url(self, target):
        return reverse("directory:organisations-template", args=["xlsx"])

    def done_url(self, target):
        return reverse("directory:organisations")

    def _read(self, book, actor):
        """Lines, problems and notes of a table."""
        problems = imports.Problems()
        sheet = book.sheet(str(SHEET), aliases=SHEET_ALIASES)
        columns = organisation_columns(Lists())
        rows = imports.read_rows(sheet, [column.column() for column in columns], problems)
        lines = read_lines(rows, present(sheet, columns), actor=actor, problems=problems)
        return lines, problems, unread(sheet, columns)


def unread(sheet, columns):
    """A note about headings that no column knows: their cells were not read."""
    headings = imports.ignored_headings(sheet, [column.column() for column in columns])
    return (
        [_("These columns are not known and were not read: %(names)s.") % {"names": ", ".join(headings)}]
        if headings
        else []
    )


def present(sheet, columns):
    """Names of the columns that the table has: what it does not have, stays as it is."""
    top = next((cells for cells in sheet.rows if any(str(cell or "").strip() for cell in cells)), [])
    written = {plain(cell) for cell in top}
    return {
        column.name
        for column in columns
        if written & {plain(heading) for heading in (column.name, *column.headings())}
    }


def read_lines(rows, names, *, actor, problems):
    """Match rows with organisations and note what differs; faults go to `problems`."""
    known = _Known(rows, actor)
    lines = []
    for row in flow.progress(rows, _("Comparing with the directory")):
        organisation = known.find(row, problems)
        if organisation is _Known.WRONG:
            continue
        line = _line(row, organisation, names)
        if organisation and (line.details and organisation.pk not in known.editable):
            problems.add(
                _("You may not change %(name)s; ask its administrator.") % {"name": organisation.name},
                sheet=row.sheet,
                row=row.number,
            )
            continue
        known.check_vat(row, organisation, problems)
        lines.append(line)
    return lines


class _Known:
    """What the directory holds already, as far as the person may see it; read in a few queries."""

    WRONG = object()

    def __init__(self, rows, actor):
        visible = policies.organisations.scope(actor).for_card().prefetch_related("described_by__term")
        self.by_slug = {
            each.slug: each for each in visible.filter(slug__in=[row.get("slug", "") for row in rows])
        }
        names = {folded(row.get("name", "")) for row in rows}
        self.names = dict(visible.order_by().filter(sort_name__in=names).values_list("sort_name", "slug"))
        slugs = list(self.by_slug)
        editable = policies.organisations.scope(actor, "edit").filter(slug__in=slugs)
        self.editable = set(editable.values_list("pk", flat=True))
        numbers = [row.get("vat_number", "") for row in rows if row.get("vat_number")]
        self.vat = dict(Organisation.objects.filter(vat_number__in=numbers).values_list("vat_number", "slug"))
        self.seen = {}

    def find(self, row, problems):
        """The organisation of a row, None for a new one, WRONG when neither is right."""
        slug = row.get("slug", "")
        place = {"sheet": row.sheet, "row": row.number}
        if slug and slug not in self.by_slug:
            problems.add(
                _("You may change no organisation with this short address. Leave it empty for a new one."),
                column=_("Short address"),
                **place,
            )
            return self.WRONG
        key = slug or f"name {folded(row.get('name', ''))}"
        if key in self.seen:
            problems.add(_("Row %(row)s describes the same organisation.") % {"row": self.seen[key]}, **place)
            return self.WRONG
        self.seen[key] = row.number
        twin = self.names.get(folded(row.get("name", "")))
        if not slug and twin:
            problems.add(
                _("An organisation of this name is there already; its short address is %(slug)s.")
                % {"slug": twin},
                column=_("Short address"),
                **place,
            )
            return self.WRONG
        return self.by_slug.get(slug)

    def check_vat(self, row, organisation, problems):
        """Note a VAT number that another organisation, or another row, has."""
        number = row.get("vat_number", "")
        if not number:
            return
        holder = self.vat.get(number)
        double = self.seen.get(f"vat {number}")
        self.seen[f"vat {number}"] = row.number
        if double or (holder and (organisation is None or holder != organisation.slug)):
            problems.add(
                _("Another organisation has this VAT number already."),
                sheet=row.sheet,
                row=row.number,
                column=_("VAT number"),
            )


def _line(row, organisation, names):
    facts = facts_of(row, names, organisation)
    terms = terms_of(row, names, organisation)
    is_public = row.get("is_public") if "is_public" in names else None
    line = Line(row.number, organisation, facts, terms, is_public)
    if organisation:
        line.details = _details(organisation, line)
    return line


def facts_of(row, names, organisation):
    """The columns of the model that the table has, empty cells as empty values."""
    facts = {}
    for name in names - _NOT_FACTS:
        column, _bar, _language = name.partition("_")
        if column in TEXT_COLUMNS:
            continue
        if name in ROW_ONLY:
            continue
        facts[name] = row.get(name, _empty(name))
    for column in TEXT_COLUMNS:
        languages = [name.removeprefix(f"{column}_") for name in names if name.startswith(f"{column}_")]
        if languages:
            texts = dict(getattr(organisation, column)) if organisation else {}
            texts |= {language: row.get(f"{column}_{language}", "") for language in languages}
            facts[column] = {language: text for language, text in texts.items() if text}
    return facts


ROW_ONLY = {"membership_kind", "membership_status", "joined_on"}


def _empty(name):
    if name in SINGLE_TERMS:
        return None
    return {"size": Size.UNKNOWN, "founded_precision": "exact", "languages": []}.get(name, "")


def terms_of(row, names, organisation):
    """Every term of the organisation after the row, or None when the table does not speak of any."""
    written = [name for name in TERM_COLUMNS if name in names]
    if not written:
        return None
    replaced = {TERM_COLUMNS[name][0] for name in written}
    kept = [link.term for link in organisation.described_by.all()] if organisation else []
    kept = [term for term in kept if term.scheme_id not in replaced]
    return kept + [term for name in written for term in row.get(name, [])]


def _details(organisation, line):
    """What would change, name by name."""
    details = [
        (organisation._meta.get_field(name).verbose_name, _shown(getattr(organisation, name)), _shown(value))
        for name, value in line.facts.items()
        if getattr(organisation, name) != value
    ]
    if line.terms is not None:
        before = {link.term.pk: link.term.code for link in organisation.described_by.all()}
        after = {term.pk: term.code for term in line.terms}
        if before.keys() != after.keys():
            details.append((_("fields of activity"), "; ".join(before.values()), "; ".join(after.values())))
    if line.is_public is not None and line.is_public != organisation.is_public:
        details.append((_("public"), _shown(organisation.is_public), _shown(line.is_public)))
    return details


def _shown(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " · ".join(f"{code}: {text}" for code, text in sorted(value.items()))
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def _write(lines, actor):
    """Do what the lines ask for: new ones together, changes one by one, the audit at the end."""
    with audit.at_the_end():
        new = [line for line in lines if line.row is None]
        entries = [({**line.facts, "is_public": bool(line.is_public)}, line.terms or ()) for line in new]
        made = services.create_many(entries, actor=actor)
        audit.record_many(actor, "organisation.published", [row for row in made if row.is_public])
        for line in lines:
            if line.details:
                _change(line, actor)


def _change(line, actor):
    """Change an organisation that is there already."""
    row = services.edit(line.row, facts=line.facts, terms=line.terms, actor=actor)
    if line.is_public is not None and line.is_public != row.is_public:
        act = services.publish if line.is_public else services.unpublish
        act(row, actor=actor)


def _report(lines, problems, notes):
    preview = [
        flow.Change(
            line.number,
            "changed" if line.row else "new",
            line.row.name if line.row else line.facts.get("name", ""),
            tuple(line.details),
        )
        for line in lines
        if line.row is None or line.details
    ]
    return flow.Report(
        problems=problems,
        created=sum(line.row is None for line in lines),
        changed=sum(bool(line.row and line.details) for line in lines),
        unchanged=sum(bool(line.row and not line.details) for line in lines),
        preview=preview,
        notes=notes,
    )
