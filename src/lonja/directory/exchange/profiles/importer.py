"""A profile brought to a cluster: the text an older portal prints, or our own JSON."""

import json
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base.imports import LIMITS, Unreadable, flow
from lonja.directory import policies
from lonja.directory.exchange.profiles import differences, document, meaning, printed, reading
from lonja.directory.models import Cluster, ClusterLink
from lonja.directory.places import folded
from lonja.directory.services import clusters, links, moderation, profile_changes


@dataclass(slots=True)
class Brought:
    """A file as it was read: a document, where its parts stood, and remarks for the person."""

    data: dict
    whole: bool
    places: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)


class ProfileImporter(flow.Importer):
    """The profile of one cluster; `target` is the cluster's id."""

    kind = "cluster-profile"
    title = gettext_lazy("The profile of a cluster")
    intro = gettext_lazy(
        "The text of a profile as another platform prints it, or a profile that was exported here as JSON. "
        "You see what lands where before anything changes."
    )
    template = "directory/profile_import.html"

    def allows(self, actor, target):
        return _cluster(actor, target) is not None

    def read(self, content):
        """Read the bytes of the file: a JSON document, or a printed text."""
        text = _text_of(content)
        return _document_of(text) if text.lstrip().startswith("{") else _printed_of(text)

    def check(self, book, *, actor, target):
        """What the file would change: it is written, compared and taken back."""
        with transaction.atomic():
            report = self._done(book, actor, target, write=_rehearse)
            transaction.set_rollback(True)
        return report

    def apply(self, book, *, actor, target):
        if moderation.needs_second_person(_cluster(actor, target)):
            return self._proposed(book, actor, target)
        return self._done(book, actor, target, write=_write)

    def _proposed(self, brought, actor, target):
        """Leave the change to a second manager, where the cluster wants one."""
        report = self.check(brought, actor=actor, target=target)
        if report.preview:
            cluster = _cluster(actor, target)
            change, _problems = reading.read(brought.data, whole=brought.whole)
            moderation.propose(cluster, _explicit(change, cluster), actor=actor, now=timezone.now())
            report.notes.append(_("A second manager looks at your change before it is shown."))
        return report

    def upload_page(self, target):
        cluster = _by_id(target)
        return reverse("directory:profile-import", args=[cluster.slug]) if cluster else ""

    def done_url(self, target):
        cluster = _by_id(target)
        return cluster.get_absolute_url() if cluster else ""

    def _done(self, brought, actor, target, *, write):
        cluster = _cluster(actor, target)
        notes = list(brought.notes)
        if not brought.whole:
            notes = _name_stays(brought, cluster) + notes
        change, problems = reading.read(brought.data, whole=brought.whole)
        claims, faults = reading.read_links(brought.data)
        problems.extend(faults)
        if problems:
            return flow.Report(problems=problems, notes=notes)
        change = _explicit(change, cluster)
        before = document.of(cluster, actor=actor)
        write(cluster, change, actor)
        claimed = _claim_links(cluster, claims, actor)
        after = document.of(Cluster.objects.get(pk=cluster.pk), actor=actor)
        preview = differences.between(before, after, places=brought.places)
        if claimed:
            preview.append(_links_change(claimed, brought.places))
        return flow.Report(
            created=sum(line.what == "new" for line in preview),
            changed=sum(line.what == "changed" for line in preview),
            unchanged=differences.count_equal(before, after),
            preview=preview,
            notes=notes,
        )


def _explicit(change, cluster):
    """The change with every list that it empties named, and without a stage that lacks its evidence.

    A printed text is written in one language; the other languages of a text stay.
    """
    if cluster.stage_id:
        change.facts.pop("stage", None)  # the next stage has a page of its own
    if change.other_terms_go:
        schemes = cluster.described_by.filter(scope="").values_list("term__scheme", flat=True).distinct()
        for scheme in schemes.order_by():
            change.terms.setdefault((scheme, ""), [])
        return change
    for column in change.facts.keys() & set(document.TEXTS):
        change.facts[column] = {**getattr(cluster, column), **change.facts[column]}
    return change


def _rehearse(cluster, change, actor):
    row = Cluster.objects.get(pk=cluster.pk)
    profile_changes.write(row, change)
    row.save()


def _write(cluster, change, actor):
    clusters.change_profile(cluster, change, actor=actor, source="import")


def _claim_links(cluster, rows, actor):
    """Claim the links that are not on the list yet; the other side is asked to confirm. Their names."""
    claimed = []
    for row in rows:
        other = links.find(actor, row["name"], but=cluster)
        there = ClusterLink.objects.open().filter(cluster=cluster, kind=row["kind"])
        same = Q(other=other) if other else Q(sort_name=folded(row["name"]))
        if folded(row["name"]) != folded(cluster.name) and not there.filter(same).exists():
            facts = {name: value for name, value in row.items() if name != "name"}
            claimed.append(links.claim(actor, cluster, row["name"], **facts).other_name)
    return claimed


def _links_change(names, places):
    return flow.Change(
        row=places.get("collaborations", 0),
        what="new",
        label=_("Clusters it says it works with; each is asked to confirm"),
        details=tuple(("", "", name) for name in names),
    )


def _by_id(target):
    is_id = target.isascii() and target.isdigit() and len(target) <= 18
    return Cluster.objects.filter(pk=target).first() if is_id else None


def _cluster(actor, target):
    """The cluster that the actor may edit; None when there is none."""
    found = _by_id(target)
    return policies.clusters.scope(actor, "edit").filter(pk=found.pk).first() if found else None


def _text_of(content):
    """The text of a file; raises `Unreadable` when it is none."""
    if len(content) > LIMITS.most_bytes or content.startswith(b"PK"):
        raise Unreadable(_("This is no text. Save the page as plain text, or export the profile as JSON."))
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("This is no text. Save the page as plain text, or export the profile as JSON."))


def _document_of(text):
    try:
        data = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This file is no JSON that can be read.")) from error
    return Brought(data, whole=True)


def _without_doubles(pairs):
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("one name stands twice in an object")
    return dict(pairs)


def _no_number(name):
    raise ValueError(f"{name} is no number")


def _printed_of(text):
    lines = printed.read(text)
    if not lines.headings:
        raise Unreadable(_("None of the headings of a profile stands in this text."))
    found = meaning.understand(lines)
    notes = [
        _("Line %(number)s was not understood: “%(text)s”. %(why)s")
        % {"number": line.number, "text": line.text[:300], "why": why}
        for line, why in sorted(found.left, key=lambda pair: pair[0].number)
    ]
    rows = found.data.pop("collaborations", [])
    named = [(next(iter(row.get("heading", {}).values()), ""), row.get("website", "")) for row in rows]
    found.data["links"] = [{"name": name or address, "website": address} for name, address in named]
    return Brought(found.data, whole=False, places=found.places, notes=notes)


def _name_stays(brought, cluster):
    """A printed text does not rename a cluster: the trail above it is written as the portal likes."""
    name = brought.data.pop("name", "")
    if not name or name.casefold() == cluster.name.casefold():
        return []
    return [
        _("The text names the cluster “%(there)s”; its name here stays “%(here)s”.")
        % {"there": name, "here": cluster.name}
    ]
