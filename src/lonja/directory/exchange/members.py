"""Bringing a cluster's register of members along in a table."""

import copy
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base import audit, imports
from lonja.base.imports import flow
from lonja.directory import policies
from lonja.directory.duplicates import bare_name
from lonja.directory.exchange import organisations
from lonja.directory.exchange.columns import Lists, membership_columns, organisation_columns
from lonja.directory.lifecycle import MOVES, MembershipStatus
from lonja.directory.models import Cluster, Membership, MembershipKind, Organisation
from lonja.directory.places import folded
from lonja.directory.services import memberships as services
from lonja.directory.services import organisations as entering

SHEET = gettext_lazy("Members")
SHEET_ALIASES = ("members", "miembros", "socios")
MOST_NOTED = 50
NEW = (MembershipStatus.ACTIVE, MembershipStatus.PROSPECT)


@dataclass
class MemberLine:
    """What one row of the table asks for."""

    number: int
    label: str
    organisation: Organisation | None  # None: to be entered
    membership: Membership | None  # None: to be added
    facts: dict
    terms: list | None
    kind: str
    status: str
    joined_on: object
    verb: str = ""
    details: list = field(default_factory=list)


def columns_of(lists):
    """Membership first, then the organisation."""
    organisation = [column for column in organisation_columns(lists) if column.name != "is_public"]
    return [*organisation[:2], *membership_columns(), *organisation[2:]]


class MemberImporter(flow.Importer):
    """Members of one cluster, by its managers."""

    kind = "members"
    title = gettext_lazy("Import members")
    intro = gettext_lazy(
        "Organisations that the directory knows are found by their short address, VAT number or exact name."
        " Others are entered as private organisations, which you administer until you hand them over."
    )

    def allows(self, actor, target):
        return _cluster(actor, target) is not None

    def check(self, book, *, actor, target):
        return _report(*self._read(book, actor, target))

    def apply(self, book, *, actor, target):
        cluster = _cluster(actor, target)
        lines, problems, notes = self._read(book, actor, target)
        if not problems:
            _write(lines, cluster, actor)
        return _report(lines, problems, notes)

    def template_url(self, target):
        return reverse("directory:members-template", args=[Cluster.objects.get(pk=target).slug, "xlsx"])

    def done_url(self, target):
        return reverse("directory:members", args=[Cluster.objects.get(pk=target).slug])

    def _read(self, book, actor, target):
        """Lines, problems and notes of a table."""
        problems = imports.Problems()
        sheet = book.sheet(str(SHEET), aliases=SHEET_ALIASES)
        columns = columns_of(Lists())
        rows = imports.read_rows(sheet, [column.column() for column in columns], problems)
        names = organisations.present(sheet, columns)
        known = _Register(rows, actor, _cluster(actor, target))
        told = flow.progress(rows, _("Comparing with the directory"))
        lines = [line for row in told if (line := known.line(row, names, problems))]
        return lines, problems, organisations.unread(sheet, columns) + _entered(lines) + known.alike


def _cluster(actor, target):
    """The cluster, when the actor manages it."""
    if not target.isdecimal() or len(target) > 18:
        return None
    return policies.clusters.scope(actor, "manage_members").filter(pk=int(target)).first()


class _Register:
    """The cluster's register and the organisations that the rows may mean; read in a few queries."""

    def __init__(self, rows, actor, cluster):
        visible = policies.organisations.scope(actor).order_by()
        slugs = [row.get("slug") for row in rows if row.get("slug")]
        numbers = [row.get("vat_number") for row in rows if row.get("vat_number")]
        names = [folded(row.get("name", "")) for row in rows]
        found = Q(vat_number__in=numbers) | Q(sort_name__in=names)
        known = list(visible.filter(found))
        # What was merged away is still found by its old name and number.
        merged = Organisation.objects.order_by().filter(found, merged_into__in=visible.values("pk"))
        known += [_called(each.merged_into, each) for each in merged.select_related("merged_into")]
        self.by_slug = {each.slug: each for each in visible.filter(slug__in=slugs)}
        self.by_vat = {each.vat_number: each for each in known if each.vat_number}
        self.taken_vat = set(
            Organisation.objects.order_by()
            .filter(vat_number__in=numbers)
            .values_list("vat_number", flat=True)
        )
        self.by_name = {}
        for each in known:
            self.by_name.setdefault(each.sort_name, {})[each.pk] = each
        current = cluster.memberships.order_by().current().select_related("organisation")
        self.memberships = {membership.organisation_id: membership for membership in current}
        self.seen, self.seen_vat = {}, {}
        self.bare = {bare_name(row.organisation.name): row.organisation.name for row in current}
        self.alike = []  # notes about rows that look like another one

    def line(self, row, names, problems):
        """What a row asks for, or None when something is wrong with it."""
        place = {"sheet": row.sheet, "row": row.number}
        organisation, fault = self._organisation(row)
        key = organisation.pk if organisation else folded(row.get("name", ""))
        fault = fault or self._fault_of_double(row, key)
        if fault:
            problems.add(fault, **place)
            return None
        self._note_alike(row, organisation)
        membership = self.memberships.get(organisation.pk) if organisation else None
        line = _member_line(row, names, organisation, membership)
        fault = _fault_of(line)
        if fault:
            problems.add(fault, column=_("Status of the membership"), **place)
            return None
        return line

    def _fault_of_double(self, row, key):
        """What is wrong when an earlier row means the same; empty when none does."""
        number = row.get("vat_number", "")
        if key in self.seen:
            return _("Row %(row)s names the same organisation.") % {"row": self.seen[key]}
        if number and number in self.seen_vat:
            return _("Row %(row)s has the same VAT number.") % {"row": self.seen_vat[number]}
        self.seen[key] = self.seen_vat[number] = row.number
        return ""

    def _note_alike(self, row, organisation):
        """A note when a new name differs from another only by legal form, order or small words."""
        name = row.get("name", "")
        other = self.bare.setdefault(bare_name(name), name)
        if organisation is None and other != name and len(self.alike) < MOST_NOTED:
            self.alike.append(
                _("Row %(row)s, %(name)s, looks like %(other)s. Is it the same?")
                % {"row": row.number, "name": name, "other": other}
            )

    def _organisation(self, row):
        """The organisation that a row means (None: a new one), and what is wrong with that."""
        slug, number = row.get("slug", ""), row.get("vat_number", "")
        if slug:
            found = self.by_slug.get(slug)
            return found, "" if found else _("The directory has no organisation with this short address.")
        if number in self.by_vat:
            return self.by_vat[number], ""
        if number in self.taken_vat:
            return None, _("Another organisation has this VAT number already.")
        twins = list(self.by_name.get(folded(row.get("name", "")), {}).values())
        if len(twins) > 1:
            return None, _("Several organisations have this name. Write the short address of the right one.")
        return (twins[0] if twins else None), ""


def _member_line(row, names, organisation, membership):
    line = MemberLine(
        number=row.number,
        label=organisation.name if organisation else row.get("name", ""),
        organisation=organisation,
        membership=membership,
        facts=organisations.facts_of(row, names, None),
        terms=organisations.terms_of(row, names, None),
        kind=row.get("membership_kind") or (membership.kind if membership else MembershipKind.MEMBER),
        status=row.get("membership_status") or (membership.status if membership else MembershipStatus.ACTIVE),
        joined_on=row.get("joined_on"),
    )
    if membership:
        if "joined_on" not in names:
            line.joined_on = membership.joined_on
        line.details = [
            (
                membership._meta.get_field(name).verbose_name,
                str(getattr(membership, name) or ""),
                str(value or ""),
            )
            for name, value in (("kind", line.kind), ("status", line.status), ("joined_on", line.joined_on))
            if getattr(membership, name) != value
        ]
        steps = [
            verb
            for (verb, before), after in MOVES.items()
            if (before, after) == (membership.status, line.status)
        ]
        line.verb = steps[0] if steps else ""
    return line


def _fault_of(line):
    if line.membership is None and line.status not in NEW:
        return _("A new member is active or a prospect.")
    if line.membership and line.membership.status != line.status and not line.verb:
        return _("A membership that is “%(before)s” cannot become “%(after)s” in one step.") % {
            "before": line.membership.get_status_display(),
            "after": MembershipStatus(line.status).label,
        }
    return ""


def _called(organisation, other):
    """An organisation as it is found by another's name and number."""
    found = copy.copy(organisation)
    found.sort_name, found.vat_number = other.sort_name, other.vat_number
    return found


def _write(lines, cluster, actor):
    """Do what the lines ask for: new ones together, changes one by one, the audit at the end."""
    with audit.at_the_end():
        new = [line for line in lines if line.organisation is None]
        made = entering.create_many([(line.facts, line.terms or ()) for line in new], actor=actor)
        for line, organisation in zip(new, made, strict=True):
            line.organisation = organisation
        services.add_many(
            cluster,
            [
                {
                    "organisation": line.organisation,
                    "kind": line.kind,
                    "status": line.status,
                    "joined_on": line.joined_on,
                }
                for line in lines
                if line.membership is None
            ],
            actor=actor,
        )
        for line in lines:
            if line.membership is not None and line.details:
                _change(line, actor)


def _change(line, actor):
    membership = line.membership
    if line.verb:
        membership = services.move(membership, verb=line.verb, today=timezone.localdate(), actor=actor)
    if (membership.kind, membership.joined_on) != (line.kind, line.joined_on):
        services.edit(membership, facts={"kind": line.kind, "joined_on": line.joined_on}, actor=actor)


def _report(lines, problems, notes):
    changed = [line for line in lines if line.membership is None or line.details]
    return flow.Report(
        problems=problems,
        created=sum(line.membership is None for line in lines),
        changed=sum(bool(line.membership and line.details) for line in lines),
        unchanged=sum(bool(line.membership and not line.details) for line in lines),
        preview=[
            flow.Change(line.number, "changed" if line.membership else "new", line.label, tuple(line.details))
            for line in changed
        ],
        notes=notes,
    )


def _entered(lines):
    """A note about organisations that the directory does not have yet."""
    entered = sum(line.organisation is None for line in lines)
    if not entered:
        return []
    return [
        _("%(count)s organisations are not in the directory yet and would be entered.") % {"count": entered}
    ]
