"""Two rows for one organisation become one, and two again when that was wrong.

Nothing is deleted. Every row that points at the duplicate points at the kept organisation
afterwards; what would be there twice stays with the duplicate, which nobody sees any more.
The relations are found through the models, so those of higher domains come along.
"""

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory.lifecycle import CURRENT, MembershipStatus
from lonja.directory.models import Membership, Merge, MergeState, Organisation, OrganisationGrant
from lonja.directory.services.profiles import touch

# What the page lets one choose; some columns mean something only together.
CHOOSABLE = (
    *("name", "legal_name", "short_name", "actor_type", "size", "parent_name", "parent_country"),
    *("country", "region", "city", "street", "postcode", "website", "founded"),
    *("summary", "description", "languages", "vat_number"),
)
_TOGETHER = {"founded": ["founded_precision"], "size": ["size_year"]}
_STRENGTH = ("prospect", "applied", "approved", "suspended", "active")


@transaction.atomic
def propose(keeper, duplicate, *, reason, actor):
    """Say that two organisations are one, for somebody who may decide; the operators are told."""
    _both(keeper, duplicate)
    if Merge.objects.filter(
        Q(keeper=keeper, duplicate=duplicate) | Q(keeper=duplicate, duplicate=keeper),
        state=MergeState.PROPOSED,
    ).exists():
        raise Refused(_("This merge has been proposed already."))
    merge = Merge.objects.create(keeper=keeper, duplicate=duplicate, reason=reason, proposed_by=actor)
    audit.record(actor, "merge.proposed", merge, keeper=keeper.pk, duplicate=duplicate.pk)
    for message in mails.merge_proposed(merge):
        outbox.send(message, key=f"merge-{merge.pk}-{message.to[0]}")
    return merge


@transaction.atomic
def dismiss(merge, *, actor):
    """Say that a proposed pair is not the same organisation."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.state != MergeState.PROPOSED:
        raise Refused(_("This proposal has been decided already."))
    merge.state, merge.decided_at = MergeState.DISMISSED, timezone.now()
    merge.save()
    audit.record(actor, "merge.dismissed", merge)
    return merge


@transaction.atomic
def merge(keeper, duplicate, *, take=(), with_administrators=True, proposal=None, actor):
    """Make one organisation of two.

    Args:
        take: names of columns whose value comes from the duplicate.
        with_administrators: whether those who administer the duplicate administer the kept one.
        proposal: the `Merge` that is decided by this, if it was proposed.
    """
    keeper, duplicate = _both(keeper, duplicate)
    before = [_columns(keeper), _columns(duplicate)]
    ended = _end_double_memberships(keeper, duplicate, today=timezone.localdate())
    moved = _move_all(keeper, duplicate, but=() if with_administrators else (OrganisationGrant,))
    _choose(keeper, duplicate, take)
    done = proposal or Merge(keeper=keeper, duplicate=duplicate, proposed_by=actor)
    if done.pk and done.state != MergeState.PROPOSED:
        raise Refused(_("This proposal has been decided already."))
    # Whoever proposed it may have had it the other way round.
    done.keeper, done.duplicate = keeper, duplicate
    done.state, done.decided_at = MergeState.DONE, timezone.now()
    changes = [_difference(old, _columns(row)) for old, row in zip(before, (keeper, duplicate), strict=True)]
    done.record = {"keeper": changes[0], "duplicate": changes[1], "moved": moved, "ended": ended}
    done.save()
    for message in mails.organisations_merged(done):
        outbox.send(message, key=f"merge-{done.pk}-done-{message.to[0]}")
    audit.record(
        actor, "organisation.merged", keeper,
        duplicate=duplicate.pk, merge=done.pk, rows={label: len(pks) for label, _fields, pks in moved},
    )  # fmt: skip
    return done


@transaction.atomic
def undo(merge, *, actor):
    """Make two organisations of one again; what was changed since the merge stays as it is now."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.state != MergeState.DONE:
        raise Refused(_("This merge has been undone already."))
    keeper, duplicate = _locked(merge.keeper_id, merge.duplicate_id)
    if keeper.merged_into_id:
        raise Refused(
            _("%(name)s was merged into another organisation since. Undo that first.") % {"name": keeper}
        )
    for label, fields, pks in merge.record["moved"]:
        there = apps.get_model(label)._base_manager.filter(pk__in=pks, **dict.fromkeys(fields, keeper.pk))
        there.update(**dict.fromkeys(fields, duplicate.pk))
    for pk, pair in merge.record["ended"].items():
        _restore(Membership, int(pk), pair)
    _restore(Organisation, keeper.pk, merge.record["keeper"])
    _restore(Organisation, duplicate.pk, merge.record["duplicate"])
    merge.state, merge.decided_at = MergeState.UNDONE, timezone.now()
    merge.save()
    audit.record(actor, "organisation.merge_undone", keeper, duplicate=duplicate.pk, merge=merge.pk)
    return merge


def relations():
    """The columns that point at an organisation, model by model, whatever the domain.

    What was merged into the duplicate before leads to the kept organisation as well.
    """
    found = {}
    for each in Organisation._meta.get_fields(include_hidden=True):
        points_here = each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one)
        if points_here and each.related_model is not Merge:
            found.setdefault(each.related_model, set()).add(each.field.name)
    return {model: sorted(fields) for model, fields in found.items()}


def pointing_at(organisation):
    """How many rows of each kind point at an organisation; one query."""
    counts = {}
    for place, (model, fields) in enumerate(relations().items()):
        theirs = Q(*((field, models.OuterRef("pk")) for field in fields), _connector=Q.OR)
        rows = model._base_manager.filter(theirs).order_by().annotate(one=models.Value(1)).values("one")
        counts[f"n{place}"] = models.Subquery(rows.annotate(n=models.Count("pk")).values("n"))
    row = Organisation.objects.filter(pk=organisation.pk).annotate(**counts).values(*counts).get()
    named = [(model._meta.verbose_name_plural, row[f"n{place}"]) for place, model in enumerate(relations())]
    return [(str(label), number) for label, number in named if number]


def _both(keeper, duplicate):
    """Both rows, locked in one order for everybody."""
    if keeper.pk == duplicate.pk:
        raise Refused(_("Choose two different organisations."))
    keeper, duplicate = _locked(keeper.pk, duplicate.pk)
    if keeper.merged_into_id or duplicate.merged_into_id:
        raise Refused(_("One of these organisations has been merged already."))
    return keeper, duplicate


def _locked(*pks):
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    return [rows[pk] for pk in pks]


def _choose(keeper, duplicate, take):
    """Write the chosen values and hide the duplicate; a number that moves leaves its old place first."""
    columns = [
        name for chosen in take if chosen in CHOOSABLE for name in (chosen, *_TOGETHER.get(chosen, ()))
    ]
    for name in columns:
        setattr(keeper, name, getattr(duplicate, name))
    if keeper.vat_number and keeper.vat_number == duplicate.vat_number:
        duplicate.vat_number = ""
    duplicate.merged_into, duplicate.is_public = keeper, False
    duplicate.save()
    touch(keeper)


def _end_double_memberships(keeper, duplicate, *, today):
    """Of two current memberships of one cluster the stronger stays; what the other was before, by its key."""
    current = Membership.objects.select_for_update().filter(status__in=CURRENT)
    theirs = {row.cluster_id: row for row in current.filter(organisation=duplicate)}
    ended = {}
    for mine in current.filter(organisation=keeper, cluster__in=theirs):
        weaker = min(theirs[mine.cluster_id], mine, key=_strength)
        before = _columns(weaker)
        weaker.status = MembershipStatus.LEFT
        weaker.left_on = max(today, weaker.joined_on or today)
        weaker.save()
        ended[str(weaker.pk)] = _difference(before, _columns(weaker))
    return ended


def _strength(membership):
    return _STRENGTH.index(membership.status), membership.agreed_at is not None


def _move_all(keeper, duplicate, *, but=()):
    """Let every row point at the kept organisation; [model, columns, keys] of those that do."""
    moved = []
    for model, fields in relations().items():
        if model in but:
            continue
        groups = {}
        theirs = model._base_manager.filter(Q(*((field, duplicate.pk) for field in fields), _connector=Q.OR))
        for pk, *values in theirs.order_by("pk").values_list("pk", *fields):
            pointing = tuple(
                name for name, value in zip(fields, values, strict=True) if value == duplicate.pk
            )
            groups.setdefault(pointing, []).append(pk)
        for pointing, pks in groups.items():
            went = _move(model, pointing, pks, keeper)
            if went:
                moved.append([model._meta.label, list(pointing), went])
    return moved


def _move(model, fields, pks, keeper):
    """The keys of the rows that moved; one that the database would not have twice stays where it is."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=pks).update(**dict.fromkeys(fields, keeper.pk))
        return pks
    except IntegrityError:
        if len(pks) == 1:
            return []
    half = len(pks) // 2
    return [pk for part in (pks[:half], pks[half:]) for pk in _move(model, fields, part, keeper)]


def _columns(row):
    """Every column of a row as text or plain data, exactly."""
    row = type(row)._base_manager.get(pk=row.pk)
    return {each.attname: _plain(each, row) for each in row._meta.concrete_fields}


def _plain(column, row):
    value = column.value_from_object(row)
    return None if value is None else column.value_to_string(row)


def _difference(before, after):
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _restore(model, pk, changes):
    """Put back each column that still holds what the merge wrote."""
    row = model._base_manager.get(pk=pk)
    columns = {each.attname: each for each in model._meta.concrete_fields}
    now = {name: _plain(columns[name], row) for name in changes}
    back = {
        columns[name].name: None if before is None else columns[name].to_python(before)
        for name, (before, after) in changes.items()
        if now[name] == after
    }
    model._base_manager.filter(pk=pk).update(**back)
    if len(back) < len(changes):  # edited since: what is folded from the texts follows them
        model._base_manager.get(pk=pk).save()
